/** What the decision card says of one decision, and what the measures have it say. */
import type { Page } from '@playwright/test';
import { numberOf } from './possible.ts';
import { digitsOf, during, plain, shareOf, written, type Lane, type Walked } from './runs.ts';
import { capital } from '../../src/ui/format.ts';

interface CardTexts {
  readonly heading: string;
  readonly note: string;
  readonly earned: string;
  readonly rows: Readonly<Record<string, string>>;
  readonly factors: Readonly<Record<string, string>>;
  readonly own: readonly string[];
}

const read = (page: Page): Promise<CardTexts> =>
  page.evaluate(() => {
    const dialog = document.querySelector('dialog[open]') ?? document.createElement('p');
    const text = (selector: string, within: ParentNode = dialog): string =>
      within.querySelector(selector)?.textContent ?? '';
    const earned = dialog.querySelector('[aria-labelledby="why-reward"]');
    const rows = Array.from(earned?.querySelectorAll('tbody tr') ?? []);
    const column = (selector: string): Record<string, string> =>
      Object.fromEntries(rows.map((row) => [text('th', row), text(selector, row)]));
    const own = dialog.querySelector('[aria-labelledby="why-rivals"] tr.own td.number');
    return {
      heading: text('h2'),
      note: text('[aria-labelledby="why-reward"] .note'),
      earned: text('[aria-labelledby="why-reward"] .note b'),
      rows: column('td.number'),
      factors: column('.factors'),
      own: own ? [text('span', own), text('small', own)] : [],
    };
  });

export async function cardSays(page: Page, walked: Walked, lane: Lane, k: number): Promise<unknown> {
  const { heading, note, earned, rows, factors, own } = plain(await read(page));
  const factor = (name: string): string | undefined => factors[name]?.split(' × ')[1];
  const { bound, share } = notesOf(walked, lane, k);
  return {
    heading: heading.includes(walked.names[lane]),
    earned,
    bound: bound(note),
    share: note.includes(share),
    sums: [rows['J'], rows['Reward']],
    factors: ['Accuracy', 'Latency', 'Unmet load', 'Cores'].map(factor),
    own,
  };
}

export function cardShould(walked: Walked, lane: Lane, k: number): unknown {
  const run = walked.runs[lane];
  const at = (id: string): string => digitsOf(id, during(id, run, k));
  return {
    heading: true,
    earned: at('reward'),
    bound: true,
    share: true,
    sums: [at('objective'), at('reward')],
    factors: [at('accuracy'), `${at('latency')} s`, `${at('unmet')}/s`, at('cost')],
    own: [at('reward'), written('inTime', during('inTime', run, k), walked)],
  };
}

/** Of the sentence above the terms: the most that was to be earned, where it is not what was, and the share in time. */
function notesOf(
  walked: Walked,
  lane: Lane,
  k: number,
): { readonly bound: (note: string) => boolean; readonly share: string } {
  const run = walked.runs[lane];
  const most = digitsOf('reward', run.series.optimum[k]);
  const exact = [
    ...(most === digitsOf('reward', run.series.reward[k])
      ? ['the most the equations allow for that load.']
      : []),
    `the equations allow at most ${most} for that load`,
    `the equations allow ${most} at the peak`,
  ];
  const { environment } = walked.scenario;
  return {
    bound: (note) => {
      if (environment === 'instant') return exact.some((words) => note.includes(words));
      if (environment === 'discrete') return /the best plan found earned −?[\d.]+ there\./.test(note);
      const [, bound] = /nobody could have earned more than (−?[\d.]+) in them/.exec(note) ?? [];
      return numberOf(bound) >= run.series.reward[k]! - 0.006;
    },
    share: `${capital(shareOf(during('inTime', run, k), walked))} of the requests were answered in time.`,
  };
}

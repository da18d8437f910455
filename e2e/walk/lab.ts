/** What the Lab says of both runs, read from the page at once, and what the measures have it say. */
import type { Page } from '@playwright/test';
import { CLAIMED, unclaimed } from './headline.ts';
import { isLost, isOpen, numberOf, planOf, possibleShould, trainingShould } from './possible.ts';
import { digitsOf, during, LANES, over, plain, whole, written, type Lane, type Walked } from './runs.ts';
import { measureById } from '../../src/scenario/measures.ts';
import { clock, fixed, plural, signed } from '../../src/ui/format.ts';
import { HISTORY_SECONDS } from '../../src/workload/workload.ts';

export const TIMELINES = ['qos', 'cost', 'latency', 'inTime', 'unmet'] as const;

/** Over which decisions the table of terms is. */
export type Span = 'run' | 'now';

interface LabTexts {
  readonly finding: string;
  readonly busy: boolean;
  readonly lanes: readonly Readonly<Record<string, string>>[];
  readonly cores: readonly string[];
  readonly charts: readonly string[];
  readonly ends: readonly (readonly string[])[];
  readonly readings: readonly (readonly string[])[];
  readonly crosshair: string;
  readonly choices: Readonly<Record<string, readonly string[]>>;
  readonly terms: Readonly<Record<string, string>>;
  readonly training: string;
  readonly possible: string;
  readonly lost: Readonly<Record<string, readonly string[]>>;
}

const read = (page: Page, span: Span): Promise<LabTexts> =>
  page.evaluate((wanted) => {
    const all = (selector: string, within: ParentNode = document): readonly Element[] =>
      Array.from(within.querySelectorAll(selector));
    const text = (element: Element | null | undefined): string => element?.textContent ?? '';
    // A text that was cut has the whole as its title.
    const drawn = (within: Element): readonly string[] =>
      all('text', within).map((one) => one.firstChild?.textContent ?? '');
    const rows = (table: Element | undefined): readonly (readonly [string, readonly string[]])[] =>
      table
        ? all('tbody tr', table).map((row) => [
            text(row.querySelector('th')),
            all('td:not(.bar)', row)
              .map(text)
              .filter((cell) => cell.trim() !== ''),
          ])
        : [];
    for (const button of all('[aria-label="Which decisions count"] button'))
      if (text(button).trim() === wanted && button.getAttribute('aria-pressed') !== 'true')
        (button as HTMLElement).click();
    const lanes = ['A', 'B'].map((lane) => all(`section[aria-label^="Lane ${lane}:"]`)[0]);
    const terms = all('table').find((table) =>
      text(table.querySelector('caption')).includes('by term, to J'),
    );
    return {
      finding: all('.finding h1, .finding p').map(text).join(' '),
      busy: document.querySelector('.dimmed, [aria-busy="true"]') !== null,
      lanes: lanes.map((lane) =>
        Object.fromEntries(
          (lane ? all('dl > div', lane) : []).map((row) => [
            text(row.querySelector('dt')),
            text(row.querySelector('dd')),
          ]),
        ),
      ),
      cores: lanes.map((lane) => text(lane?.querySelector('.cores'))),
      charts: all('.timelines svg[role="img"]').map((svg) => svg.getAttribute('aria-label') ?? ''),
      ends: all('.timelines svg[role="img"]').map((svg) => drawn(svg).slice(-4)),
      readings: all('.timelines .readings svg').map(drawn),
      crosshair:
        document
          .querySelector('[role="slider"][aria-label="Crosshair of all timelines"]')
          ?.getAttribute('aria-valuetext') ?? '',
      choices: Object.fromEntries(rows(all('table.choices')[0])),
      terms: Object.fromEntries(rows(terms).map(([name, cells]) => [name, cells.at(-1) ?? ''])),
      training: document.querySelector('.train svg[role="img"]')?.getAttribute('aria-label') ?? '',
      possible: text(document.querySelector('[aria-labelledby="possible"] .note')),
      lost: Object.fromEntries(rows(all('[aria-labelledby="possible"] table')[0])),
    };
  }, span);

/** What is said, as far as measures speak of it. */
export async function labSays(page: Page, walked: Walked, span: Span, k: number): Promise<unknown> {
  const { finding, ends, terms, choices, training, possible, lost, ...said } = plain(await read(page, span));
  const plan = isOpen(walked) ? await planOf(page, walked) : undefined;
  const [, ...ofMeasures] = ends;
  const [best] = choices['Best plan'] ?? [];
  const [bound] = choices['Bound'] ?? [];
  const { runs } = walked;
  const most = Math.max(...[plan ?? runs.a, runs.a, runs.b].map(({ series }) => series.reward[k]!));
  return {
    ...said,
    finding: unclaimed(finding, walked, plan),
    // Who and what in turn.
    ends: ofMeasures.map((texts) => [texts[1], texts[3]]),
    terms: Object.fromEntries(Object.entries(terms).filter(([name]) => TERMS.includes(name))),
    choices: { reward: choices['Reward'], optimum: choices['Optimum'] },
    // The search goes on meanwhile: what is said of it is that of the plan which is kept.
    training: training === trainingShould(walked, plan) || training,
    ...(plan
      ? {
          plan: best === digitsOf('reward', plan.series.reward[k]) || best,
          bound:
            (walked.scenario.environment === 'discrete' && bound === undefined) ||
            numberOf(bound) > most - 0.006,
          possible: possible === possibleShould(possible, walked, plan) || possible,
          lost: isLost(
            LANES.map((_, i) => [lost['Below the plan']?.[i], lost['Below the bound']?.[i]]),
            walked,
            plan,
          ),
        }
      : {}),
  };
}

const TERMS = ['Accuracy', 'Latency', 'Unmet load', 'Cores', 'J', 'Reward'];

/** The same in second `second` of the load, within decision `k`. */
export function labShould(walked: Walked, span: Span, k: number, second: number): unknown {
  const { runs, names } = walked;
  const both = <T>(of: (lane: Lane) => T): readonly T[] => LANES.map(of);
  const means = (id: string) => both((lane) => digitsOf(id, whole(id, runs[lane])));
  const { load, predicted, t, optimum } = runs.a.series;
  const at = (id: string) => both((lane) => digitsOf(id, during(id, runs[lane], k)));
  return {
    finding: CLAIMED,
    busy: false,
    lanes: both((lane) => ({
      'latency now': `${digitsOf('latency', latencyIn(walked, lane, second))} s`,
      ...Object.fromEntries(
        ['inTime', 'objective'].map((id) => {
          const { name } = measureById(id);
          return [
            `${name.length > 1 ? name.toLowerCase() : name} so far`,
            written(id, over(id, runs[lane], 0, k + 1), walked),
          ];
        }),
      ),
    })),
    cores: both((lane) => plural(Math.round(runs[lane].ticks!.cores[tickOf(walked, second)]!), 'core')),
    charts: [
      `Load over time: on average ${fixed(mean(load), 1)} requests a second, at most ${fixed(Math.max(...load), 0)}; the forecast is drawn beside it.`,
      ...TIMELINES.map((id) => {
        const { title, axis } = measureById(id);
        const [a, b] = means(id);
        const more = whole(id, runs.a)! > whole(id, runs.b)! ? 'more than' : 'less than';
        return `${title} over time, in ${axis}: ${names.a} averages ${a!}, ${a === b ? 'as much as' : more} ${names.b} with ${b!}.`;
      }),
    ],
    ends: TIMELINES.map(means),
    readings: [
      [fixed(load[k]!, 1), fixed(predicted[k]!, 1)],
      // Lane A is drawn last.
      ...TIMELINES.map((id) => at(id).toReversed()),
    ],
    crosshair: `${clock(t[k]!)}, means of 10 s. load ${fixed(load[k]!, 1)}, forecast ${fixed(predicted[k]!, 1)}. ${TIMELINES.map(
      (id) => {
        const [a, b] = at(id);
        return `${measureById(id).title}: ${names.a} ${a!}, ${names.b} ${b!}`;
      },
    ).join('. ')}.`,
    choices: {
      reward: at('reward'),
      optimum: isOpen(walked) ? undefined : [digitsOf('reward', optimum[k])],
    },
    terms: termsOf(walked, ...(span === 'run' ? ([0, t.length] as const) : ([k, k + 1] as const))),
    training: true,
    ...(isOpen(walked) ? { plan: true, bound: true, possible: true, lost: true } : {}),
  };
}

/** What A has more than B of each term, to J and to the reward. */
function termsOf({ runs, scenario }: Walked, from: number, to: number): Readonly<Record<string, string>> {
  const gap = (id: string): number => over(id, runs.a, from, to)! - over(id, runs.b, from, to)!;
  const w = scenario.weights;
  const said = (value: number): string => signed(value, measureById('reward').digits);
  return {
    Accuracy: said(w.accuracyWeight * gap('accuracy')),
    Latency: said(-gap('latency')),
    'Unmet load': said(-w.unmetWeight * gap('unmet')),
    Cores: said(-w.costWeight * gap('cost')),
    J: said(gap('objective')),
    Reward: said(gap('reward')),
  };
}

const mean = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;

const tickOf = ({ runs }: Walked, second: number): number =>
  Math.min(runs.a.ticks!.seconds - 1, second - HISTORY_SECONDS);

/** Of all stages in that very second. */
function latencyIn(walked: Walked, lane: Lane, second: number): number {
  const { stages, latency } = walked.runs[lane].ticks!;
  const k = tickOf(walked, second);
  return latency.subarray(k * stages, (k + 1) * stages).reduce((sum, x) => sum + x, 0);
}

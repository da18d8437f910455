/** The tables of numbers: behind the Lab's timelines, and the figures in the glossary. */
import type { Page } from '@playwright/test';
import { TIMELINES } from './lab.ts';
import { isLost, isOpen, planOf } from './possible.ts';
import { digitsOf, during, LANES, over, plain, whole, written, type Walked } from './runs.ts';
import { measureById, measures } from '../../src/scenario/measures.ts';
import type { Episode } from '../../src/scenario/scenario.ts';
import { clock } from '../../src/ui/format.ts';
import { glossary, termIds, termOf } from '../../src/ui/glossary/terms.ts';

/** Cells of the table of that name, row by row, the heads first; opened where it is folded. */
export async function cellsOf(
  page: Page,
  label: string,
  opener: string,
): Promise<readonly (readonly string[])[]> {
  const found = await page.evaluate(
    ([name, place]) => {
      const details = document.querySelector(`${place} details:has(> summary.more)`);
      if (details && !details.hasAttribute('open')) details.querySelector('summary')?.click();
      return Array.from(document.querySelectorAll(`[aria-label="${name}"] tr`), (row) =>
        Array.from(row.querySelectorAll('th, td'), (cell) => cell.textContent),
      );
    },
    [label, opener] as const,
  );
  return plain(found);
}

/** Every decision by column. */
export async function timelinesSay(page: Page, { names }: Walked): Promise<unknown> {
  const [head = [], ...rows] = await cellsOf(page, 'The numbers behind the timelines', '.charts');
  const column = (name: string): readonly (string | undefined)[] =>
    rows.map((row) => row[head.indexOf(name)]);
  return Object.fromEntries(
    [
      'Time',
      ...TIMELINES.flatMap((id) => LANES.map((lane) => `${measureById(id).title} ${names[lane]}`)),
    ].map((name) => [name, column(name)]),
  );
}

export function timelinesShould({ runs, names }: Walked): unknown {
  const each = (of: (k: number) => string): readonly string[] => Array.from(runs.a.series.t, (_, k) => of(k));
  return Object.fromEntries([
    ['Time', each((k) => clock(runs.a.series.t[k]!))],
    ...TIMELINES.flatMap((id) =>
      LANES.map((lane) => [
        `${measureById(id).title} ${names[lane]}`,
        each((k) => digitsOf(id, during(id, runs[lane], k))),
      ]),
    ),
  ]);
}

/** Of this machine's clock. */
const CLOCKED = 'decisionMs';

/** Of every term that a measure belongs to: what it comes to in both lanes. */
export async function glossarySays(page: Page, walked: Walked): Promise<unknown> {
  const found = await page.evaluate(() =>
    Object.fromEntries(
      Array.from(document.querySelectorAll('article[aria-label]'), (article) => [
        article.getAttribute('aria-label') ?? '',
        Array.from(article.querySelectorAll('table tr'), (row) =>
          Array.from(row.querySelectorAll('th, td'), (cell) => cell.textContent),
        ),
      ]),
    ),
  );
  const told = measured(walked).map((id) => glossary[id].name);
  const figures = Object.fromEntries(Object.entries(found).filter(([name]) => told.includes(name)));
  const plan = isOpen(walked) ? await planOf(page, walked) : undefined;
  const lost = (found[glossary.regret.name] ?? []).slice(1).map(([, ...values]) => values);
  return plain({ figures, lost: !isOpen(walked) || (plan !== undefined && isLost(lost, walked, plan)) });
}

/** Where orders have after-effects the regret is no measure of the run alone. */
const measured = (walked: Walked) =>
  termIds.filter((id) => {
    const { measure } = termOf(id);
    return measure !== undefined && measure !== CLOCKED && !(id === 'regret' && isOpen(walked));
  });

export function glossaryShould(walked: Walked, k: number): unknown {
  const { runs, names } = walked;
  const figures = Object.fromEntries(
    measured(walked).map((term) => {
      const { id, unit, over: spans } = measureById(termOf(term).measure!);
      const heads = spans ? ['these 10 s', 'so far', 'whole run'] : ['whole run'];
      return [
        glossary[term].name,
        [
          [`${unit === '%' ? '' : unit} in each lane`.trim(), ...heads],
          ...LANES.map((lane) => [
            names[lane],
            ...(spans
              ? [
                  written(id, during(id, runs[lane], k), walked),
                  written(id, over(id, runs[lane], 0, k + 1), walked),
                ]
              : []),
            written(id, whole(id, runs[lane]), walked),
          ]),
        ],
      ];
    }),
  );
  return { figures, lost: true };
}

/** What every place can say of a whole run, by the measure's id; undefined where the run does not know it. */
export const known = (run: Pick<Episode, 'summary'>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    measures.filter(({ id }) => id !== CLOCKED).map(({ id }) => [id, digitsOf(id, whole(id, run))]),
  );

/** The same runs in the other views and on the command line. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { cellsOf, known } from './tables.ts';
import {
  byLength,
  digitsOf,
  episodeOf,
  LANES,
  plain,
  SEED,
  shareOf,
  whole,
  written,
  type Lane,
  type Walked,
} from './runs.ts';
import { TIMELINES } from './lab.ts';
import { isOracle } from '../../src/experiments/comparison/levels.ts';
import { searchedBriefly } from '../../src/experiments/briefSearch.ts';
import { metricById } from '../../src/experiments/comparison/comparisonMetrics.ts';
import { simulate } from '../../src/headless/simulate.ts';
import { prepare } from '../../src/scenario/prepare.ts';
import { estimatesInTime, measureById, measures } from '../../src/scenario/measures.ts';
import type { EpisodeSummary } from '../../src/scenario/scenario.ts';
import { clock, fixed, plural } from '../../src/ui/format.ts';

/** Compare's table by policy and column, its headline, and the values in its first charts. */
export async function compareSays(page: Page, { names }: Walked): Promise<unknown> {
  const [head = [], ...rows] = await cellsOf(page, 'Every number over seeds', 'no-such-place');
  const found = plain(
    await page.evaluate(() => ({
      headline: Array.from(document.querySelectorAll('.finding :is(h1, p)'), (e) => e.textContent).join(' '),
      charts: Object.fromEntries(
        Array.from(document.querySelectorAll('.stack svg[role="img"]'), (svg) => [
          svg.getAttribute('aria-label')?.split('.')[0] ?? '',
          Array.from(svg.querySelectorAll('text'), (text) => text.firstChild?.textContent ?? ''),
        ]),
      ),
    })),
  );
  return {
    headline: toldBy(found.headline, names),
    table: Object.fromEntries(
      LANES.map((lane) => {
        const row = rows.find((cells) => cells.includes(names[lane])) ?? [];
        return [
          lane,
          Object.fromEntries(
            COMPARED.map(({ id, name, unit }) => [
              id,
              row[head.indexOf(unit === '' ? name : `${name}, ${unit}`)] ?? '–',
            ]),
          ),
        ];
      }),
    ),
    charts: Object.fromEntries(
      Object.entries(found.charts).map(([title, texts]) => [
        title,
        LANES.map((lane) => texts[texts.lastIndexOf(names[lane]) + 1]),
      ]),
    ),
  };
}

/** Who is named with which J, then who with which share in time, then who with which share of the way to the best plan found. */
function toldBy(headline: string, names: Walked['names']): readonly string[] {
  let text = headline;
  for (const lane of byLength(names)) text = text.replaceAll(names[lane], lane.toUpperCase());
  return [
    /\b([AB]) (?:has the highest J,|follows with|with) (−?\d+\.\d+)/g,
    /\b([AB]) (?:also )?answers (?:most in time[,:] )?((?:about )?[\d.]+ %)/g,
    /\b([AB]) comes (−?[\d.]+ %) of the way/g,
  ].flatMap((said) => [...text.matchAll(said)].map(([, who, value]) => [who, value].join(': ')));
}

const SCORE = metricById('score');
const COMPARED = [
  ...measures.filter(({ id }) => id !== 'decisionMs').map(({ id }) => metricById(id)),
  SCORE,
] as const;
const DOTTED = ['cost', 'qos', 'objective', 'inTime'] as const;

export async function compareShould(walked: Walked): Promise<unknown> {
  const { runs, scenario } = walked;
  // Where Random stands is 0, where the best plan found stands is 1: the search's, or a run that earned more.
  const random = (await episodeOf(scenario, 'random')).summary.reward;
  const { bound, played } = searchedBriefly(prepare(scenario));
  const top = Math.max(played.summary.reward, random, ...LANES.map((lane) => runs[lane].summary.reward));
  const scoreOf = (lane: Lane): number => (runs[lane].summary.reward - random) / (top - random);
  const jOf = (lane: Lane): number => whole('objective', runs[lane]) ?? NaN;
  const [first, second] = LANES.toSorted((p, q) => jOf(q) - jOf(p)) as [Lane, Lane];
  const share = (lane: Lane): string => shareOf(whole('inTime', runs[lane]), walked);
  const later = (whole('inTime', runs[second]) ?? 0) > (whole('inTime', runs[first]) ?? 0);
  const inTime = later && share(second) !== share(first) ? second : first;
  const scored = LANES.filter((lane) => !isOracle(walked.walk[lane])).toSorted(
    (p, q) => scoreOf(q) - scoreOf(p),
  );
  const said = (lane: Lane, value: string): string => `${lane.toUpperCase()}: ${value}`;
  const about = estimatesInTime(scenario.environment) ? '≈ ' : '';
  return {
    headline: [
      ...[first, second].map((lane) => said(lane, digitsOf('objective', jOf(lane)))),
      said(inTime, share(inTime)),
      ...scored.slice(0, 1).map((lane) => said(lane, `${fixed(100 * scoreOf(lane), 1)} %`)),
    ],
    table: Object.fromEntries(
      LANES.map((lane) => {
        const values = known(runs[lane]);
        return [
          lane,
          {
            ...values,
            inTime: `${about}${values['inTime']!}`,
            regret: digitsOf('regret', (bound ?? top) - runs[lane].summary.reward),
            score: fixed(scoreOf(lane), SCORE.digits),
          },
        ];
      }),
    ),
    charts: Object.fromEntries(
      DOTTED.map((id) => [measureById(id).title, LANES.map((lane) => digitsOf(id, whole(id, runs[lane])))]),
    ),
  };
}

/** The history of Export: what the run of lane A comes to, and every change. */
export async function exportSays(page: Page): Promise<unknown> {
  const [, ...rows] = await cellsOf(page, 'All changes', '[aria-labelledby="history"]');
  const told = plain(
    await page.evaluate(() => ({
      heading: document.querySelector('#history')?.textContent ?? '',
      note: document.querySelector('[aria-labelledby="history"] > .note')?.textContent ?? '',
    })),
  );
  return {
    heading: told.heading.split(';')[0],
    comesTo: /It answers .*/.exec(told.note)?.[0],
    changes: rows.map((row) => [row[0], row[2]]),
  };
}

export function exportShould(walked: Walked): unknown {
  const { runs, names, scenario, decisions } = walked;
  const { actions, t } = runs.a.series;
  const { stages } = scenario.pipeline;
  const ordered = (k: number): readonly number[] =>
    Array.from(actions.subarray(3 * k * stages.length, 3 * (k + 1) * stages.length));
  const coresOf = (k: number): number =>
    stages.reduce(
      (sum, { variants }, n) => sum + (ordered(k)[3 * n + 1]! + 1) * variants[ordered(k)[3 * n]!]!.cores,
      0,
    );
  const changed = Array.from(t, (_, k) => k).filter(
    (k) => k > 0 && ordered(k).join() !== ordered(k - 1).join(),
  );
  const of = (id: string): string => written(id, whole(id, runs.a), walked);
  return {
    heading:
      changed.length === 0
        ? `${names.a} changes nothing in ${plural(decisions, 'decision')}.`
        : `${names.a} changes something in ${String(changed.length)} of ${plural(decisions, 'decision')}`,
    comesTo: `It answers ${shareOf(whole('inTime', runs.a), walked)} of the requests in time, with a J of ${of('objective')} on ${of('cost')} cores.`,
    changes: changed.map((k) => [
      clock(t[k]!),
      coresOf(k) === coresOf(k - 1)
        ? `${plural(coresOf(k), 'core')}, as before`
        : `${String(coresOf(k - 1))} → ${plural(coresOf(k), 'core')}`,
    ]),
  };
}

/** What `headless -- simulate` writes. */
interface Simulated {
  readonly summary: Omit<EpisodeSummary, 'requests'> & {
    readonly goodputShare: number;
    readonly inTimeEstimated: boolean;
    readonly p50?: number;
    readonly p95?: number;
    readonly p99?: number;
    readonly slaViolations?: number;
    readonly goodput?: number;
  };
  readonly steps: readonly Readonly<Record<string, number>>[];
}

const optionsOf = ({ walk, scenario }: Walked, lane: Lane): readonly string[] => {
  const { maxCores, maxReplicas, maxBatch } = scenario.limits;
  return [
    ...['--pipeline', walk.pipeline, '--workload', walk.load, '--policy', walk[lane]],
    ...['--environment', scenario.environment, '--seed', String(SEED), '--sla', String(scenario.slaSeconds)],
    '--limits',
    `maxCores=${String(maxCores)},maxReplicas=${String(maxReplicas)},maxBatch=${String(maxBatch)}`,
  ];
};

/** The same numbers by the command line; as a process of its own where `spawned`. */
export async function commandLineSays(walked: Walked, lane: Lane, spawned: boolean): Promise<unknown> {
  const options = optionsOf(walked, lane);
  const { summary, steps } = (spawned ? await spawn(options) : await simulate(options)) as Simulated;
  const { p50, p95, p99, goodput, slaViolations } = summary;
  const requests =
    p50 === undefined ? undefined : ({ p50, p95, p99, goodput, slaViolations } as EpisodeSummary['requests']);
  const columns = Object.fromEntries(
    Object.keys(steps[0]!).map((column) => [column, Float64Array.from(steps, (step) => step[column]!)]),
  );
  return {
    whole: known({ summary: { ...summary, requests } }),
    share: digitsOf('inTime', 100 * summary.goodputShare),
    estimated: summary.inTimeEstimated,
    decisions: steps.length,
    steps: Object.fromEntries(
      STEPPED.map((id) => [id, Array.from(columns[id]!, (value) => digitsOf(id, value))]),
    ),
  };
}

/** Columns of the steps that are a measure's as they are. */
const STEPPED = [...TIMELINES.filter((id) => id !== 'inTime'), 'objective', 'reward'] as const;

export function commandLineShould({ runs, decisions, scenario }: Walked, lane: Lane): unknown {
  const run = runs[lane];
  return {
    whole: known(run),
    share: digitsOf('inTime', whole('inTime', run)),
    estimated: estimatesInTime(scenario.environment),
    decisions,
    steps: Object.fromEntries(
      STEPPED.map((id) => [id, Array.from(run.series[id], (value) => digitsOf(id, value))]),
    ),
  };
}

async function spawn(options: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    'npm',
    ['run', '-s', 'headless', '--', 'simulate', ...options, '--json'],
    {
      cwd: join(import.meta.dirname, '../..'),
      maxBuffer: 2 ** 26,
    },
  );
  return JSON.parse(stdout) as unknown;
}

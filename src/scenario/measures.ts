/**
 * What a run comes to: every figure that the lab says of one, once, with its unit, its words, its decimals and how it is
 * computed. Headline, lanes, charts, tables, files and the command line take figures and words from here.
 */
import type { EpisodeSeries, EpisodeSummary, EnvironmentKind } from './scenario.ts';
import type { RequestResults } from '../environment/environment.ts';
import { COUNT_COLUMNS, entries, type ResultColumn } from '../environment/columns.ts';
import { shareOfCounts } from '../model/inTime.ts';
import { DECISION_SECONDS } from '../workload/workload.ts';

export interface Measure {
  readonly id: string;
  /** As it heads a column. */
  readonly name: string;
  /** As it heads a chart or a line of its own, and the unit in words beside it. */
  readonly title: string;
  readonly axis: string;
  /** One sentence. */
  readonly meaning: string;
  readonly unit: string;
  /** Which way is good; undefined where neither is. */
  readonly better: 'more' | 'less' | undefined;
  /** Decimals that readers are shown. */
  readonly digits: number;
  /** Over the whole run; undefined where the run does not know it. */
  readonly of: (summary: EpisodeSummary) => number | undefined;
  /** The same figure over decisions [from, to) of the run; absent where only the whole run has it. */
  readonly over?: (series: EpisodeSeries, from: number, to: number) => number | undefined;
  /** The same over each decision by itself, NaN where it is not known: as `over` from k to k + 1. Not to be changed. */
  readonly each?: (series: EpisodeSeries) => Float64Array;
}

/** Sum of a column over rows [from, to). */
function total(column: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += column[k]!;
  return sum;
}

/** What a share in time is computed from, in requests. */
type Counts = Readonly<Record<(typeof COUNT_COLUMNS)[number], number>>;

/**
 * Share, 0..1, of the requests answered or dropped that were answered within the latency objective; of those that arrived
 * where nothing queues (the instant environment counts neither). 1 where there were none; undefined for a run that was
 * kept before it was counted.
 */
export function shareInTime({ arrived, served, dropped, inTime }: Counts): number | undefined {
  // A file may be older than the count.
  if (!Number.isFinite(inTime)) return undefined;
  return shareOfCounts(arrived, served, dropped, inTime);
}

/** The four counts over decisions [from, to). */
function countsOf(series: EpisodeSeries, from: number, to: number): Counts {
  return entries(COUNT_COLUMNS, (column) => total(series[column], from, to));
}

/** What is computed from the counts of each decision. Column by column: a week has 60,480 of them. */
function eachOf(series: EpisodeSeries, of: (counts: Counts) => number | undefined): Float64Array {
  const { arrived, served, dropped, inTime } = series;
  const values = new Float64Array(arrived.length);
  for (let k = 0; k < values.length; k++) {
    const counts = { arrived: arrived[k]!, served: served[k]!, dropped: dropped[k]!, inTime: inTime[k]! };
    values[k] = of(counts) ?? NaN;
  }
  return values;
}

/**
 * Whether a share in time is an estimate: only single requests are late by chance; a fluid is late only
 * where it overflows, or, where it knows chance, as formulas say.
 */
export const estimatesInTime = (environment: EnvironmentKind): boolean => environment !== 'discrete';

/** Units in words. */
const AXES: Readonly<Record<string, string>> = {
  s: 'seconds',
  'req/s': 'requests/s',
  '%': '% of requests',
  ms: 'milliseconds',
};

/** The mean of a column of results. */
const meanOf = (
  id: ResultColumn,
  name: string,
  unit: string,
  better: Measure['better'],
  digits: number,
  meaning: string,
  title = name,
): Measure => ({
  id,
  name,
  title,
  axis: AXES[unit] ?? unit,
  unit,
  better,
  digits,
  meaning,
  of: (summary) => summary[id],
  over: (series, from, to) => (to > from ? total(series[id], from, to) / (to - from) : undefined),
  each: (series) => series[id],
});

/** What is computed from the four counts. */
const ofCounts = (
  id: string,
  name: string,
  meaning: string,
  better: Measure['better'],
  of: (counts: Counts) => number | undefined,
): Measure => ({
  id,
  name,
  title: name,
  axis: AXES['%']!,
  unit: '%',
  better,
  digits: 1,
  meaning,
  of,
  over: (series, from, to) => of(countsOf(series, from, to)),
  each: (series) => eachOf(series, of),
});

/** Only where single requests are followed. */
const ofRequests = (
  id: string,
  name: string,
  unit: string,
  meaning: string,
  of: (requests: RequestResults) => number,
): Measure => ({
  id,
  name,
  title: name,
  axis: AXES[unit] ?? unit,
  unit,
  better: 'less',
  digits: 3,
  meaning,
  of: ({ requests }) => requests && of(requests),
});

/** A share, 0..1, as every measure of one has it: per cent. What is not known stays so. */
export function inPercent(share: number): number;
export function inPercent(share: number | undefined): number | undefined;
export function inPercent(share: number | undefined): number | undefined {
  return share === undefined ? undefined : 100 * share;
}

/** In the order in which tables have them. */
export const measures: readonly Measure[] = [
  meanOf(
    'objective',
    'J',
    'points',
    'more',
    2,
    'Mean objective (4): Q less the priced cost, and late requests where they have a price.',
    'Objective J',
  ),
  ofCounts(
    'inTime',
    'In time',
    'Share of the requests answered or dropped that were answered within the latency objective.',
    'more',
    (counts) => inPercent(shareInTime(counts)),
  ),
  meanOf('qos', 'Q', 'points', 'more', 2, 'Mean quality of service (3).', 'Quality Q'),
  meanOf('cost', 'Cost', 'cores', 'less', 2, 'Mean cores held (2).'),
  meanOf(
    'reward',
    'Reward',
    'points',
    'more',
    2,
    'Mean reward (7): J less the penalty on the largest batch.',
  ),
  {
    id: 'regret',
    name: 'Regret',
    title: 'Regret',
    axis: 'points',
    unit: 'points',
    better: 'less',
    digits: 2,
    meaning: 'Mean reward of the optimum less that earned.',
    of: ({ regret }) => regret,
    over: ({ optimum, reward }, from, to) =>
      to > from ? (total(optimum, from, to) - total(reward, from, to)) / (to - from) : undefined,
  },
  meanOf('accuracy', 'Accuracy', '', 'more', 3, 'Mean sum of the stages’ accuracies (1).'),
  meanOf(
    'latency',
    'Latency',
    's',
    'less',
    3,
    'Mean latency over the seconds: wait, batch fill and service.',
  ),
  meanOf(
    'unmet',
    'Unmet',
    'req/s',
    'less',
    2,
    'Mean load above the serving capacity in each second, whatever becomes of it: it may wait and still be answered in time. No count of requests that were not served.',
    'Unmet load',
  ),
  ofCounts(
    'dropped',
    'Dropped',
    'Share of the requests that waited too long and were dropped.',
    'less',
    ({ arrived, dropped }) => (arrived > 0 ? (100 * dropped) / arrived : 0),
  ),
  ofCounts(
    'violations',
    'Late',
    'Share of the requests answered that were answered after the latency objective.',
    'less',
    ({ served, inTime }) =>
      served > 0 && Number.isFinite(inTime) ? (100 * (served - inTime)) / served : undefined,
  ),
  {
    id: 'goodput',
    name: 'Goodput',
    title: 'Goodput',
    axis: 'requests/s',
    unit: 'req/s',
    better: 'more',
    digits: 3,
    meaning: 'Requests answered within the latency objective, a second.',
    of: ({ inTime, decisions }) =>
      decisions > 0 && Number.isFinite(inTime) ? inTime / (decisions * DECISION_SECONDS) : undefined,
  },
  ...([50, 95, 99] as const).map((rank) =>
    ofRequests(
      `p${String(rank)}`,
      `p${String(rank)}`,
      's',
      `Latency that ${String(rank)} % of the requests answered do not exceed.`,
      (r) => r[`p${rank}`],
    ),
  ),
  {
    id: 'switches',
    name: 'Changes',
    title: 'Changes',
    axis: 'settings',
    unit: '',
    better: 'less',
    digits: 0,
    meaning: 'Settings changed over the run.',
    of: ({ switches }) => switches,
  },
  {
    id: 'decisionMs',
    name: 'Decision',
    title: 'Decision',
    axis: 'milliseconds',
    unit: 'ms',
    better: 'less',
    digits: 3,
    meaning: 'Mean time of one decision on this machine.',
    of: ({ decisionMs }) => decisionMs,
  },
];

export function measureById(id: string): Measure {
  const found = measures.find((measure) => measure.id === id);
  if (!found) throw new Error(`there is no measure "${id}"`);
  return found;
}

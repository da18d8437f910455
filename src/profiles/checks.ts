/** What no load test can have measured: it is refused with its line, before anything is made of it. */
import type { Found } from './formats/format.ts';
import { BOUNDS, MOST_VARIANTS } from '../model/bounds.ts';
import { figure, holds, type Range } from '../model/range.ts';
import type { TimeUnit } from '../workload/intake/source.ts';
import { SECONDS, UNIT_NAMES } from '../workload/intake/units.ts';

/** Operating points of one file: a sweep of all that a pipeline may hold has fewer. */
export const MOST_POINTS = 5000;

/**
 * Units are a thousand apart. Two latencies of one kind that are further apart than this are in two units rather than from two
 * services: what is left of the thousand is a factor of three between them.
 */
const UNITS_APART = 300;
/** Latencies that Little's law says are off by no more than noise and long tails, or by a thousand: the middle of the two. */
const OFF = 30;

const PARTS = ['queue', 'input', 'infer', 'output', 'network'] as const;

export const tooManyPoints = (name: string, count: number): string =>
  `${name}: it holds ${figure(count)} operating points; the lab takes at most ${figure(MOST_POINTS)}, so cut it to those of the variants you want.`;

/** The first fault of a file's points as a sentence; undefined where there is none. */
export function pointsFault(name: string, found: readonly Found[]): string | undefined {
  if (found.length > MOST_POINTS) return tooManyPoints(name, found.length);
  const variants = new Set(found.map(({ point }) => point.variant)).size;
  if (variants > MOST_VARIANTS)
    return `${name}: it holds ${figure(variants)} variants; a stage takes at most ${figure(MOST_VARIANTS)}, so cut it to those you want.`;
  for (const one of found) {
    const fault = pointFault(one) ?? littleFault(one);
    if (fault !== undefined) return `${one.place}: ${fault}.`;
  }
  return mixedFault(found);
}

function pointFault({ point, unit }: Found): string | undefined {
  const latencies = [
    ...[...point.quantiles].map(([quantile, value]) => [quantileWord(quantile), value] as const),
    ...(point.mean === undefined ? [] : [['mean', point.mean] as const]),
  ];
  for (const [word, value] of latencies) {
    const fault = latencyFault(`the ${word} latency`, value, unit);
    if (fault !== undefined) return fault;
  }
  const sorted = [...point.quantiles].sort(([a], [b]) => a - b);
  for (const [i, [quantile, value]] of sorted.entries()) {
    const [lower, less] = sorted[i - 1] ?? [0, 0];
    if (value < less)
      return `its ${quantileWord(quantile)} of ${shown(value, unit)} lies below its ${quantileWord(lower)} of ${shown(less, unit)}; quantiles rise, so its columns or their units are mixed up`;
  }
  for (const part of PARTS) {
    const value = point.parts?.[part] ?? 0;
    if (!(value >= 0 && value <= BOUNDS.batchSeconds.max))
      return `the time of its part ${part} is ${Number.isFinite(value) ? shown(value, unit) : 'no number'}; 0 or more was expected`;
  }
  return (
    // Where batches were timed alone, their sizes make the throughput.
    outside('batch size', point.batch, BOUNDS.measuredBatch, 'a whole number from 1 on') ??
    outside('throughput', point.throughput, RATE, 'requests per second above 0') ??
    outside('rate asked for', point.offered, RATE, 'requests per second above 0') ??
    outside('concurrency', point.concurrency, CONCURRENCY, 'a whole number from 1 on') ??
    outside('number of replicas', point.replicas, REPLICAS, 'a whole number from 1 on') ??
    outside('number of cores', point.cores, BOUNDS.variantCores, '0.1 to 64 for one replica') ??
    outside('share of failed requests', point.errors, BOUNDS.share, '0 to 1')
  );
}

const RATE = { ...BOUNDS.rate, min: Number.MIN_VALUE };
const CONCURRENCY = { min: 1, max: 1e6, whole: true };
const REPLICAS = { ...BOUNDS.replicas, max: 10_000 };

/** What is wrong with a figure, where the file has it. */
function outside(
  what: string,
  value: number | undefined,
  range: Range,
  expected: string,
): string | undefined {
  return value === undefined || holds(range, value)
    ? undefined
    : `its ${what} is ${Number.isFinite(value) ? figure(value) : 'no number'}; ${expected} was expected`;
}

/** What is wrong with a latency, in the file's own unit. */
function latencyFault(what: string, seconds: number, unit: TimeUnit): string | undefined {
  const { min, max } = BOUNDS.batchSeconds;
  if (seconds >= min && seconds <= max) return undefined;
  if (!Number.isFinite(seconds)) return `${what} is no number; ${UNIT_NAMES[unit]} were expected`;
  const is = `${what} is ${shown(seconds, unit)}`;
  if (seconds < 0)
    return `${is}, and no request takes less than nothing; a number of ${UNIT_NAMES[unit]} above 0 was expected`;
  if (seconds < min)
    return `${is}, less than a microsecond; a number of ${UNIT_NAMES[unit]} above 0 was expected, so it is rounded too far or in another unit`;
  return `${is}, more than a day; a number of ${UNIT_NAMES[unit]} was expected, so it is probably in another unit`;
}

const shown = (seconds: number, unit: TimeUnit): string =>
  `${figure(Number((seconds / SECONDS[unit]).toPrecision(6)))} ${unit}`;

const quantileWord = (quantile: number): string =>
  quantile === 0.5 ? 'median' : `p${figure(Number((100 * quantile).toPrecision(6)))}`;

/**
 * Little's law: calls under way = calls a second times the mean seconds of one. Where the calls under way are known, a latency
 * far from that is in another unit. Without a batch size in the file, any that is measured may have been used.
 */
function littleFault({ point, unit, closed }: Found): string | undefined {
  if (point.concurrency === undefined) return undefined;
  const call = point.concurrency / point.throughput;
  const [least, most] = point.perCall ? [1, 1] : [point.batch ?? 1, point.batch ?? 1024];
  const usual = typical(point);
  const highest = [...point.quantiles].sort(([a], [b]) => b - a)[0];
  const low = highest === undefined ? usual : ([quantileWord(highest[0]), highest[1]] as const);
  const wrong =
    usual && usual[1] > call * most * OFF
      ? usual
      : closed === true && low && low[1] * OFF < call * least
        ? low
        : undefined;
  if (!wrong) return undefined;
  return `its ${wrong[0]} latency of ${shown(wrong[1], unit)} does not go with ${figure(Number(point.throughput.toPrecision(4)))} requests per second out of ${figure(point.concurrency)} calls under way, which is ${shown(call, unit)} for each; its units are mixed up`;
}

/** The usual latency and what it is called: the mean, or the quantile nearest to the median. */
function typical({ quantiles, mean }: Found['point']): readonly [string, number] | undefined {
  if (mean !== undefined) return ['mean', mean];
  const [first] = [...quantiles].sort(([a], [b]) => Math.abs(a - 0.5) - Math.abs(b - 0.5));
  return first && [quantileWord(first[0]), first[1]];
}

/** Two rows whose latencies are a thousand apart without a load that would make them so. */
function mixedFault(found: readonly Found[]): string | undefined {
  const groups = new Map<string, Found[]>();
  for (const one of found) {
    const { stage = '', variant = '' } = one.point;
    const key = JSON.stringify([stage, variant]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(one);
  }
  for (const group of groups.values()) {
    const rated = group.flatMap((one) => {
      const value = typical(one.point);
      return value ? [{ one, word: value[0], seconds: value[1] }] : [];
    });
    const least = rated.reduce((a, b) => (b.seconds < a.seconds ? b : a), rated[0]!);
    const most = rated.reduce((a, b) => (b.seconds > a.seconds ? b : a), rated[0]!);
    if (rated.length < 2 || most.seconds < UNITS_APART * least.seconds * growth(least.one, most.one))
      continue;
    if (heavier(least.one, most.one)) continue;
    return `${most.one.place}: its ${most.word} of ${shown(most.seconds, most.one.unit)} stands beside ${shown(least.seconds, least.one.unit)} in ${least.one.place.replace(/^.*?, (?=line )/, '')}; their units are mixed up.`;
  }
  return undefined;
}

/** How many times longer the larger batch may take. */
const growth = (a: Found, b: Found): number => Math.max(1, (b.point.batch ?? 1) / (a.point.batch ?? 1));

/** More is asked of the service in `b`, so that its requests may wait. */
const heavier = ({ point: a }: Found, { point: b }: Found): boolean =>
  (b.concurrency ?? 0) > (a.concurrency ?? 0) || (b.offered ?? 0) > (a.offered ?? 0);

/** Which operating points of a load test say more of the queue than of the service, and why. */
import type { Reading } from './fitReading.ts';
import { threeDigits } from '../model/amountWords.ts';

/**
 * Share of its capacity above which a point is left out: from there on an error of 5 % in the load alone moves the mean wait
 * of one replica by half and more (u / (2 (1 - u)), Pollaczek-Khinchine).
 */
export const MOST_BUSY = 0.9;
/** Answered less than this share of what was offered: more than a reading's noise of 5 %, twice. */
const ANSWERED = 0.9;
/** Loads that are compared in closed loop differ by this much at least, so that noise of 5 % does not decide. */
const APART = 1.5;

/**
 * Why a point without a server's times is of no use, or undefined: known before anything is fitted. `bases` are those of the
 * same batch, as `basesOf` says.
 */
export function saturatedBecause(one: Reading, bases: readonly Reading[]): string | undefined {
  const { point, replicas } = one;
  if (one.loop === 'full')
    return `${threeDigits(point.concurrency!)} calls are always under way at ${replicasWords(replicas)}: all are busy, and what comes on top waits (N = X R)`;
  if (point.offered !== undefined && point.throughput < ANSWERED * point.offered)
    return `${threeDigits(point.throughput)} of ${threeDigits(point.offered)} req/s offered were answered: it is beyond saturation`;
  if ((point.errors ?? 0) > 1 - ANSWERED)
    return `${threeDigits(100 * point.errors!)} % of its requests failed: it is beyond saturation`;
  const base = bases.find((other) => stalled(other, one));
  return base
    ? `from ${threeDigits(base.point.concurrency!)} to ${threeDigits(point.concurrency!)} calls under way the throughput hardly grows and the latency does: it is beyond saturation`
    : undefined;
}

/**
 * By batch, the readings from which another may have stalled, in their order. One that an earlier of as many calls under way
 * betters, in throughput and in latency, finds nothing that the earlier did not: thousands of points leave a few.
 */
export function basesOf(readings: readonly Reading[]): ReadonlyMap<number, readonly Reading[]> {
  const all = new Map<number, Reading[]>();
  for (const one of readings) {
    if (one.loop !== 'free' || one.typical === undefined) continue;
    const own = all.get(one.batch) ?? [];
    all.set(one.batch, own);
    if (!own.some((before) => betters(before, one))) own.push(one);
  }
  return all;
}

const betters = (a: Reading, b: Reading): boolean =>
  a.point.concurrency === b.point.concurrency && a.calls >= b.calls && a.typical! <= b.typical!;

/** Between two points in closed loop the calls under way go into waiting rather than into throughput. */
function stalled(less: Reading, more: Reading): boolean {
  if (more.loop !== 'free' || less.typical === undefined || more.typical === undefined) return false;
  const grown = more.point.concurrency! / less.point.concurrency!;
  if (grown < APART) return false;
  const half = Math.sqrt(grown);
  return more.calls / less.calls < half && more.typical / less.typical > half;
}

export const replicasWords = (replicas: number): string =>
  `${String(replicas)} ${replicas === 1 ? 'replica' : 'replicas'}`;

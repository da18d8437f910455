/**
 * The exact optimum of reward (7). Load enters only through a piecewise-linear function of the bottleneck's
 * throughput, so one frontier per pipeline answers every load by binary search (peers.md, section 6).
 */
import { findPoints, type Points } from './frontierPoints.ts';
import type { Configuration, Weights } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';
import { unwatched, type Watch } from '../../model/watch.ts';

/** Optima by load, req/s, and the configurations that a plan chooses among. */
export interface Frontier {
  readonly tables: Tables;
  readonly weights: Weights;
  /** Configurations that a plan chooses among. */
  readonly size: number;
  /** The `i`-th of them. */
  configuration(i: number): Configuration;
  /** Its reward under `load`. */
  rewardOf(i: number, load: number): number;
  /** Reward of the optimum under `load`. */
  rewardAt(load: number): number;
  /** The optimum under `load`. */
  best(load: number): Configuration;
}

/** The frontier without a weight on late requests: no configuration beside its points is ever needed. */
export interface PlainFrontier extends Frontier, Omit<Points, 'configurations'> {
  /** Index of the point that is best under `load`. */
  query(load: number): number;
  /** The best of those with less throughput than `load`; -1 where there is none. */
  short(load: number): number;
}

/** Reward (7) from the part that is the configuration's own, `score`, and what its throughput is worth under `load`; req/s. */
export function rewardOf(w: Weights, score: number, throughput: number, load: number): number {
  return load >= throughput
    ? score + (w.throughputWeight + w.unmetWeight) * throughput - w.unmetWeight * load
    : score + (w.throughputWeight - w.spareWeight) * throughput + w.spareWeight * load;
}

/**
 * Builds the frontier, `lateWeight` left out; `mostComplete` as `findPoints` has it. Throws `OutOfTime` where the watch's time
 * is up.
 */
export function buildFrontier(
  tables: Tables,
  weights: Weights,
  watch: Watch = unwatched,
  mostComplete?: number,
): PlainFrontier {
  const { throughput, score, configurations, complete } = findPoints(tables, weights, watch, mostComplete);
  const count = configurations.length;
  if (count === 0) throw new Error('no configuration fits the limits');
  const below = weights.throughputWeight + weights.unmetWeight;
  const above = weights.throughputWeight - weights.spareWeight;
  // bestBelow[i]: point of 0..i that is best while throughput is short; bestAbove[i]: of i.. while it is spare.
  const bestBelow = new Int32Array(count);
  const bestAbove = new Int32Array(count);
  for (let i = 1; i < count; i++) {
    const j = bestBelow[i - 1]!;
    bestBelow[i] = score[i]! + below * throughput[i]! > score[j]! + below * throughput[j]! ? i : j;
  }
  bestAbove[count - 1] = count - 1;
  for (let i = count - 2; i >= 0; i--) {
    const j = bestAbove[i + 1]!;
    bestAbove[i] = score[i]! + above * throughput[i]! >= score[j]! + above * throughput[j]! ? i : j;
  }
  const rewardAt = (i: number, load: number): number => rewardOf(weights, score[i]!, throughput[i]!, load);
  /** First point with throughput >= load, or count. */
  const firstAtLeast = (load: number): number => {
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (throughput[middle]! >= load) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const query = (load: number): number => {
    const at = firstAtLeast(load);
    if (at === 0) return bestAbove[0]!;
    const short = bestBelow[at - 1]!;
    if (at === count) return short;
    const spare = bestAbove[at]!;
    return rewardAt(spare, load) >= rewardAt(short, load) ? spare : short;
  };
  return {
    tables,
    weights,
    size: count,
    throughput,
    score,
    complete,
    configuration: (i) => configurations[i]!,
    query,
    short: (load) => {
      const at = firstAtLeast(load);
      return at === 0 ? -1 : bestBelow[at - 1]!;
    },
    rewardOf: rewardAt,
    rewardAt: (load) => rewardAt(query(load), load),
    best: (load) => configurations[query(load)]!,
  };
}

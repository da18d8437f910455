/** The points of the frontier: for each throughput that the slowest stage can have, the best configuration with it. */
import { Ceiling } from './frontierCeiling.ts';
import { Knapsack } from './frontierKnapsack.ts';
import { listOptions, type Options } from './frontierOptions.ts';
import { Standings } from './frontierStandings.ts';
import type { Configuration, Weights } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';
import type { Watch } from '../../model/watch.ts';

/** Up to so many throughputs each has its point; of more, those are left out that another point beats under every load, but the greatest. */
const MOST_COMPLETE = 8192;
/** Throughputs between two looks at the watch: a fraction of a millisecond, or some where each needs a sum of stages. */
const LOOK_EVERY = 64;
/** Sums in another order differ by less, as a share of the largest. */
const ROUNDING = 1e-12;

export interface Points {
  /** req/s, ascending. */
  readonly throughput: Float64Array;
  /** Best accuracy - latency - cost - batch part of the reward at exactly that throughput. */
  readonly score: Float64Array;
  readonly configurations: readonly Configuration[];
  /** Every achievable throughput is a point; else only those that no other beats under every load, and the greatest. */
  readonly complete: boolean;
}

/** `mostComplete`: up to so many throughputs of options each that can be achieved is a point. */
export function findPoints(
  tables: Tables,
  weights: Weights,
  watch: Watch,
  mostComplete = MOST_COMPLETE,
): Points {
  const { stages, capacity, batches } = tables;
  const options = listOptions(tables, weights);
  const { throughputs, order, point, stage, units, score, batchIndex } = options;
  const complete = throughputs.length <= mostComplete;
  const standings = new Standings(throughputs, weights, complete);
  const chosen = new Int32Array(throughputs.length * stages).fill(-1);
  const trace = new Int32Array(stages);
  const [least, most] = extremes(score);
  const margin = ROUNDING * (1 + stages * Math.max(-least, most) + standings.steepest);
  // The penalty grows with the largest batch alone, so "at most the cap" is exact once every cap was tried.
  for (let cap = 0; cap < batches.length; cap++) {
    const penalty = weights.batchWeight * batches[cap]!;
    const knapsack = new Knapsack(stages);
    const ceiling = new Ceiling(stages, capacity, most - least, margin);
    let from = 0;
    for (let p = throughputs.length - 1; p >= 0; p--) {
      if (p % LOOK_EVERY === 0) watch.look((cap + 1 - p / throughputs.length) / batches.length);
      let to = from;
      while (to < options.count && point[order[to]!] === p) to++;
      for (let i = from; i < to; i++) {
        const a = order[i]!;
        if (batchIndex[a]! > cap) continue;
        if (knapsack.insert(stage[a]!, units[a]!, score[a]!, a))
          ceiling.insert(stage[a]!, units[a]!, score[a]!);
      }
      // The bottleneck is one exact option; every other stage is at least as fast.
      for (let i = from; i < to; i++) {
        const a = order[i]!;
        if (batchIndex[a]! > cap) continue;
        const n = stage[a]!;
        const needed = standings.needed(p) + penalty - margin;
        if (!ceiling.mayExceed(needed, n, units[a]!, score[a]!)) continue;
        const budget = capacity - units[a]!;
        const total = score[a]! + knapsack.others(n, budget, ceiling) - penalty;
        if (!standings.raise(p, total)) continue;
        knapsack.trace(n, budget, trace);
        trace[n] = a;
        chosen.set(trace, p * stages);
      }
      from = to;
    }
    standings.settle();
  }
  const kept = standings.kept(margin);
  return {
    throughput: Float64Array.from(kept, (p) => throughputs[p]!),
    score: Float64Array.from(kept, (p) => standings.score[p]!),
    configurations: kept.map((p) =>
      Array.from({ length: stages }, (_, n) => stageOf(tables, options, chosen[p * stages + n]!)),
    ),
    complete,
  };
}

function extremes(values: Float64Array): readonly [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

function stageOf(tables: Tables, options: Options, a: number): Configuration[number] {
  return {
    variant: options.variant[a]!,
    replicas: options.replicas[a]!,
    batch: tables.batches[options.batchIndex[a]!]!,
  };
}

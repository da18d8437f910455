import { buildFrontier } from './frontier.ts';
import { timelyFrontier } from './timely.ts';
import { longRunOf } from '../../environment/longRun.ts';
import { evaluate } from '../../model/objective.ts';
import type { Weights } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';
import { toldBy, unwatched, type Watch } from '../../model/watch.ts';

/** Share of the whole that the frontier takes where searches follow. */
const LITTLE = 0.1;

/** What the optimum of reward (7) runs at each of several loads that stay, by the equations alone. */
export interface Optima {
  /** req/s, ascending; the last is the greatest throughput that the limits hold. */
  readonly loads: Float64Array;
  /** Of every stage at the first load, then at the second; indices of variants, replicas, requests a batch. */
  readonly variant: Int32Array;
  readonly replicas: Int32Array;
  readonly batch: Int32Array;
  /** At each load: C (2), T in req/s, and V (1). */
  readonly cores: Float64Array;
  readonly throughput: Float64Array;
  readonly accuracy: Float64Array;
}

/**
 * The optimum at `count` loads, evenly up to the greatest throughput of any configuration. `slaSeconds` counts where late
 * requests have a weight. `tell` hears which share is done, 0..1. Throws `OutOfTime` where the watch's time is up.
 */
export function optimaOver(
  tables: Tables,
  weights: Weights,
  slaSeconds: number,
  count: number,
  watch: Watch = unwatched,
  tell: (share: number) => void = () => undefined,
): Optima {
  // Where late requests have a weight each load is a search of its own, and takes longer than the frontier.
  const ofFrontier = weights.lateWeight > 0 ? LITTLE : 1;
  const plain = buildFrontier(
    tables,
    weights,
    toldBy(watch, (share) => {
      tell(ofFrontier * share);
    }),
  );
  const longRun = longRunOf('instant', { tables, slaSeconds, batchTimeoutSeconds: 0 });
  const frontier = weights.lateWeight > 0 ? timelyFrontier(plain, longRun) : plain;
  const most = plain.throughput.at(-1)!;
  const loads = Float64Array.from({ length: count }, (_, k) => (most * (k + 1)) / count);
  const best = Array.from(loads, (load, k) => {
    watch.look();
    tell(ofFrontier + ((1 - ofFrontier) * k) / count);
    return frontier.best(load);
  });
  const each = (of: 'variant' | 'replicas' | 'batch'): Int32Array =>
    Int32Array.from(best.flatMap((configuration) => configuration.map((stage) => stage[of])));
  const come = best.map((configuration, k) =>
    evaluate(tables, weights, configuration, loads[k]!, slaSeconds),
  );
  return {
    loads,
    ...{ variant: each('variant'), replicas: each('replicas'), batch: each('batch') },
    cores: Float64Array.from(come, ({ cost }) => cost),
    throughput: Float64Array.from(come, ({ throughput }) => throughput),
    accuracy: Float64Array.from(come, ({ accuracy }) => accuracy),
  };
}

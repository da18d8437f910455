/** InferLine's planner: batch and replicas for a sample of the traffic, variants given. */
import { arrivalsIn, estimateP99, evenArrivals, leastP99, ownRate } from './estimator.ts';
import { optionSeconds } from './stageOptions.ts';
import type { Configuration, StageConfig } from '../../model/pipeline.ts';
import { coresOf, isFeasible, type Tables } from '../../model/tables.ts';
import { unwatched, type Watch } from '../../model/watch.ts';

/**
 * A configuration for a sample of traffic, `rates[i]` req/s through its i-th interval of `intervalSeconds`.
 * It starts from single replicas at batch 1, adds to the slowest stage until the 99th percentile of latency is at most
 * `slaSeconds`, then takes whichever step saves most: a replica less, or a doubled batch less the replicas it frees.
 * Where the limits end the growth first, it gives what it has grown to. Where even a request that never waits takes
 * longer than the objective, it only carries the highest rate. Throws `TooMuch`, a sentence, where a sample that the stages
 * could serve has too many requests to follow.
 */
export function planInferline(
  tables: Tables,
  variants: readonly number[],
  rates: readonly number[],
  intervalSeconds: number,
  slaSeconds: number,
  watch: Watch = unwatched,
): Configuration {
  const count = arrivalsIn(rates, intervalSeconds);
  let arrivals: Float64Array | undefined;
  const inTime = (c: Configuration): boolean => {
    watch.look();
    // Where the load is beyond what the stages can serve, nothing need be followed, however much it is.
    if (leastP99(tables, c, count, rates.length * intervalSeconds) > slaSeconds) return false;
    arrivals ??= evenArrivals(rates, intervalSeconds);
    return estimateP99(tables, c, arrivals, watch) <= slaSeconds;
  };
  const carries = (c: Configuration): boolean =>
    c.every((stage, n) => stage.replicas * ownRate(tables, n, stage) >= Math.max(...rates));
  const hopeless = variants.reduce((sum, z, n) => sum + optionSeconds(tables, n, z, 0), 0) > slaSeconds;
  let plan: Configuration = variants.map((variant) => ({ variant, replicas: 1, batch: 1 }));
  while (!(hopeless ? carries(plan) : inTime(plan))) {
    const slowest = slowestStage(tables, plan);
    const grown = withStage(plan, slowest, { replicas: plan[slowest]!.replicas + 1 });
    if (!isFeasible(tables, grown)) return plan;
    plan = grown;
  }
  if (hopeless) return plan;
  for (;;) {
    const cheaper = bestStep(tables, plan, inTime);
    if (!cheaper) return plan;
    plan = cheaper;
  }
}

function bestStep(
  tables: Tables,
  plan: Configuration,
  meets: (c: Configuration) => boolean,
): Configuration | undefined {
  let best: Configuration | undefined;
  let fewest = coresOf(tables, plan);
  plan.forEach((stage, n) => {
    for (const batch of [stage.batch, 2 * stage.batch]) {
      if (!tables.batches.includes(batch)) continue;
      // The step at the same batch is one replica; a doubled batch frees as many as it can.
      const least = batch === stage.batch ? stage.replicas - 1 : 1;
      let candidate = withStage(plan, n, { batch });
      for (let replicas = stage.replicas - 1; replicas >= Math.max(1, least); replicas--) {
        const fewer = withStage(candidate, n, { replicas });
        if (!meets(fewer)) break;
        candidate = fewer;
      }
      const cores = coresOf(tables, candidate);
      if (cores < fewest) {
        best = candidate;
        fewest = cores;
      }
    }
  });
  return best;
}

function slowestStage(tables: Tables, plan: Configuration): number {
  const rate = (n: number): number => plan[n]!.replicas * ownRate(tables, n, plan[n]!);
  return plan.map((_, n) => n).reduce((a, b) => (rate(b) < rate(a) ? b : a));
}

function withStage(plan: Configuration, n: number, change: Partial<StageConfig>): Configuration {
  return plan.map((stage, m) => (m === n ? { ...stage, ...change } : stage));
}

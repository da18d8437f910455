import { solveExactly } from '../ipaExact.ts';
import { ipaConfiguration, ipaProblem } from '../ipaProblem.ts';
import { fit } from '../fit.ts';
import { greedyConfiguration } from '../greedy.ts';
import type { Configuration, StageConfig } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';
import type { Watch } from '../../model/watch.ts';

/** What of a stage is not to be chosen; undefined is free. */
export interface Deployed {
  readonly variant: number | undefined;
  readonly batch: number | undefined;
}

/**
 * What an autoscaler is deployed with: the fewest cores that carry `load` req/s within the SLA, the wait (b - 1) / load
 * of a batch counted, ties by accuracy. Where none meets the SLA: the cheapest that carries the load (Greedy). Always
 * feasible. The autoscalers keep its variants and batches for good and change its replicas. `deployed` says for each stage
 * what is given; where nothing that is given carries the load, it stays, with as many replicas as fit.
 */
export function fixedChoice(
  tables: Tables,
  slaSeconds: number,
  load: number,
  deployed: readonly Deployed[] = [],
  watch?: Watch,
): Configuration {
  const settings = { accuracyWeight: 0, coreWeight: 1, batchWeight: 0, queueTerm: 'published' } as const;
  const problem = ipaProblem(tables, load, slaSeconds, settings);
  const options = problem.options.map((list, n) => list.filter((option) => suits(option, deployed[n])));
  const chosen = solveExactly({ ...problem, options }, watch);
  if (chosen) return ipaConfiguration(chosen);
  const greedy = greedyConfiguration(tables, load);
  if (deployed.every((stage) => stage.variant === undefined && stage.batch === undefined)) return greedy;
  const wanted = greedy.map((stage, n): StageConfig => {
    if (suits(stage, deployed[n])) return stage;
    const [cheapest] = [...options[n]!].sort((a, b) => a.units - b.units || a.latency - b.latency);
    if (cheapest) return { variant: cheapest.variant, replicas: cheapest.replicas, batch: cheapest.batch };
    const { variant = stage.variant, batch = stage.batch } = deployed[n]!;
    return { variant, batch, replicas: tables.limits.maxReplicas };
  });
  return fit(tables, wanted, load);
}

function suits(stage: Pick<StageConfig, 'variant' | 'batch'>, given: Deployed | undefined): boolean {
  const { variant = stage.variant, batch = stage.batch } = given ?? {};
  return stage.variant === variant && stage.batch === batch;
}

/** Said by every policy that starts so. */
export const FIXED_CHOICE =
  'Variants and batches are fixed at the first decision: the fewest cores that carry the mean of the last twelve ten-second maxima within the SLA, or what the settings name; a variant named whose single replica leaves the other stages no cores gives way to the next cheaper one.';

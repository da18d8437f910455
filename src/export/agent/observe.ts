/** The state of the cluster as the observation that the policy was trained on (environment.ts, `Observation`). */
import type { PodReplicas } from './pods.ts';
import type { Signals } from './measure.ts';
import { RECENT_INTERVALS, type Observation, type StageObservation } from '../../environment/environment.ts';
import { exactCores } from '../../model/cores.ts';
import { batchIndex, toAction, type Tables } from '../../model/tables.ts';
import type { Configuration } from '../../model/pipeline.ts';
import type { Forecaster } from '../../workload/forecaster.ts';
import { DECISION_SECONDS, HISTORY_SECONDS, maxRate } from '../../workload/workload.ts';

/** `ownBatches` tells that each replica makes its own batches, and not a queue before them. */
export function observationOf(
  tables: Tables,
  ordered: Configuration,
  replicas: readonly (readonly PodReplicas[])[],
  signals: Signals,
  forecaster: Forecaster,
  ownBatches: boolean,
): Observation {
  const { rates, backlog, latency } = signals;
  const recent = Array.from({ length: RECENT_INTERVALS }, (_, back) => {
    const end = HISTORY_SECONDS - back * DECISION_SECONDS;
    return maxRate(rates, end - DECISION_SECONDS, end);
  });
  const action = new Int32Array(3 * tables.stages);
  toAction(ordered, action);
  const stages = ordered.map((config, n): StageObservation => {
    const { variants } = tables.pipeline.stages[n]!;
    const first = tables.variantOffset[n]!;
    const cores = tables.cores[first + config.variant]!;
    const rate = (variant: number, batch: number): number =>
      tables.rate[tables.offset[n]! + variant * tables.batches.length + batchIndex(batch)]!;
    let serving = 0;
    let others = 0;
    let throughput = 0;
    let cost = 0;
    for (const group of replicas[n]!) {
      const variant = variants.findIndex(({ name }) => name === group.variant);
      if (variant === config.variant) serving += group.ready;
      else others += group.ready;
      cost += group.ready * group.cores;
      const batch = ownBatches && tables.batches.includes(group.batch) ? group.batch : config.batch;
      // A variant set by hand has no profile: what it serves is not known.
      if (variant >= 0) throughput += group.ready * rate(variant, batch);
    }
    const starting = Math.max(0, config.replicas - serving);
    const service =
      tables.seconds[tables.offset[n]! + config.variant * tables.batches.length + batchIndex(config.batch)]!;
    return {
      ready: serving + others,
      starting,
      backlog: backlog[n]!,
      // A stage that served nothing has no latency; without queues it is the time to serve.
      latency: Number.isNaN(latency[n]!) ? service : latency[n]!,
      throughput,
      cost: exactCores(cost + starting * cores),
    };
  });
  return {
    time: 0,
    load: recent[0]!,
    predicted: forecaster.forecast(rates, HISTORY_SECONDS),
    recent,
    freeCores: exactCores(tables.limits.maxCores - stages.reduce((sum, { cost }) => sum + cost, 0)),
    action,
    stages,
  };
}

/** Hand-written observations: what a policy sees at one decision of a trace worked out on paper. */
import type { Observation, StageObservation } from '../environment/environment.ts';
import { RECENT_INTERVALS } from '../environment/environment.ts';
import type { Configuration } from '../model/pipeline.ts';
import { batchIndex, coresOf, toAction, type Tables } from '../model/tables.ts';

export interface Seen {
  readonly time: number;
  readonly load: number;
  /** Default: the load. */
  readonly predicted?: number;
  /** Requests waiting per stage; default none. */
  readonly backlog?: readonly number[];
  /** Seconds in each stage; default its service time. */
  readonly latency?: readonly number[];
}

/** What is seen where `configuration` serves in full and the load has been constant. */
export function seen(tables: Tables, configuration: Configuration, what: Seen): Observation {
  const action = new Int32Array(3 * tables.stages);
  toAction(configuration, action);
  const stages = configuration.map(({ variant, replicas, batch }, n): StageObservation => {
    const option = tables.offset[n]! + variant * tables.batches.length + batchIndex(batch);
    return {
      ready: replicas,
      starting: 0,
      backlog: what.backlog?.[n] ?? 0,
      latency: what.latency?.[n] ?? tables.seconds[option]!,
      throughput: replicas * tables.rate[option]!,
      cost: replicas * tables.cores[tables.variantOffset[n]! + variant]!,
    };
  });
  return {
    time: what.time,
    load: what.load,
    predicted: what.predicted ?? what.load,
    recent: Array.from({ length: RECENT_INTERVALS }, () => what.load),
    freeCores: tables.limits.maxCores - coresOf(tables, configuration),
    action,
    stages,
  };
}

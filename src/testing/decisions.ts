/** Decisions of a policy on made-up observations, for traces that can be followed on paper. */
import { testLongRun, testWorld } from './pipelines.ts';
import { RECENT_INTERVALS, type Observation } from '../environment/environment.ts';
import { defaultWeights, type Configuration, type Limits, type Pipeline } from '../model/pipeline.ts';
import { Random } from '../model/random.ts';
import { compile, isFeasible, smallestConfiguration, toAction } from '../model/tables.ts';
import type { PolicyFactory } from '../policies/policy.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../workload/workload.ts';

/** What a test says of one moment. */
export interface MadeUpMoment {
  /** Maximum of the last ten seconds, req/s. */
  readonly load: number;
  /** req/s; the load where not given. */
  readonly predicted?: number;
  /** The ten-second maxima before `load`, newest first; all equal to `load` where not given. */
  readonly before?: readonly number[];
  /** Second of the trace; ten after the moment before where not given, 120 at the first. */
  readonly time?: number;
  /** Requests that wait per stage; none where not given. */
  readonly backlog?: readonly number[];
}

/**
 * What `factory` orders at each moment, a stage as [variant, replicas, batch]. What it orders is in force at once; the
 * first moment finds the smallest configuration. Throws where an order breaks a limit.
 */
export async function decisions(
  factory: PolicyFactory,
  pipeline: Pipeline,
  limits: Limits,
  moments: readonly MadeUpMoment[],
): Promise<number[][][]> {
  const tables = compile(pipeline, limits);
  const policy = await factory.create({
    tables,
    weights: defaultWeights,
    slaSeconds: pipeline.slaSeconds,
    longRun: testLongRun(tables),
    world: testWorld(tables),
    random: Random.stream(1, 'policy'),
    future: { startTime: HISTORY_SECONDS, loads: new Float64Array(0) },
  });
  const action = new Int32Array(3 * tables.stages);
  let ordered: Configuration = smallestConfiguration(tables);
  let time = HISTORY_SECONDS - DECISION_SECONDS;
  return moments.map((moment) => {
    time = moment.time ?? time + DECISION_SECONDS;
    toAction(ordered, action);
    ordered = policy.decide(observationOf(moment, time, action, ordered));
    if (!isFeasible(tables, ordered)) throw new Error(`not feasible: ${JSON.stringify(ordered)}`);
    return ordered.map(({ variant, replicas, batch }) => [variant, replicas, batch]);
  });
}

function observationOf(
  { load, predicted = load, before = [], backlog }: MadeUpMoment,
  time: number,
  action: Int32Array,
  ordered: Configuration,
): Observation {
  return {
    time,
    load,
    predicted,
    recent: Array.from({ length: RECENT_INTERVALS }, (_, back) =>
      back === 0 ? load : (before[back - 1] ?? load),
    ),
    freeCores: 0,
    action,
    stages: ordered.map(({ replicas }, n) => ({
      ready: replicas,
      starting: 0,
      backlog: backlog?.[n] ?? 0,
      latency: 0,
      throughput: 0,
      cost: 0,
    })),
  };
}

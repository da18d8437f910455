import {
  RECENT_INTERVALS,
  type Environment,
  type LoadTrack,
  type Observation,
  type StageObservation,
  type StepResults,
} from './environment.ts';
import { DECISION_SECONDS } from '../workload/workload.ts';

/** Numbers that `writeState` gives per stage: ready, starting, backlog, latency, throughput, cost. */
export const STATE_FIELDS = 6;

export function createResults(lanes: number): StepResults {
  const column = (): Float64Array => new Float64Array(lanes);
  return {
    load: column(),
    accuracy: column(),
    throughput: column(),
    latency: column(),
    excess: column(),
    unmet: column(),
    cost: column(),
    batch: column(),
    qos: column(),
    objective: column(),
    reward: column(),
    arrived: column(),
    served: column(),
    dropped: column(),
  };
}

interface Intervals {
  readonly maxima: Float64Array;
  readonly sums: Float64Array;
}

const cache = new WeakMap<Float64Array, Intervals>();

/** Maximum and sum of each whole ten seconds of a track; computed once per rates array. */
export function intervalsOf(track: LoadTrack): Intervals {
  const known = cache.get(track.rates);
  if (known) return known;
  const count = Math.ceil(track.rates.length / DECISION_SECONDS);
  const maxima = new Float64Array(count);
  const sums = new Float64Array(count);
  for (let i = 0; i < track.rates.length; i++) {
    const k = Math.floor(i / DECISION_SECONDS);
    maxima[k] = Math.max(maxima[k]!, track.rates[i]!);
    sums[k] = sums[k]! + track.rates[i]!;
  }
  const made = { maxima, sums };
  cache.set(track.rates, made);
  return made;
}

/** Builds what a policy sees from the numbers of `writeState`. */
export function observe(environment: Environment, lane: number): Observation {
  const numbers = new Float64Array(environment.stateSize);
  environment.writeState(lane, numbers, 0);
  const width = 3 * environment.options.tables.stages;
  const stages: StageObservation[] = [];
  for (let at = 0; at < numbers.length; at += STATE_FIELDS) {
    stages.push({
      ready: numbers[at]!,
      starting: numbers[at + 1]!,
      backlog: numbers[at + 2]!,
      latency: numbers[at + 3]!,
      throughput: numbers[at + 4]!,
      cost: numbers[at + 5]!,
    });
  }
  return {
    time: environment.time[lane]!,
    load: environment.loadOf(lane),
    predicted: environment.forecastOf(lane),
    recent: Array.from({ length: RECENT_INTERVALS }, (_, back) => environment.loadOf(lane, back)),
    freeCores: environment.freeCoresOf(lane),
    action: environment.actions.subarray(lane * width, (lane + 1) * width),
    stages,
  };
}

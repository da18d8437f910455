import { entries, RESULT_COLUMNS } from './columns.ts';
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
  return entries(RESULT_COLUMNS, () => new Float64Array(lanes));
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

/** A stage's numbers, in the order of `writeState`, as a policy sees them. */
function stageAt(numbers: Float64Array, at: number): StageObservation {
  return {
    ready: numbers[at]!,
    starting: numbers[at + 1]!,
    backlog: numbers[at + 2]!,
    latency: numbers[at + 3]!,
    throughput: numbers[at + 4]!,
    cost: numbers[at + 5]!,
  };
}

/** The numbers that `stageAt` reads. */
export function writeStage(stage: StageObservation, out: Float64Array, at: number): void {
  out[at] = stage.ready;
  out[at + 1] = stage.starting;
  out[at + 2] = stage.backlog;
  out[at + 3] = stage.latency;
  out[at + 4] = stage.throughput;
  out[at + 5] = stage.cost;
}

/** Builds what a policy sees from the numbers of `writeState`. */
export function observe(environment: Environment, lane: number): Observation {
  const numbers = new Float64Array(environment.stateSize);
  environment.writeState(lane, numbers, 0);
  const width = 3 * environment.options.tables.stages;
  const stages = Array.from({ length: numbers.length / STATE_FIELDS }, (_, n) =>
    stageAt(numbers, n * STATE_FIELDS),
  );
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

/** The planner's picture of the pipeline: a lane of the world's model that lives through what the pipeline lived through. */
import { DISPERSION, writeSeconds } from './seconds.ts';
import { createChance } from '../../environment/chance/chance.ts';
import type {
  Environment,
  EnvironmentOptions,
  LoadTrack,
  Observation,
} from '../../environment/environment.ts';
import { createFluid } from '../../environment/fluid.ts';
import { createInstant } from '../../environment/instant.ts';
import type { Lanes } from '../../environment/lanes.ts';
import { STATE_FIELDS } from '../../environment/results.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

const NO_FORECASTS = new Float64Array(0);

/** Requests, and seconds of a stage's throughput, by which backlogs may differ: so many wait by chance. */
const LEAST_MORE = 2;
const SECONDS_MORE = 0.5;

/** The model of a world: single requests are modelled as a fluid that knows chance. */
export function createModel(kind: Environment['kind'], options: EnvironmentOptions, lanes: number): Lanes {
  switch (kind) {
    case 'instant':
      return createInstant(options, lanes);
    case 'fluid':
      return createFluid(options, lanes);
    case 'chance':
    case 'discrete':
      return createChance(options, lanes);
  }
}

/**
 * Its lane always stands at second `now`: the seconds before are those in which requests came that may still wait. A policy
 * sees maxima of ten seconds only; what the seconds brought is `writeSeconds`'s guess.
 */
export class Twin {
  /** One lane. */
  readonly lanes: Lanes;
  /** A multiple of 10. */
  readonly now: number;
  readonly #past: Float64Array;
  readonly #numbers: Float64Array;
  readonly #scatter: number;
  #time = NaN;

  /** `scatter` as `writeSeconds` takes it. */
  constructor(kind: Environment['kind'], options: EnvironmentOptions, scatter = DISPERSION) {
    this.#scatter = scatter;
    this.lanes = createModel(kind, options, 1);
    this.now =
      DECISION_SECONDS * Math.ceil((options.dropAfterSla * options.slaSeconds + 2) / DECISION_SECONDS);
    this.#past = new Float64Array(this.now);
    this.#numbers = new Float64Array(this.lanes.stateSize);
  }

  /** Whether `observation` is that of the decision after the last. */
  follows({ time }: Observation): boolean {
    return time === this.#time + DECISION_SECONDS;
  }

  /** Lives through the ten seconds before `observation`; where it was not there it begins anew, with nothing starting. */
  live(observation: Observation): void {
    const { now } = this;
    const past = this.#past;
    if (this.follows(observation)) {
      this.pass(observation.load, observation.action);
    } else {
      for (let at = now - DECISION_SECONDS, back = 0; at >= 0; at -= DECISION_SECONDS, back++)
        writeSeconds(past, at, observation.recent[back] ?? 0, this.#scatter);
      this.#begin(observation);
    }
    this.#time = observation.time;
    this.#correct(observation);
  }

  /** Begins anew with `action` serving and nothing waiting, after nothing has come. */
  begin(action: Int32Array): void {
    this.#past.fill(0);
    this.lanes.reset(0, this.track([]), this.now, action);
    this.#time = NaN;
  }

  /** Lives through ten seconds with this maximum, req/s, and `action` ordered. */
  pass(load: number, action: Int32Array): void {
    const track = this.track([load]);
    this.lanes.moveLane(0, track, this.now);
    this.lanes.step(action);
    this.#past.set(track.rates.subarray(DECISION_SECONDS));
  }

  /** What came, and after it intervals with these maxima, req/s: the lane stands at their beginning (`now`). */
  track(maxima: ArrayLike<number>): LoadTrack {
    const rates = new Float64Array(this.now + DECISION_SECONDS * maxima.length);
    rates.set(this.#past);
    for (let j = 0; j < maxima.length; j++)
      writeSeconds(rates, this.now + DECISION_SECONDS * j, maxima[j]!, this.#scatter);
    return { rates, forecasts: NO_FORECASTS };
  }

  /** What is ready serves, and what is not must start anew. */
  #begin({ action, stages }: Observation): void {
    const ready = action.slice();
    stages.forEach((stage, n) => {
      const ordered = action[3 * n + 1]! + 1;
      ready[3 * n + 1] = Math.max(1, Math.min(ordered, stage.ready)) - 1;
    });
    this.lanes.reset(0, this.track([]), this.now, ready);
  }

  /** Where what is seen and the twin differ by more than the guess of the seconds explains, what is seen holds. */
  #correct(observation: Observation): void {
    const { lanes } = this;
    const seen = this.#numbers;
    lanes.writeState(0, seen, 0);
    const replicas = observation.stages.every(
      ({ ready, starting }, n) => seen[n * STATE_FIELDS] === ready && seen[n * STATE_FIELDS + 1] === starting,
    );
    if (!replicas) {
      this.#begin(observation);
      lanes.writeState(0, seen, 0);
    }
    observation.stages.forEach(({ backlog, throughput }, n) => {
      const more = backlog - seen[n * STATE_FIELDS + 2]!;
      if (Math.abs(more) > Math.max(LEAST_MORE, SECONDS_MORE * throughput)) lanes.addBacklog(0, n, more);
    });
  }
}

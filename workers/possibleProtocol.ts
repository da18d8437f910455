/** What crosses the boundary of `workers/possible.ts`. Types only: no runtime code. */
import type { Possible } from '../src/experiments/possible.ts';
import type { Scenario } from '../src/scenario/scenario.ts';

export interface SurveyRequest {
  readonly scenario: Scenario;
  /** Orders that others gave on this load, [decisions x 3 stages] head indices; those that do not fit are left out. */
  readonly known: readonly Int32Array[];
  /** Of search, without the pauses; 0 tells the first answer alone. */
  readonly seconds: number;
}

/** What is possible, as far as it is known. */
export interface Surveyed extends Pick<Possible, 'kind' | 'orders' | 'bound' | 'bounds'> {
  /** Mean reward of the plan a decision, and what it earns in each, points. */
  readonly earned: number;
  readonly rewards: Float64Array;
  /** Seconds of search behind it. */
  readonly spent: number;
}

/** How a search ended: no sweep finds more, or its seconds were up, which are counted here. */
export interface SurveyEnd {
  readonly ended: boolean;
  readonly spent: number;
}

/** `workers/possible.ts`. */
export interface PossibleApi {
  /**
   * Searches what is possible on the scenario's load; each better answer goes to `listener` (a comlink proxy), the first as
   * soon as there is one. Half of the time it rests, so that other work has a core. It is stopped by ending the worker.
   * Rejects with a sentence where it is too much.
   */
  survey(request: SurveyRequest, listener: (surveyed: Surveyed) => void): Promise<SurveyEnd>;
}

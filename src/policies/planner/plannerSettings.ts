/** What can be set of the planner, and what it ships with. */
import type { ErrorSettings } from './futures.ts';
import type { SearchSettings } from './search.ts';
import { DISPERSION } from './seconds.ts';

export interface PlannerSettings extends SearchSettings, ErrorSettings {
  /** Orders that are tried at a decision, at the most. */
  readonly candidates: number;
  /** Variance of a second of the load over its mean. */
  readonly scatter: number;
}

/** Chosen on days 2 to 7 of the fortnight, video and sum-qa; between neighbours of these the reward differs by 0.02 or less. */
export const plannerDefaults: PlannerSettings = {
  horizon: 8,
  futures: 3,
  near: 2,
  memory: 120,
  candidates: 40,
  firsts: 4,
  seconds: 6,
  after: [1],
  scatter: DISPERSION,
  steps: Infinity,
};

/** How long each kind of work may take. */
import { TIME_LIMITS } from './timeLimits.ts';
import { unwatched, watchFor, type Watch } from './watch.ts';

/** Watches for what a scenario needs, each begun when it is asked for. */
export interface Patience {
  readonly frontier: () => Watch;
  readonly forecast: () => Watch;
  readonly replay: () => Watch;
}

/** Without limits. */
export const patient: Patience = {
  frontier: () => unwatched,
  forecast: () => unwatched,
  replay: () => unwatched,
};

/** The limits of `timeLimits.ts`, or `seconds` for each, by a clock in milliseconds. */
export function patienceOf(clock: () => number, seconds?: number): Patience {
  return {
    frontier: () => watchFor(seconds ?? TIME_LIMITS.frontier, clock),
    forecast: () => watchFor(seconds ?? TIME_LIMITS.forecast, clock),
    replay: () => watchFor(seconds ?? TIME_LIMITS.replay, clock),
  };
}

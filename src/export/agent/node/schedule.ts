/** When decisions are due: on whole tens of seconds, so that a restart does not shift them. Times are milliseconds since 1970. */
import { DECISION_SECONDS } from '../../../workload/workload.ts';

export const INTERVAL = 1000 * DECISION_SECONDS;

export const nextDue = (now: number): number => INTERVAL * Math.ceil(now / INTERVAL);

/** The one after `due`, whose timer rang at `now`: a timer may be early by a hair, and a clock may be set back. */
export function dueAfter(due: number, now: number): number {
  const next = nextDue(now);
  return next <= due && due - next < INTERVAL ? due + INTERVAL : next;
}

/**
 * Whether the decision due at `due` is no longer to be taken at `now`: the clock was set, or the machine slept, and what was
 * measured then is not how the cluster is.
 */
export const isMissed = (due: number, now: number): boolean => Math.abs(now - due) >= INTERVAL;

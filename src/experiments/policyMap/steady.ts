import type { LoadTrack } from '../../environment/environment.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../workload/workload.ts';

/** A load that never changes, req/s, for `decisions` after the history, and is forecast exactly. */
export function steadyTrack(load: number, decisions: number): LoadTrack {
  const seconds = HISTORY_SECONDS + (decisions + 1) * DECISION_SECONDS;
  return {
    rates: new Float64Array(seconds).fill(load),
    forecasts: new Float64Array(seconds / DECISION_SECONDS).fill(load),
  };
}

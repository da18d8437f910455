/** How much of an episode is behind it, for a watch that reckons from it how long the whole will take. */
import type { Environment, LoadTrack } from './environment.ts';
import { intervalsOf } from './results.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../workload/workload.ts';

/**
 * Share, 0..1, of the time for the first `of` decisions on a track, from second 120 on, that those before decision
 * `k` take. Single requests take their time each, and a policy takes its own for each decision; which of the two weighs
 * more is not known, so the larger share counts: no reckoning from it says more than the whole will take.
 */
export function shareOf(kind: Environment['kind'], track: LoadTrack, of: number): (k: number) => number {
  if (kind !== 'discrete') return (k) => k / of;
  const { sums } = intervalsOf(track);
  const first = HISTORY_SECONDS / DECISION_SECONDS;
  const before = new Float64Array(of + 1);
  for (let k = 0; k < of; k++) before[k + 1] = before[k]! + (sums[first + k] ?? 0);
  const all = before[of]!;
  return (k) => Math.max(k / of, all > 0 ? before[k]! / all : 0);
}

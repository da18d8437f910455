/** Where within an interval what serves can change. */
import type { EnvironmentOptions } from '../../../environment/environment.ts';
import { DECISION_SECONDS } from '../../../workload/workload.ts';

/**
 * Seconds of an interval, ascending, from 0 to its end, at which alone what serves can change: orders come at its
 * beginning, replicas are ready a start-up after one, and a stage serves again so long after a change of its batch size.
 */
export function cutsOf({ tables, startupScale, batchRestartSeconds }: EnvironmentOptions): readonly number[] {
  const cuts = new Set([0, DECISION_SECONDS]);
  const add = (after: number): void => {
    // A sum with the time of the order may be rounded down onto the second before.
    for (const second of [Math.ceil(after), Math.max(0, Math.ceil(after - 1e-6))])
      cuts.add(second % DECISION_SECONDS);
  };
  for (const startup of tables.startup) add(startupScale * startup);
  if (batchRestartSeconds > 0) add(batchRestartSeconds);
  return [...cuts].sort((a, b) => a - b);
}

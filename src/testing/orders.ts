/** Orders that no policy would give: what environments must withstand. */
import type { Random } from '../model/random.ts';
import { isFeasible, toConfiguration, type Tables } from '../model/tables.ts';

/** An action of one lane, uniform over all that respect the limits. */
export function randomFeasible(tables: Tables, random: Random): Int32Array {
  const action = new Int32Array(3 * tables.stages);
  do {
    for (let n = 0; n < tables.stages; n++) {
      action[3 * n] = random.integer(tables.variants[n]!);
      action[3 * n + 1] = random.integer(tables.limits.maxReplicas);
      action[3 * n + 2] = random.integer(tables.batches.length);
    }
  } while (!isFeasible(tables, toConfiguration(tables, action)));
  return action;
}

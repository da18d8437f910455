import type { Configuration } from '../../model/pipeline.ts';
import type { Frontier } from './frontier.ts';
import { unwatched, type Watch } from '../../model/watch.ts';

export interface OfflinePlan {
  /** Sum of rewards less the switching costs. */
  readonly total: number;
  readonly switches: number;
  /** Index of the frontier's point at each decision. */
  readonly points: Int32Array;
}

/**
 * The best sequence of configurations for loads known in advance, each change of configuration costing
 * `switchingCost`. Exact: of all configurations with one throughput only the best is ever needed, so the
 * frontier's points are the states (peers.md 6.3); with a weight on late requests the best among the frontier's states.
 * O(decisions x points). `start` is free.
 */
export function offlineOptimum(
  frontier: Frontier,
  loads: Float64Array,
  switchingCost: number,
  watch: Watch = unwatched,
): OfflinePlan {
  const points = frontier.size;
  const from = new Int32Array(loads.length * points);
  let value = new Float64Array(points);
  let next = new Float64Array(points);
  for (let t = 0; t < loads.length; t++) {
    watch.look();
    let best = 0;
    for (let i = 1; i < points; i++) if (value[i]! > value[best]!) best = i;
    const change = t === 0 ? 0 : value[best]! - switchingCost;
    for (let i = 0; i < points; i++) {
      const stay = t === 0 || value[i]! >= change;
      from[t * points + i] = stay ? i : best;
      next[i] = (stay ? value[i]! : change) + frontier.rewardOf(i, loads[t]!);
    }
    [value, next] = [next, value];
  }
  let state = 0;
  for (let i = 1; i < points; i++) if (value[i]! > value[state]!) state = i;
  const total = value[state]!;
  const plan = new Int32Array(loads.length);
  let switches = 0;
  for (let t = loads.length - 1; t >= 0; t--) {
    plan[t] = state;
    const before = from[t * points + state]!;
    if (t > 0 && before !== state) switches++;
    state = before;
  }
  return { total, switches, points: plan };
}

/** The fixed configuration with the highest total reward over `loads`: best in hindsight. */
export function bestStatic(frontier: Frontier, loads: Float64Array, watch: Watch = unwatched): Configuration {
  let best = 0;
  let bestTotal = -Infinity;
  for (let i = 0; i < frontier.size; i++) {
    watch.look();
    let total = 0;
    for (const load of loads) total += frontier.rewardOf(i, load);
    if (total > bestTotal) {
      best = i;
      bestTotal = total;
    }
  }
  return frontier.configuration(best);
}

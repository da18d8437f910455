import { buildFrontier, type Frontier } from './frontier.ts';
import { timelyFrontier } from './timely.ts';
import type { LongRun } from '../../environment/longRun.ts';
import type { Weights } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';
import type { Watch } from '../../model/watch.ts';

const known = new WeakMap<Tables, Map<string, Frontier>>();

/**
 * The frontier, once for the same tables, weights and long run: every optimum and every scenario on them share it. `longRun`
 * says how many requests are late where they have a weight.
 */
export function frontierOf(tables: Tables, weights: Weights, longRun: LongRun, watch?: Watch): Frontier {
  const byWeights = known.get(tables) ?? new Map<string, Frontier>();
  known.set(tables, byWeights);
  const late = weights.lateWeight > 0;
  const key = JSON.stringify([weights, late ? longRun.key : '']);
  let frontier = byWeights.get(key);
  if (!frontier) {
    const plain = buildFrontier(tables, weights, watch);
    frontier = late ? timelyFrontier(plain, longRun) : plain;
    byWeights.set(key, frontier);
  }
  return frontier;
}

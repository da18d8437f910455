/** What is possible on the paper's loads, in the words of its tables. */
import type { Reachable } from './evidence.ts';

export const PLAN_NAME = 'Best plan found';
export const BOUND_NAME = 'Upper bound';

export const POSSIBLE =
  'The best plan found knows the whole load in advance, and nobody can reach a higher J than the bound: what is possible lies between. Among single requests no bound is proven.';

/** Those that are proven, one a seed. */
export function provenBounds(reached: readonly Reachable[]): readonly number[] {
  return reached.flatMap(({ bound }) => (bound === undefined ? [] : [bound]));
}

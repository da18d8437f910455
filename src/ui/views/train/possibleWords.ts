/** What is possible on a held-out load, in a sentence. */
import type { HeldOutPossible } from '../../../experiments/yardstick.ts';
import { written } from '../../finding/told.ts';
import type { EnvironmentKind } from '../../../scenario/scenario.ts';

/** With its bound, or why there is none. */
export function possibleWords(
  { kind, plan, bound, searching }: HeldOutPossible,
  environment: EnvironmentKind,
): string {
  const reach = (value: number): string => `J ${written('objective', value)}`;
  if (kind === 'exact') return `The optimum there, exactly, is ${reach(plan)} a decision.`;
  const found = `With the load known in advance, the best plan found reaches ${reach(plan)} a decision`;
  const more = searching ? ' A better one is being searched for.' : '';
  if (bound !== undefined)
    return `${found} and nobody can reach more than ${written('objective', bound)}: what is possible lies between.${more}`;
  if (environment === 'discrete') return `${found}; among single requests no bound is proven.${more}`;
  return `${found}; what nobody can exceed is being proven.`;
}

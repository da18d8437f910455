/** What is possible on a held-out load, in a sentence. */
import type { HeldOutPossible } from '../../../experiments/yardstick.ts';
import { foundWords, OBJECTIVE, possibleWords } from '../../finding/possible.ts';
import { written } from '../../finding/told.ts';
import type { EnvironmentKind } from '../../../scenario/scenario.ts';

/** With its bound, or why there is none. */
export function heldOutWords(
  { kind, plan, bound, searching }: HeldOutPossible,
  environment: EnvironmentKind,
): string {
  if (kind === 'exact') return `The optimum there, exactly, is J ${written('objective', plan)} a decision.`;
  if (bound === undefined && environment !== 'discrete')
    return `${foundWords(plan, OBJECTIVE)}; what nobody can exceed is being proven.`;
  const more = searching ? ' A better one is being searched for.' : '';
  return `${possibleWords({ earned: plan, bound }, OBJECTIVE)}${more}`;
}

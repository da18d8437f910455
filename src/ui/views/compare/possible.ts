/** What is possible on the loads of a comparison, in words. */
import { possibleWords } from '../../finding/possible.ts';
import { written } from '../../finding/told.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import { mean } from '../../../experiments/statistics.ts';

/** The one sentence, of the mean over all loads, and what it rests on; '' where nothing was found. */
export function possibleHere({ possible, result }: ComparisonDocument): string {
  if (possible.length === 0) return '';
  const earned = mean(possible.map(({ found }) => found.mean));
  if (possible.some(({ former }) => former))
    return `Measured as before, by a version without search or bound: against the best of some plans made in hindsight, which earns ${written('reward', earned)} a decision, or a run that earned more. Compared again, it is measured against what is possible.`;
  const bounds = possible.flatMap(({ bound }) => bound?.mean ?? []);
  const over = possible.length > 1 ? ' Both are means over the loads.' : '';
  if (result.plan.environment === 'instant')
    return `With the load known in advance, the optimum earns ${written('reward', earned)} a decision: here it is exact, and nobody can earn more.`;
  return bounds.length === possible.length
    ? `${possibleWords({ earned, bound: mean(bounds) })}${over}`
    : possibleWords({ earned, bound: undefined });
}

/** Which policies' orders did not fit, as sentences. */
import type { ComparisonResult } from './result.ts';
import { misfitSentence } from '../../policies/own/misfitWords.ts';

/** One for each policy with such orders, over all its runs, in the plan's order. */
export function misfitNotes({ plan, cells }: ComparisonResult): readonly string[] {
  return plan.policies.flatMap(({ id, name }) => {
    const own = cells.filter(({ policy }) => policy === id);
    const said = misfitSentence(
      name,
      own.flatMap(({ summary }) => summary.misfits ?? []),
    );
    return said === undefined ? [] : [said];
  });
}

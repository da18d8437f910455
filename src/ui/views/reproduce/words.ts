import type { Verdict } from '../../../experiments/reproduction/claims.ts';
import { generators } from '../../../workload/generators.ts';

export const MARKS: Readonly<Record<Verdict, string>> = {
  holds: '●',
  'holds in part': '◐',
  'does not hold': '○',
  'cannot be judged': '–',
};

/** How many claims hold, as the page's finding. */
export function headline(verdicts: readonly Verdict[]): string {
  const count = (verdict: Verdict): number => verdicts.filter((v) => v === verdict).length;
  const parts = [
    `${String(count('holds'))} of ${String(verdicts.length)} claims hold here`,
    ...(count('holds in part') > 0 ? [`${String(count('holds in part'))} in part`] : []),
    ...(count('does not hold') > 0 ? [`${String(count('does not hold'))} not`] : []),
    ...(count('cannot be judged') > 0 ? [`${String(count('cannot be judged'))} cannot be judged`] : []),
  ];
  return `${parts.join(', ')}.`;
}

export const loadName = (load: string): string => generators.find(({ id }) => id === load)?.name ?? load;

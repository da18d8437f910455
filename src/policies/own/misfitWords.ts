/** What became of a policy's orders, as a sentence. */
import type { Misfits } from '../policy.ts';
import { figure } from '../../model/range.ts';

/** Undefined where all orders ran as they were given. `name` begins it. */
export function misfitSentence(name: string, of: readonly Misfits[]): string | undefined {
  const repaired = of.reduce((sum, one) => sum + one.repaired, 0);
  const refused = of.reduce((sum, one) => sum + one.refused, 0);
  const first = of.find((one) => one.first !== undefined)?.first;
  if (first === undefined) return undefined;
  const parts = [
    ...(repaired > 0 ? [`${counted(repaired)} repaired`] : []),
    ...(refused > 0 ? [`${counted(refused)} refused`] : []),
  ];
  return `${name}: of its orders ${parts.join(' and ')}. ${first}`;
}

function counted(count: number): string {
  return `${figure(count)} ${count === 1 ? 'was' : 'were'}`;
}

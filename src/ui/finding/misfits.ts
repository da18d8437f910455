/** What became of the orders of a policy of one's own that did not fit, in a few words. */
import { plural } from '../format.ts';
import type { Misfits } from '../../policies/policy.ts';

export function misfitWords(misfits: Misfits | undefined): string {
  const { repaired = 0, refused = 0 } = misfits ?? {};
  const parts = [
    ...(repaired > 0 ? [`${plural(repaired, 'order')} repaired`] : []),
    ...(refused > 0 ? [`${plural(refused, 'order')} refused`] : []),
  ];
  return parts.length === 0 ? 'your own policy' : `your own policy: ${parts.join(', ')}`;
}

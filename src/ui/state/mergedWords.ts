import type { Merged } from '../../storage/archive.ts';
import { several } from '../../storage/archiveRead.ts';

/** What came of a backup that was taken over, a sentence, and one for each record of it that was `leftOut`. */
export function mergedWords(
  fileName: string,
  { added, replaced, kept }: Merged,
  leftOut: readonly string[] = [],
): string {
  if (added + replaced + kept === 0)
    return `${fileName} is an empty backup: nothing was kept when it was exported, so there was nothing to take over.`;
  const counts = `${String(added)} added, ${String(replaced)} replaced by a later version, ${String(kept)} here already`;
  if (leftOut.length === 0) return `${fileName}: ${counts}.`;
  return `${fileName}: ${counts}; ${String(leftOut.length)} left out: ${several(leftOut).join(' Left out: ').replace('Left out: And', 'And')}`;
}

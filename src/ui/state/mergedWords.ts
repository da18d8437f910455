import type { Merged } from '../../storage/archive.ts';

/** What came of a backup that was taken over, a sentence. */
export function mergedWords(fileName: string, { added, replaced, kept }: Merged): string {
  if (added + replaced + kept === 0)
    return `${fileName} is an empty backup: nothing was kept when it was exported, so there was nothing to take over.`;
  return `${fileName}: ${String(added)} added, ${String(replaced)} replaced by a later version, ${String(kept)} here already.`;
}

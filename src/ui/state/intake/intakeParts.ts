/** Several series of one file, each as a load of its own. */
import { readTrace, tooShort, type Readers, type ShownFile } from './intakeRead.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';
import type { TraceRead } from '../../../../workers/protocol.ts';

/** Series of one file that become loads of their own at once. */
export const MOST_APART = 12;

/** One of several series that become loads of their own. */
export interface Part {
  readonly label: string;
  readonly read: TraceRead;
}

export type ShownTrace = Extract<ShownFile, { readonly kind: 'trace' }>;

/**
 * Reads the series that are picked, one after the other, and tells of each; refused in a sentence where there are too
 * many or one cannot be a load. `wanted` is asked after each: false ends it.
 */
export async function readParts(
  lab: Readers,
  { file, asked, read: { report } }: ShownTrace,
  tell: (part: Part) => void,
  wanted: () => boolean,
): Promise<Result<void>> {
  const series = report.choices.find(({ id }) => id === 'series');
  const picked = series?.value ?? [];
  if (picked.length > MOST_APART)
    return refused(
      `At most ${String(MOST_APART)} series become loads of their own at once; ${String(picked.length)} are picked.`,
    );
  for (const value of picked) {
    const read = await readTrace(lab, file, { ...asked, series: [value] });
    if (!wanted()) break;
    if (!read.ok) return read;
    const label = series?.options.find((option) => option.value === value)?.label ?? value;
    const short = tooShort(label, read.value.read.workload);
    if (short !== '') return refused(short);
    tell({ label, read: read.value.read });
  }
  return accepted(undefined);
}

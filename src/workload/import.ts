import { takeIn } from './intake/intake.ts';
import type { IntakeChoices, IntakeReport } from './intake/report.ts';
import { notesOf } from '../model/decision.ts';
import { accepted, type Result } from '../model/result.ts';
import type { Workload } from './workload.ts';

export interface Imported {
  readonly workload: Workload;
  /** What was assumed, left out or changed, as sentences in the order of the steps. */
  readonly notes: readonly string[];
  /** All that was decided, and what could be decided otherwise. */
  readonly report: IntakeReport;
}

/**
 * A workload from a file's bytes, of any format in src/workload/intake/formats. `asked` decides what the file leaves
 * open; what of it makes no sense is not followed, and a note says so. A refusal names the file and the place in it.
 */
export function importWorkload(
  bytes: Uint8Array,
  fileName: string,
  asked: IntakeChoices = {},
): Result<Imported> {
  const taken = takeIn(bytes, fileName, asked);
  if (!taken.ok) return taken;
  const { rates, report, suffix } = taken.value;
  const stem = fileName.replace(/\.[^.]*$/, '') || fileName;
  const name = suffix === '' ? stem : `${stem} (${suffix})`;
  return accepted({
    workload: { id: `import:${digest(rates)}`, name, rates, source: `Imported from ${fileName}.` },
    notes: notesOf(report.decisions),
    report,
  });
}

/** FNV-1a over the rates, eight hexadecimal digits: equal traces get equal ids. */
function digest(rates: Float64Array): string {
  let h = 0x811c9dc5;
  for (const byte of new Uint8Array(rates.buffer, rates.byteOffset, rates.byteLength))
    h = Math.imul(h ^ byte, 0x01000193);
  return (h >>> 0).toString(16).padStart(8, '0');
}

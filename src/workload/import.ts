import { takeIn } from './intake/intake.ts';
import type { IntakeDecision, IntakeChoices, IntakeReport } from './intake/report.ts';
import { notesOf } from '../model/decision.ts';
import { accepted, type Result } from '../model/result.ts';
import { LONGEST_NAME, nameFrom } from '../model/text.ts';
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
  const { rates, report, suffix, begins, breaks, stepSeconds } = taken.value;
  const stem = fileName.replace(/\.[^.]*$/, '') || fileName;
  const end = suffix === '' ? '' : ` (${nameFrom(suffix, LONGEST_NAME / 2)})`;
  const name = (nameFrom(stem, LONGEST_NAME - end.length) || 'load') + end;
  const decisions = name.startsWith(stem.trim()) ? report.decisions : [...report.decisions, renamed(name)];
  return accepted({
    workload: {
      ...{ id: traceIdOf(rates), name, rates, source: `Imported from ${nameFrom(fileName, 400)}.` },
      ...(begins === undefined ? {} : { begins }),
      ...(breaks.length === 0 ? {} : { breaks }),
      ...(stepSeconds === undefined ? {} : { stepSeconds }),
    },
    notes: notesOf(decisions),
    report: { ...report, decisions },
  });
}

/** Of a file whose name is none for a load: too long, or with characters that cannot be shown. */
function renamed(name: string): IntakeDecision {
  return {
    step: 'combine',
    weight: 'assumed',
    sentence: `The file’s name is longer than ${String(LONGEST_NAME)} characters or holds some that cannot be shown, so the load is called “${name}”.`,
  };
}

/** Of a trace that came from outside, made of its rates: FNV-1a, eight hexadecimal digits, so that equal traces get equal ids. */
export function traceIdOf(rates: Float64Array): string {
  let h = 0x811c9dc5;
  for (const byte of new Uint8Array(rates.buffer, rates.byteOffset, rates.byteLength))
    h = Math.imul(h ^ byte, 0x01000193);
  return `import:${(h >>> 0).toString(16).padStart(8, '0')}`;
}

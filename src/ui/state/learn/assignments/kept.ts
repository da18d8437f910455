/** What the browser keeps of assignments: those that were built here, and the sheets of those that are worked on. */
import { assignmentFrom, type Assignment } from '../../../../teaching/assignments/assignment.ts';
import { settingsFrom } from '../../../../teaching/assignments/settings.ts';
import { isFields } from '../../../../model/fields.ts';
import type { Experiment } from '../../../../scenario/experiment.ts';

/** Under which name the storage has it. */
export const ASSIGNMENTS = 'assignments';
/** Of each kind; the oldest goes. */
const MOST_KEPT = 30;

/** A student's work on one assignment. */
export interface SheetRecord {
  readonly assignment: Assignment;
  /** Drawn by chance when it was begun. */
  readonly sheet: string;
  readonly name: string;
  /** How often it was handed in. */
  readonly attempts: number;
  /** By the number of the task. */
  readonly answers: Readonly<Record<string, string>>;
  /** What was set last; undefined before anything was. */
  readonly experiment: Experiment | undefined;
}

export interface KeptAssignments {
  readonly built: readonly Assignment[];
  /** By the first digits of the assignment's digest, the newest last. */
  readonly sheets: Readonly<Record<string, SheetRecord>>;
}

export const nothingKept: KeptAssignments = { built: [], sheets: {} };

function sheetFrom(value: unknown): SheetRecord | undefined {
  if (!isFields(value)) return undefined;
  const { sheet, name, attempts, answers } = value;
  const assignment = assignmentFrom(value.assignment, 'The browser');
  if (!assignment.ok || typeof sheet !== 'string' || !/^[0-9a-f]{16}$/.test(sheet)) return undefined;
  if (typeof name !== 'string' || typeof attempts !== 'number' || !isFields(answers)) return undefined;
  const experiment = settingsFrom(value.experiment);
  const texts = Object.entries(answers).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  return {
    assignment: assignment.value,
    ...{ sheet, name, attempts, answers: Object.fromEntries(texts) },
    experiment: experiment.ok ? experiment.value : undefined,
  };
}

/** What lies in the storage, as far as this version reads it. */
export function keptFrom(value: unknown): KeptAssignments {
  if (!isFields(value)) return nothingKept;
  const built = Array.isArray(value.built) ? value.built : [];
  const sheets = isFields(value.sheets) ? Object.entries(value.sheets) : [];
  return {
    built: built.flatMap((one) => {
      const read = assignmentFrom(one, 'The browser');
      return read.ok ? [read.value] : [];
    }),
    sheets: Object.fromEntries(
      sheets.flatMap(([id, one]) => {
        const read = sheetFrom(one);
        return read ? [[id, read] as const] : [];
      }),
    ),
  };
}

export function withBuilt(kept: KeptAssignments, assignment: Assignment): KeptAssignments {
  const others = kept.built.filter((one) => JSON.stringify(one) !== JSON.stringify(assignment));
  return { ...kept, built: [...others, assignment].slice(-MOST_KEPT) };
}

export function withSheet(kept: KeptAssignments, id: string, record: SheetRecord): KeptAssignments {
  const others = Object.entries(kept.sheets).filter(([one]) => one !== id);
  return { ...kept, sheets: Object.fromEntries([...others.slice(1 - MOST_KEPT), [id, record]]) };
}

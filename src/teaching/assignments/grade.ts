/** A hand-in graded: run again, set beside what it claims and beside the other hand-ins. */
import { assignmentDigest, heldBy, type Assignment } from './assignment.ts';
import { digestOfData } from './canonical.ts';
import { controlName } from './controls.ts';
import { parseHandIn, type ReadHandIn } from './handIn.ts';
import { rerun, type Outcome, type Rerunning } from './rerun.ts';
import { figure } from '../../model/range.ts';
import { AGENT_ID } from '../../policies/ids.ts';
import { isHand } from '../../policies/hand/orders.ts';

/** Relative: engines of browsers may round their exponentials differently in the last digits, and no goal hangs on it. */
export const TOLERANCE = 1e-6;

/** What does not come out, by kind. */
export type FindingKind =
  'edited' | 'claim' | 'decisions' | 'scenario' | 'weights' | 'copy' | 'tries' | 'fails';

export interface Finding {
  readonly kind: FindingKind;
  readonly sentence: string;
}

export interface Graded {
  readonly file: string;
  readonly name: string;
  readonly title: string;
  readonly attempt: number;
  /** Digest of the assignment, to which the tasks belong. */
  readonly assignment: string;
  readonly claimed: Outcome;
  /** What the run gave; undefined where it could not be run, which a finding says. */
  readonly found: Outcome | undefined;
  readonly answers: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
  readonly sheet: string;
  /** Of what is somebody's own work in it: orders by hand, or weights; undefined where it is a choice among few. */
  readonly own: string | undefined;
}

/** A file that is no hand-in to be graded, and why, a sentence. */
export interface Refused {
  readonly file: string;
  readonly refused: string;
}

export type Row = Graded | Refused;

export const isGraded = (row: Row): row is Graded => !('refused' in row);

/** Assignments by their digests. */
export type Known = ReadonlyMap<string, Assignment>;

export const knownOf = (assignments: readonly Assignment[]): Known =>
  new Map(assignments.map((one) => [assignmentDigest(one), one]));

const close = (one: number | null, other: number | null): boolean =>
  one === other ||
  (one !== null &&
    other !== null &&
    Math.abs(one - other) <= TOLERANCE * Math.max(1, Math.abs(one), Math.abs(other)));

const said = (value: number | null | undefined): string =>
  value === null || value === undefined ? 'unknown' : figure(Number(value.toFixed(4)));

/** What of the claim the run does not give. */
function claimFindings(claimed: Outcome, found: Outcome): readonly Finding[] {
  const findings: Finding[] = [];
  if (!close(claimed.j, found.j))
    findings.push({
      kind: 'claim',
      sentence: `It claims a J of ${said(claimed.j)}, and the run gives ${said(found.j)}.`,
    });
  const other = found.tasks.flatMap((task, i) => {
    const told = claimed.tasks[i];
    const same =
      told?.met === task.met &&
      told.values.length === task.values.length &&
      told.values.every((value, k) => close(value, task.values[k]!));
    return same ? [] : [String(i + 1)];
  });
  if (other.length > 0 || claimed.tasks.length !== found.tasks.length)
    findings.push({
      kind: 'claim',
      sentence:
        other.length > 0
          ? `What it claims of ${other.length === 1 ? 'task' : 'tasks'} ${other.join(', ')} is not what the run gives.`
          : 'It claims another number of tasks than the assignment has.',
    });
  if (claimed.decisions !== found.decisions)
    findings.push({
      kind: 'decisions',
      sentence: 'What lane A orders in the run is not what was ordered when it was handed in.',
    });
  return findings;
}

/** Settings that the assignment locks and that are others here. */
function scenarioFindings(assignment: Assignment, { experiment }: ReadHandIn): readonly Finding[] {
  const other = [...heldBy(assignment)].filter((id) => experiment[id] !== assignment.experiment[id]);
  if (other.length === 0) return [];
  const words = other.map((id) => {
    const [is, should] = [experiment[id] ?? 'its own', assignment.experiment[id] ?? 'its own'];
    return `${controlName(id)} ${String(is).slice(0, 40)} instead of ${String(should).slice(0, 40)}`;
  });
  return [{ kind: 'scenario', sentence: `Locked settings are others: ${words.join('; ')}.` }];
}

/** What is a student's own in the hand-in: long enough that two do not make the same by chance. */
function ownOf({ experiment: { a }, agent, weights }: ReadHandIn): string | undefined {
  if (a === AGENT_ID && agent) return `weights ${weights!}`;
  return isHand(a) && a.includes(';') ? `orders ${digestOfData(a)}` : undefined;
}

/** One hand-in, whatever the file holds. */
export async function gradeText(
  text: string,
  file: string,
  known: Known,
  running: Rerunning = {},
): Promise<Row> {
  const read = parseHandIn(text, file);
  if (!read.ok) return { file, refused: read.message };
  const handIn = read.value;
  const assignment = known.get(handIn.assignment);
  if (!assignment)
    return {
      file,
      refused: `${file}: it answers the assignment “${handIn.title}”, which is not the one that is graded here; give its file or link too.`,
    };
  const findings: Finding[] = [];
  if (!handIn.whole)
    findings.push({
      kind: 'edited',
      sentence: 'The file was changed after it was saved: its digest does not fit what it says.',
    });
  if (!handIn.weightsFit)
    findings.push({
      kind: 'weights',
      sentence: 'The agent’s weights are not those that were handed in: their digest does not fit.',
    });
  if (handIn.attempt > assignment.tries)
    findings.push({
      kind: 'tries',
      sentence: `It is try ${String(handIn.attempt)}, and ${String(assignment.tries)} ${assignment.tries === 1 ? 'is' : 'are'} allowed.`,
    });
  findings.push(...scenarioFindings(assignment, handIn));
  const held = heldBy(assignment);
  // What is locked runs as the assignment has it, whatever the file says.
  const experiment = {
    ...handIn.experiment,
    ...Object.fromEntries([...held].map((id) => [id, assignment.experiment[id]])),
  };
  const ran = await rerun(assignment, { ...handIn, experiment }, running);
  if (ran.ok) findings.push(...claimFindings(handIn.claimed, ran.value));
  else findings.push({ kind: 'fails', sentence: `It cannot be run: ${ran.message}` });
  return {
    file,
    name: handIn.name,
    title: handIn.title,
    attempt: handIn.attempt,
    assignment: handIn.assignment,
    claimed: handIn.claimed,
    found: ran.ok ? { j: ran.value.j, decisions: ran.value.decisions, tasks: ran.value.tasks } : undefined,
    answers: handIn.answers,
    findings,
    sheet: handIn.sheet,
    own: ownOf(handIn),
  };
}

/** By what a person is told from another: her name, else the sheet that she works on. */
const personOf = ({ name, sheet }: Graded): string =>
  name.trim() === '' ? sheet : name.trim().toLowerCase();

/** How a sentence names it. */
const called = ({ name, file }: Graded): string => (name === '' ? file : `${name} (${file})`);

/** The same rows, each with what it shares with those of others: the copied and the one it was copied from are told alike. */
export function withCopies(rows: readonly Row[]): readonly Row[] {
  const graded = rows.filter(isGraded);
  return rows.map((row) => {
    if (!isGraded(row)) return row;
    const others = graded.filter(
      (one) => one !== row && one.assignment === row.assignment && personOf(one) !== personOf(row),
    );
    const copies: Finding[] = [];
    const same = others.filter(({ own }) => own !== undefined && own === row.own);
    const sheet = others.filter((one) => one.sheet === row.sheet && !same.includes(one));
    if (same.length > 0)
      copies.push({
        kind: 'copy',
        sentence: `It has the same ${row.own!.startsWith('weights') ? 'weights' : 'orders'} as ${same.map(called).join(' and ')}.`,
      });
    if (sheet.length > 0)
      copies.push({
        kind: 'copy',
        sentence: `It was begun as the same sheet as ${sheet.map(called).join(' and ')}: one is a copy of the other.`,
      });
    return copies.length === 0 ? row : { ...row, findings: [...row.findings, ...copies] };
  });
}

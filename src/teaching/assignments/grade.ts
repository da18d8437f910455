/** A hand-in graded: run again, set beside what it claims and beside the other hand-ins. */
import { assignmentDigest, heldBy, type Assignment } from './assignment.ts';
import { digestOfData } from './canonical.ts';
import { controlName } from './controls.ts';
import { parseHandIn, type ReadHandIn } from './handIn.ts';
import { rerun, type Outcome, type Rerunning } from './rerun.ts';
import { loadOf } from './settings.ts';
import { joined } from './words.ts';
import { figure } from '../../model/range.ts';
import { firstOf } from '../../model/text.ts';
import { handKey, isHand, readOrders, type Orders } from '../../policies/hand/orders.ts';
import { AGENT_ID } from '../../policies/ids.ts';
import type { Experiment } from '../../scenario/experiment.ts';
import { decisionsIn } from '../../workload/workload.ts';

/** Relative: engines of browsers may round their exponentials differently in the last digits, and no goal hangs on it. */
export const TOLERANCE = 1e-6;

/** What does not come out, by kind. */
export type FindingKind =
  'edited' | 'claim' | 'decisions' | 'scenario' | 'weights' | 'copy' | 'again' | 'tries' | 'fails';

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
  /** Digest of all that it says. */
  readonly digest: string;
  /** Of what is somebody's own work in it: orders by hand and weights; empty where all is a choice among few. */
  readonly own: readonly Own[];
}

/** Long enough that two do not make the same by chance. */
interface Own {
  readonly what: 'orders' | 'weights';
  readonly digest: string;
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

/** Orders as far as a run of so many decisions carries them out. */
function carriedOut(key: string, decisions: number): Orders {
  const read = readOrders(key);
  return read.ok ? read.value.filter(({ from }) => from < decisions) : [];
}

/** What is a student's own in the hand-in, and not what the assignment began with. */
function ownOf(
  assignment: Assignment,
  experiment: Experiment,
  { agent, weights }: ReadHandIn,
): readonly Own[] {
  const load = loadOf(experiment.workload, experiment.seed);
  const decisions = load.ok ? decisionsIn(load.value.rates.length) : 0;
  const begun = [assignment.experiment.a, assignment.experiment.b].map((key) =>
    isHand(key) ? handKey(carriedOut(key, decisions)) : key,
  );
  const lanes = [...new Set([experiment.a, experiment.b])];
  return lanes.flatMap((key): readonly Own[] => {
    if (key === AGENT_ID && agent) return [{ what: 'weights', digest: weights! }];
    if (!isHand(key)) return [];
    const orders = carriedOut(key, decisions);
    const written = handKey(orders);
    return orders.length < 2 || begun.includes(written)
      ? []
      : [{ what: 'orders', digest: digestOfData(written) }];
  });
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
    title: assignment.title,
    attempt: handIn.attempt,
    assignment: handIn.assignment,
    claimed: handIn.claimed,
    found: ran.ok ? { j: ran.value.j, decisions: ran.value.decisions, tasks: ran.value.tasks } : undefined,
    answers: handIn.answers,
    findings,
    sheet: handIn.sheet,
    digest: handIn.digest,
    own: ownOf(assignment, experiment, handIn),
  };
}

/** By what a person is told from another: her name, else the sheet that she works on. */
const personOf = ({ name, sheet }: Graded): string => {
  const plain = name
    .normalize('NFKC')
    .replace(/[\s\p{Cf}]+/gu, ' ')
    .trim()
    .toLowerCase();
  return plain === '' ? sheet : plain;
};

/** How a sentence names it. */
const called = ({ name, file }: Graded): string => (name === '' ? file : `${name} (${file})`);

/** A sentence names no more of the others than these. */
const MOST_CALLED = 3;

/** Found beside the other hand-ins, which may become more. */
const besides: readonly FindingKind[] = ['copy', 'again'];

/** What of the others says that one of two is no work of its own, or counts a try twice. */
function beside(row: Graded, graded: readonly Graded[]): readonly Finding[] {
  const others = graded.filter((one) => one !== row && one.assignment === row.assignment);
  const equal = others.filter(({ digest }) => digest === row.digest);
  const different = others.filter((one) => !equal.includes(one));
  const foreign = different.filter((one) => personOf(one) !== personOf(row));
  const shared = row.own.find(({ digest }) =>
    foreign.some(({ own }) => own.some((one) => one.digest === digest)),
  );
  const same = shared ? foreign.filter(({ own }) => own.some(({ digest }) => digest === shared.digest)) : [];
  const sheet = foreign.filter((one) => one.sheet === row.sheet && !same.includes(one));
  const again = different.filter(
    (one) => personOf(one) === personOf(row) && one.sheet === row.sheet && one.attempt === row.attempt,
  );
  const words = (list: readonly Graded[]): string =>
    list.length <= MOST_CALLED ? joined(list.map(called)) : firstOf(list.map(called), MOST_CALLED);
  const found = (kind: FindingKind, list: readonly Graded[], sentence: () => string): readonly Finding[] =>
    list.length === 0 ? [] : [{ kind, sentence: sentence() }];
  return [
    ...found('copy', equal, () => `It says the very same as ${words(equal)}.`),
    ...found('copy', same, () => `It has the same ${shared!.what} as ${words(same)}.`),
    ...found(
      'copy',
      sheet,
      () => `It was begun as the same sheet as ${words(sheet)}: one is a copy of the other.`,
    ),
    ...found(
      'again',
      again,
      () =>
        `It counts as try ${String(row.attempt)}, and so ${again.length === 1 ? 'does' : 'do'} ${words(again)}.`,
    ),
  ];
}

/** The same rows, each with what it shares with the others: the copied and the one it was copied from are told alike. */
export function withCopies(rows: readonly Row[]): readonly Row[] {
  const graded = rows.filter(isGraded);
  return rows.map((row) => {
    if (!isGraded(row)) return row;
    const own = row.findings.filter(({ kind }) => !besides.includes(kind));
    return { ...row, findings: [...own, ...beside(row, graded)] };
  });
}

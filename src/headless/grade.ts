/** `grade`: what students handed in, run again. */
import { basename } from 'node:path';
import { clock, patienceIn, TIME_LIMIT } from './clock.ts';
import { readInput } from './inputs.ts';
import { filesOf } from './measure.ts';
import { Notes } from './notes.ts';
import { list, parseOptions, required, UsageError } from './options.ts';
import { outFile, writeWhole } from './out.ts';
import { leftOf, silent, type Progress } from './progress.ts';
import { unstoppable, type Stop } from './stop.ts';
import { assignmentDigest, parseAssignment, type Assignment } from '../teaching/assignments/assignment.ts';
import { Heap, type Dropped } from '../teaching/assignments/dropped.ts';
import { filesIn } from '../teaching/assignments/files.ts';
import {
  gradeText,
  isGraded,
  knownOf,
  withCopies,
  type Known,
  type Refused,
  type Row,
} from '../teaching/assignments/grade.ts';
import { gradesCsv, metOf } from '../teaching/assignments/table.ts';
import { taskWords } from '../teaching/assignments/words.ts';

const OPTIONS = ['assignment', 'out', TIME_LIMIT];

async function assignmentAt(path: string): Promise<Assignment> {
  const bytes = await readInput(path, 'The assignment', 'assignment');
  if (!bytes) throw new UsageError(`There is no assignment "${path}".`);
  const read = parseAssignment(new TextDecoder().decode(bytes), basename(path));
  if (!read.ok) throw new UsageError(read.message);
  return read.value;
}

/** The files in a file; one that cannot be read is told in its place, and the others are graded. */
async function openedAt(path: string): Promise<ReturnType<typeof filesIn>> {
  const name = basename(path);
  try {
    const bytes = await readInput(path, 'The hand-in', 'handIns');
    if (!bytes) throw new UsageError(`There is no hand-in "${path}".`);
    return filesIn(bytes, name);
  } catch (error) {
    if (error instanceof UsageError) return [{ file: name, refused: error.message }];
    throw error;
  }
}

function told(row: Row, known: Known): object {
  if (!isGraded(row)) return row;
  const { file, name, title, attempt, found, claimed, answers, findings } = row;
  return {
    ...{ file, name, assignment: title, try: attempt },
    ...{ tasksMet: metOf(row) ?? null, tasks: known.get(row.assignment)!.tasks.length },
    ...{ j: found?.j ?? null, jClaimed: claimed.j },
    met: found?.tasks.map(({ met }) => met) ?? null,
    answers,
    findings,
  };
}

/**
 * `grade --assignment a.json hand-in.json class.zip --out grades.csv`: each hand-in by the very code of the page; the
 * document has a row for each file, and `--out` the page's table.
 */
export async function grade(
  args: readonly string[],
  notes: Notes = new Notes(),
  stop: Stop = unstoppable,
  progress: Progress = silent,
): Promise<object> {
  const { files, rest } = filesOf(args, OPTIONS);
  const options = parseOptions(rest, OPTIONS, ['force']);
  required(options, 'assignment');
  const given: Assignment[] = [];
  for (const path of list(options, 'assignment')) given.push(await assignmentAt(path));
  if (given.length === 0) throw new UsageError('--assignment names no file.');
  if (files.length === 0)
    throw new UsageError(
      'No hand-in is named: their files, or a .zip of them, stand without an option, as in grade --assignment burst.json class.zip.',
    );
  const out = await outFile(options);
  const heap = new Heap();
  const all: Dropped[] = [];
  for (const path of files) all.push(...heap.take(await openedAt(path)));
  const known = knownOf([...given, ...all.flatMap((one) => ('assignment' in one ? [one.assignment] : []))]);
  const waiting = all.filter(
    (one): one is Exclude<Dropped, { assignment: Assignment }> => !('assignment' in one),
  );
  progress.begins(`Grades ${String(waiting.length)} ${waiting.length === 1 ? 'file' : 'files'}.`);
  const began = clock();
  const rows: (Row | Refused)[] = [];
  const patience = patienceIn(options);
  for (const one of waiting) {
    rows.push(
      'handIn' in one ? await gradeText(one.handIn.text, one.handIn.file, known, { patience, clock }) : one,
    );
    progress.reached({
      done: `${String(rows.length)} of ${String(waiting.length)} graded`,
      left: leftOf(rows.length, waiting.length, (clock() - began) / 1000),
    });
  }
  const table = withCopies(rows);
  if (out) await writeWhole(out, gradesCsv(table, known), notes, stop);
  return {
    assignments: [...known.values()].map((assignment) => ({
      title: assignment.title,
      digest: assignmentDigest(assignment),
      tasks: assignment.tasks.map(taskWords),
    })),
    ...(out && { out: out.path }),
    graded: table.filter(isGraded).length,
    notGraded: table.filter((row) => !isGraded(row)).length,
    handIns: table.map((row) => told(row, known)),
  };
}

/** A model's accuracy on a labelled set: how often the class that it answers with is the label. */
import { classesIn } from './classes.ts';
import type { RawSet } from './raw.ts';
import { fitSet, type FittedSet } from './rows.ts';
import type { Scored } from './scored.ts';
import { wilson } from './wilson.ts';
import type { ModelSession, Runtime } from '../measure/session.ts';
import { fixedBatchOf, shapesOf, unasked, type Sizes } from '../measure/shapes.ts';
import { troubleOf } from '../measure/troubles.ts';
import { Random } from '../../model/random.ts';
import { figure } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** Rows of one run, where the model takes any number: accuracy does not depend on it, and a stop is heard between two. */
const ROWS = 32;
/** Bytes that the inputs of one run may have. */
const MOST_RUN_BYTES = 2 ** 26;
const BREATH_MS = 100;

export interface ScoreRequest {
  /** The model's file, as sentences call it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly sizes: Sizes;
  /** Key of the dimension that counts requests; undefined: the model's batch is fixed. */
  readonly batch: string | undefined;
  readonly set: RawSet;
}

/** Rows that are through. */
export interface ScoreProgress {
  readonly done: number;
  readonly of: number;
}

export interface ScoreBench {
  readonly runtime: Runtime;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly stopped: () => boolean;
  readonly yieldToMessages: () => Promise<void>;
  readonly tell: (progress: ScoreProgress) => void;
}

/** Refused in one sentence, of the model where it is at fault and else of the set. */
export async function scoreModel(request: ScoreRequest, bench: ScoreBench): Promise<Result<Scored>> {
  const { name, bytes, set } = request;
  let session: ModelSession | undefined;
  try {
    session = await bench.runtime.open(bytes);
    const missing = unasked(shapesOf(session.inputs), request.sizes, request.batch);
    if (missing.length > 0)
      return refused(`${name}: nobody said how large ${missing.map(({ label }) => label).join(' and ')} is.`);
    const fitted = fitSet(set, session.inputs, request.sizes, request.batch);
    if (!fitted.ok) return fitted;
    const batch =
      request.batch === undefined
        ? fixedBatchOf(session.inputs, request.sizes)
        : Math.max(1, Math.min(ROWS, Math.floor(MOST_RUN_BYTES / fitted.value.rowBytes)));
    return await asked(name, session, fitted.value, batch, request.batch === undefined, bench);
  } catch (error) {
    return refused(`${name}: ${troubleOf(error, bytes)}.`);
  } finally {
    await session?.release().catch(() => undefined);
  }
}

/** Rows in an order by chance, so that those before a stop are a fair part, however the set was sorted. */
function shuffled(rows: number): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const random = Random.stream(0, 'rows of a labelled set');
  for (let i = rows - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

async function asked(
  name: string,
  session: ModelSession,
  set: FittedSet,
  batch: number,
  fixed: boolean,
  bench: ScoreBench,
): Promise<Result<Scored>> {
  const order = shuffled(set.rows);
  let right = 0;
  let undecided = 0;
  let done = 0;
  let last = -Infinity;
  let read = '';
  let outputs = 0;
  while (done < set.rows) {
    if (bench.clock() - last >= BREATH_MS) {
      bench.tell({ done, of: set.rows });
      await bench.yieldToMessages();
      last = bench.clock();
    }
    if (bench.stopped()) break;
    const rows = [...order.subarray(done, done + batch)];
    // A fixed batch is filled up with its last row, whose further answers count nothing.
    const sent = fixed ? Array.from({ length: batch }, (_, i) => rows[i] ?? rows.at(-1)!) : rows;
    const feeds = set.feeds(sent);
    if (!feeds.ok) return feeds;
    const answers = await session.answer(feeds.value);
    const classes = classesIn(answers, sent.length);
    if (!classes.ok) return refused(`${name}: ${classes.message}.`);
    const { of, count, output } = classes.value;
    if (done === 0) {
      const beyond = count === undefined ? -1 : set.labels.findIndex((label) => label >= count);
      if (beyond >= 0)
        return refused(
          `${set.name}: the label at ${set.place(beyond)} is ${figure(set.labels[beyond]!)}, and the model has ${figure(count!)} classes, 0 to ${figure(count! - 1)}.`,
        );
      read = output;
      outputs = answers.length;
    }
    for (const [i, row] of rows.entries()) {
      if (of[i] === set.labels[row]) right++;
      else if (of[i] === -1 && count !== undefined) undecided++;
    }
    done += rows.length;
  }
  if (done === 0) return refused(`${name}: it was stopped before a row of ${set.name} was asked.`);
  return accepted({
    ...{ set: set.name, rows: done, of: set.rows, right, accuracy: right / done, ...wilson(right, done) },
    notes: [
      ...set.notes,
      ...(outputs > 1 ? [`Of its ${figure(outputs)} outputs ${read} says the class.`] : []),
      ...(done < set.rows
        ? [`It was stopped after ${figure(done)} of ${figure(set.rows)} rows, which were drawn by chance.`]
        : []),
      ...(undecided > 0
        ? [
            `At ${figure(undecided)} of the rows the model gave numbers that are none (NaN), which counts as wrong.`,
          ]
        : []),
    ],
  });
}

/** A shard's file on its way back: what it is of is read at once, its runs one by one, so that no file is parsed whole. */
import type * as v from 'valibot';
import { fromExact } from './figures.ts';
import { FRAME, headLine, PART_FORMAT, PART_KIND, type PartHead } from './part.ts';
import { EndSchema, HeadSchema, PieceSchema } from './partSchemas.ts';
import type { FoundPiece } from './tasks.ts';
import { checked } from '../../model/checked.ts';
import { digestOf } from '../../model/digest.ts';
import { isFields } from '../../model/fields.ts';
import { issuePhrase } from '../../model/issue.ts';
import { excessOf, type JsonBounds } from '../../model/jsonBounds.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** Runs and references of one comparison; with more, its parts are neither written nor read. */
export const MOST_PIECES = 1_000_000;

/** A thousand pipelines with a thousand policies each, and their names. */
const HEAD: JsonBounds = { values: 2 ** 21, depth: 8 };
/** The values over time of a week. */
const PIECE: JsonBounds = { values: 2 ** 20, depth: 6 };
const END: JsonBounds = { values: 10, depth: 2 };

const LINE_END = 0x0a;

export interface OpenPart {
  readonly head: PartHead;
  /** Its runs, in their order; ends after the first refusal, a sentence. */
  readonly pieces: () => Generator<Result<FoundPiece>, void>;
}

/** `name` is how its sentences call it. What a refusal says ends with a point. */
export function openPart(bytes: Uint8Array, name: string): Result<OpenPart> {
  const cut = refused<OpenPart>(
    `${name} is cut off, or was written anew by another program; run its shard again.`,
  );
  // Looked at before a line is read: what is no part may be one line of half a gigabyte.
  if (new TextDecoder().decode(bytes.subarray(0, FRAME.head.length)) !== FRAME.head)
    return refused(`${name} is no part of a comparison; compare --shard 0/7 --out part.json writes one.`);
  const first = lineAt(bytes, 0);
  const lastAt = bytes.lastIndexOf(LINE_END, bytes.length - 2) + 1;
  const last = lineAt(bytes, lastAt);
  const second = lineAt(bytes, first.next);
  if (!last.text.startsWith(FRAME.end) || second.text !== FRAME.pieces) return cut;
  const end = lineValue(last.text.slice(FRAME.end.length, -1), EndSchema, END);
  if (!end.ok) return cut;
  if (digestOf(bytes.subarray(0, lastAt)) !== end.value.sha256)
    return refused(`${name} is damaged: its digest is not the one that it ends with; run its shard again.`);
  const head = headOf(first.text);
  if (!head.ok) return refused(`${name} ${head.message}.`);
  const most = end.value.pieces;
  return accepted({ head: head.value, pieces: () => piecesOf(bytes, second.next, lastAt, most, name) });
}

/** Why merge would not read a part with this head, a phrase that goes on after its name; undefined where it would. */
export function headComplaint(head: PartHead): string | undefined {
  const read = headOf(headLine(head));
  return read.ok ? undefined : read.message;
}

function headOf(line: string): Result<PartHead> {
  const text = line.slice(FRAME.head.length, -1);
  const loose = jsonWithin(text, HEAD);
  if (!loose.ok) return loose;
  const { value } = loose;
  if (isFields(value) && value['kind'] === PART_KIND && value['format'] !== PART_FORMAT)
    return refused('was written by another version of the lab; merge it with that one');
  const read = checked(HeadSchema, value);
  if (!read.ok) return refused(`holds what no part holds: ${issuePhrase(read.issue)}`);
  const { pipelines, workloads, seeds, policies } = read.value.asked.record;
  if (pipelines.length * workloads.length * seeds.length * (policies.length + 1) > MOST_PIECES)
    return refused(
      `is of more than ${MOST_PIECES.toLocaleString('en')} runs, the most that parts are made of`,
    );
  // As it was written: a schema would put its fields in another order, which the document has.
  return accepted(value as PartHead);
}

function* piecesOf(
  bytes: Uint8Array,
  from: number,
  to: number,
  expected: number,
  name: string,
): Generator<Result<FoundPiece>, void> {
  const another = refused<FoundPiece>(
    `${name} holds another number of runs than it says; run its shard again.`,
  );
  let at = from;
  for (let i = 0; i < expected; i++) {
    const { text, next } = lineAt(bytes, at);
    if (next > to || text === FRAME.close) {
      yield another;
      return;
    }
    const read = lineValue(text.replace(/,$/, ''), PieceSchema, PIECE);
    yield read.ok
      ? accepted(read.value as unknown as FoundPiece)
      : refused(`${name}, run ${String(i + 1)}: ${read.message}.`);
    if (!read.ok) return;
    at = next;
  }
  if (lineAt(bytes, at).text !== FRAME.close) yield another;
}

/** The line that begins at `at`, without its end, and where the next begins. */
function lineAt(bytes: Uint8Array, at: number): { readonly text: string; readonly next: number } {
  const found = bytes.indexOf(LINE_END, at);
  const end = found < 0 ? bytes.length : found;
  return { text: new TextDecoder().decode(bytes.subarray(at, end)), next: end + 1 };
}

/** What a line holds, as it was written; a phrase without a point. */
function lineValue<S extends v.GenericSchema>(
  text: string,
  schema: S,
  bounds: JsonBounds,
): Result<v.InferOutput<S>> {
  const loose = jsonWithin(text, bounds);
  if (!loose.ok) return loose;
  const read = checked(schema, loose.value);
  return read.ok
    ? accepted(loose.value as v.InferOutput<S>)
    : refused(`it holds what no part holds: ${issuePhrase(read.issue)}`);
}

function jsonWithin(text: string, bounds: JsonBounds): Result<unknown> {
  const much = excessOf(text, bounds);
  if (much !== undefined) return refused(`it holds ${much}, more than a part may`);
  try {
    return accepted(fromExact(text));
  } catch {
    return refused('it is no JSON');
  }
}

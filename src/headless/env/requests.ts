/** What a trainer may ask, read once from the line that says it (docs/environment-protocol.md). */
import * as v from 'valibot';
import { STARTS, type Start } from './lanes.ts';
import { RANGES } from '../ranges.ts';
import { numberSchema } from '../../model/boundedSchema.ts';
import { BOUNDS } from '../../model/bounds.ts';
import { checked, listOf } from '../../model/checked.ts';
import { isFields } from '../../model/fields.ts';
import { issuePhrase } from '../../model/issue.ts';
import { jsonFrom } from '../../model/jsonText.ts';
import { nearest } from '../../model/near.ts';
import { holds } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { shortened } from '../../model/text.ts';

export const PROTOCOL = 'sluice-env';
export const PROTOCOL_VERSION = 1;

const MOST_LANES = RANGES.lanes.max;
/** Of an array behind a line: every head of the largest pipeline, in so many lanes. */
const MOST_BYTES = 2 ** 24;
/** Values of a line: orders of many lanes written out. */
const LINE = { values: 2 ** 19, depth: 8 };

export type EnvRequest =
  | { readonly request: 'hello' }
  | {
      readonly request: 'reset';
      readonly seed?: number | readonly number[] | undefined;
      readonly start?: Start | undefined;
    }
  | { readonly request: 'step'; readonly actions?: readonly (readonly number[])[] | undefined }
  | {
      readonly request: 'masks';
      readonly head: number;
      readonly earlier?: readonly (readonly number[])[] | undefined;
    }
  | { readonly request: 'bracket'; readonly lanes: readonly number[] }
  | { readonly request: 'close' };

/** A line, read: how many bytes follow it whatever it asks, and what it asks. */
export interface ReadLine {
  readonly bytes: number;
  readonly request: Result<EnvRequest>;
}

const seed = numberSchema(BOUNDS.seed);
const whole = numberSchema({ min: -(2 ** 31), max: 2 ** 31 - 1, whole: true });
const rows = listOf(listOf(whole, { max: 64 }), {
  max: MOST_LANES,
  list: 'must be a list of lists, one a lane',
});
const bytes = v.exactOptional(v.number());
const schemas = {
  hello: v.strictObject({
    request: v.literal('hello'),
    version: v.exactOptional(
      v.literal(PROTOCOL_VERSION, `must be ${String(PROTOCOL_VERSION)}, the only version there is`),
    ),
    bytes,
  }),
  reset: v.strictObject({
    request: v.literal('reset'),
    seed: v.exactOptional(
      v.union(
        [
          seed,
          listOf(seed, { min: 1, max: MOST_LANES }),
          v.pipe(
            v.null(),
            v.transform(() => undefined),
          ),
        ],
        'must be a whole number from 0 to 4,294,967,295, a list with one for each lane, or null',
      ),
    ),
    start: v.exactOptional(v.picklist(STARTS, `must be one of ${STARTS.join(', ')}`)),
    bytes,
  }),
  step: v.strictObject({ request: v.literal('step'), actions: v.exactOptional(rows), bytes }),
  masks: v.strictObject({
    request: v.literal('masks'),
    head: numberSchema({ min: 0, max: 64, whole: true }),
    earlier: v.exactOptional(rows),
    bytes,
  }),
  bracket: v.strictObject({
    request: v.literal('bracket'),
    lanes: listOf(numberSchema({ min: 0, max: MOST_LANES - 1, whole: true }), { min: 1, max: MOST_LANES }),
    bytes,
  }),
  close: v.strictObject({ request: v.literal('close'), bytes }),
} as const;

/** Asked in a `request`. */
const REQUESTS = Object.keys(schemas) as readonly (keyof typeof schemas)[];

export function readLine(line: string): ReadLine {
  const read = jsonFrom(line, LINE);
  const none = (message: string, follow = 0): ReadLine => ({ bytes: follow, request: refused(message) });
  if (!read.ok) return none(`The request cannot be read: it is ${read.message}.`);
  if (!isFields(read.value))
    return none('A request is one JSON object in one line, such as {"request":"hello"}.');
  const { request: name, bytes: given = 0 } = read.value;
  if (!holds({ min: 0, max: MOST_BYTES, whole: true }, given))
    return none(
      `bytes: it must be a whole number from 0 to ${String(MOST_BYTES)}; what follows the line is taken for the next one.`,
    );
  const known = REQUESTS.find((one) => one === name);
  if (known === undefined) {
    const [meant] = typeof name === 'string' ? nearest(name, REQUESTS) : [];
    const said =
      typeof name === 'string' ? `There is no request "${shortened(name, 80)}"` : 'No request is named';
    const guess = meant === undefined ? '.' : `; did you mean ${meant}?`;
    return none(`${said}${guess} Requests: ${REQUESTS.join(', ')}.`, given);
  }
  const found = checked<(typeof schemas)[keyof typeof schemas]>(schemas[known], read.value);
  if (!found.ok) return none(`${known}: ${issuePhrase(found.issue)}.`, given);
  return { bytes: given, request: accepted(found.value as EnvRequest) };
}

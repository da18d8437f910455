/**
 * Records as bytes and back, exactly: JSON in which typed arrays, undefined and the numbers that JSON lacks are marked,
 * then the arrays' bytes. Layout: length of the JSON (4 bytes, little endian), the JSON, filler up to a multiple of 8,
 * the arrays, each beginning at a multiple of 8.
 */
import { excess, type JsonBounds } from '../model/jsonBounds.ts';
import { accepted, refused, type Result } from '../model/result.ts';

/** Key of a marked value. Keys of a record that begin with it are written with one more. */
const MARK = '$';
/** Deeper values are no record of the lab's, and would exhaust the stack; so would one that holds itself. */
const MOST_DEPTH = 40;
/**
 * Bytes of JSON and values in it, arrays' numbers not counted: a record of the lab's has far fewer, and an empty list of
 * two bytes takes twenty times as much memory.
 */
const MOST_JSON_BYTES = 2 ** 25;
const MOST_VALUES = 2 ** 19;
/** Before it is parsed, where names count as well. */
const RECORD_JSON: JsonBounds = { values: 2 * MOST_VALUES, depth: 2 * MOST_DEPTH };
const TOO_DEEP = 'is nested too deeply';
const TOO_MANY = 'holds more values than a record of the lab’s can';

const arrays = { Float32Array, Float64Array, Int32Array, Uint8Array } as const;
type ArrayName = keyof typeof arrays;
type Numbers = InstanceType<(typeof arrays)[ArrayName]>;

const words: Readonly<Record<string, unknown>> = {
  undefined,
  NaN,
  Infinity,
  '-Infinity': -Infinity,
  '-0': -0,
};

const aligned = (n: number): number => Math.ceil(n / 8) * 8;

// Every platform that runs a browser today is little endian; a file from another would be read wrongly.
const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Plain data as bytes. Throws on what is none: functions, class instances, values that hold themselves. */
export function encode(record: unknown): Uint8Array<ArrayBuffer> {
  if (!littleEndian) throw new Error('archives need a little-endian machine');
  const blocks: { readonly at: number; readonly array: Numbers }[] = [];
  let size = 0;
  const plain = (value: unknown, depth: number): unknown => {
    if (depth > MOST_DEPTH) throw new Error('it is nested too deeply, or holds itself');
    const word = typeof value === 'number' || value === undefined ? wordOf(value) : undefined;
    if (word !== undefined) return { [MARK]: word };
    if (
      value === null ||
      typeof value === 'string' ||
      typeof value === 'boolean' ||
      typeof value === 'number'
    ) {
      return value;
    }
    if (Array.isArray(value)) return value.map((inner) => plain(inner, depth + 1));
    if (ArrayBuffer.isView(value)) {
      const name = (Object.keys(arrays) as ArrayName[]).find((key) => value instanceof arrays[key]);
      if (!name) throw new Error('an array of a kind that archives do not know');
      const array = value as Numbers;
      const at = size;
      blocks.push({ at, array });
      size = aligned(size + array.byteLength);
      return { [MARK]: name, at, length: array.length };
    }
    if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
      throw new Error('only plain data can be archived');
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key.startsWith(MARK) ? MARK + key : key,
        plain(inner, depth + 1),
      ]),
    );
  };
  const json = new TextEncoder().encode(JSON.stringify(plain(record, 0)));
  const start = aligned(4 + json.length);
  const bytes = new Uint8Array(start + size);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  for (const { at, array } of blocks) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + at);
  }
  return bytes;
}

function wordOf(value: number | undefined): string | undefined {
  if (value === undefined) return 'undefined';
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? undefined : String(value);
}

/**
 * Reads `encode`'s bytes, whoever wrote them; the refusal's sentence begins with `what`. The value takes no more memory than
 * the bytes allow: arrays lie one after the other, as `encode` lays them, so that none is named twice.
 */
export function decode(bytes: Uint8Array, what: string): Result<unknown> {
  if (bytes.length < 4) return refused(`${what} is cut off.`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const start = aligned(4 + length);
  if (4 + length > bytes.length) return refused(`${what} is cut off.`);
  if (length > MOST_JSON_BYTES) return refused(`${what} holds more than a record of the lab’s can.`);
  const text = bytes.subarray(4, 4 + length);
  const much = excess(text, RECORD_JSON);
  if (much !== undefined) return refused(`${what} ${much === 'depth' ? TOO_DEEP : TOO_MANY}.`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    return refused(`${what} is not a record of the lab's.`);
  }
  let problem: string | undefined;
  let values = 0;
  /** Where the next array may begin. */
  let next = start;
  const revived = (value: unknown, depth: number): unknown => {
    if (depth > MOST_DEPTH) problem ??= TOO_DEEP;
    if (++values > MOST_VALUES) problem ??= TOO_MANY;
    if (problem !== undefined || typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((inner) => revived(inner, depth + 1));
    if (Object.hasOwn(value, MARK)) return marked(value as Record<string, unknown>);
    const record: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(value)) {
      // JSON can hold the key `__proto__`; assigned, it would change what the record inherits.
      if (key === '__proto__' || key === 'constructor' || key === 'prototype') {
        problem ??= `has a field named “${key}”`;
        return undefined;
      }
      record[key.startsWith(MARK) ? key.slice(MARK.length) : key] = revived(inner, depth + 1);
    }
    return record;
  };
  const marked = (value: Record<string, unknown>): unknown => {
    const { [MARK]: mark, at, length: count } = value;
    if (typeof mark === 'string' && Object.hasOwn(words, mark)) return words[mark];
    const name = (Object.keys(arrays) as ArrayName[]).find((key) => key === mark);
    const from = start + Number(at);
    const size = Number(count) * (name ? arrays[name].BYTES_PER_ELEMENT : 1);
    const whole =
      Number.isSafeInteger(at) && Number.isSafeInteger(count) && Number(at) >= 0 && Number(count) >= 0;
    if (!name || !whole || Number(at) % 8 !== 0 || from + size > bytes.length) {
      problem ??= 'names numbers that it does not hold';
      return undefined;
    }
    if (from < next) {
      problem ??= 'names the same numbers twice';
      return undefined;
    }
    next = aligned(from + size);
    return new arrays[name](bytes.slice(from, from + size).buffer);
  };
  const value = revived(json, 0);
  return problem === undefined ? accepted(value) : refused(`${what} ${problem}.`);
}

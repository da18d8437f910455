/** Replies: one line of JSON, and behind it the arrays that it names, little-endian, one after another. */

type ArrayType = 'f32' | 'i32' | 'u8';

export interface SentArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array | Uint8Array;
}

const typeOf = (values: SentArray['values']): ArrayType =>
  values instanceof Float32Array ? 'f32' : values instanceof Int32Array ? 'i32' : 'u8';

/** Typed arrays are in the processor's order. */
const LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** `fields` with `arrays` (name, type, shape) and `bytes`, where there are any, in a line; then the arrays. */
export function frame(
  fields: Readonly<Record<string, unknown>>,
  arrays: readonly SentArray[] = [],
): Uint8Array {
  const bytes = arrays.reduce((sum, { values }) => sum + values.byteLength, 0);
  const header =
    arrays.length === 0
      ? fields
      : {
          ...fields,
          arrays: arrays.map(({ name, shape, values }) => ({ name, type: typeOf(values), shape })),
          bytes,
        };
  const line = Buffer.from(`${JSON.stringify(header)}\n`, 'utf8');
  if (bytes === 0) return line;
  const out = Buffer.allocUnsafe(line.length + bytes);
  let at = line.copy(out);
  for (const { values } of arrays) {
    const raw = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    raw.copy(out, at);
    if (!LITTLE && values.BYTES_PER_ELEMENT === 4) out.subarray(at, at + raw.length).swap32();
    at += raw.length;
  }
  return out;
}

/** Little-endian 32-bit numbers as sent. */
export function int32From(bytes: Uint8Array<ArrayBuffer>): Int32Array {
  if (!LITTLE) Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).swap32();
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

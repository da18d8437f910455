/**
 * Facts that an ONNX file tells of itself: ModelProto.metadata_props, which the runtime does not show. Everything else is
 * stepped over, so that a large network costs nothing. Wire format: https://protobuf.dev/programming-guides/encoding/.
 */

/** Field numbers of onnx.proto3: ModelProto.metadata_props, and key and value of its entries. */
const METADATA = 14;
const KEY = 1;
const VALUE = 2;
/** Beyond these it is no file's label any more. */
const MOST_ENTRIES = 1000;
const MOST_VALUE = 2 ** 16;

const utf8 = new TextDecoder();

/** By name, the last where one is there twice. Of bytes that are no message what could be read before they went wrong. */
export function metadataOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { field, content } of fieldsOf(bytes)) {
    if (field !== METADATA) continue;
    let [key, value] = ['', ''];
    for (const part of fieldsOf(content)) {
      if (part.content.length > MOST_VALUE) continue;
      if (part.field === KEY) key = utf8.decode(part.content);
      if (part.field === VALUE) value = utf8.decode(part.content);
    }
    found.set(key, value);
    if (found.size >= MOST_ENTRIES) break;
  }
  return found;
}

interface Field {
  readonly field: number;
  readonly content: Uint8Array;
}

/** The fields of a message that have a length; ends where it is no message. */
function* fieldsOf(bytes: Uint8Array): Generator<Field, void> {
  let at = 0;
  /** Undefined where the bytes end before the number does, or it is larger than any length. */
  const varint = (): number | undefined => {
    let value = 0;
    for (let power = 1; at < bytes.length && power < 2 ** 63; power *= 128) {
      const byte = bytes[at++]!;
      value += (byte & 127) * power;
      if (byte < 128) return value;
    }
    return undefined;
  };
  while (at < bytes.length) {
    const key = varint();
    if (key === undefined) return;
    const wire = key % 8;
    if (wire === 0) {
      if (varint() === undefined) return;
    } else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = varint();
      if (length === undefined || length > bytes.length - at) return;
      yield { field: (key - wire) / 8, content: bytes.subarray(at, at + length) };
      at += length;
    } else return;
  }
}

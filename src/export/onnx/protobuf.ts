/**
 * Writes messages in the protocol buffers' wire format: what ONNX files are made of, without a code generator.
 * Source: Protocol Buffers, Encoding, https://protobuf.dev/programming-guides/encoding/.
 */

const VARINT = 0;
const LENGTH_DELIMITED = 2;

const text = new TextEncoder();

/** One message, field after field in the order of the calls; a repeated field is one call an entry. */
export class Message {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** An integer, enum or boolean as a varint; negative ones as 64-bit two's complement. Throws where it is no safe integer. */
  int(field: number, value: number): this {
    this.#key(field, VARINT);
    return this.#push(varint(value));
  }

  /** UTF-8 text. */
  string(field: number, value: string): this {
    return this.bytes(field, text.encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    this.#key(field, LENGTH_DELIMITED);
    this.#push(varint(value.length));
    return this.#push(value);
  }

  /** A message inside this one. */
  message(field: number, value: Message): this {
    return this.bytes(field, value.finish());
  }

  /** Repeated integers, packed: one length, then varint after varint. */
  ints(field: number, values: readonly number[]): this {
    return this.bytes(field, joined(values.map(varint)));
  }

  finish(): Uint8Array<ArrayBuffer> {
    return joined(this.#parts, this.#length);
  }

  #key(field: number, wireType: number): void {
    if (!Number.isInteger(field) || field < 1) throw new Error(`there is no field ${String(field)}`);
    this.#push(varint(field * 8 + wireType));
  }

  #push(part: Uint8Array): this {
    this.#parts.push(part);
    this.#length += part.length;
    return this;
  }
}

/** Seven bits a byte, the lowest first; the top bit says that more follow. */
function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value)) throw new Error(`a varint holds an integer, not ${String(value)}`);
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 128 : low);
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}

function joined(
  parts: readonly Uint8Array[],
  length = parts.reduce((sum, part) => sum + part.length, 0),
): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

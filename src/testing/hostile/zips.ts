/** Zip files written byte by byte, so that every field can lie. */
import { crc32 } from 'node:zlib';
import { deflateSync } from 'fflate';
import { hostileText, pick } from './values.ts';
import type { Random } from '../../model/random.ts';

export interface Entry {
  readonly name: string;
  readonly data: Uint8Array;
  /** 0 stored, 8 deflated; others are no method that the lab knows. */
  readonly method?: number;
  /** As the headers say; default: as it is. */
  readonly packed?: number;
  readonly size?: number;
  readonly crc?: number;
  /** Where the directory says that the entry begins; default: where it does. */
  readonly at?: number;
  readonly flags?: number;
  readonly extra?: Uint8Array;
  /** No bytes of its own: the directory names those of another. */
  readonly ghost?: boolean;
}

export interface Ending {
  /** What the last record says; default: as it is. */
  readonly entries?: number;
  readonly directorySize?: number;
  readonly directoryAt?: number;
  readonly comment?: Uint8Array;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

class Bytes {
  readonly #parts: Uint8Array[] = [];
  length = 0;

  u16(...values: readonly number[]): this {
    const view = new DataView(new ArrayBuffer(2 * values.length));
    values.forEach((value, i) => {
      view.setUint16(2 * i, value >>> 0, true);
    });
    return this.bytes(new Uint8Array(view.buffer));
  }

  u32(...values: readonly number[]): this {
    const view = new DataView(new ArrayBuffer(4 * values.length));
    values.forEach((value, i) => {
      view.setUint32(4 * i, value >>> 0, true);
    });
    return this.bytes(new Uint8Array(view.buffer));
  }

  bytes(part: Uint8Array): this {
    this.#parts.push(part);
    this.length += part.length;
    return this;
  }

  whole(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#parts));
  }
}

/** A .zip of the entries; only `packed`, `size` and so on say how they are. */
export function zipOfEntries(entries: readonly Entry[], ending: Ending = {}): Uint8Array {
  const file = new Bytes();
  const directory = new Bytes();
  for (const entry of entries) {
    const { method = 8, flags = 0x800, extra = new Uint8Array() } = entry;
    const name = bytesOf(entry.name);
    const data = method === 8 ? deflateSync(entry.data) : entry.data;
    const packed = entry.packed ?? data.length;
    const size = entry.size ?? entry.data.length;
    const crc = entry.crc ?? crc32(entry.data);
    const at = entry.at ?? file.length;
    if (entry.ghost !== true)
      file
        .u32(0x04034b50)
        .u16(20, flags, method, 0, 0x21)
        .u32(crc, packed, size)
        .u16(name.length, extra.length)
        .bytes(name)
        .bytes(extra)
        .bytes(data);
    directory
      .u32(0x02014b50)
      .u16(20, 20, flags, method, 0, 0x21)
      .u32(crc, packed, size)
      .u16(name.length, extra.length, 0, 0, 0)
      .u32(0, at)
      .bytes(name)
      .bytes(extra);
  }
  const comment = ending.comment ?? new Uint8Array();
  const at = file.length;
  return file
    .bytes(directory.whole())
    .u32(0x06054b50)
    .u16(0, 0, ending.entries ?? entries.length, ending.entries ?? entries.length)
    .u32(ending.directorySize ?? directory.length, ending.directoryAt ?? at)
    .u16(comment.length)
    .bytes(comment)
    .whole();
}

const SIZES: readonly number[] = [0, 1, 0xffff, 0x7fffffff, 0xfffffffe, 0xffffffff, 2 ** 29, 2 ** 29 + 1];

/** The files as a zip that lies, overlaps, repeats itself or unpacks to far more than it is. */
export function trickedZip(files: readonly (readonly [string, Uint8Array])[], random: Random): Uint8Array {
  const plain = files.map(([name, data]): Entry => ({ name, data }));
  const victim = random.integer(plain.length);
  const changed = (change: Partial<Entry>): readonly Entry[] =>
    plain.map((entry, i) => (i === victim ? { ...entry, ...change } : entry));
  switch (random.integer(16)) {
    case 0:
      return zipOfEntries(changed({ size: pick(SIZES, random) }));
    case 1:
      return zipOfEntries(changed({ packed: pick(SIZES, random) }));
    case 2:
      return zipOfEntries(
        changed({ at: random.uniform() < 0.5 ? random.integer(4000) : pick(SIZES, random) }),
      );
    case 3:
      return zipOfEntries(changed({ method: pick([0, 1, 9, 12, 14, 93, 99, 65535], random) }));
    case 4:
      return zipOfEntries(changed({ flags: pick([1, 8, 0x40, 0x2000, 0xffff], random) }));
    case 5:
      return zipOfEntries(changed({ crc: random.integer(2 ** 31) }));
    case 6:
      return zipOfEntries(changed({ name: hostileText(random) }));
    case 7:
      return zipOfEntries([...plain, { ...plain[victim]!, data: bytesOf(hostileText(random)) }]);
    case 8:
      // Stored entries that claim to hold nothing, all over the same bytes.
      return overlapped(plain, 50 + random.integer(600), random.uniform() < 0.5 ? 0 : 8);
    case 9:
      return zipOfEntries([
        ...plain,
        { name: 'bomb', data: new Uint8Array(2 ** (16 + random.integer(9))), size: pick(SIZES, random) },
      ]);
    case 10:
      return zipOfEntries(plain, {
        entries: pick([0, 1, 65535, plain.length + 1, plain.length - 1], random),
      });
    case 11:
      return zipOfEntries(plain, {
        directoryAt: random.uniform() < 0.5 ? random.integer(9999) : pick(SIZES, random),
      });
    case 12:
      return zipOfEntries(plain, {
        comment: zipOfEntries([{ name: 'manifest.json', data: bytesOf('{}') }]).slice(0, 60_000),
      });
    case 13:
      return zipOfEntries([
        { name: 'inner.zip', data: zipOfEntries(plain) },
        ...(random.uniform() < 0.5 ? plain : []),
      ]);
    case 14:
      return zipOfEntries(changed({ size: 0xffffffff, packed: 0xffffffff, extra: wide(random) }));
    default:
      return zipOfEntries([
        ...plain,
        ...Array.from({ length: 1000 * random.integer(30) }, (_, i): Entry => ({
          name: `more/${String(i)}`,
          data: new Uint8Array(),
          method: 0,
        })),
      ]);
  }
}

/** The extra field of zip64, whose sizes may lie too. */
function wide(random: Random): Uint8Array {
  const size = BigInt(pick([0, 1, 2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER], random));
  const view = new DataView(new ArrayBuffer(28));
  view.setUint16(0, 1, true);
  view.setUint16(2, 24, true);
  view.setBigUint64(4, size, true);
  view.setBigUint64(12, size, true);
  view.setBigUint64(20, BigInt(random.integer(3000)), true);
  return new Uint8Array(view.buffer);
}

/** `count` entries more over the bytes of the first. */
function overlapped(plain: readonly Entry[], count: number, method: number): Uint8Array {
  const data = new Uint8Array(2 ** 22);
  const first: Entry = { name: 'x0', data, method, ...(method === 0 ? { size: 0 } : {}) };
  const packed = method === 8 ? deflateSync(data).length : data.length;
  const again = Array.from({ length: count }, (_, i): Entry => ({
    name: `x${String(i + 1)}`,
    data: new Uint8Array(),
    method,
    packed,
    size: method === 0 ? 0 : data.length,
    at: 0,
    ghost: true,
  }));
  return zipOfEntries([first, ...again, ...plain]);
}

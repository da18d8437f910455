/** The directory of a .zip from outside: what each entry is and where its bytes lie, judged before any of them is unpacked. */
import { strFromU8 } from 'fflate';
import { accepted, refused, type Result } from '../model/result.ts';

/** An archive unpacks to at most so much: more would not fit into a tab. */
export const MOST_BYTES = 2 ** 29;
export const MOST_ENTRIES = 20_000;

export interface Entry {
  /** Slashes make folders; one that ends in a slash is a folder. It is a name here and never a path on a disk. */
  readonly name: string;
  readonly packed: 'stored' | 'deflated';
  /** Where its bytes lie in the .zip. */
  readonly from: number;
  readonly to: number;
  /** Bytes that it says it unpacks to; what it unpacks to is checked again then. */
  readonly size: number;
}

const END = 0x06054b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LISTED_BYTES = 46;
const LOCAL_BYTES = 30;
/** In a field of 16 or 32 bits: the true value stands elsewhere, in the format for larger files. */
const ELSEWHERE_16 = 0xffff;
const ELSEWHERE_32 = 0xffffffff;

const ENCRYPTED = 1;
const UTF8 = 1 << 11;
const METHODS: Readonly<Record<number, Entry['packed']>> = { 0: 'stored', 8: 'deflated' };

/** What is wrong, a phrase that goes on after "it"; `broken` where the file is cut off or damaged. */
class Unreadable extends Error {}
const broken = (): Unreadable =>
  new Unreadable('is a .zip that is cut off or damaged; copy or download it again, or export it anew');

/**
 * The entries of a .zip in the directory's order. Refused in a sentence that begins with `fileName`: what is cut off, of
 * another kind than the lab writes (encrypted, split, larger than 4 GB, packed by another method), names two entries alike,
 * lets two share bytes, or lists more than `MOST_ENTRIES` or `MOST_BYTES`.
 */
export function directoryOf(zip: Uint8Array, fileName: string): Result<readonly Entry[]> {
  try {
    return accepted(listed(zip));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return refused(`${fileName}: it ${error.message}.`);
  }
}

/** Begins the record at the end, which is as long as it says. */
function endOf(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_BYTES - ELSEWHERE_16);
  for (let at = view.byteLength - END_BYTES; at >= first; at--) {
    if (
      view.getUint32(at, true) === END &&
      at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength
    )
      return at;
  }
  throw broken();
}

function listed(zip: Uint8Array): readonly Entry[] {
  if (zip.length === 0) throw new Unreadable('is empty; copy or download it again, or export it anew');
  // Whatever a zip is made of, its first file's record comes first; an empty one has its end alone.
  if (zip[0] !== 0x50 || zip[1] !== 0x4b)
    throw new Unreadable('is no .zip file; expected one that the lab exported');
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  const bytes = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (count === ELSEWHERE_16 || bytes === ELSEWHERE_32 || start === ELSEWHERE_32)
    throw new Unreadable('is a .zip of the kind for more than 4 GB (ZIP64), which the lab does not read');
  if (
    view.getUint16(end + 4, true) !== 0 ||
    view.getUint16(end + 6, true) !== 0 ||
    view.getUint16(end + 8, true) !== count
  )
    throw new Unreadable('is one part of a .zip that was split; join its parts first');
  if (count > MOST_ENTRIES)
    throw new Unreadable(
      `holds more than ${MOST_ENTRIES.toLocaleString('en')} files (${count.toLocaleString('en')}); that is no archive of the lab’s`,
    );
  if (start + bytes > end) throw broken();
  const names = new Set<string>();
  const entries: Entry[] = [];
  let size = 0;
  let at = start;
  for (let k = 0; k < count; k++) {
    if (at + LISTED_BYTES > start + bytes || view.getUint32(at, true) !== LISTED) throw broken();
    const { entry, length } = entryAt(zip, view, at, start);
    if (names.has(entry.name)) throw new Unreadable(`holds two files named ${quotedName(entry.name)}`);
    names.add(entry.name);
    // Whichever is more: a stored file is as large as it lies there, whatever it says.
    size += Math.max(entry.size, entry.to - entry.from);
    if (size > MOST_BYTES)
      throw new Unreadable(
        `unpacks to more than ${String(MOST_BYTES / 2 ** 20)} MB; that is no archive of the lab’s`,
      );
    entries.push(entry);
    at += length;
  }
  if (at !== start + bytes) throw broken();
  const shared = overlapping(entries);
  if (shared)
    throw new Unreadable(
      `holds two files that lie in the same bytes, ${quotedName(shared[0])} and ${quotedName(shared[1])}; that is no archive of the lab’s`,
    );
  return entries;
}

function entryAt(
  zip: Uint8Array,
  view: DataView,
  at: number,
  directory: number,
): { readonly entry: Entry; readonly length: number } {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const packedBytes = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const nameLength = view.getUint16(at + 28, true);
  const length = LISTED_BYTES + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  const local = view.getUint32(at + 42, true);
  if (at + length > view.byteLength) throw broken();
  const name = strFromU8(
    zip.subarray(at + LISTED_BYTES, at + LISTED_BYTES + nameLength),
    (flags & UTF8) === 0,
  );
  if (packedBytes === ELSEWHERE_32 || size === ELSEWHERE_32 || local === ELSEWHERE_32)
    throw new Unreadable('is a .zip of the kind for more than 4 GB (ZIP64), which the lab does not read');
  if (view.getUint16(at + 34, true) !== 0)
    throw new Unreadable('is one part of a .zip that was split; join its parts first');
  if ((flags & ENCRYPTED) !== 0)
    throw new Unreadable(`is encrypted (${quotedName(name)}); unpack it with its password first`);
  const packed = METHODS[method];
  if (packed === undefined)
    throw new Unreadable(
      `packs ${quotedName(name)} by a method that the lab does not read (number ${String(method)}); pack it anew as an ordinary .zip`,
    );
  if (packed === 'stored' && packedBytes !== size)
    throw new Unreadable(
      `says two sizes of ${quotedName(name)}, ${size.toLocaleString('en')} and ${packedBytes.toLocaleString('en')} bytes; that is no archive of the lab’s`,
    );
  if (local + LOCAL_BYTES > directory || view.getUint32(local, true) !== LOCAL) throw broken();
  const from = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (from + packedBytes > directory) throw broken();
  return { entry: { name, packed, from, to: from + packedBytes, size }, length };
}

/** Two entries with a byte in common, if there are. */
function overlapping(entries: readonly Entry[]): readonly [string, string] | undefined {
  const inOrder = entries.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);
  for (let k = 1; k < inOrder.length; k++) {
    const [before, next] = [inOrder[k - 1]!, inOrder[k]!];
    if (next.from < before.to) return [before.name, next.name];
  }
  return undefined;
}

const MOST_LETTERS = 60;

/** A name from a stranger's file as it may stand in a sentence. */
export function quotedName(name: string): string {
  const plain = name.replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '�');
  return `“${plain.length > MOST_LETTERS ? `…${plain.slice(1 - MOST_LETTERS)}` : plain}”`;
}

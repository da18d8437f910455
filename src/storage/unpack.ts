/** A .zip from outside, unpacked within bounds: memory follows what is there, never what the file says of itself. */
import { Inflate } from 'fflate';
import { directoryOf, quotedName, type Entry } from './zipDirectory.ts';
import { accepted, refused, type Result } from '../model/result.ts';

/** Packed bytes that are unpacked at a time: to a thousand times as many at most. */
const BITE = 2 ** 14;
/** Bites in a row that may bring nothing: four hold the longest block that comes only whole. */
const MOST_DUMB = 8;

/**
 * Files by name; the bytes of stored ones are views into `zip`. A refusal is a sentence that begins with `fileName`, and
 * nothing was unpacked where the directory alone says that it will be refused (`directoryOf`).
 */
export function unpack(zip: Uint8Array, fileName: string): Result<Map<string, Uint8Array>> {
  const parts = partsOf(zip, fileName);
  if (!parts.ok) return parts;
  const files = new Map<string, Uint8Array>();
  for (const { name, size, unpacked } of parts.value) {
    const file = unpacked();
    if (file === undefined)
      return refused(
        `${fileName}: a part of it is damaged, ${quotedName(name)} (it does not unpack to the ${size.toLocaleString('en')} bytes that it should); copy or download the file again, or export it anew.`,
      );
    files.set(name, file);
  }
  return accepted(files);
}

/** One file of a .zip, which is unpacked when it is asked for. */
export interface Part {
  readonly name: string;
  /** Bytes that it has once it is unpacked. */
  readonly size: number;
  /** Undefined where they are damaged. */
  readonly unpacked: () => Uint8Array | undefined;
}

/** The files of a .zip that belong together no more than that: one that is damaged or too large says nothing of the others. */
export function partsOf(zip: Uint8Array, fileName: string): Result<readonly Part[]> {
  const directory = directoryOf(zip, fileName);
  if (!directory.ok) return directory;
  return accepted(
    directory.value.map((entry) => ({
      ...{ name: entry.name, size: entry.size },
      unpacked: () => {
        const bytes = zip.subarray(entry.from, entry.to);
        return entry.packed === 'stored' ? bytes : inflated(bytes, entry);
      },
    })),
  );
}

/** Undefined where the bytes are damaged or unpack to more or fewer than the directory says. */
function inflated(bytes: Uint8Array, { size }: Entry): Uint8Array | undefined {
  // Written where it will stay, in room that grows with what is there: pieces beside the whole would be twice the memory.
  let room = new Uint8Array(Math.min(size, BITE));
  let length = 0;
  let dumb = 0;
  const inflate = new Inflate((chunk) => {
    dumb = chunk.length > 0 ? 0 : dumb + 1;
    const end = length + chunk.length;
    if (end <= size) {
      if (end > room.length)
        room = grown(room.subarray(0, length), Math.min(size, Math.max(end, 4 * length)));
      room.set(chunk, length);
    }
    length = end;
  });
  try {
    // What follows the end of the stream brings nothing, and fflate would gather it, ever slower.
    for (let at = 0; length <= size && dumb < MOST_DUMB; at += BITE) {
      const last = at + BITE >= bytes.length;
      inflate.push(bytes.subarray(at, at + BITE), last);
      if (last) break;
    }
  } catch {
    return undefined;
  }
  return length === size ? room : undefined;
}

function grown(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const room = new Uint8Array(size);
  room.set(bytes);
  return room;
}

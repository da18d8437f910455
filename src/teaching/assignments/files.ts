/** Files that a teacher drops: hand-ins one by one or in a .zip, assignments among them, and whatever else lies there. */
import { ASSIGNMENT, MOST_ASSIGNMENT_BYTES } from './assignment.ts';
import type { Refused } from './grade.ts';
import { MOST_HAND_IN_BYTES } from './handIn.ts';
import { nameFrom } from '../../model/text.ts';
import { partsOf, type Part } from '../../storage/unpack.ts';

/** A file to be graded, or an assignment to grade by. */
export interface TextFile {
  readonly file: string;
  readonly text: string;
}

const MB = 2 ** 20;
/** A .zip of a class; what it unpacks to is bounded where it is unpacked. */
export const MOST_ZIP_BYTES = 256 * MB;

const isZip = (name: string): boolean => /\.zip$/i.test(name);

/** A file's name as a table may show it, whatever the system or the .zip that it comes from allows. */
const nameOf = (name: string): string => nameFrom(name, 200) || 'unnamed';

const megabytes = (bytes: number): string => `${String(Math.round((10 * bytes) / MB) / 10)} MB`;

/** Why a file is not even read, a sentence; undefined where it may be. */
export function tooLarge(size: number, name: string): string | undefined {
  const most = isZip(name) ? MOST_ZIP_BYTES : MOST_HAND_IN_BYTES;
  if (size <= most) return undefined;
  return `${name}: it has ${megabytes(size)}, and ${isZip(name) ? 'a .zip of hand-ins' : 'a hand-in'} at most ${megabytes(most)}; it was not read.`;
}

/** What systems put into a .zip beside the files. */
const isLitter = (name: string): boolean =>
  name.endsWith('/') || name.startsWith('__MACOSX/') || /(^|\/)(\.DS_Store|Thumbs\.db)$/.test(name);

function textOf(bytes: Uint8Array, name: string): TextFile | Refused {
  try {
    return { file: name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { file: name, refused: `${name}: it is no hand-in of this lab; it is no text.` };
  }
}

/** Of a .zip: what is too large is not unpacked, and what is damaged spoils nothing else. */
function partOf({ name: given, size, unpacked }: Part): TextFile | Refused {
  const name = nameOf(given);
  if (isZip(given))
    return { file: name, refused: `${name}: it is a .zip within a .zip; unpack the outer one first.` };
  const large = tooLarge(size, name);
  if (large !== undefined) return { file: name, refused: large };
  const bytes = unpacked();
  return bytes
    ? textOf(bytes, name)
    : { file: name, refused: `${name}: it is damaged in the .zip; ask for the file itself.` };
}

/** The files in a file: itself, or those of the .zip. */
export function filesIn(bytes: Uint8Array, given: string): readonly (TextFile | Refused)[] {
  const name = nameOf(given);
  const large = tooLarge(bytes.length, name);
  if (large !== undefined) return [{ file: name, refused: large }];
  if (!isZip(name)) return [textOf(bytes, name)];
  const parts = partsOf(bytes, name);
  if (!parts.ok) return [{ file: name, refused: parts.message }];
  const all = parts.value.filter((part) => !isLitter(part.name)).map(partOf);
  return all.length > 0 ? all : [{ file: name, refused: `${name}: there is no file in it.` }];
}

/** Whether a text says that it is an assignment; whether it is one is judged when it is read. */
export function saysAssignment(text: string): boolean {
  return text.length <= MOST_ASSIGNMENT_BYTES && new RegExp(`"format"\\s*:\\s*"${ASSIGNMENT}"`).test(text);
}

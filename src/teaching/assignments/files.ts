/** Files that a teacher drops: hand-ins one by one or in a .zip, assignments among them, and whatever else lies there. */
import { ASSIGNMENT, MOST_ASSIGNMENT_BYTES } from './assignment.ts';
import type { Refused } from './grade.ts';
import { MOST_HAND_IN_BYTES } from './handIn.ts';
import { unpack } from '../../storage/unpack.ts';

/** A file to be graded, or an assignment to grade by. */
export interface TextFile {
  readonly file: string;
  readonly text: string;
}

const MB = 2 ** 20;
/** A .zip of a class; what it unpacks to is bounded where it is unpacked. */
const MOST_ZIP_BYTES = 256 * MB;

const isZip = (name: string): boolean => /\.zip$/i.test(name);

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
  const large = tooLarge(bytes.length, name);
  if (large !== undefined) return { file: name, refused: large };
  try {
    return { file: name, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { file: name, refused: `${name}: it is no hand-in of this lab; it is no text.` };
  }
}

/** The files in a file: itself, or those of the .zip. */
export function filesIn(bytes: Uint8Array, name: string): readonly (TextFile | Refused)[] {
  const large = tooLarge(bytes.length, name);
  if (large !== undefined) return [{ file: name, refused: large }];
  if (!isZip(name)) return [textOf(bytes, name)];
  const files = unpack(bytes, name);
  if (!files.ok) return [{ file: name, refused: files.message }];
  const all = [...files.value]
    .filter(([one]) => !isLitter(one))
    .map(([one, content]) => textOf(content, one));
  return all.length > 0 ? all : [{ file: name, refused: `${name}: there is no file in it.` }];
}

/** Whether a text says that it is an assignment; whether it is one is judged when it is read. */
export function saysAssignment(text: string): boolean {
  return text.length <= MOST_ASSIGNMENT_BYTES && new RegExp(`"format"\\s*:\\s*"${ASSIGNMENT}"`).test(text);
}

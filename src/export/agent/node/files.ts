/** The agent's files, read with a bound; whatever is wrong with one is a sentence. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LONGEST_TOKEN } from '../token.ts';
import { readBounded } from '../../../model/bounded.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';

const MIB = 2 ** 20;
/** Bytes of one file, and of the whole bundle; as exported it has about one MiB, without the archive of the training. */
const LARGEST_FILE = 8 * MIB;
const LARGEST_BUNDLE = 16 * MIB;
const MOST_FILES = 100;
/** With a little more than the longest, so that it is the token's own sentence that says so. */
const TOKEN_BYTES = LONGEST_TOKEN + 64;

/** Why the system did not do what was asked, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'there is no such file',
    ENOTDIR: 'a part of its path is no folder',
    EACCES: 'this user may not read it',
    EPERM: 'this user may not read it',
    EISDIR: 'it is a folder',
    ELOOP: 'its links go round in a circle',
    ENAMETOOLONG: 'its name is too long',
    EMFILE: 'too many files are open',
  };
  return known[code ?? ''] ?? code ?? message;
}

/** A file of at most `most` bytes. What is no plain file (a pipe, a device) is not opened: it may never end. */
export async function readFileWithin(file: string, most: number): Promise<Result<Uint8Array>> {
  try {
    if (!(await stat(file)).isFile()) return refused(`${file} cannot be read: it is no plain file.`);
    const bytes = await readBounded(createReadStream(file), most);
    return bytes
      ? accepted(bytes)
      : refused(`${file} is longer than the ${most.toLocaleString('en')} bytes that it may have.`);
  } catch (error) {
    return refused(`${file} cannot be read: ${reasonOf(error)}.`);
  }
}

const decoder = new TextDecoder();

/** A text of the agent's own: settings. */
export async function readText(file: string): Promise<Result<string>> {
  const bytes = await readFileWithin(file, LARGEST_FILE);
  return bytes.ok ? accepted(decoder.decode(bytes.value)) : bytes;
}

export async function readTokenText(file: string): Promise<Result<string>> {
  const bytes = await readFileWithin(file, TOKEN_BYTES);
  return bytes.ok ? accepted(decoder.decode(bytes.value)) : bytes;
}

/** The files of a bundle by name; those that begin with a dot are what a ConfigMap is mounted with. */
export async function filesIn(folder: string): Promise<Result<ReadonlyMap<string, Uint8Array>>> {
  const files = new Map<string, Uint8Array>();
  let names: readonly string[];
  try {
    names = (await readdir(folder, { withFileTypes: true }))
      .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('..'))
      .map(({ name }) => name);
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such folder' : reasonOf(error);
    return refused(`The bundle ${folder} cannot be read: ${reason}.`);
  }
  if (names.length > MOST_FILES)
    return refused(
      `The bundle ${folder} has ${String(names.length)} files, and at most ${String(MOST_FILES)} are read.`,
    );
  let left = LARGEST_BUNDLE;
  for (const name of names) {
    const bytes = await readFileWithin(join(folder, name), LARGEST_FILE);
    if (!bytes.ok) return bytes;
    left -= bytes.value.length;
    if (left < 0)
      return refused(
        `The bundle ${folder} is larger than the ${String(LARGEST_BUNDLE / MIB)} MiB that it may have.`,
      );
    files.set(name, bytes.value);
  }
  return accepted(files);
}

/** The one way by which files enter the command line: plain files only, and never more than a bound. */
import { constants, type Stats } from 'node:fs';
import { lstat, open, stat } from 'node:fs/promises';
import { codeOf, kindOfEntry, whyOf } from './fileWords.ts';
import { UsageError } from './options.ts';
import { readBounded } from '../model/bounded.ts';
import { MOST_SET_BYTES } from '../profiles/labelled/rawSet.ts';
import { MOST_MODEL_BYTES } from '../profiles/measure/troubles.ts';
import { MOST_ASSIGNMENT_BYTES } from '../teaching/assignments/assignment.ts';
import { MOST_ZIP_BYTES } from '../teaching/assignments/files.ts';

/** Largest file of each kind, bytes; the page takes traces of the same size. */
const MOST = {
  load: 200 * 2 ** 20,
  pipeline: 16 * 2 ** 20,
  policy: 512 * 2 ** 20,
  bundle: 512 * 2 ** 20,
  predictor: 16 * 2 ** 20,
  loadTest: 64 * 2 ** 20,
  model: MOST_MODEL_BYTES,
  labelled: MOST_SET_BYTES,
  assignment: MOST_ASSIGNMENT_BYTES,
  handIns: MOST_ZIP_BYTES,
  part: 512 * 2 ** 20,
} as const;

export type InputKind = keyof typeof MOST;

/** Neither waits for a writer or a line, nor becomes the terminal of this process; 0 where a system lacks them. */
const QUIETLY = (constants.O_NONBLOCK || 0) | (constants.O_NOCTTY || 0);

/** Of a path where nothing is, so that it may be the name of something else. */
const ABSENT: readonly (string | undefined)[] = [
  'ENOENT',
  'ENOTDIR',
  'ENAMETOOLONG',
  'ERR_INVALID_ARG_VALUE',
];

/** What is behind `path`, links followed; undefined where nothing is. Throws UsageError for what cannot be looked at. */
async function lookAt(path: string, what: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (!ABSENT.includes(codeOf(error)))
      throw new UsageError(`${what} "${shown(path)}" cannot be read: ${whyOf(error)}.`);
    const link = await lstat(path).catch(() => undefined);
    if (link?.isSymbolicLink() !== true) return undefined;
    throw new UsageError(`${what} "${shown(path)}" is a link that leads nowhere; name a file.`);
  }
}

function refusePlainly(stats: Stats, path: string, what: string): void {
  if (stats.isFile()) return;
  const advice = stats.isDirectory()
    ? 'not a plain file; name a file in it'
    : 'not a plain file, and may never end; save what it gives into a file, and name that';
  throw new UsageError(`${what} "${shown(path)}" is ${kindOfEntry(stats)}, ${advice}.`);
}

function tooLarge(path: string, what: string, most: number): UsageError {
  return new UsageError(
    `${what} "${shown(path)}" is larger than ${String(most / 2 ** 20)} MB, the most that is read; name a smaller part of it.`,
  );
}

/** A path as it stands in a sentence. */
function shown(path: string): string {
  return path.length > 200 ? `${path.slice(0, 199)}…` : path;
}

/**
 * The bytes of a plain file; undefined where nothing is at `path`. Links are followed. The size is bounded while it is
 * read, since some files (of /proc, or ones that grow) are longer than they say.
 *
 * @param what begins the sentence of a refusal: "The workload".
 * @throws UsageError for folders, pipes, devices, sockets, links that lead nowhere, files that are too large or may not be read.
 */
export async function readInput(
  path: string,
  what: string,
  kind: InputKind,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const most = MOST[kind];
  // Looked at before it is opened: opening a device can already do something.
  const before = await lookAt(path, what);
  if (!before) return undefined;
  refusePlainly(before, path, what);
  try {
    const file = await open(path, constants.O_RDONLY | QUIETLY);
    try {
      const stats = await file.stat();
      refusePlainly(stats, path, what);
      if (stats.size > most) throw tooLarge(path, what, most);
      const bytes = await readBounded(
        file.createReadStream({ autoClose: false, highWaterMark: 2 ** 20 }),
        most,
      );
      if (!bytes) throw tooLarge(path, what, most);
      return bytes;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${what} "${shown(path)}" cannot be read: ${whyOf(error)}.`);
  }
}

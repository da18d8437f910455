/** The folder that a command writes: made in one piece where there was none, changed file by file and with --force where there was. */
import type { Stats } from 'node:fs';
import { chmod, copyFile, link, lstat, mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, parse, resolve } from 'node:path';
import { draftIn, isDraft } from './drafts.ts';
import { codeOf, kindOfEntry, whyOf } from './fileWords.ts';
import type { Notes } from './notes.ts';
import { required, UsageError, type Options } from './options.ts';
import { fill, isStill, outPath, refuseLink, standing, tryToWrite } from './out.ts';
import { unstoppable, type Stop } from './stop.ts';
import type { ExportFile } from '../export/file.ts';
import { firstOf } from '../model/text.ts';

/** Where a command may write files. */
export interface OutFolder {
  /** As it was typed. */
  readonly path: string;
  readonly force: boolean;
  /** The innermost folder on the way that is there; the folder itself where it is. */
  readonly ground: string;
  /** What it is, whatever its name leads to later. */
  readonly was: Stats;
}

/** Held while files of a folder are replaced, so that two processes do not mix theirs. */
const LOCK = '.sluice-lock';
/** Replacing takes a moment: a lock as old as this has lost its process. Milliseconds. */
const OLD_LOCK = 60_000;
/** How long another process's lock is waited for, milliseconds. */
const PATIENCE = 10_000;
/** So many names are told. */
const MOST_NAMED = 3;

/** The folder of `--out`, which can be written as it seems now. Throws UsageError where it holds something and `--force` is not given. */
export async function outFolder(options: Options): Promise<OutFolder> {
  const path = outPath(options) ?? required(options, 'out');
  // Without its last slash, behind which a link would be followed.
  const place = resolve(path);
  const force = options['force'] === true;
  if (place === parse(place).root || place === homedir())
    throw new UsageError(
      `--out "${path}" is ${place === homedir() ? 'your home folder' : 'the root of the file system'}, which is no place for an export; name a folder of its own.`,
    );
  const there = await standing(place);
  await refuseLink(path, there);
  if (there && !there.isDirectory())
    throw new UsageError(`--out "${path}" is ${kindOfEntry(there)}; a folder's name was expected.`);
  if (!there) {
    const ground = await groundOf(place, path);
    await tryToWrite(ground, path);
    return { path, force, ground, was: await stat(ground) };
  }
  await tryToWrite(place, path);
  const held = (await readdir(place)).filter((name) => !isDraft(name) && name !== LOCK);
  if (held.length > 0 && !force)
    throw new UsageError(
      `--out "${path}" is a folder that holds ${some(held)} already; name a new folder, or add --force to replace in it the files that are written.`,
    );
  return { path, force, ground: place, was: there };
}

/** "a, b, c and 4 more". */
function some(names: readonly string[]): string {
  return firstOf([...names].sort(), MOST_NAMED);
}

/** The innermost folder on the way to `place` that is there. */
async function groundOf(place: string, path: string): Promise<string> {
  for (let at = dirname(place); ; at = dirname(at)) {
    const stats: Stats | undefined = await stat(at).catch(() => undefined);
    if (stats?.isDirectory() === true) return at;
    const itself = await standing(at);
    if (itself)
      throw new UsageError(
        `--out "${path}": "${at}" is ${kindOfEntry(itself)}, where a folder was expected.`,
      );
    if (at === dirname(at)) throw new UsageError(`--out "${path}": there is no folder "${at}".`);
  }
}

/**
 * Writes all files or none: they are laid out beside their place, and get there at the end. Where the folder was not
 * there, that is one step; where it was, each file is replaced whole, and what was done is taken back if one fails.
 * No link is followed on the way. Throws UsageError with a sentence that says what there is now.
 */
export async function writeFolder(
  out: OutFolder,
  files: readonly ExportFile[],
  notes: Notes,
  stop: Stop = unstoppable,
): Promise<void> {
  const { path, ground, force } = out;
  const place = resolve(path);
  if (!(await isStill(ground, out.was)))
    throw new UsageError(
      `The folder "${ground}" is gone, or another one has its name now; nothing of this export was written.`,
    );
  const stage = draftIn(ground);
  stop.draft(stage);
  try {
    for (const { name, content } of files) {
      const file = join(stage, name);
      await mkdir(dirname(file), { recursive: true });
      await fill(file, content);
    }
    if (ground === place || !(await moved(stage, out))) {
      const merge = (): Promise<void> => merged(stage, place, files, force);
      await locked(place, path, stop, merge);
      const others = await othersIn(place, files);
      if (others.length > 0)
        notes.add(undefined, [
          `"${path}" holds files of before beside those of this export: ${some(others)}. Whoever applies the folder applies them too.`,
        ]);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`"${path}" could not be written: ${whyOf(error)}; what stood there is as it was.`);
  } finally {
    await rm(stage, { recursive: true, force: true }).catch(() => undefined);
    stop.draft(stage, true);
  }
}

/** Makes the staged folder the one at its place; false where another process made that meanwhile and --force allows to go on in it. */
async function moved(stage: string, { path, ground, force }: OutFolder): Promise<boolean> {
  const place = resolve(path);
  const made: string[] = [];
  try {
    for (const at of waysFrom(ground, dirname(place))) {
      await mkdir(at);
      made.push(at);
    }
    await rename(stage, place);
    return true;
  } catch (error) {
    // Only what is empty goes.
    for (const at of made.reverse()) await rmdir(at).catch(() => undefined);
    const now = await standing(place);
    if (!now) throw error;
    await refuseLink(path, now);
    if (force && now.isDirectory()) return false;
    throw new UsageError(
      `"${path}" was made by another process meanwhile; it stays as it is, and nothing of this export was written.`,
    );
  }
}

/** The folders that are missing between `ground` and `place`, the outermost first. */
function waysFrom(ground: string, place: string): readonly string[] {
  const ways: string[] = [];
  for (let at = place; at !== ground && at !== dirname(at); at = dirname(at)) ways.unshift(at);
  return ways;
}

/** Does `work` while no other command line does the same in this folder. */
async function locked(place: string, path: string, stop: Stop, work: () => Promise<void>): Promise<void> {
  const lock = join(place, LOCK);
  const from = performance.now();
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      const held = await lstat(lock).catch(() => undefined);
      if (held?.isDirectory() === false)
        throw new UsageError(
          `"${lock}" is ${kindOfEntry(held)}, where the lock of a command would be; remove it. Nothing of this export was written.`,
        );
      if (held && Date.now() - held.mtimeMs > OLD_LOCK) await rmdir(lock).catch(() => undefined);
      if (performance.now() - from > PATIENCE)
        throw new UsageError(
          `Another command writes into "${path}" now (or was killed there within the last minute); nothing of this export was written.`,
        );
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  stop.draft(lock);
  try {
    await work();
  } finally {
    await rmdir(lock).catch(() => undefined);
    stop.draft(lock, true);
  }
}

/** Every file's place is looked at before the first is touched; a link on the way, or at it, is refused. */
async function refuseOnTheWay(
  place: string,
  files: readonly ExportFile[],
  force: boolean,
): Promise<ReadonlySet<string>> {
  const missing = new Set<string>();
  for (const { name } of files) {
    const parts = name.split('/');
    for (let length = 0; length <= parts.length; length++) {
      const at = join(place, ...parts.slice(0, length));
      const stats = await standing(at);
      await refuseLink(at, stats);
      if (length < parts.length) {
        if (!stats) missing.add(at);
        else if (!stats.isDirectory())
          throw new UsageError(
            `"${at}" is ${kindOfEntry(stats)}, where a folder was expected; nothing was written.`,
          );
      } else if (stats && !stats.isFile())
        throw new UsageError(
          `"${at}" is ${kindOfEntry(stats)}, where a file was expected; nothing was written.`,
        );
      else if (stats && !force)
        throw new UsageError(
          `"${at}" was made by another process meanwhile; nothing of this export was written.`,
        );
    }
  }
  return missing;
}

/** Puts the staged files into a folder that is there. Rejects where one cannot be put, with everything as it was. */
async function merged(
  stage: string,
  place: string,
  files: readonly ExportFile[],
  force: boolean,
): Promise<void> {
  const missing = await refuseOnTheWay(place, files, force);
  const undo: (() => Promise<unknown>)[] = [];
  try {
    for (const at of missing) {
      await mkdir(at);
      undo.push(() => rmdir(at));
    }
    for (const [i, { name }] of files.entries()) {
      const file = join(place, name);
      const old = await lstat(file).catch(() => undefined);
      const kept = join(stage, `.old-${String(i)}`);
      // A second name for the old file, so that there is one at its place at every moment.
      if (old) {
        await link(file, kept).catch(() => copyFile(file, kept));
        await chmod(join(stage, name), old.mode & 0o777).catch(() => undefined);
      }
      await rename(join(stage, name), file);
      undo.push(() => (old ? rename(kept, file) : rm(file)));
    }
  } catch (error) {
    for (const back of undo.reverse()) await back().catch(() => undefined);
    throw error;
  }
}

/** Plain files that are not of this export in the folders that it writes, by their names in `place`. */
async function othersIn(place: string, files: readonly ExportFile[]): Promise<readonly string[]> {
  const own = new Set(files.map(({ name }) => name));
  const folders = new Set(files.flatMap(({ name }) => foldersOf(name)));
  const others: string[] = [];
  for (const folder of folders) {
    for (const entry of await readdir(join(place, folder), { withFileTypes: true })) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory() && !own.has(name) && !isDraft(entry.name)) others.push(name);
    }
  }
  return others;
}

/** '' and every folder on the way to a file. */
function foldersOf(name: string): readonly string[] {
  const parts = name.split('/').slice(0, -1);
  return ['', ...parts.map((_, i) => parts.slice(0, i + 1).join('/'))];
}

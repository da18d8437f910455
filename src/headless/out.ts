/** The file that a command writes: checked before the work begins, written whole or not at all. */
import type { Stats } from 'node:fs';
import { chmod, link, lstat, open, readlink, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, parse, join, resolve } from 'node:path';
import { draftIn, sweep } from './drafts.ts';
import { codeOf, kindOfEntry, whyOf } from './fileWords.ts';
import type { Notes } from './notes.ts';
import { text, UsageError, type Options } from './options.ts';
import { unstoppable, type Stop } from './stop.ts';

/** Where a command may write. */
export interface OutFile {
  /** As it was typed. */
  readonly path: string;
  /** Whether what stands there is replaced. */
  readonly force: boolean;
  /** What stood there when it was checked. */
  readonly old: Stats | undefined;
  /** The folder that it lies in, whatever its name leads to later. */
  readonly folder: Stats;
}

/** Systems that have no second name for a file say one of these. */
const NO_LINKS: readonly (string | undefined)[] = [
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EXDEV',
  'EINVAL',
];

/** The value of `--out`; undefined without one. Throws UsageError for what is no path. */
export function outPath(options: Options): string | undefined {
  const out = text(options, 'out');
  if (out?.trim() === '') throw new UsageError('--out is empty; a name was expected.');
  if (out?.includes('\0') === true) throw new UsageError('--out holds a NUL character, which no name may.');
  return out;
}

/** What is at `path` itself, no link followed; undefined where nothing is. Throws UsageError. */
export async function standing(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new UsageError(`--out "${path}" cannot be written: ${whyOf(error)}.`);
  }
}

/** Throws UsageError where `path` is a link, which is never written through. */
export async function refuseLink(path: string, stats: Stats | undefined): Promise<void> {
  if (stats?.isSymbolicLink() !== true) return;
  const to = await readlink(resolve(path)).catch(() => '?');
  throw new UsageError(
    `"${path}" is a link to "${to}", and nothing is written through links; name what it leads to, or remove the link.`,
  );
}

/** The file of `--out`, which can be written as it seems now; undefined without one. `--force` says whether an old one may be replaced. Throws UsageError. */
export async function outFile(options: Options): Promise<OutFile | undefined> {
  const path = outPath(options);
  if (path === undefined) return undefined;
  if (/[/\\]$/.test(path) && dirname(resolve(path)) !== resolve(path))
    throw new UsageError(`--out "${path}" is a folder's name; a file's name was expected.`);
  const folder = dirname(resolve(path));
  const there = await stat(folder).catch((error: unknown) => whyOf(error));
  if (typeof there === 'string' || !there.isDirectory())
    throw new UsageError(`--out "${path}": there is no folder "${folder}"; make it first, or name another.`);
  const old = await standing(path);
  await refuseLink(path, old);
  if (old?.isDirectory() === true)
    throw new UsageError(`--out "${path}" is a folder; a file's name was expected.`);
  if (old && !old.isFile())
    throw new UsageError(
      `--out "${path}" is a special file (${kindOfEntry(old)}); a plain file's name was expected.`,
    );
  const force = options['force'] === true;
  if (old && !force)
    throw new UsageError(
      `--out "${path}" is there already; name another file, or add --force to replace it.`,
    );
  await tryToWrite(folder, path);
  return { path, force, old, folder: there };
}

/** Makes and removes a file in `folder`: what rights, disk and mount say is then known. Throws UsageError. */
export async function tryToWrite(folder: string, path: string): Promise<void> {
  await sweep(folder);
  const draft = draftIn(folder);
  try {
    await (await open(draft, 'wx')).close();
    await rm(draft);
  } catch (error) {
    throw new UsageError(
      `--out "${path}": nothing can be written in the folder "${folder}": ${whyOf(error)}.`,
    );
  }
}

/**
 * Writes the file whole; what stood there stays until the new content is on the disk, and stays where that fails. Where
 * the content is complete and only its place is not to be had (another process took it, a right is missing), it is kept
 * beside it, unless what stands there meanwhile `serves` as well. Throws UsageError with a sentence that says what there is now.
 */
export async function writeWhole(
  out: OutFile,
  content: string | Uint8Array,
  notes: Notes,
  stop: Stop = unstoppable,
  serves: () => Promise<boolean> = () => Promise.resolve(false),
): Promise<void> {
  const { path, force, old } = out;
  if (!(await isStill(dirname(resolve(path)), out.folder))) {
    const kept = await keepElsewhere(content, basename(path));
    throw new UsageError(
      `The folder of "${path}" is gone, or another one has its name now; nothing was written there${kept === undefined ? '' : `, and the result is in "${kept}"`}.`,
    );
  }
  const draft = draftIn(dirname(resolve(path)));
  stop.draft(draft);
  try {
    await fill(draft, content, old?.mode);
    const now = await standing(path);
    await refuseLink(path, now);
    if (now && !now.isFile())
      throw new UsageError(`"${path}" is ${kindOfEntry(now)} now, where a file was expected.`);
    await (force ? rename(draft, path) : place(draft, path));
    if (now && force && !same(now, old))
      notes.add(undefined, [
        `"${path}" was written by another process meanwhile; that is replaced, as --force asks.`,
      ]);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && (await serves())) {
      notes.add(undefined, [`"${path}" was made by another process meanwhile, and is kept: it is the same.`]);
      return;
    }
    const beside = await keepBeside(draft, path);
    const kept =
      beside === undefined
        ? 'what stood there is as it was'
        : `what stands there is as it was, and the result is in "${beside}"`;
    if (error instanceof UsageError) throw new UsageError(`${error.message.replace(/\.$/, '')}; ${kept}.`);
    throw new UsageError(
      codeOf(error) === 'EEXIST'
        ? `"${path}" was made by another process meanwhile; ${kept}.`
        : `"${path}" could not be written: ${whyOf(error)}; ${kept}.`,
    );
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
    stop.draft(draft, true);
  }
}

/** Whether `folder` is the one that it was: a name can be given to another folder, or to a link, while a command works. */
export async function isStill(folder: string, was: Stats): Promise<boolean> {
  const now = await stat(folder).catch(() => undefined);
  return now?.dev === was.dev && now.ino === was.ino;
}

/** Keeps what took long to come by in the working folder or else in the one for temporary files; undefined where neither takes it. */
async function keepElsewhere(content: string | Uint8Array, name: string): Promise<string | undefined> {
  for (const folderOf of [() => process.cwd(), tmpdir]) {
    try {
      const folder = folderOf();
      const draft = draftIn(folder);
      await fill(draft, content);
      const kept = await keepBeside(draft, join(folder, name));
      await rm(draft, { force: true });
      if (kept !== undefined) return kept;
    } catch {
      // Gone, full or not ours: the next one.
    }
  }
  return undefined;
}

/** Writes a new file to the disk whole, or leaves none; with the rights of the one that it will replace. */
export async function fill(draft: string, content: string | Uint8Array, mode?: number): Promise<void> {
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  if (mode !== undefined) await chmod(draft, mode & 0o777).catch(() => undefined);
}

function same(now: Stats, old: Stats | undefined): boolean {
  return old?.ino === now.ino && old.mtimeMs === now.mtimeMs && old.size === now.size;
}

/** Gives the draft its name where nothing has it; rejects with EEXIST where something has. */
async function place(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    if (!NO_LINKS.includes(codeOf(error))) throw error;
    // The name is taken by an empty file first, which nobody else can do then.
    await (await open(path, 'wx')).close();
    await rename(draft, path).catch(async (failed: unknown) => {
      await rm(path, { force: true });
      throw failed;
    });
  }
}

/** The whole draft under the next free name; undefined where there is none, or no draft. */
async function keepBeside(draft: string, path: string): Promise<string | undefined> {
  if (!(await lstat(draft).catch(() => undefined))) return undefined;
  const { dir, name, ext } = parse(path);
  for (let n = 2; n < 100; n++) {
    const beside = join(dir, `${name}-${String(n)}${ext}`);
    try {
      await place(draft, beside);
      return beside;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') return undefined;
    }
  }
  return undefined;
}

/** Where a command writes: checked before the work begins, written whole or not at all. */
import { constants } from 'node:fs';
import { access, lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { text, UsageError, type Options } from './options.ts';

/** The path of `--out`, which can be written as it seems now; undefined without one. Throws UsageError. */
export async function outFile(options: Options): Promise<string | undefined> {
  const out = text(options, 'out');
  if (out === undefined) return undefined;
  const folder = dirname(resolve(out));
  const there = await lstat(folder).catch(() => undefined);
  if (!there)
    throw new UsageError(`--out "${out}": there is no folder "${folder}"; make it first, or name another.`);
  const old = await lstat(out).catch(() => undefined);
  if (old?.isDirectory() === true)
    throw new UsageError(`--out "${out}" is a folder; a file's name was expected.`);
  if (old && !old.isFile() && !old.isSymbolicLink())
    throw new UsageError(`--out "${out}" is a special file; a plain file's name was expected.`);
  try {
    await access(folder, constants.W_OK);
  } catch {
    throw new UsageError(`--out "${out}": the folder "${folder}" cannot be written to.`);
  }
  return out;
}

/** Replaces the file whole: what stood there stays until the new content is on the disk. */
export async function writeWhole(out: string, content: string | Uint8Array): Promise<void> {
  const draft = join(dirname(resolve(out)), `.${basename(out)}.${String(process.pid)}.part`);
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, out);
  } catch (error) {
    await rm(draft, { force: true });
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`"${out}" could not be written (${why}); what stood there is as it was.`);
  }
}

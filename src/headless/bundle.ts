import { readFile } from 'node:fs/promises';
import { UsageError } from './options.ts';
import { readBundle, type ReadBundle } from '../export/policy/readBundle.ts';

/** A policy's bundle, a .zip. */
export async function loadBundle(path: string): Promise<ReadBundle> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch {
    throw new UsageError(`The bundle "${path}" is no file that can be read.`);
  }
  const read = await readBundle(bytes, path);
  if (!read.ok) throw new UsageError(read.message);
  return read.value;
}

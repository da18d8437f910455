import { readInput } from './inputs.ts';
import { UsageError } from './options.ts';
import { readBundle, type ReadBundle } from '../export/policy/readBundle.ts';

/** A policy's bundle, a .zip. */
export async function loadBundle(path: string): Promise<ReadBundle> {
  const bytes = await readInput(path, 'The bundle', 'bundle');
  if (!bytes) throw new UsageError(`The bundle "${path}" is no file that can be read.`);
  const read = await readBundle(bytes, path);
  if (!read.ok) throw new UsageError(read.message);
  return read.value;
}

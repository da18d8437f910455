/** Autoscalers out of manifests, as policies of a command. */
import { basename } from 'node:path';
import { readInput } from './inputs.ts';
import type { Notes } from './notes.ts';
import { UsageError } from './options.ts';
import { holdsManifests } from '../export/intake/sniff.ts';
import { autoscalersFrom } from '../export/scalers/autoscalers.ts';
import type { ImportedPolicy } from '../export/scalers/combine.ts';
import type { Pipeline } from '../model/pipeline.ts';

/**
 * The keys of the autoscalers in the file `name`, whose stages are those of `pipeline`; what was assumed goes to `notes`.
 * Undefined where there is no such file, or it holds no manifests. Throws UsageError for manifests without an autoscaler.
 */
export async function keysInFile(
  name: string,
  pipeline: Pipeline,
  notes: Notes,
): Promise<readonly string[] | undefined> {
  const bytes = await readInput(name, 'The policy', 'policy');
  const file = bytes && new TextDecoder().decode(bytes);
  if (file === undefined || !holdsManifests(file, name)) return undefined;
  const stages = pipeline.stages.map((stage) => stage.name);
  const read = autoscalersFrom(file, basename(name), stages);
  if (!read.ok) throw new UsageError(read.message);
  notes.add(basename(name), read.value.notes);
  return read.value.policies.map(({ key }) => key);
}

/** Says which autoscalers of the pipeline's own file are not used; `end` says of a key what would use it. */
export function tellUnused(
  file: string,
  autoscalers: readonly ImportedPolicy[],
  used: readonly string[],
  end: (key: string) => string,
  notes: Notes,
): void {
  const unused = autoscalers.filter(({ key }) => !used.includes(key));
  notes.add(
    basename(file),
    unused.map(({ key, name }) => `Its autoscaler (${name}) ${end(key)}.`),
  );
}

/** `merge`: the parts that `compare --shard` wrote as one comparison. */
import { filesOf } from './measure.ts';
import { readInput } from './inputs.ts';
import { Notes } from './notes.ts';
import { parseOptions, unwrap, UsageError } from './options.ts';
import { outFile, writeWhole } from './out.ts';
import { silent, type Progress } from './progress.ts';
import { unstoppable, type Stop } from './stop.ts';
import { documentOf, type ComparisonDocument } from '../experiments/comparison/document.ts';
import { misfitNotes } from '../experiments/comparison/misfitNotes.ts';
import { Merger } from '../experiments/comparison/merged.ts';
import type { Whole } from '../experiments/comparison/part.ts';
import { openPart } from '../experiments/comparison/partRead.ts';
import { resultFrom } from '../experiments/comparison/record.ts';
import type { Found } from '../experiments/comparison/tasks.ts';
import { wholeText } from '../experiments/comparison/wholeText.ts';

const OPTIONS = ['out'];

/** Parts can lie only by hand, since each has its digest: a run above the bound is then their fault. */
function documentFrom({ asked, against }: Whole, found: Found): ComparisonDocument {
  try {
    return documentOf(resultFrom(asked, found), against);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The parts do not fit together: ${why}.`);
  }
}

/**
 * `merge part-*.json --out all.json`: one part after the other is read, so that beside what was found no more than one file
 * is held. The file is the one that `compare --out` writes for the whole, byte for byte; the document has decision times as
 * well, as each shard's machine took them.
 */
export async function merge(
  args: readonly string[],
  notes: Notes = new Notes(),
  stop: Stop = unstoppable,
  progress: Progress = silent,
): Promise<object> {
  const { files, rest } = filesOf(args, OPTIONS);
  const options = parseOptions(rest, OPTIONS, ['force']);
  if (files.length === 0)
    throw new UsageError(
      'No part is named: the files of compare --shard stand without an option, as in merge part-*.json --out all.json.',
    );
  const out = await outFile(options);
  const merger = new Merger();
  progress.begins(`Merges ${String(files.length)} part${files.length === 1 ? '' : 's'}.`);
  for (const [i, path] of files.entries()) {
    const bytes = await readInput(path, 'The part', 'part');
    if (!bytes) throw new UsageError(`There is no part "${path}".`);
    const name = `"${path}"`;
    unwrap(merger.take(name, unwrap(openPart(bytes, name))));
    progress.reached({ done: `${String(i + 1)} of ${String(files.length)} parts read` });
  }
  const { whole, found } = unwrap(merger.whole());
  const document = documentFrom(whole, found);
  notes.add(undefined, [
    ...whole.notes,
    ...new Set(found.late.map(({ why }) => why)),
    ...misfitNotes(document.result),
  ]);
  if (out) await writeWhole(out, wholeText(document, notes.sentences), notes, stop);
  const { plan, lab } = whole;
  return {
    ...(out ? { out: out.path } : {}),
    ...{ shards: files.length, plan, lab, processorSeconds: merger.processorSeconds },
    ...document,
  };
}

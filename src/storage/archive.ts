/** Everything in one file and back: what is handed out was read back before, what comes in is written whole or not at all. */
import { readArchive, recordOf } from './archiveRead.ts';
import { ARCHIVE_FORMAT } from './archiveFormat.ts';
import { ArchiveWriter, earliest, packed, type Packed } from './archiveWriter.ts';
import type { Checkpoint, RunRecord } from './records.ts';
import { toChunk } from './series.ts';
import type { RunProgress, Replacement, Store } from './store.ts';
import { MOST_BYTES, MOST_ENTRIES, quotedName } from './zipDirectory.ts';
import { accepted, refused, type Result } from '../model/result.ts';

export interface Archive {
  /** Each a .zip that can be imported by itself; more than one where everything is larger than a file should be. */
  readonly files: readonly Blob[];
  /** What is damaged or could not be read back and was left out, in sentences. */
  readonly leftOut: readonly string[];
}

/** Of one file. */
export interface FileLimits {
  /** Bytes of its records, but for a single run that is larger. */
  readonly bytes: number;
  /** Bytes of one run. */
  readonly runBytes: number;
  readonly entries: number;
}

/**
 * Half of what an import takes, so that reading a file back fits into a tab too; a single run may have all of it but for
 * names and the manifest, which is an entry as well.
 */
const fileLimits: FileLimits = {
  bytes: MOST_BYTES / 2,
  runBytes: MOST_BYTES - 2 ** 24,
  entries: MOST_ENTRIES - 1,
};

/**
 * One run alone as an archive, a .zip, dated when the run was last written: the same run, the same bytes. Refused in a
 * sentence where it cannot be read back.
 */
export async function runArchive(progress: RunProgress): Promise<Result<Uint8Array<ArrayBuffer>>> {
  const { run, checkpoints, points, evaluations } = progress;
  const writer = new ArchiveWriter(run.updated, earliest());
  writer.add(packed('runs/1/run', run.id, run));
  for (const checkpoint of checkpoints) writer.add(packed(`runs/1/${checkpoint.slot}`, run.id, checkpoint));
  writer.add(packed('runs/1/series', run.id, toChunk({ points, evaluations })));
  const zip = new Uint8Array(await new Blob([...writer.end()]).arrayBuffer());
  const trouble = readBackTrouble(zip, writer);
  return trouble === undefined ? accepted(zip) : refused(`The run could not be archived: ${trouble}`);
}

/** A run as it is kept, with its latest and its best checkpoint and all that it told. */
export async function keptRun(store: Store, id: string): Promise<Result<RunProgress>> {
  const run = await store.run(id);
  if (!run.ok) return run;
  const checkpoints: Checkpoint[] = [];
  for (const slot of ['latest', 'best'] as const) {
    const checkpoint = await store.checkpoint(id, slot);
    if (checkpoint.ok) checkpoints.push(checkpoint.value);
    // The best one may be none, before the first evaluation; nothing can go on without the latest.
    else if (slot === 'latest') return checkpoint;
  }
  const { points, evaluations } = await store.series(id);
  return accepted({ run: run.value, checkpoints, points, evaluations });
}

/**
 * Everything that the store holds, read back before it is handed out. Where that fails it is packed anew, each record by
 * itself read back, and what cannot be is left out and told. `now` is milliseconds since 1970.
 */
export async function exportArchive(store: Store, now: number, limits = fileLimits): Promise<Archive> {
  const quick = await packEverything(store, now, limits, false);
  return quick.trusted ? quick : packEverything(store, now, limits, true);
}

async function packEverything(
  store: Store,
  now: number,
  limits: FileLimits,
  careful: boolean,
): Promise<Archive & { readonly trusted: boolean }> {
  const files: Blob[] = [];
  const leftOut: string[] = [];
  let trusted = true;
  let writer = new ArchiveWriter(now);
  let names: string[] = [];
  const taken = new Set<string>();

  const close = async (): Promise<void> => {
    const [done, holds] = [writer, names];
    [writer, names] = [new ArchiveWriter(now), []];
    const file = new Blob([...done.end()], { type: 'application/zip' });
    const trouble = readBackTrouble(new Uint8Array(await file.arrayBuffer()), done);
    if (trouble === undefined) files.push(file);
    else {
      trusted = false;
      leftOut.push(`${holds.join(', ')}: packed together, they could not be read back (${bare(trouble)}).`);
    }
  };
  /** All of `records` into one file, or none and a sentence; the first is what the others are parts of. */
  const add = async (what: string, records: readonly Packed[]): Promise<void> => {
    const { path, id = '' } = records[0]!.entry;
    const whose = `${path.split('/')[0]!} ${id}`;
    if (taken.has(whose)) {
      leftOut.push(`${what} has the id of another one and stays only in this browser.`);
      return;
    }
    taken.add(whose);
    const troubles = records.map((one) => (careful ? troubleOf(one) : undefined));
    const sound = troubles[0] === undefined ? records.filter((_, k) => troubles[k] === undefined) : [];
    records.forEach(({ entry }, k) => {
      if (troubles[k] === undefined) return;
      const part = k === 0 ? what : `${what}, ${entry.path.split('/').at(-1)!}`;
      leftOut.push(`${part} cannot be read back and stays only in this browser (${bare(troubles[k])}).`);
    });
    if (sound.length === 0) return;
    const bytes = sound.reduce((sum, one) => sum + one.bytes.length, 0);
    const full = writer.bytes + bytes > limits.bytes || writer.entries.length + sound.length > limits.entries;
    if (full && writer.entries.length > 0) await close();
    for (const one of sound) writer.add(one);
    names.push(what);
  };
  /** As `add`, for a record that cannot be packed too. */
  const addOne = async (
    what: string,
    path: string,
    id: string | undefined,
    record: unknown,
  ): Promise<void> => {
    try {
      await add(what, [packed(path, id, record)]);
    } catch (error) {
      leftOut.push(unpackable(what, error));
    }
  };

  const { runs, damaged } = await store.runs();
  leftOut.push(...damaged.map(({ sentence }) => sentence));
  for (const [k, run] of runs.entries()) {
    const what = `The run ${quotedName(run.name)}`;
    const { records, without } = await packedRun(store, run, `runs/${String(k + 1)}`, limits.runBytes);
    leftOut.push(...without.map((sentence) => `${what}: ${sentence}`));
    if (records.length > 0) await add(what, records);
  }
  const [pipelines, traces, policies, predictor] = [
    await store.keptPipelines(),
    await store.keptTraces(),
    await store.keptPolicies(),
    await store.keptPredictor(),
  ];
  for (const [k, pipeline] of pipelines.sound.entries())
    await addOne(
      `The pipeline ${quotedName(pipeline.name)}`,
      `pipelines/${String(k + 1)}`,
      pipeline.id,
      pipeline,
    );
  for (const [k, trace] of traces.sound.entries())
    await addOne(`The trace ${quotedName(trace.name)}`, `traces/${String(k + 1)}`, trace.id, trace);
  for (const [k, policy] of policies.sound.entries())
    await addOne(`The policy ${quotedName(policy.name)}`, `policies/${String(k + 1)}`, policy.key, {
      ...policy,
      ran: false,
    });
  leftOut.push(
    ...[...pipelines.damaged, ...traces.damaged, ...policies.damaged].map(({ sentence }) => sentence),
  );
  if (!predictor.ok) leftOut.push(predictor.message);
  else if (predictor.value) await addOne('The trained predictor', 'predictor', undefined, predictor.value);
  if (writer.entries.length > 0 || files.length === 0) await close();
  return { files, leftOut, trusted };
}

/** A sentence as a remark within another. */
const bare = (sentence: string): string => sentence.replace(/\.$/, '');
const unpackable = (what: string, error: unknown): string =>
  `${what} cannot be packed and stays only in this browser (${bare(error instanceof Error ? error.message : String(error))}).`;

/** A run with all that belongs to it; no records where it cannot be exported. */
async function packedRun(
  store: Store,
  run: RunRecord,
  folder: string,
  most: number,
): Promise<{ readonly records: readonly Packed[]; readonly without: readonly string[] }> {
  const without: string[] = [];
  try {
    const { damaged, ...told } = await store.series(run.id);
    without.push(...damaged);
    const records = [packed(`${folder}/run`, run.id, run), packed(`${folder}/series`, run.id, toChunk(told))];
    let bytes = records.reduce((sum, one) => sum + one.bytes.length, 0);
    const slots = (await store.checkpoints(run.id)).map(({ slot }) => slot);
    // Where not all fit into one file, those that a run goes on from come first.
    for (const slot of [...slots].sort(
      (a, b) => Number(a.startsWith('ring')) - Number(b.startsWith('ring')),
    )) {
      const checkpoint = await store.checkpoint(run.id, slot);
      if (!checkpoint.ok) {
        without.push(checkpoint.message);
        continue;
      }
      const one = packed(`${folder}/${slot}`, run.id, checkpoint.value);
      if (bytes + one.bytes.length > most) {
        without.push(`Its checkpoint “${slot}” is too large for one file.`);
        continue;
      }
      bytes += one.bytes.length;
      records.push(one);
    }
    if (bytes > most) return { records: [], without: [...without, 'It is too large for one file.'] };
    return { records, without };
  } catch (error) {
    if (error instanceof Error && error.name.startsWith('Storage')) throw error;
    return { records: [], without: [unpackable('It', error)] };
  }
}

/** Why a record cannot be read back by itself. */
function troubleOf({ entry, bytes }: Packed): string | undefined {
  const read = recordOf(ARCHIVE_FORMAT, entry, bytes, entry.path);
  return read.ok ? undefined : read.message;
}

/** Reads the file as an import would, and compares what it brings with what was put in; undefined where all is well. */
function readBackTrouble(zip: Uint8Array, { entries }: ArchiveWriter): string | undefined {
  const read = readArchive(zip, 'read back');
  if (!read.ok) return read.message;
  const { runs, pipelines, traces, policies, predictor, leftOut } = read.value;
  if (leftOut[0] !== undefined) return `read back: ${leftOut[0]}`;
  const found = [
    ...runs.flatMap(({ run: { id }, checkpoints }) => [
      `run ${id}`,
      `series ${id}`,
      ...checkpoints.map(({ slot }) => `${slot} ${id}`),
    ]),
    ...pipelines.map(({ id }) => `pipelines ${id}`),
    ...traces.map(({ id }) => `traces ${id}`),
    ...policies.map(({ key }) => `policies ${key}`),
    ...(predictor ? ['predictor '] : []),
  ];
  const wanted = entries.map(({ path, id = '' }) => {
    const [folder, , part] = path.split('/');
    return `${part ?? folder!} ${id}`;
  });
  const there = new Set(found);
  const missing = wanted.find((one) => !there.has(one));
  if (missing === undefined && found.length === wanted.length) return undefined;
  return `read back: ${missing === undefined ? 'it holds more than was put in' : `it lacks ${quotedName(missing)}`}.`;
}

/** How many of each came in, and how many were here already, as new or newer, or are being trained now. */
export interface Merged {
  readonly added: number;
  readonly replaced: number;
  readonly kept: number;
}

/**
 * Takes over what is new: of a run that is here too the later one stays, unless that one is `incomplete`; of everything else
 * the one that is here. Runs in `training` stay as they are: another tab writes them.
 */
export async function mergeArchive(
  store: Store,
  archive: Replacement & { readonly incomplete?: ReadonlySet<string> },
  training: ReadonlySet<string> = new Set(),
): Promise<Merged> {
  const here = new Map((await store.runs()).runs.map((run) => [run.id, run.updated]));
  const has = (records: readonly { readonly id: string }[]): ReadonlySet<string> =>
    new Set(records.map(({ id }) => id));
  const [pipelines, traces, policies, predictor] = [
    has(await store.pipelines()),
    has(await store.traces()),
    new Set((await store.keptPolicies()).sound.map(({ key }) => key)),
    await store.predictor(),
  ];
  const news: Replacement = {
    runs: archive.runs.filter(
      ({ run: { id, updated } }) =>
        !training.has(id) &&
        updated > (here.get(id) ?? -1) &&
        !(here.has(id) && archive.incomplete?.has(id) === true),
    ),
    pipelines: archive.pipelines.filter(({ id }) => !pipelines.has(id)),
    traces: archive.traces.filter(({ id }) => !traces.has(id)),
    policies: (archive.policies ?? []).filter(({ key }) => !policies.has(key)),
    predictor: predictor ? undefined : archive.predictor,
  };
  await store.replace(news);
  const count = (all: Replacement): number =>
    all.runs.length +
    all.pipelines.length +
    all.traces.length +
    (all.policies ?? []).length +
    (all.predictor ? 1 : 0);
  const replaced = news.runs.filter(({ run }) => here.has(run.id)).length;
  return { added: count(news) - replaced, replaced, kept: count(archive) - count(news) };
}

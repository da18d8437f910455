/** An archive from outside, validated to its last entry before anything of it is used. */
import {
  foreign,
  MANIFEST,
  manifestOf,
  archivePlaceOf,
  type ManifestEntry,
  type ArchivePlace,
} from './archiveFormat.ts';
import { decode } from './codec.ts';
import { upgraded } from './migrations.ts';
import type { Checkpoint, KeptPipeline, KeptPolicy, KeptTrace, RunRecord, Series } from './records.ts';
import {
  checkCheckpoint,
  checkPipeline,
  checkPolicy,
  checkPredictor,
  checkRun,
  checkTrace,
} from './schemas.ts';
import type { StoredPredictor } from './schemas.ts';
import { fromChunk } from './series.ts';
import type { RunProgress, Replacement } from './store.ts';
import { unpack } from './unpack.ts';
import { quotedName } from './zipDirectory.ts';
import { parseTrainingState, type TrainingState } from '../learning/training/checkpoint.ts';
import { digestOf } from '../model/digest.ts';
import { accepted, refused, type Result } from '../model/result.ts';
import { nameFrom } from '../model/text.ts';

/** What of an archive is sound, and what is not. */
export interface ReadArchive extends Replacement {
  readonly policies: readonly KeptPolicy[];
  /** Records that are damaged or that this version does not take, a sentence each that says which and why. */
  readonly leftOut: readonly string[];
  /** Ids of runs that lack a part that was left out. */
  readonly incomplete: ReadonlySet<string>;
}

/** Reads an archive, whoever made it; a refusal is a sentence that names file and place. */
export function readArchive(zip: Uint8Array, fileName: string): Result<ReadArchive> {
  const unpacked = unpack(zip, fileName);
  return unpacked.ok ? archiveFrom(unpacked.value, fileName) : unpacked;
}

/** What to do about a damaged file. */
const AGAIN = ' Copy or download the file again, or export it anew.';

const BROUGHT = {
  pipeline: 'an imported pipeline',
  trace: 'an imported load',
  policy: 'a policy of one’s own',
} as const;

/** What an entry is to whoever kept it; a run by its name, where its record came before. */
function partOf(
  format: Parameters<typeof archivePlaceOf>[0],
  entry: ManifestEntry,
  runs: ReadonlyMap<string, Draft>,
): string {
  const place = archivePlaceOf(format, entry);
  if (place === undefined) return 'a part of it';
  if (place.kind === 'predictor') return 'the trained forecaster';
  if (place.kind !== 'run') return BROUGHT[place.kind];
  const name = runs.get(place.run)?.run?.name;
  const run = name === undefined ? 'a training run' : `the training run ${quotedName(name)}`;
  if (place.part === 'run') return run;
  return `${place.part === 'series' ? 'the curves' : 'a saved state'} of ${run}`;
}

interface Draft {
  readonly folder: string;
  run: RunRecord | undefined;
  readonly checkpoints: Checkpoint[];
  series: Series | undefined;
}

/**
 * `readArchive` where the zip is unpacked already. A record that is damaged or not taken any more is left out and told, and
 * hides no other; refused is what is no archive, and one of which nothing is sound.
 */
export function archiveFrom(all: ReadonlyMap<string, Uint8Array>, fileName: string): Result<ReadArchive> {
  const files = new Map(all);
  const listed = files.get(MANIFEST);
  if (!listed) return refused(`${fileName}: ${foreign([...files.keys()])}`);
  const manifest = manifestOf(listed, fileName);
  if (!manifest.ok) return manifest;
  files.delete(MANIFEST);

  const runs = new Map<string, Draft>();
  const pipelines = new Map<string, KeptPipeline>();
  const traces = new Map<string, KeptTrace>();
  const policies = new Map<string, KeptPolicy>();
  let predictor: StoredPredictor | undefined;
  const leftOut: string[] = [];
  const incomplete = new Set<string>();
  const unrecorded = new Set<string>();
  const { format, entries } = manifest.value;

  /** The record of the entry, in its place; or why it has none. */
  const take = (entry: ManifestEntry, file: Uint8Array | undefined, where: string): Result<unknown> => {
    if (!file) return refused(`${where}: the manifest names it, and it is missing.${AGAIN}`);
    const taken = recordOf(format, entry, file, where);
    if (!taken.ok) return taken;
    const { value } = taken;
    if (value.kind === 'predictor') predictor = value.predictor;
    else if (value.kind === 'pipeline' || value.kind === 'trace' || value.kind === 'policy') {
      const { id, record } = value;
      const known = { pipeline: pipelines, trace: traces, policy: policies }[value.kind];
      if (known.has(id))
        return refused(`${where}: it is the second ${value.kind} with the id ${quotedName(id)}.`);
      (known as Map<string, typeof record>).set(id, record);
    } else {
      const draft = runs.get(value.run) ?? {
        folder: value.folder,
        run: undefined,
        checkpoints: [],
        series: undefined,
      };
      if (draft.folder !== value.folder)
        return refused(
          `${where}: it is of the run ${quotedName(value.run)}, which has another folder already.`,
        );
      runs.set(value.run, draft);
      if (value.kind === 'run') draft.run = value.record;
      else if (value.kind === 'series') draft.series = value.series;
      else draft.checkpoints.push(value.checkpoint);
    }
    return taken;
  };
  for (const entry of entries) {
    const { path } = entry;
    const file = files.get(path);
    files.delete(path);
    const taken = take(entry, file, whereOf(format, entry, runs, undefined));
    if (taken.ok) continue;
    // Only now: a record that is whole but not taken says its own name.
    const name = file && nameWithin(entry, file);
    const named = name === undefined ? undefined : take(entry, file, whereOf(format, entry, runs, name));
    leftOut.push(named?.ok === false ? named.message : taken.message);
    const place = archivePlaceOf(format, entry);
    if (place?.kind !== 'run') continue;
    incomplete.add(place.run);
    if (place.part === 'run') unrecorded.add(place.folder);
  }
  const extra = [...files.keys()].find((path) => !path.endsWith('/'));
  if (extra !== undefined)
    return refused(`${fileName}, ${quotedName(extra).slice(1, -1)}: the manifest does not name it.`);
  const progresses: RunProgress[] = [];
  for (const { folder, run, checkpoints, series } of runs.values()) {
    if (!run) {
      if (!unrecorded.has(folder)) leftOut.push(`${folder}: it has no run, only parts of one.`);
      continue;
    }
    const { points, evaluations } = series ?? { points: [], evaluations: [] };
    progresses.push({ run, checkpoints, points, evaluations });
  }
  const sound = progresses.length + pipelines.size + traces.size + policies.size + (predictor ? 1 : 0);
  if (sound === 0 && leftOut.length > 0) return refused(`${fileName}, ${several(leftOut).join(' ')}`);
  return accepted({
    runs: progresses,
    pipelines: [...pipelines.values()],
    traces: [...traces.values()],
    policies: [...policies.values()],
    predictor,
    leftOut,
    incomplete,
  });
}

/** Sentences that one message shows. */
const SHOWN = 8;

/** The first of many sentences, and how many more there are. */
export function several(sentences: readonly string[]): readonly string[] {
  const more = sentences.length - SHOWN;
  return more > 0
    ? [...sentences.slice(0, SHOWN), `And ${String(more)} more, for reasons like these.`]
    : sentences;
}

/** Begins a sentence about an entry. */
function whereOf(
  format: Parameters<typeof archivePlaceOf>[0],
  entry: ManifestEntry,
  runs: ReadonlyMap<string, Draft>,
  name: string | undefined,
): string {
  const own = name === undefined ? '' : ` ${quotedName(name)}`;
  return `${partOf(format, entry, runs)}${own} (${quotedName(entry.path).slice(1, -1)})`;
}

/** The name of a record that came as it was written, where it has one. */
function nameWithin(entry: ManifestEntry, file: Uint8Array): string | undefined {
  if (digestOf(file) !== entry.sha256) return undefined;
  const decoded = decode(file, '');
  const value: unknown = decoded.ok ? decoded.value : undefined;
  const name = typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined;
  return typeof name === 'string' ? nameFrom(name) || undefined : undefined;
}

type Taken =
  | { readonly kind: 'run'; readonly run: string; readonly folder: string; readonly record: RunRecord }
  | {
      readonly kind: 'checkpoint';
      readonly run: string;
      readonly folder: string;
      readonly checkpoint: Checkpoint;
    }
  | { readonly kind: 'series'; readonly run: string; readonly folder: string; readonly series: Series }
  | { readonly kind: 'pipeline'; readonly id: string; readonly record: KeptPipeline }
  | { readonly kind: 'trace'; readonly id: string; readonly record: KeptTrace }
  | { readonly kind: 'policy'; readonly id: string; readonly record: KeptPolicy }
  | { readonly kind: 'predictor'; readonly predictor: StoredPredictor };

/** One record, checked by its digest and by what the manifest says that it is; `where` begins the refusal's sentence. */
export function recordOf(
  format: Parameters<typeof archivePlaceOf>[0],
  entry: ManifestEntry,
  file: Uint8Array,
  where: string,
): Result<Taken> {
  if (file.length !== entry.bytes || digestOf(file) !== entry.sha256)
    return refused(
      `${where}: its content is not what was exported; it was damaged or changed since.${AGAIN}`,
    );
  const place = archivePlaceOf(format, entry);
  if (!place) return refused(`${where}: the lab does not know such a thing.`);
  const decoded = decode(file, `${where}: it`);
  return decoded.ok ? checked(place, decoded.value, where) : decoded;
}

function checked(place: ArchivePlace, value: unknown, where: string): Result<Taken> {
  const what = `${where}: it`;
  switch (place.kind) {
    case 'predictor':
      return map(checkPredictor(value, what), (predictor) => ({ kind: 'predictor', predictor }));
    case 'pipeline': {
      const pipeline = named(checkPipeline(value, what), place.id, `${where}: it is another pipeline.`);
      return map(pipeline, (record) => ({ kind: 'pipeline', id: record.id, record }));
    }
    case 'trace': {
      const trace = named(checkTrace(value, what), place.id, `${where}: it is another trace.`);
      return map(trace, (record) => ({ kind: 'trace', id: record.id, record }));
    }
    case 'policy': {
      const policy = checkPolicy(value, what);
      if (policy.ok && policy.value.key !== place.id) return refused(`${where}: it is another policy.`);
      // Whoever takes it over has not had it run, whatever the file says.
      return map(policy, (kept) => ({ kind: 'policy', id: kept.key, record: { ...kept, ran: false } }));
    }
    case 'run':
      return takePart(place, value, where);
  }
}

function takePart(
  { run, part, folder }: Extract<ArchivePlace, { readonly kind: 'run' }>,
  value: unknown,
  where: string,
): Result<Taken> {
  const what = `${where}: it`;
  const another = `${where}: it belongs to another run.`;
  if (part === 'series')
    return map(fromChunk(upgraded('series', value), what), (series) => ({
      kind: 'series',
      run,
      folder,
      series,
    }));
  if (part === 'run')
    return map(named(checkRun(value, what), run, another), (record) => ({
      kind: 'run',
      run,
      folder,
      record,
    }));
  const checkpoint = checkpointFrom(value, what);
  if (checkpoint.ok && (checkpoint.value.run !== run || checkpoint.value.slot !== part))
    return refused(another);
  return map(checkpoint, (kept) => ({ kind: 'checkpoint', run, folder, checkpoint: kept }));
}

/** Refused with `sentence` where the record has another id than the manifest says; format 1 said none of some. */
function named<T extends { readonly id: string }>(
  record: Result<T>,
  id: string | undefined,
  sentence: string,
): Result<T> {
  return record.ok && id !== undefined && record.value.id !== id ? refused(sentence) : record;
}

function checkpointFrom(value: unknown, what: string): Result<Checkpoint> {
  const states: unknown =
    typeof value === 'object' && value !== null && 'states' in value ? value.states : [];
  if (!Array.isArray(states)) return refused(`${what} is damaged at states.`);
  const sound: TrainingState[] = [];
  for (const state of states) {
    const parsed = parseTrainingState(state);
    if (!parsed.ok) return refused(`${what} is damaged: ${parsed.message}`);
    sound.push(parsed.value);
  }
  const memberSteps = sound.map(({ steps }) => steps);
  return map(
    checkCheckpoint({ ...(value as object), memberSteps }, what),
    ({ memberSteps: _, ...info }): Checkpoint => ({ ...info, states: sound }),
  );
}

function map<A, B>(result: Result<A>, f: (value: A) => B): Result<B> {
  return result.ok ? accepted(f(result.value)) : result;
}

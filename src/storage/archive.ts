/**
 * Everything in one file: a .zip of records (codec.ts) with a manifest that names each and its SHA-256. What comes in is
 * validated to the last entry before anything is written, and then written in one transaction.
 */
import { strFromU8, strToU8, Zip, ZipPassThrough } from 'fflate';
import * as v from 'valibot';
import { decode, encode } from './codec.ts';
import { upgraded, VERSION } from './migrations.ts';
import type { Checkpoint, KeptPipeline, KeptTrace, RunRecord, Series } from './records.ts';
import { checkCheckpoint, checkPipeline, checkPredictor, checkRun, checkTrace } from './schemas.ts';
import type { StoredPredictor } from './schemas.ts';
import { fromChunk, toChunk } from './series.ts';
import type { Progress, Replacement, Store } from './store.ts';
import { MOST_ENTRIES, unpack } from './unpack.ts';
import { parseTrainingState, type TrainingState } from '../learning/checkpoint.ts';
import { digestOf } from '../model/digest.ts';
import { accepted, refused, type Result } from '../model/result.ts';

const MANIFEST = 'manifest.json';

const ManifestSchema = v.object({
  sluice: v.literal('archive'),
  format: v.literal(1),
  /** Of the database whose records these are. */
  database: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** Milliseconds since 1970. */
  created: v.number(),
  entries: v.pipe(
    v.array(
      v.object({
        path: v.pipe(v.string(), v.minLength(1), v.maxLength(400)),
        bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
        sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      }),
    ),
    v.maxLength(MOST_ENTRIES),
  ),
});

export interface Archive {
  /** Of the .zip, in order. */
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  /** What is damaged and was left out, in sentences. */
  readonly leftOut: readonly string[];
}

/** An archive as it grows, record by record. */
class Writer {
  readonly #parts: Uint8Array<ArrayBuffer>[] = [];
  readonly #failures: Error[] = [];
  readonly #entries: { path: string; bytes: number; sha256: string }[] = [];
  readonly #now: number;
  readonly #dated: Date | number;
  readonly #zip = new Zip((error, chunk) => {
    if (error) this.#failures.push(error);
    // fflate hands out views into buffers of its own.
    else this.#parts.push(chunk.slice());
  });

  /** `now` is milliseconds since 1970; `dated` is what the .zip says of its files, which has no time zone. */
  constructor(now: number, dated?: Date) {
    this.#now = now;
    // The format's earliest date, for a clock that was never set.
    this.#dated = dated ?? Math.max(now, Date.UTC(1980, 0, 2));
  }

  add(path: string, record: unknown): void {
    const bytes = encode(record);
    this.#file(path, bytes);
    this.#entries.push({ path, bytes: bytes.length, sha256: digestOf(bytes) });
  }

  /** The .zip in parts, with the manifest at its end. */
  end(): readonly Uint8Array<ArrayBuffer>[] {
    const manifest = {
      sluice: 'archive',
      format: 1,
      database: VERSION,
      created: this.#now,
      entries: this.#entries,
    };
    this.#file(MANIFEST, strToU8(JSON.stringify(manifest, undefined, 1)));
    this.#zip.end();
    if (this.#failures[0]) throw this.#failures[0];
    return this.#parts;
  }

  #file(path: string, bytes: Uint8Array): void {
    // Weights are noise to a packer: nothing is gained by packing them.
    const file = new ZipPassThrough(path);
    file.mtime = this.#dated;
    this.#zip.add(file);
    file.push(bytes, true);
  }
}

const folderOf = ({ id }: RunRecord): string => `runs/${encodeURIComponent(id)}`;

/** Oldest moment that a .zip can name, the same in every time zone. */
export const earliest = (): Date => new Date(1980, 0, 1);

/** One run alone as an archive, a .zip, dated when the run was last written: the same run, the same bytes. */
export async function runArchive({ run, checkpoints, ...told }: Progress): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new Writer(run.updated, earliest());
  writer.add(`${folderOf(run)}/run`, run);
  for (const checkpoint of checkpoints) writer.add(`${folderOf(run)}/${checkpoint.slot}`, checkpoint);
  writer.add(`${folderOf(run)}/series`, toChunk(told));
  return new Uint8Array(await new Blob([...writer.end()]).arrayBuffer());
}

/** A run as it is kept, with its latest and its best checkpoint and all that it told. */
export async function keptRun(store: Store, id: string): Promise<Result<Progress>> {
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

/** Everything that the store holds. `now` is milliseconds since 1970. */
export async function exportArchive(store: Store, now: number): Promise<Archive> {
  const writer = new Writer(now);
  const leftOut: string[] = [];
  const { runs, damaged } = await store.runs();
  leftOut.push(...damaged.map(({ sentence }) => sentence));
  for (const run of runs) {
    writer.add(`${folderOf(run)}/run`, run);
    for (const { slot } of await store.checkpoints(run.id)) {
      const checkpoint = await store.checkpoint(run.id, slot);
      if (checkpoint.ok) writer.add(`${folderOf(run)}/${slot}`, checkpoint.value);
      else leftOut.push(checkpoint.message);
    }
    const { damaged: missing, ...told } = await store.series(run.id);
    leftOut.push(...missing);
    writer.add(`${folderOf(run)}/series`, toChunk(told));
  }
  const [pipelines, traces, predictor] = [
    await store.keptPipelines(),
    await store.keptTraces(),
    await store.keptPredictor(),
  ];
  for (const pipeline of pipelines.sound)
    writer.add(`pipelines/${encodeURIComponent(pipeline.id)}`, pipeline);
  for (const trace of traces.sound) writer.add(`traces/${encodeURIComponent(trace.id)}`, trace);
  leftOut.push(...[...pipelines.damaged, ...traces.damaged].map(({ sentence }) => sentence));
  if (!predictor.ok) leftOut.push(predictor.message);
  else if (predictor.value) writer.add('predictor', predictor.value);
  return { parts: writer.end(), leftOut };
}

/** Reads an archive, whoever made it; a refusal is a sentence that names file and place. */
export function readArchive(zip: Uint8Array, fileName: string): Result<Replacement> {
  const unpacked = unpack(zip, fileName);
  return unpacked.ok ? archiveFrom(unpacked.value, fileName) : unpacked;
}

/** `readArchive` where the zip is unpacked already. */
export function archiveFrom(all: ReadonlyMap<string, Uint8Array>, fileName: string): Result<Replacement> {
  const files = new Map(all);
  const listed = files.get(MANIFEST);
  if (!listed) return refused(`${fileName}: ${foreign([...files.keys()])}`);
  const manifest = manifestOf(listed, fileName);
  if (!manifest.ok) return manifest;
  files.delete(MANIFEST);

  const runs = new Map<string, Draft>();
  const pipelines: KeptPipeline[] = [];
  const traces: KeptTrace[] = [];
  let predictor: StoredPredictor | undefined;
  for (const { path, bytes, sha256: digest } of manifest.value) {
    const where = `${fileName}, ${path}`;
    const file = files.get(path);
    if (!file) return refused(`${where}: the manifest names it, and it is missing.`);
    files.delete(path);
    if (file.length !== bytes || digestOf(file) !== digest) {
      return refused(`${where}: its content is not what was exported; the file was damaged or changed.`);
    }
    const decoded = decode(file, `${where}: it`);
    if (!decoded.ok) return decoded;
    const taken = take(path, decoded.value, where);
    if (!taken.ok) return taken;
    const { value } = taken;
    if (value.kind === 'pipeline') pipelines.push(value.pipeline);
    else if (value.kind === 'trace') traces.push(value.trace);
    else if (value.kind === 'predictor') predictor = value.predictor;
    else {
      const draft = runs.get(value.run) ?? { run: undefined, checkpoints: [], series: undefined };
      runs.set(value.run, draft);
      if (value.kind === 'run') draft.run = value.record;
      else if (value.kind === 'series') draft.series = value.series;
      else draft.checkpoints.push(value.checkpoint);
    }
  }
  const extra = [...files.keys()].find((path) => !path.endsWith('/'));
  if (extra !== undefined) return refused(`${fileName}, ${extra}: the manifest does not name it.`);
  const progresses: Progress[] = [];
  for (const [id, { run, checkpoints, series }] of runs) {
    if (!run) return refused(`${fileName}, runs/${id}: it has no run, only parts of one.`);
    progresses.push({
      run,
      checkpoints,
      points: series?.points ?? [],
      evaluations: series?.evaluations ?? [],
    });
  }
  return accepted({ runs: progresses, pipelines, traces, predictor });
}

/** Entries of somebody else's zip that a refusal names, and letters of each. */
const NAMED = 3;
const MOST_LETTERS = 60;

/** Of a zip that no export of the lab can be. */
function foreign(paths: readonly string[]): string {
  const files = paths.filter((path) => !path.endsWith('/'));
  if (files.length === 0) return 'it is an empty zip; expected one that the lab exported.';
  const shown = files
    .slice(0, NAMED)
    .map((path) => (path.length > MOST_LETTERS ? `…${path.slice(1 - MOST_LETTERS)}` : path));
  const more = files.length - shown.length;
  const names = `${shown.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`;
  const what = files.length === 1 ? 'a zip of another file' : 'a zip of other files';
  return `it is ${what} (${names}), not one that the lab exported (that has a ${MANIFEST}); unpack it and drop the file itself.`;
}

interface Draft {
  run: RunRecord | undefined;
  readonly checkpoints: Checkpoint[];
  series: Series | undefined;
}

function manifestOf(
  file: Uint8Array,
  fileName: string,
): Result<v.InferOutput<typeof ManifestSchema>['entries']> {
  const where = `${fileName}, ${MANIFEST}`;
  let json: unknown;
  try {
    json = JSON.parse(strFromU8(file));
  } catch {
    return refused(`${where}: it is not JSON.`);
  }
  const parsed = v.safeParse(ManifestSchema, json);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    return refused(`${where}: not as expected at ${v.getDotPath(issue) ?? 'its top'}: ${issue.message}.`);
  }
  if (parsed.output.database > VERSION) {
    return refused(`${where}: a newer version of the lab exported it; reload the page to get that version.`);
  }
  return accepted(parsed.output.entries);
}

type Taken =
  | { readonly kind: 'run'; readonly run: string; readonly record: RunRecord }
  | { readonly kind: 'checkpoint'; readonly run: string; readonly checkpoint: Checkpoint }
  | { readonly kind: 'series'; readonly run: string; readonly series: Series }
  | { readonly kind: 'pipeline'; readonly pipeline: KeptPipeline }
  | { readonly kind: 'trace'; readonly trace: KeptTrace }
  | { readonly kind: 'predictor'; readonly predictor: StoredPredictor };

/** One record, checked by what its path says that it is. */
function take(path: string, value: unknown, where: string): Result<Taken> {
  const what = `${where}: it`;
  const [folder, id = '', part = ''] = path.split('/');
  let run: string;
  try {
    run = decodeURIComponent(id);
  } catch {
    return refused(`${where}: that is no name of the lab’s.`);
  }
  if (folder === 'pipelines')
    return map(checkPipeline(value, what), (pipeline) => ({ kind: 'pipeline', pipeline }));
  if (folder === 'traces') return map(checkTrace(value, what), (trace) => ({ kind: 'trace', trace }));
  if (folder === 'predictor')
    return map(checkPredictor(value, what), (predictor) => ({ kind: 'predictor', predictor }));
  if (folder !== 'runs') return refused(`${where}: the lab does not know such a thing.`);
  if (part === 'series')
    return map(fromChunk(upgraded('series', value), what), (series) => ({ kind: 'series', run, series }));
  const result = part === 'run' ? checkRun(value, what) : checkpointFrom(value, what);
  if (!result.ok) return result;
  const record = result.value;
  const matches = 'slot' in record ? record.run === run && record.slot === part : record.id === run;
  if (!matches) return refused(`${where}: it belongs to another run.`);
  return accepted(
    'slot' in record ? { kind: 'checkpoint', run, checkpoint: record } : { kind: 'run', run, record },
  );
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

/** How many of each came in, and how many were here already, as new or newer. */
export interface Merged {
  readonly added: number;
  readonly replaced: number;
  readonly kept: number;
}

/** Takes over what is new: of a run that is here too the later one stays, of everything else the one that is here. */
export async function mergeArchive(store: Store, archive: Replacement): Promise<Merged> {
  const here = new Map((await store.runs()).runs.map((run) => [run.id, run.updated]));
  const has = (records: readonly { readonly id: string }[]): ReadonlySet<string> =>
    new Set(records.map(({ id }) => id));
  const [pipelines, traces, predictor] = [
    has(await store.pipelines()),
    has(await store.traces()),
    await store.predictor(),
  ];
  const news: Replacement = {
    runs: archive.runs.filter(({ run }) => run.updated > (here.get(run.id) ?? -1)),
    pipelines: archive.pipelines.filter(({ id }) => !pipelines.has(id)),
    traces: archive.traces.filter(({ id }) => !traces.has(id)),
    predictor: predictor ? undefined : archive.predictor,
  };
  await store.replace(news);
  const count = (all: Replacement): number =>
    all.runs.length + all.pipelines.length + all.traces.length + (all.predictor ? 1 : 0);
  const replaced = news.runs.filter(({ run }) => here.has(run.id)).length;
  return { added: count(news) - replaced, replaced, kept: count(archive) - count(news) };
}

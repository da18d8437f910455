/** `profile a.onnx b.onnx`: models measured on this machine by onnxruntime-web's WebAssembly, in one thread. */
import { cpus } from 'node:os';
import { basename } from 'node:path';
import { clock } from './clock.ts';
import { readInput } from './inputs.ts';
import type { Notes } from './notes.ts';
import { list, number, ranged, text, UsageError, type Options } from './options.ts';
import type { Progress } from './progress.ts';
import { RANGES } from './ranges.ts';
import type { Stop } from './stop.ts';
import type { Variant } from '../model/pipeline.ts';
import { shortened } from '../model/text.ts';
import type { RawSet } from '../profiles/labelled/raw.ts';
import { readSet, setTooLarge } from '../profiles/labelled/rawSet.ts';
import { scoreModel } from '../profiles/labelled/score.ts';
import type { Scored } from '../profiles/labelled/scored.ts';
import { tickOf, type Bench, type MeasureEvent } from '../profiles/measure/bench.ts';
import { heapBytes, watchHeap } from '../profiles/measure/heap.ts';
import { inspect, measureModel, type Measurement } from '../profiles/measure/measureModel.ts';
import { ortRuntime } from '../profiles/measure/ort.ts';
import { DEFAULT_QUANTILE, DEFAULT_SECONDS, type Plan } from '../profiles/measure/plan.ts';
import type { ModelInput, Runtime } from '../profiles/measure/session.ts';
import { DIMENSION, shapesOf, shapeWords, unasked, type Sizes } from '../profiles/measure/shapes.ts';
import { remarksOn, variantOf } from '../profiles/measure/variant.ts';
import { unpack } from '../storage/unpack.ts';

/** Options of a measurement alone, and those that it shares with load tests. */
export const MEASURE_OPTIONS = ['batches', 'shape', 'seconds', 'labelled'] as const;
export const SHARED_OPTIONS: readonly string[] = ['quantile', 'accuracy'];

const DEFAULT_BATCHES = '1,2,4,8,16';
const SOURCE = 'onnxruntime-web in Node.js, WASM, one thread';

/** The words of a command line that are no option and no option's value; `names` take one. */
export function filesOf(
  args: readonly string[],
  names: readonly string[],
): { readonly files: readonly string[]; readonly rest: readonly string[] } {
  const files: string[] = [];
  const rest: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const word = args[i]!;
    const takes = names.some((name) => word === `--${name}`);
    if (word.startsWith('-')) rest.push(word);
    else files.push(word);
    if (takes && i + 1 < args.length) rest.push(args[++i]!);
  }
  return { files, rest };
}

export async function measure(
  files: readonly string[],
  options: Options,
  notes: Notes,
  stop: Stop,
  progress: Progress,
): Promise<object> {
  const plan = planOf(options);
  const shapes = shapesAsked(options);
  const accuracies = list(options, 'accuracy').map((one) => ranged('--accuracy', one, RANGES.accuracy));
  if (accuracies.length > 1 && accuracies.length !== files.length)
    throw new UsageError(
      `--accuracy takes one value for all models, or one for each of the ${String(files.length)}, separated by commas; ${String(accuracies.length)} were given.`,
    );
  const sets = await setsOf(options, files, accuracies.length > 0);
  progress.begins(
    `Measures ${files.length === 1 ? 'a model' : `${String(files.length)} models`}, up to ${String(plan.seconds)} s each; other work on this machine makes them slower.`,
  );
  const runtime = await runtimeOf();
  const models: object[] = [];
  const refusals: string[] = [];
  stop.keeps('Stopping; what is measured by now is printed in a moment.');
  for (const [at, path] of files.entries()) {
    if (stop.asked()) break;
    const set = sets[at] ?? sets[0];
    const made = await one(path, { plan, shapes, runtime, stop, at, all: files.length, progress, set });
    if ('refusal' in made) {
      refusals.push(made.refusal);
      continue;
    }
    const { measurement, inputs, scored } = made;
    const accuracy = scored ?? accuracies[at] ?? accuracies[0];
    const variant = toVariant(measurement, accuracy);
    notes.add(measurement.name, remarksOn(measurement));
    if (made.unscored !== undefined) refusals.push(made.unscored);
    notes.add(measurement.name, scored?.notes ?? []);
    if (accuracy === undefined)
      notes.add(measurement.name, [
        `Nobody said its accuracy, so ${String(variant.accuracy)} is assumed (--labelled, --accuracy).`,
      ]);
    models.push({
      file: path,
      inputs: inputs.map(({ name, type, dims }) => ({ name, type, shape: shapeWords(dims) })),
      startups: measurement.startups,
      batches: measurement.batches,
      ended: measurement.ended,
      ...(scored === undefined ? {} : { labelled: labelledWords(scored) }),
      variant,
    });
  }
  const [first] = refusals;
  if (models.length === 0) throw new UsageError(first ?? 'It was stopped before a batch was timed.');
  notes.add(undefined, refusals);
  return { quantile: plan.quantile, seconds: plan.seconds, source: SOURCE, hardware: hardware(), models };
}

interface Task {
  readonly plan: Plan;
  readonly shapes: readonly (readonly string[])[];
  readonly runtime: Runtime;
  readonly stop: Stop;
  readonly at: number;
  readonly all: number;
  readonly progress: Progress;
  readonly set: RawSet | undefined;
}

type One =
  | { readonly refusal: string }
  | {
      readonly measurement: Measurement;
      readonly inputs: readonly ModelInput[];
      readonly scored: Scored | undefined;
      /** Why it has no accuracy, although a set was named. */
      readonly unscored: string | undefined;
    };

async function one(
  path: string,
  { plan, shapes, runtime, stop, at, all, progress, set }: Task,
): Promise<One> {
  const bytes = await readInput(path, 'The model', 'model');
  if (!bytes) throw new UsageError(`There is no file "${shortened(path, 200)}"; name ONNX models.`);
  const name = basename(path);
  const heapBefore = heapBytes();
  const inspected = await inspect(name, bytes, runtime);
  if (!inspected.ok) return { refusal: inspected.message };
  const inputs = inspected.value;
  const { batch, sizes } = answersTo(inputs, shapes);
  const missing = unasked(shapesOf(inputs), sizes, batch);
  if (missing.length > 0)
    return {
      refusal: `${name}: say how large ${missing.map(({ label }) => label).join(' and ')} is, with --shape and the shape of the input, n where it counts requests; its inputs are ${inputs.map(({ name: input, dims }) => `${input} ${shapeWords(dims)}`).join(', ')}.`,
    };
  const tell = (event: MeasureEvent): void => {
    if (event.kind !== 'progress') return;
    const doing = event.batch === undefined ? 'start-up' : `batch ${String(event.batch)}`;
    progress.reached({
      done: `${name}, ${doing}, ${String(event.samples)} timed`,
      left: event.secondsLeft + (all - at - 1) * plan.seconds,
    });
  };
  const bench: Bench = {
    ...{ runtime, clock, tick: tickOf(() => performance.now()), stopped: () => stop.asked(), tell },
    yieldToMessages: () => new Promise((resolve) => setImmediate(resolve)),
  };
  const measured = await measureModel({ name, bytes, sizes, batch, plan }, bench);
  if (!measured.ok) return { refusal: measured.message };
  // A model that fits into what those before it took has left no trace of its own.
  const seen = heapBefore === undefined || (heapBytes() ?? 0) > heapBefore;
  const measurement = seen ? measured.value : { ...measured.value, heapBytes: undefined };
  if (!set || stop.asked()) return { inputs, measurement, scored: undefined, unscored: undefined };
  const scored = await scoreModel(
    { name, bytes, sizes, batch, set },
    {
      ...{ runtime, clock, stopped: bench.stopped, yieldToMessages: bench.yieldToMessages },
      tell: ({ done, of }) => {
        progress.reached({
          done: `${name}, accuracy, ${String(done)} of ${String(of)} rows`,
          left: (all - at - 1) * plan.seconds,
        });
      },
    },
  );
  return {
    ...{ inputs, measurement },
    scored: scored.ok ? scored.value : undefined,
    unscored: scored.ok ? undefined : scored.message,
  };
}

const labelledWords = ({ set, rows, of, right, accuracy, low, high }: Scored): object => ({
  ...{ set, rows, of, right, accuracy },
  interval: [low, high],
});

/** `--labelled set.npz`: one for all models or one for each, separated by commas; the .npy of one set joined by +. */
async function setsOf(
  options: Options,
  models: readonly string[],
  given: boolean,
): Promise<readonly RawSet[]> {
  const named = list(options, 'labelled');
  if (text(options, 'labelled') === undefined) return [];
  if (given)
    throw new UsageError('--labelled measures the accuracy that --accuracy gives; name one of the two.');
  if (named.length !== 1 && named.length !== models.length)
    throw new UsageError(
      `--labelled takes one set for all models, or one for each of the ${String(models.length)}, separated by commas (the .npy files of one set joined by +); ${String(named.length)} were given.`,
    );
  return Promise.all(named.map(async (one) => setAt(one.split('+').map((path) => path.trim()))));
}

async function setAt(paths: readonly string[]): Promise<RawSet> {
  const files = [];
  for (const path of paths) {
    const bytes = await readInput(path, 'The labelled set', 'labelled');
    if (!bytes)
      throw new UsageError(`There is no file "${shortened(path, 200)}"; --labelled names a labelled set.`);
    files.push({ name: basename(path), bytes });
  }
  const large = setTooLarge(
    files.map(({ name }) => name).join(' and '),
    files.reduce((sum, { bytes }) => sum + bytes.length, 0),
  );
  if (large !== undefined) throw new UsageError(large);
  const set = readSet(files, unpack);
  if (!set.ok) throw new UsageError(set.message);
  return set.value;
}

function toVariant(measurement: Measurement, accuracy: number | Scored | undefined): Variant {
  const made = variantOf(measurement, {
    ...{ name: measurement.name.replace(/\.onnx$/i, ''), source: SOURCE, hardware: hardware(), accuracy },
    date: new Date().toISOString().slice(0, 10),
  });
  if (!made.ok) throw new UsageError(`The latency of ${measurement.name} ${made.message}.`);
  return made.value;
}

async function runtimeOf(): Promise<Runtime> {
  watchHeap();
  return ortRuntime(await import('onnxruntime-web'), heapBytes);
}

function hardware(): string {
  const all = cpus();
  return `${all[0]?.model.trim() ?? process.arch}, ${String(all.length)} cores, ${process.platform} ${process.arch}, Node.js ${process.versions.node}`;
}

function planOf(options: Options): Plan {
  const batches = (text(options, 'batches') ?? DEFAULT_BATCHES)
    .split(',')
    .map((one) => ranged('--batches', one.trim(), RANGES.measuredBatch));
  const ascending = [...new Set(batches)].sort((a, b) => a - b);
  if (ascending[0] !== 1)
    throw new UsageError('--batches must begin with 1, since every batch size is read from there on.');
  return {
    batches: ascending,
    quantile: number(options, 'quantile', DEFAULT_QUANTILE, RANGES.measuredQuantile),
    seconds: number(options, 'seconds', DEFAULT_SECONDS, RANGES.seconds),
  };
}

/** `--shape n,3,224,224`, several joined by +: words stand where requests are counted. */
function shapesAsked(options: Options): readonly (readonly string[])[] {
  const given = text(options, 'shape');
  if (given === undefined) return [];
  return given.split('+').map((shape) => {
    const dims = shape.split(',').map((dim) => dim.trim());
    if (dims.filter((dim) => !/^\d/.test(dim)).length > 1)
      throw new UsageError(
        `--shape "${shortened(shape, 80)}" has more than one place that is no number; n stands where requests are counted, once.`,
      );
    for (const dim of dims) if (/^\d/.test(dim)) ranged('--shape', dim, DIMENSION);
    return dims;
  });
}

/** A shape holds for every input with as many dimensions. */
function answersTo(
  inputs: readonly ModelInput[],
  shapes: readonly (readonly string[])[],
): { readonly batch: string | undefined; readonly sizes: Sizes } {
  const known = shapesOf(inputs);
  const sizes: Record<string, number> = {};
  let batch = known.batch;
  for (const { key, places } of known.free)
    for (const { input, axis } of places) {
      const rank = inputs.find(({ name }) => name === input)?.dims.length;
      const dim = shapes.find(({ length }) => length === rank)?.[axis];
      if (dim === undefined) continue;
      if (/^\d/.test(dim)) sizes[key] = Number(dim);
      else batch = key;
    }
  // A number where the guess was: the batch is fixed at that.
  return { batch: batch !== undefined && sizes[batch] !== undefined ? undefined : batch, sizes };
}

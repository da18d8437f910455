/**
 * ONNX models that are measured on this machine: what each asks, which is under way, what came of it. They stay for this
 * visit; their bytes are read anew for each measurement and kept by nobody.
 */
import { graphicsCard } from './graphicsCard.ts';
import { Undertaking } from '../undertaking.svelte.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import { Profiler } from '../../bridge/profiler.ts';
import { batchSizes, type Variant } from '../../../model/pipeline.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';
import type { MeasureEvent } from '../../../profiles/measure/bench.ts';
import type { Measurement } from '../../../profiles/measure/measureModel.ts';
import { DEFAULT_QUANTILE, DEFAULT_SECONDS, type Plan } from '../../../profiles/measure/plan.ts';
import type { ScoreProgress } from '../../../profiles/labelled/score.ts';
import type { Scored } from '../../../profiles/labelled/scored.ts';
import type { Device, ModelInput } from '../../../profiles/measure/session.ts';
import {
  fixedBatchOf,
  shapesOf,
  unasked,
  type Shapes,
  type Sizes,
} from '../../../profiles/measure/shapes.ts';
import type { MeasuredBatch } from '../../../profiles/measure/measuredBatch.ts';
import { variantOf } from '../../../profiles/measure/variant.ts';

/** Seconds for one model, the settings of the select. */
export const SECONDS = [5, DEFAULT_SECONDS, 60, 300] as const;
/** Settings of the quantile. */
export const QUANTILES = [0.5, 0.95, DEFAULT_QUANTILE] as const;
/** Settings of the largest batch. */
export const MOST_BATCH = [1, 2, 4, 8, 16, 32, 64] as const;
const DEFAULT_BATCH = 16;

/** What is asked of the worker; a test gives its own. */
export type Measurer = Pick<Profiler, 'inspect' | 'measure' | 'score'>;

/** What the model asks of the visitor, and what was answered. */
export interface ModelAsked {
  readonly inputs: readonly ModelInput[];
  readonly shapes: Shapes;
  readonly sizes: Sizes;
  /** Key of the dimension that counts requests. */
  readonly batch: string | undefined;
}

/** How far a model is. */
export type ModelStatus =
  | { readonly kind: 'looking' }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'asked' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running'; readonly progress: Extract<MeasureEvent, { kind: 'progress' }> | undefined }
  | {
      readonly kind: 'measured';
      readonly measurement: Measurement;
      readonly day: string;
      /** What the graphics card is called; '' on the processor. */
      readonly card: string;
    };

/** How far the accuracy on a labelled set is. */
export type Scoring =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly set: string; readonly progress: ScoreProgress | undefined }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'scored'; readonly scored: Scored };

export interface BroughtModel {
  readonly id: number;
  readonly file: File;
  /** Of the variant: the file's without its ending, until it is written anew. */
  readonly name: string;
  /** 0..1 as it was typed, which goes before what was measured; undefined where nobody said. */
  readonly accuracy: number | undefined;
  readonly scoring: Scoring;
  readonly asked: ModelAsked | undefined;
  readonly status: ModelStatus;
  /** The batches that are through, and start-ups, also while it runs. */
  readonly batches: readonly MeasuredBatch[];
  readonly startups: readonly number[];
  /** Why the last measurement came to nothing; '' otherwise. */
  readonly trouble: string;
}

/** YYYY-MM-DD of the visitor's own calendar. */
function today(): string {
  const now = new Date();
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${String(now.getFullYear())}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export class Measuring extends Undertaking {
  models = $state.raw<readonly BroughtModel[]>([]);
  seconds = $state<number>(DEFAULT_SECONDS);
  quantile = $state<number>(DEFAULT_QUANTILE);
  maxBatch = $state<number>(DEFAULT_BATCH);
  /** What models are measured on. */
  device = $state<Device>('processor');
  /** Why it is not the graphics card that was asked for; '' otherwise. */
  noCard = $state('');

  readonly #worker: Measurer;
  readonly #day: () => string;
  readonly #findCard: typeof graphicsCard;
  #card = '';
  #next = 1;
  #looking: Promise<void> = Promise.resolve();

  constructor(worker: Measurer = new Profiler(), day: () => string = today, findCard = graphicsCard) {
    super();
    this.#worker = worker;
    this.#day = day;
    this.#findCard = findCard;
  }

  /** Models that can be measured as they stand. */
  readonly ready = $derived(
    this.models.filter((model) => model.status.kind === 'asked' && missingOf(model).length === 0),
  );

  get plan(): Plan {
    return { batches: batchSizes(this.maxBatch), quantile: this.quantile, seconds: this.seconds };
  }

  /** Measures on that from now on; where there is no graphics card it says so and stays on the processor. */
  async choose(device: Device): Promise<void> {
    this.noCard = '';
    this.device = device;
    if (device === 'processor') return;
    const found = await this.#findCard();
    if (found.ok) this.#card = found.value;
    else {
      this.device = 'processor';
      this.noCard = found.message;
    }
  }

  /** Each is looked at, one after the other, and asks then what it must. */
  add(files: readonly File[]): void {
    const brought = files.map((file): BroughtModel => ({
      ...{
        id: this.#next++,
        file,
        name: file.name.replace(/\.onnx$/i, '') || file.name,
        accuracy: undefined,
        scoring: { kind: 'none' },
      },
      ...{ asked: undefined, status: { kind: 'looking' }, batches: [], startups: [], trouble: '' },
    }));
    this.models = [...this.models, ...brought];
    for (const { id, file } of brought) this.#looking = this.#looking.then(() => this.#look(id, file));
  }

  /** Resolves when every model was looked at. */
  get looked(): Promise<void> {
    return this.#looking;
  }

  remove(id: number): void {
    const model = this.#find(id);
    if (model?.status.kind === 'running' || model?.scoring.kind === 'running') return;
    this.models = this.models.filter((model) => model.id !== id);
  }

  rename(id: number, name: string): void {
    this.#put(id, { name });
  }

  setAccuracy(id: number, accuracy: number | undefined): void {
    this.#put(id, { accuracy });
  }

  setSize(id: number, key: string, size: number | undefined): void {
    const { [key]: _, ...others } = this.#find(id)?.asked?.sizes ?? {};
    this.#ask(id, { sizes: size === undefined ? others : { ...others, [key]: size } });
  }

  /** Which dimension counts requests. */
  setBatch(id: number, batch: string | undefined): void {
    this.#ask(id, { batch });
  }

  /** Measures the models given, or all that are ready, one after the other. */
  async run(ids: readonly number[] = this.ready.map(({ id }) => id)): Promise<void> {
    if (this.status !== 'idle' || ids.length === 0) return;
    for (const id of ids)
      this.#put(id, { status: { kind: 'waiting' }, trouble: '', batches: [], startups: [] });
    await this.during(async (signal) => {
      for (const [at, id] of ids.entries()) {
        if (!signal.aborted) await this.#measure(id, at, ids.length, signal);
        if (this.#find(id)?.status.kind === 'waiting') this.#put(id, { status: { kind: 'asked' } });
      }
    });
  }

  /** Measures the accuracy on the labelled set in these files; what was typed of it stands back. */
  async score(id: number, set: readonly File[]): Promise<void> {
    const model = this.#find(id);
    if (!model?.asked || set.length === 0) return;
    const refuse = (why: string): void => {
      this.#put(id, { scoring: { kind: 'refused', why } });
    };
    if (this.status !== 'idle') {
      refuse('Something is being measured; bring the labelled set when it is through.');
      return;
    }
    const missing = missingOf(model);
    if (missing.length > 0) {
      refuse(`Say first how large ${missing.join(' and ')} is.`);
      return;
    }
    const name = set.map((file) => file.name).join(' and ');
    this.#put(id, { accuracy: undefined, scoring: { kind: 'running', set: name, progress: undefined } });
    const { file } = model;
    const { sizes, batch } = model.asked;
    await this.during(async (signal) => {
      const hear = (progress: ScoreProgress): void => {
        this.share = progress.done / progress.of;
        this.#put(id, { scoring: { kind: 'running', set: name, progress } });
      };
      let made: Result<Scored>;
      try {
        made =
          (await this.#worker.score({ file, sizes, batch, set }, hear, signal)) ??
          refused(`${file.name}: it was stopped within a run, so nothing is known of ${name}.`);
      } catch (error) {
        made = refused(sentenceOf(error));
      }
      if (made.ok) this.#put(id, { scoring: { kind: 'scored', scored: made.value } });
      else refuse(made.message);
    });
  }

  /** What was measured as a variant; `source` and `hardware` as `Provenance` has them. */
  variant(
    { status, name, accuracy: typed, scoring }: BroughtModel,
    source: string,
    hardware: string,
  ): Result<Variant> {
    if (status.kind !== 'measured') return refused('Nothing is measured yet.');
    const { measurement, day: date } = status;
    const accuracy = typed ?? (scoring.kind === 'scored' ? scoring.scored : undefined);
    const made = variantOf(measurement, { name: name.trim(), source, hardware, date, accuracy });
    return made.ok ? accepted(made.value) : refused(`The latency of ${measurement.name} ${made.message}.`);
  }

  async #look(id: number, file: File): Promise<void> {
    let found: Result<readonly ModelInput[]>;
    try {
      found = await this.#worker.inspect(file);
    } catch (error) {
      found = refused(sentenceOf(error));
    }
    if (!found.ok) {
      this.#put(id, { status: { kind: 'refused', why: found.message } });
      return;
    }
    const inputs = found.value;
    const shapes = shapesOf(inputs);
    const usual = shapes.free.flatMap(({ key, usual: size }) => (size === undefined ? [] : [[key, size]]));
    const asked = { inputs, shapes, sizes: Object.fromEntries(usual) as Sizes, batch: shapes.batch };
    this.#put(id, { asked, status: { kind: 'asked' } });
  }

  async #measure(id: number, at: number, all: number, signal: AbortSignal): Promise<void> {
    const model = this.#find(id);
    if (!model?.asked) return;
    const { file, asked } = model;
    const { sizes, batch } = asked;
    const { plan, device } = this;
    const card = device === 'graphics' ? this.#card : '';
    this.#put(id, { status: { kind: 'running', progress: undefined } });
    const hear = (event: MeasureEvent): void => {
      if (event.kind === 'progress') {
        this.share = (at + event.share) / all;
        this.#put(id, { status: { kind: 'running', progress: event } });
      } else if (event.kind === 'started') this.#put(id, { startups: event.startups });
      else this.#put(id, { batches: [...(this.#find(id)?.batches ?? []), event.batch] });
    };
    let made: Result<Measurement>;
    try {
      made =
        (await this.#worker.measure({ file, sizes, batch, plan, device }, hear, signal)) ??
        this.#toldOf(id, plan, undefined, device);
    } catch (error) {
      made = this.#toldOf(id, plan, sentenceOf(error).replace(/\.$/, ''), device);
    }
    this.share = (at + 1) / all;
    if (made.ok) {
      const { batches, startups } = made.value;
      const status = { kind: 'measured', measurement: made.value, day: this.#day(), card } as const;
      this.#put(id, { batches, startups, status });
    } else this.#put(id, { status: { kind: 'asked' }, trouble: made.message });
  }

  /** What stands where the worker was ended before it could say so itself. */
  #toldOf(
    id: number,
    { quantile, batches: wanted }: Plan,
    trouble: string | undefined,
    device: Device,
  ): Result<Measurement> {
    const model = this.#find(id);
    const { batches = [], startups = [] } = model ?? {};
    if (!model?.asked || batches.length === 0)
      return refused(`${model?.file.name ?? ''}: ${trouble ?? 'it was stopped before a batch was timed'}.`);
    const fixedBatch = fixedBatchIn(model.asked);
    return accepted({
      ...{ name: model.file.name, quantile, batches, startups, trouble, fixedBatch, heapBytes: undefined },
      // How much of it ran there went with the worker.
      graphics: device === 'graphics' ? 'partly' : undefined,
      left: fixedBatch === undefined ? wanted.slice(batches.length) : [],
      ended: trouble === undefined ? 'stopped' : 'trouble',
    });
  }

  #find(id: number): BroughtModel | undefined {
    return this.models.find((model) => model.id === id);
  }

  /** What was measured of other sizes is of another model. */
  #ask(id: number, change: Partial<ModelAsked>): void {
    const model = this.#find(id);
    if (!model?.asked || model.status.kind === 'running' || model.status.kind === 'waiting') return;
    if (model.scoring.kind === 'running') return;
    const asked = { ...model.asked, ...change };
    const anew = { status: { kind: 'asked' }, scoring: { kind: 'none' }, trouble: '' } as const;
    this.#put(id, { ...anew, asked, batches: [], startups: [] });
  }

  #put(id: number, change: Partial<BroughtModel>): void {
    this.models = this.models.map((model) => (model.id === id ? { ...model, ...change } : model));
  }
}

/** Free dimensions of which nobody said how large they are. */
export function missingOf({ asked }: BroughtModel): readonly string[] {
  if (!asked) return [];
  return unasked(asked.shapes, asked.sizes, asked.batch).map(({ label }) => label);
}

/** The only batch that it takes; undefined where a dimension counts requests. */
export const fixedBatchIn = ({ inputs, sizes, batch }: ModelAsked): number | undefined =>
  batch === undefined ? fixedBatchOf(inputs, sizes) : undefined;

/** Of this visit; loaded with the first model. */
export const measuring = new Measuring();

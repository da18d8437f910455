/**
 * What is being imported: a queue of files, each read by a worker and shown before it is used. What was on screen stays
 * until then. A refusal is a sentence, and the next file follows.
 */
import { fewestCores, type Experiment } from './experiment.ts';
import {
  freeName,
  freePipelineId,
  freeTraceId,
  nameTrouble,
  twinOfPipeline,
  twinOfTrace,
} from './intakeNames.ts';
import type { LaneId } from './linked.ts';
import type { Memory } from './memory.svelte.ts';
import type { Predict } from './predict.svelte.ts';
import { MAX_SECONDS, replayed } from './traces.ts';
import { undroppable } from './undroppable.ts';
import { sentenceOf } from '../bridge/bridge.ts';
import type { SetPolicies } from './setPolicies.svelte.ts';
import type { Simulator } from '../bridge/simulator.ts';
import type { AskedOfPipeline, ImportedPipeline } from '../../export/intake/pipelineFile.ts';
import { holdsAutoscalers, holdsManifests, holdsStages, isYaml } from '../../export/intake/sniff.ts';
import type { AutoscalerImport } from '../../export/scalers/autoscalers.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { ImportedPolicy } from '../../export/scalers/combine.ts';
import type { Result } from '../../model/result.ts';
import type { ImportNote } from '../../storage/records.ts';
import { DECISION_SECONDS, decisionsIn, HISTORY_SECONDS, type Workload } from '../../workload/workload.ts';
import type { TraceRead } from '../../../workers/protocol.ts';

/** Larger files are refused before they are read. */
const MAX_BYTES = 200 * 2 ** 20;
/** A pipeline's JSON is small; larger JSON files can only be traces. */
const MAX_PIPELINE_BYTES = 2 ** 20;
/** Series of one file that become loads of their own at once. */
export const MOST_APART = 12;

/** What the intake needs of the lab. */
export interface Host {
  alert: string;
  notice: string;
  traces: readonly Workload[];
  pipelines: readonly Pipeline[];
  notes: Readonly<Record<string, readonly ImportNote[]>>;
  readonly scenario: Scenario;
  readonly pipeline: Pipeline;
  readonly simulator: Pick<Simulator, 'importTrace' | 'importPipeline' | 'importAutoscalers'>;
  readonly memory: Pick<Memory, 'change'>;
  readonly predict: Pick<Predict, 'keep' | 'whole'>;
  set(change: Partial<Experiment>, what?: string): void;
  /** What was said of the import before is over. */
  beginImport(): void;
  use(keys: readonly string[]): void;
  readonly setPolicies?: Pick<SetPolicies, 'from'>;
}

/** A file as it was read last. */
export type Shown = { readonly file: File; readonly asked: Asked } & (
  | { readonly kind: 'trace'; readonly read: TraceRead }
  | { readonly kind: 'pipeline'; readonly read: ImportedPipeline; readonly text: string }
  | { readonly kind: 'autoscalers'; readonly read: AutoscalerImport }
);

type Asked = Readonly<Record<string, readonly string[]>>;

/** Imports that are here already: all, or the report of one. */
export type Review = { readonly kind: 'list' } | { readonly kind: 'trace' | 'pipeline'; readonly id: string };

/** One of several series that become loads of their own. */
export interface Part {
  readonly label: string;
  readonly read: TraceRead;
}

export class Intake {
  shown = $state.raw<Shown | undefined>();
  /** Why files just before the one shown were not taken, sentences. */
  refused = $state.raw<readonly string[]>([]);
  reviewed = $state.raw<Review | undefined>();
  /** Which file of the queue is shown, from 1, and how many there are. */
  place = $state.raw({ at: 0, of: 0 });
  /** Reading again with another choice. */
  busy = $state(false);
  /** Why the file cannot be read as asked, or used as it is. */
  trouble = $state('');
  name = $state('');
  /** Each series picked becomes a load of its own. */
  apart = $state(false);
  parts = $state.raw<readonly Part[]>([]);
  /** Key of the autoscaler that is to run; '' for none. */
  scaler = $state('');
  /** Where it is to run. */
  lane = $state<LaneId>('b');

  readonly #host: Host;
  readonly #takeZip: (file: File) => Promise<void>;
  #queue: readonly File[] = [];
  #working = false;
  #wanted: Asked | undefined;

  constructor(host: Host, takeZip: (file: File) => Promise<void>) {
    this.#host = host;
    this.#takeZip = takeZip;
  }

  /** The load or pipeline with the same data that is here already. */
  readonly twin: { readonly id: string; readonly name: string } | undefined = $derived.by(() => {
    const { shown } = this;
    if (shown?.kind === 'trace')
      return twinOfTrace(shown.read.workload, this.#host.traces, (one) => this.#host.predict.whole(one));
    return shown?.kind === 'pipeline' ? twinOfPipeline(shown.read.pipeline, this.#host.pipelines) : undefined;
  });
  readonly nameTrouble: string = $derived(
    this.twin || this.apart || this.shown?.kind === 'autoscalers'
      ? ''
      : nameTrouble(this.name, this.#names()),
  );

  review(what: Review | undefined): void {
    if (!this.shown) this.reviewed = what;
  }

  add(files: readonly File[]): void {
    this.reviewed = undefined;
    // Files that join a queue belong to the same import; a dialog alone is the end of an earlier one.
    if (this.#queue.length === 0 && !this.#working) {
      this.#host.beginImport();
      this.refused = [];
    }
    this.#queue = [...this.#queue, ...files];
    this.place = { ...this.place, of: this.place.of + files.length };
    void this.#next();
  }

  /** Reads the file again; the old picture stays until the new one is there. The newest choice wins. */
  choose(id: string, values: readonly string[]): void {
    const { shown } = this;
    if (!shown) return;
    const asked = { ...shown.asked, ...this.#wanted, [id]: values };
    if (values.length === 0) {
      this.trouble = 'Pick at least one.';
      return;
    }
    const running = this.#wanted !== undefined;
    this.#wanted = asked;
    if (!running) void this.#again();
  }

  /** Several series as one load, their sum, or each as its own. */
  async separate(apart: boolean): Promise<void> {
    this.apart = apart;
    this.trouble = '';
    if (apart) await this.#readParts();
    else this.parts = [];
  }

  /** Takes what is shown into the lab, and goes on to the next file. */
  use(): void {
    const { shown } = this;
    if (!shown || this.busy || this.trouble !== '' || this.nameTrouble !== '') return;
    if (shown.kind === 'trace') this.#useTrace(shown.read);
    else if (shown.kind === 'pipeline') this.#usePipeline(shown.read);
    else this.#host.set(this.#lanes(), 'import');
    const found = shown.kind === 'trace' ? [] : scalersOf(shown);
    if (found.length > 0) this.#host.use(found.map(({ key }) => key));
    // What is taken home from them keeps their names.
    for (const { key, origins } of found) this.#host.setPolicies?.from(key, origins);
    this.discard();
  }

  /** Goes on to the next file; the lab stays as it is. */
  discard(): void {
    this.shown = undefined;
    this.#wanted = undefined;
    void this.#next();
  }

  async #next(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    this.refused = [];
    let next: File | undefined;
    while (!this.shown && (next = this.#queue[0])) {
      this.#queue = this.#queue.slice(1);
      this.place = { at: this.place.at + 1, of: this.place.of };
      await this.#take(next);
    }
    if (!this.shown) this.place = { at: 0, of: 0 };
    this.#working = false;
  }

  async #take(file: File): Promise<void> {
    const host = this.#host;
    host.notice = `Reading ${file.name} …`;
    try {
      if (await isZip(file)) {
        const before = host.alert;
        await this.#takeZip(file);
        if (host.alert !== before && host.alert !== '') this.refused = [...this.refused, host.alert];
        return;
      }
      const result = await this.#first(file);
      host.notice = '';
      if (result.ok) this.#show(result.value);
      else this.#refuse(result.message);
    } catch (error) {
      host.notice = '';
      this.#refuse(`${file.name} could not be read: ${sentenceOf(error)}`);
    }
  }

  /** Several refusals of one queue stand below one another. */
  #refuse(sentence: string): void {
    const { alert } = this.#host;
    this.refused = [...this.refused, sentence];
    this.#host.alert = alert === '' || this.place.at === 1 ? sentence : `${alert}\n${sentence}`;
  }

  async #first(file: File): Promise<Result<Shown>> {
    if (file.size > MAX_BYTES)
      return {
        ok: false,
        message: `${file.name} is larger than 200 MB; cut it to the hours you want to replay.`,
      };
    const strange = await undroppable(file);
    if (strange !== undefined) return { ok: false, message: strange };
    const small = file.size <= MAX_PIPELINE_BYTES;
    if (isYaml(file.name) && !small)
      return { ok: false, message: `${file.name} could not be read: manifests of up to 1 MB are read.` };
    const text = small && /\.(json|ya?ml)$/i.test(file.name) ? await file.text() : '';
    if (isYaml(file.name) || holdsStages(text) || holdsManifests(text, file.name)) {
      if (holdsAutoscalers(text, file.name)) {
        const stages = this.#host.pipeline.stages.map(({ name }) => name);
        const read = await this.#host.simulator.importAutoscalers(text, file.name, stages);
        return read.ok
          ? { ok: true, value: { kind: 'autoscalers', file, asked: {}, read: read.value } }
          : read;
      }
      return this.#readPipeline(file, text, {});
    }
    return this.#readTrace(file, {});
  }

  async #readTrace(file: File, asked: Asked): Promise<Result<Shown>> {
    const read = await this.#host.simulator.importTrace(file, asked);
    if (!read.ok) return read;
    const short = tooShort(file.name, read.value.workload);
    // Where the file can be read otherwise, its unit may be what makes it short.
    if (short !== '' && read.value.report.choices.length === 0) return { ok: false, message: short };
    return { ok: true, value: { kind: 'trace', file, asked, read: read.value } };
  }

  async #readPipeline(file: File, text: string, asked: Asked): Promise<Result<Shown>> {
    const unit = asked['latencyUnit']?.[0];
    const wanted: AskedOfPipeline = unit === 's' || unit === 'ms' ? { latencyUnit: unit } : {};
    const { limits } = this.#host.scenario;
    const read = await this.#host.simulator.importPipeline(text, file.name, limits, wanted);
    return read.ok ? { ok: true, value: { kind: 'pipeline', file, text, asked, read: read.value } } : read;
  }

  #show(shown: Shown): void {
    this.apart = false;
    this.parts = [];
    this.#settle(shown);
    if (shown.kind === 'trace') this.name = freeName(shown.read.workload.name, this.#names('trace'));
    if (shown.kind === 'pipeline') this.name = freeName(shown.read.pipeline.name, this.#names('pipeline'));
    this.scaler = shown.kind === 'trace' ? '' : (scalersOf(shown)[0]?.key ?? '');
    this.lane = 'b';
  }

  #settle(shown: Shown): void {
    this.shown = shown;
    this.trouble = shown.kind === 'trace' ? tooShort(shown.file.name, shown.read.workload) : '';
  }

  async #again(): Promise<void> {
    this.busy = true;
    const { shown } = this;
    while (shown && this.#wanted && this.shown?.file === shown.file) {
      const asked = this.#wanted;
      let result: Result<Shown>;
      try {
        result = await (shown.kind === 'pipeline'
          ? this.#readPipeline(shown.file, shown.text, asked)
          : this.#readTrace(shown.file, asked));
      } catch (error) {
        result = { ok: false, message: sentenceOf(error) };
      }
      const now = this.#now();
      if (now.wanted === undefined || now.file !== shown.file) break;
      if (now.wanted !== asked) continue;
      this.#wanted = undefined;
      if (result.ok) this.#settle(result.value);
      // The picture and the controls stay as they were read last.
      else this.trouble = `Not read so: ${result.message}`;
      if (result.ok && this.apart) await this.#readParts();
    }
    this.busy = false;
  }

  /** Read anew after a pause: the file may have been discarded, or asked for otherwise. */
  #now(): { readonly file: File | undefined; readonly wanted: Asked | undefined } {
    return { file: this.shown?.file, wanted: this.#wanted };
  }

  async #readParts(): Promise<void> {
    const { shown } = this;
    if (shown?.kind !== 'trace') return;
    const series = shown.read.report.choices.find(({ id }) => id === 'series');
    const picked = series?.value ?? [];
    this.parts = [];
    if (picked.length > MOST_APART) {
      this.trouble = `At most ${String(MOST_APART)} series become loads of their own at once; ${String(picked.length)} are picked.`;
      return;
    }
    this.busy = true;
    try {
      for (const value of picked) {
        const read = await this.#readTrace(shown.file, { ...shown.asked, series: [value] });
        if (this.shown !== shown || !this.apart) return;
        const label = series?.options.find((option) => option.value === value)?.label ?? value;
        if (!read.ok || read.value.kind !== 'trace') {
          this.trouble = read.ok ? '' : read.message;
          return;
        }
        const short = tooShort(label, read.value.read.workload);
        if (short !== '') {
          this.trouble = short;
          return;
        }
        this.parts = [...this.parts, { label, read: read.value.read }];
      }
    } catch (error) {
      this.trouble = sentenceOf(error);
    } finally {
      this.busy = false;
    }
  }

  #useTrace(read: TraceRead): void {
    const host = this.#host;
    if (this.apart) {
      const ids = this.parts.map((part) => this.#keep(part.read, `${this.name.trim()}: ${part.label}`));
      if (ids[0] !== undefined) host.set({ workload: ids[0] }, 'import');
      host.notice = `${String(ids.length)} loads are here; the first is in use.`;
      return;
    }
    const { twin } = this;
    const id = twin?.id ?? this.#keep(read, this.name);
    host.set({ workload: id }, 'import');
    host.notice = twin ? `${twin.name} was here already, and is in use.` : `${this.name.trim()} is loaded.`;
  }

  /** Keeps a load and returns its id; data that is here already is not doubled. */
  #keep({ workload, report }: TraceRead, name: string): string {
    const host = this.#host;
    const twin = twinOfTrace(workload, host.traces, (one) => host.predict.whole(one));
    if (twin) return twin.id;
    const id = freeTraceId(workload.id, host.traces);
    const whole = { ...workload, id, name: freeName(name, this.#names('trace')) };
    const notes: readonly ImportNote[] = [
      ...report.decisions.map(({ sentence, weight }) => ({ sentence, weight })),
      ...cutNote(whole),
    ];
    // Forecasters learn from all of it.
    host.predict.keep(id, whole);
    host.traces = [...host.traces, replayed(whole)];
    host.notes = { ...host.notes, [id]: notes };
    void host.memory.change((store) => store.putTrace({ ...whole, notes }));
    return id;
  }

  #usePipeline({ pipeline: read, decisions }: ImportedPipeline): void {
    const host = this.#host;
    const { twin } = this;
    const lane = this.#lanes();
    if (twin) {
      host.set({ pipeline: twin.id, ...lane }, 'import');
      host.notice = `${twin.name} was here already, and is in use.`;
      return;
    }
    const id = freePipelineId(read.id, host.pipelines);
    const pipeline = { ...read, id, name: this.name.trim() };
    const notes = decisions.map(({ sentence, weight }): ImportNote => ({ sentence, weight }));
    host.pipelines = [...host.pipelines, pipeline];
    host.notes = { ...host.notes, [id]: notes };
    host.set({ pipeline: id, ...lane }, 'import');
    void host.memory.change((store) => store.putPipeline({ ...pipeline, notes }));
    host.notice = `${pipeline.name} is loaded; it needs at least ${String(fewestCores(pipeline))} cores.`;
  }

  /** What the autoscaler that was picked changes in the lanes. */
  #lanes(): Partial<Record<LaneId, string>> {
    return this.scaler === '' ? {} : { [this.lane]: this.scaler };
  }

  /** Names that an import of this kind cannot take. */
  #names(kind = this.shown?.kind): readonly string[] {
    const { traces, pipelines } = this.#host;
    return (kind === 'pipeline' ? pipelines : traces).map(({ name }) => name);
  }
}

/** The policies with settings that a file brings. */
function scalersOf(shown: Exclude<Shown, { readonly kind: 'trace' }>): readonly ImportedPolicy[] {
  return shown.kind === 'pipeline' ? shown.read.autoscalers : shown.read.policies;
}

/** What the lab replays of a long trace, as a note. */
export function cutNote({ rates }: Workload): readonly ImportNote[] {
  return rates.length > MAX_SECONDS
    ? [
        {
          weight: 'left out',
          sentence: 'The lab replays its first 24 hours; forecasters learn from all of it.',
        },
      ]
    : [];
}

function tooShort(name: string, { rates }: Workload): string {
  return decisionsIn(rates.length) >= 1
    ? ''
    : `${name} covers ${String(rates.length)} s; the first ${String(HISTORY_SECONDS)} s only fill the history, so at least ${String(HISTORY_SECONDS + DECISION_SECONDS)} s are needed.`;
}

async function isZip(file: File): Promise<boolean> {
  const start = await file
    .slice(0, 2)
    .text()
    .catch(() => '');
  return start === 'PK';
}

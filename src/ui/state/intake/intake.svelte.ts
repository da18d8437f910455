/**
 * What is being imported: a queue of files, each read by a worker and shown before it is used. What was on screen stays
 * until then. A refusal is a sentence, and the next file follows.
 */
import { keepPipeline, keepTrace, keptWords, namesOf, scalersOf, type Keepers } from './intakeKeep.ts';
import { replacedWords, type StandingImport } from './replaced.ts';
import { freeName, nameTrouble, twinOfPipeline, twinOfTrace } from './intakeNames.ts';
import {
  isZip,
  readFirst,
  readPipeline,
  readTrace,
  tooShort,
  type AskedOfFile,
  type Readers,
  type ShownFile,
} from './intakeRead.ts';
import { readParts, type Part } from './intakeParts.ts';
import type { LabState } from '../labState.ts';
import type { LaneId } from '../address/linked.ts';
import type { History } from '../experiment/history.svelte.ts';
import type { ShapedLoads } from '../loads/shapedLoads.svelte.ts';
import type { PageId } from '../pages.ts';
import { isLong } from './traces.ts';
import type { OwnPolicies } from '../policies/own/ownPolicies.svelte.ts';
import type { SetPolicies } from '../policies/setPolicies.svelte.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import type { ImportedPipeline } from '../../../export/intake/pipelineFile.ts';
import { refused, type Result } from '../../../model/result.ts';
import type { TraceRead } from '../../../../workers/protocol.ts';

/** What the intake needs of the lab. */
export interface Host
  extends
    Readers,
    Keepers,
    Pick<
      LabState,
      'alert' | 'notice' | 'set' | 'use' | 'beginImport' | 'pipeline' | 'workload' | 'a' | 'b' | 'nameOf'
    > {
  readonly setPolicies?: Pick<SetPolicies, 'from'>;
  readonly own?: OwnPolicies;
  readonly go?: (page: PageId) => void;
  readonly loads: Pick<ShapedLoads, 'draft'>;
  readonly history: Pick<History, 'together'>;
}

/** Imports that are here already: all, or the report of one. */
export type Review = { readonly kind: 'list' } | { readonly kind: 'trace' | 'pipeline'; readonly id: string };

/** Models wait in the Pipelines view to be measured. */
async function toMeasuring(file: File): Promise<void> {
  const { measuring } = await import('../pipelines/measuring.svelte.ts');
  measuring.add([file]);
}

export class FileIntake {
  shown = $state.raw<ShownFile | undefined>();
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
  readonly #takeLoadTest: (file: File) => Promise<boolean>;
  readonly #takeModel: (file: File) => Promise<void>;
  #queue: readonly File[] = [];
  #working = false;
  #wanted: AskedOfFile | undefined;
  /** What the alert says of refused files. */
  #alerted = '';

  /** `takeLoadTest` says whether a file that is none of the intake's is a load test, which it has then taken. */
  constructor(
    host: Host,
    takeZip: (file: File) => Promise<void>,
    takeLoadTest: (file: File) => Promise<boolean> = () => Promise.resolve(false),
    takeModel: (file: File) => Promise<void> = toMeasuring,
  ) {
    this.#host = host;
    this.#takeZip = takeZip;
    this.#takeLoadTest = takeLoadTest;
    this.#takeModel = takeModel;
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
    // Its report has shown what was refused before it.
    if (this.#alerted !== '' && this.#host.alert === this.#alerted) this.#host.alert = '';
    this.#alerted = '';
    const before = this.#standing();
    if (shown.kind === 'trace') this.#useTrace(shown.read);
    else if (shown.kind === 'pipeline') this.#usePipeline(shown.read);
    else this.#host.set(this.#lanes(), 'import');
    const gone = replacedWords(before, this.#standing(), (key) => this.#host.nameOf(key));
    this.#host.notice = [this.#host.notice, gone].filter((one) => one !== '').join(' ');
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
      if (/\.onnx$/i.test(file.name)) {
        await this.#takeModel(file);
        host.notice = `${file.name} is a model: Pipelines measures it here.`;
        host.go?.('pipelines');
        return;
      }
      if (/\.m?js$/i.test(file.name) && host.own) {
        host.notice = '';
        const { takeOwnFile } = await import('../policies/own/takeFile.ts');
        const why = await takeOwnFile(host, host.own, file);
        if (why !== '') this.#refuse(why);
        else host.go?.('policies');
        return;
      }
      if (/\.np[yz]$/i.test(file.name)) {
        host.notice = '';
        this.#refuse(`${file.name} holds arrays: in Pipelines, drop it on the model that it has labels for.`);
        return;
      }
      if (await isZip(file)) {
        const before = host.alert;
        await this.#takeZip(file);
        if (host.alert !== before && host.alert !== '') this.refused = [...this.refused, host.alert];
        return;
      }
      const result = await readFirst(this.#host, file);
      if (!result.ok && (await this.#takeLoadTest(file))) {
        host.notice = `${file.name} is a load test: Pipelines makes a profile of it.`;
        host.go?.('pipelines');
        return;
      }
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
    this.#alerted = alert === '' || this.place.at === 1 ? sentence : `${alert}\n${sentence}`;
    this.#host.alert = this.#alerted;
  }

  #show(shown: ShownFile): void {
    this.apart = false;
    this.parts = [];
    this.#settle(shown);
    if (shown.kind === 'trace') this.name = freeName(shown.read.workload.name, this.#names('trace'));
    if (shown.kind === 'pipeline') this.name = freeName(shown.read.pipeline.name, this.#names('pipeline'));
    this.scaler = shown.kind === 'trace' ? '' : (scalersOf(shown)[0]?.key ?? '');
    this.lane = 'b';
  }

  #settle(shown: ShownFile): void {
    this.shown = shown;
    this.trouble = shown.kind === 'trace' ? tooShort(shown.file.name, shown.read.workload) : '';
  }

  async #again(): Promise<void> {
    this.busy = true;
    const { shown } = this;
    while (shown && this.#wanted && this.shown?.file === shown.file) {
      const asked = this.#wanted;
      let result: Result<ShownFile>;
      try {
        result = await (shown.kind === 'pipeline'
          ? readPipeline(this.#host, shown.file, shown.text, asked)
          : readTrace(this.#host, shown.file, asked));
      } catch (error) {
        result = refused(sentenceOf(error));
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
  #now(): { readonly file: File | undefined; readonly wanted: AskedOfFile | undefined } {
    return { file: this.shown?.file, wanted: this.#wanted };
  }

  async #readParts(): Promise<void> {
    const { shown } = this;
    if (shown?.kind !== 'trace') return;
    this.parts = [];
    this.busy = true;
    const wanted = (): boolean => this.shown === shown && this.apart;
    try {
      const read = await readParts(
        this.#host,
        shown,
        (part) => {
          this.parts = [...this.parts, part];
        },
        wanted,
      );
      if (!read.ok && wanted()) this.trouble = read.message;
    } catch (error) {
      this.trouble = sentenceOf(error);
    } finally {
      this.busy = false;
    }
  }

  #useTrace(read: TraceRead): void {
    const host = this.#host;
    if (this.apart) {
      const ids = this.parts.map((part) => keepTrace(host, part.read, `${this.name.trim()}: ${part.label}`));
      host.notice = `${String(ids.length)} loads are here; the first is in use.`;
      if (ids[0] !== undefined) this.#chooseLoad(ids[0]);
      return;
    }
    const { twin } = this;
    const id = twin?.id ?? keepTrace(host, read, this.name);
    host.notice = twin ? `${twin.name} was here already, and is in use.` : `${this.name.trim()} is loaded.`;
    this.#chooseLoad(id);
    if (!isLong(read.workload)) return;
    // More than is replayed: which part of it is chosen there.
    host.notice += ' It is longer than a week, so its last week is chosen; another window is chosen here.';
    host.go?.('loads');
  }

  /** Chosen in the header, and shown in the view Loads: what was shaped there and not used comes back by Undo. */
  #chooseLoad(workload: string): void {
    const { history, loads } = this.#host;
    const shaping = loads.draft !== undefined;
    history.together(() => {
      this.#host.set({ workload }, 'import');
      loads.draft = undefined;
    });
    if (shaping) this.#host.notice += ' What was shaped in Loads and not used gave way; Undo brings it back.';
  }

  #usePipeline(read: ImportedPipeline): void {
    const host = this.#host;
    const { twin } = this;
    const lane = this.#lanes();
    if (twin) {
      host.set({ pipeline: twin.id, ...lane }, 'import');
      host.notice = `${twin.name} was here already, and is in use.`;
      return;
    }
    const pipeline = keepPipeline(host, read, this.name);
    host.set({ pipeline: pipeline.id, ...lane }, 'import');
    host.notice = keptWords(pipeline);
  }

  /** What an import may replace. */
  #standing(): StandingImport {
    const { pipeline, workload, a, b } = this.#host;
    return { pipeline, workload, a, b };
  }

  /** What the autoscaler that was picked changes in the lanes. */
  #lanes(): Partial<Record<LaneId, string>> {
    return this.scaler === '' ? {} : { [this.lane]: this.scaler };
  }

  /** Names that an import of this kind cannot take. */
  #names(kind = this.shown?.kind): readonly string[] {
    const { traces, pipelines } = this.#host;
    return namesOf(kind === 'pipeline' ? pipelines : traces);
  }
}

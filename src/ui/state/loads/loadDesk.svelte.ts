/** The Loads view: the load that is being shaped, step by step. Made by the view. */
import { EMPTY, newStep } from './defaults.ts';
import type { ShapedLoads } from './shapedLoads.svelte.ts';
import type { History } from '../experiment/history.svelte.ts';
import { isLong } from '../intake/traces.ts';
import { whenever } from '../whenever.svelte.ts';
import type { LabState } from '../labState.ts';
import type { Predict } from '../training/predict.svelte.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import { download } from '../../download.ts';
import type { Result } from '../../../model/result.ts';
import { namesOfBases } from '../../../workload/shaping/shape.ts';
import { baseOf } from '../../../workload/shaping/shaped.ts';
import type { Load, Step, StepKind } from '../../../workload/shaping/steps.ts';
import { loadText, parseLoad } from '../../../workload/shaping/text.ts';
import { LONGEST_REPLAY, type Workload } from '../../../workload/workload.ts';
import type { ShapedLoad, Unshaped } from '../../../../workers/loadsProtocol.ts';

/** What the desk needs of the lab. */
export interface LoadHost extends Pick<
  LabState,
  'experiment' | 'traces' | 'notice' | 'alert' | 'set' | 'waiting'
> {
  readonly loads: Pick<ShapedLoads, 'draft' | 'edit' | 'maker'>;
  readonly predict: Pick<Predict, 'whole'>;
  readonly history: Pick<History, 'together'>;
}

/** From and to, seconds of the base. */
export type Window = readonly [number, number];

export class LoadDesk {
  /** What the text on the desk comes to; the last one until the next is there. */
  #result = $state.raw<ShapedLoad | Unshaped | undefined>();
  #busy = $state(false);
  readonly #host: LoadHost;
  #wanted = 0;
  /** Ends when what was wanted last is there; never rejects. */
  #making: Promise<void> = Promise.resolve();

  /** What is shaped: the draft, or the header's load, of a long import its last week. */
  readonly text: string = $derived.by(() => {
    const { loads, experiment } = this.#host;
    return loads.draft ?? this.#ownText(experiment.workload);
  });
  readonly #parsed: Result<Load> = $derived(parseLoad(this.text));
  /** Undefined where the text of a link makes no sense. */
  readonly load: Load | undefined = $derived(this.#parsed.ok ? this.#parsed.value : undefined);
  /** It is not what the header has. */
  readonly changed: boolean = $derived.by(
    () => this.#host.loads.draft !== undefined && this.text !== this.#ownText(this.#host.experiment.workload),
  );
  /** The import that it begins with, whole. */
  readonly trace: Workload | undefined = $derived.by(() => this.#wholeOf(this.load?.base ?? ''));
  readonly nameOf = $derived.by(() => {
    const { traces } = this.#host;
    return namesOfBases((base) => traces.find(({ id }) => id === base)?.name);
  });
  /** Of the base that the first step cuts; all of it where none does. */
  readonly windows: readonly Window[] = $derived.by(() => {
    const [first] = this.load?.steps ?? [];
    if (first?.kind !== 'window') return [];
    return Array.from({ length: first.values.length / 2 }, (_, i): Window => [
      first.values[2 * i]!,
      first.values[2 * i + 1]!,
    ]);
  });

  constructor(host: LoadHost) {
    this.#host = host;
    whenever(
      () => ({ text: this.text, seed: host.experiment.seed, waiting: host.waiting, traces: host.traces }),
      ({ text, seed, waiting }) => {
        // What it begins with may still come out of the storage.
        if (!waiting) this.#making = this.#make(text, seed);
      },
    );
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** What it came to; the last that came to something, while one does not. */
  get shaped(): ShapedLoad | undefined {
    return this.#result && !('message' in this.#result) ? this.#result : undefined;
  }

  get unshaped(): Unshaped | undefined {
    return this.#result && 'message' in this.#result ? this.#result : undefined;
  }

  /** Of the base as it was drawn last. */
  get base(): ShapedLoad['base'] | undefined {
    return this.#result?.base;
  }

  /** A new step is as long and as high as what is shaped: one that is still being made is waited for. */
  async add(kind: StepKind): Promise<void> {
    while (this.#busy) await this.#making;
    const { load } = this;
    if (!load) return;
    const size = this.shaped?.sketch ?? this.base ?? { seconds: 1200, peak: 10, requests: 6000 };
    this.put({ ...load, steps: [...load.steps, newStep(kind, size)] }, `add ${String(load.steps.length)}`);
  }

  append(step: Step): void {
    const { load } = this;
    if (load) this.put({ ...load, steps: [...load.steps, step] }, `add ${String(load.steps.length)}`);
  }

  change(i: number, step: Step, what: string): void {
    const { load } = this;
    if (load) this.put({ ...load, steps: load.steps.with(i, step) }, `step ${String(i)} ${what}`);
  }

  move(i: number, by: 1 | -1): void {
    const { load } = this;
    const [one, other] = [load?.steps[i], load?.steps[i + by]];
    if (!load || !one || !other) return;
    this.put(
      { ...load, steps: load.steps.with(i, other).with(i + by, one) },
      `move ${String(i)} ${String(by)}`,
    );
  }

  remove(i: number): void {
    const { load } = this;
    if (load) this.put({ ...load, steps: load.steps.toSpliced(i, 1) }, `remove ${String(load.steps.length)}`);
  }

  /** Begins with another load; its steps stay, but for the window, which was of the load before. */
  begin(base: string): void {
    const own = base === EMPTY ? { base, steps: [] } : parseLoad(this.#ownText(base));
    const next = 'ok' in own ? (own.ok ? own.value : undefined) : own;
    const kept = this.load?.steps.slice(this.windows.length > 0 ? 1 : 0) ?? [];
    if (next) this.put({ ...next, steps: [...next.steps, ...kept] }, `base ${base}`);
  }

  /** Of a load that is the same all the time: how long and how high. */
  setBase(base: string, what: string): void {
    const { load } = this;
    if (load) this.put({ ...load, base }, what);
  }

  /** Cuts the base; none leave it whole. */
  cut(windows: readonly Window[]): void {
    const { load } = this;
    if (!load) return;
    const rest = load.steps.slice(this.windows.length > 0 ? 1 : 0);
    const first: readonly Step[] = windows.length > 0 ? [{ kind: 'window', values: windows.flat() }] : [];
    this.put({ ...load, steps: [...first, ...rest] }, `window ${String(windows.length)}`);
  }

  /** Puts it on the desk; what is more than a load may be is refused in a sentence, and what stood stays. */
  put(load: Load, what: string): void {
    const text = loadText(load);
    const read = parseLoad(text);
    if (!read.ok) {
      this.#host.alert = read.message;
      return;
    }
    const { loads, experiment } = this.#host;
    loads.edit(text === this.#ownText(experiment.workload) ? undefined : text, `draft ${what}`);
  }

  /** Makes it the header's load. */
  use(): void {
    const { shaped } = this;
    const host = this.#host;
    if (!shaped || !this.changed) return;
    const { id, name } = shaped.workload;
    host.history.together(() => {
      host.set({ workload: id }, 'shaped');
      host.loads.draft = undefined;
    });
    host.notice = `“${name}” is the Lab’s load now; Undo (Ctrl Z) goes back.`;
  }

  /** Back to the header's load. */
  leave(): void {
    this.#host.loads.edit(undefined, 'draft leave');
  }

  async save(): Promise<void> {
    const { shaped } = this;
    if (!shaped) return;
    try {
      const maker = await this.#host.loads.maker();
      download(await maker.csv(shaped.workload.rates), shaped.workload.name, 'csv');
    } catch (error) {
      this.#host.alert = `The load could not be saved: ${sentenceOf(error)}`;
    }
  }

  /** A load as the desk shapes it: of a long import the last week, which is what the lab replays of it. */
  #ownText(id: string): string {
    const whole = id === baseOf(id) ? this.#wholeOf(id) : undefined;
    if (!whole || !isLong(whole)) return id;
    const { length } = whole.rates;
    return loadText({ base: id, steps: [{ kind: 'window', values: [length - LONGEST_REPLAY, length] }] });
  }

  #wholeOf(id: string): Workload | undefined {
    const trace = this.#host.traces.find((one) => one.id === id);
    return trace && this.#host.predict.whole(trace);
  }

  async #make(text: string, seed: number): Promise<void> {
    const mine = ++this.#wanted;
    this.#busy = true;
    try {
      const result = await (await this.#host.loads.maker()).shape(text, seed);
      if (mine === this.#wanted) this.#result = result;
    } catch (error) {
      const said = { message: sentenceOf(error), step: undefined, load: undefined, base: undefined };
      if (mine === this.#wanted) this.#result = said;
    } finally {
      if (mine === this.#wanted) this.#busy = false;
    }
  }
}

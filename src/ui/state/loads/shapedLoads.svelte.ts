/** The header's load where it is one with steps: made by a worker, which comes with the first of them. */
import type { Experiment } from '../experiment/experiment.ts';
import type { History } from '../experiment/history.svelte.ts';
import type { LabState } from '../labState.ts';
import type { Predict } from '../training/predict.svelte.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import type { Shaper } from '../../bridge/shaper.ts';
import { generators } from '../../../workload/generators.ts';
import { baseOf, importsOf, isShaped } from '../../../workload/shaping/shaped.ts';
import type { Workload } from '../../../workload/workload.ts';
import type { ShapedLoad, Unshaped } from '../../../../workers/loadsProtocol.ts';

/** What shaping needs of the lab. */
export interface ShapingSource extends Pick<LabState, 'experiment' | 'traces' | 'alert' | 'set'> {
  /** The storage has not answered yet. */
  readonly address: { readonly waiting: boolean };
  readonly predict: Pick<Predict, 'whole'>;
  readonly history: Pick<History, 'quietly'>;
}

/** What is asked of the worker; a test gives its own. */
export type ShaperWorker = Pick<Shaper, 'shape' | 'csv'>;

interface Made {
  readonly text: string;
  readonly seed: number;
  readonly workload: Workload;
}

const fallback: Experiment['workload'] = generators[0]!.id;

export class ShapedLoads {
  /** What the Loads view is shaping, where that is not the header's load: a text. */
  #draft = $state.raw<string | undefined>();
  #made = $state.raw<Made | undefined>();
  readonly #source: ShapingSource;
  readonly #fetch: () => Promise<ShaperWorker>;
  #worker: Promise<ShaperWorker> | undefined;
  #wanted = 0;

  /** Called before the draft changes; `what` groups quick changes of one control. */
  beforeChange: (what?: string) => void = () => undefined;

  constructor(
    source: ShapingSource,
    fetch: () => Promise<ShaperWorker> = async () => new (await import('../../bridge/shaper.ts')).Shaper(),
  ) {
    this.#source = source;
    this.#fetch = fetch;
  }

  get draft(): string | undefined {
    return this.#draft;
  }
  set draft(next: string | undefined) {
    this.edit(next);
  }

  /** Shapes another load in the Loads view, by a change of `what`. */
  edit(next: string | undefined, what?: string): void {
    this.beforeChange(what);
    this.#draft = next;
  }

  /** The header's load is being made: until it is there nothing is replayed. */
  get making(): boolean {
    const { workload, seed } = this.#source.experiment;
    return isShaped(workload) && (this.#made?.text !== workload || this.#made.seed !== seed);
  }

  /** The load made last, where the header asks for one with steps. */
  get workload(): Workload | undefined {
    return isShaped(this.#source.experiment.workload) ? this.#made?.workload : undefined;
  }

  /** Makes what the header asks for. Called from an effect: it reads what it depends on. */
  follow(): void {
    const { experiment, address } = this.#source;
    const { workload: text, seed } = experiment;
    // The storage may still bring the import that it begins with.
    if (!this.making || address.waiting) return;
    const mine = ++this.#wanted;
    this.shape(text, seed)
      .then((result) => {
        if (mine === this.#wanted) this.#take(text, seed, result);
      })
      .catch((error: unknown) => {
        if (mine === this.#wanted) this.#refuse(text, sentenceOf(error));
      });
  }

  /** What a text comes to with the imports that are here. Rejects with a sentence where the worker dies. */
  async shape(text: string, seed: number): Promise<ShapedLoad | Unshaped> {
    const imports = importsOf(text).flatMap((id) => {
      const trace = this.#source.traces.find((one) => one.id === id);
      return trace ? [this.#source.predict.whole(trace)] : [];
    });
    const plain = imports.map(({ id, name, rates }) => ({ id, name, rates }));
    return (await this.#shaper()).shape({ text, seed, imports: plain });
  }

  async csv(rates: Float64Array): Promise<Blob> {
    return (await this.#shaper()).csv(rates);
  }

  #shaper(): Promise<ShaperWorker> {
    // What could not be fetched is asked for again.
    this.#worker ??= this.#fetch().catch((error: unknown) => {
      this.#worker = undefined;
      throw error;
    });
    return this.#worker;
  }

  #take(text: string, seed: number, result: ShapedLoad | Unshaped): void {
    if ('message' in result) {
      this.#refuse(text, result.message);
      return;
    }
    const { workload } = result;
    this.#made = { text: workload.id, seed, workload };
    // A load has one text, whatever the link wrote.
    if (workload.id !== text) this.#stand(workload.id);
  }

  #refuse(text: string, sentence: string): void {
    const base = baseOf(text);
    const known = [...generators, ...this.#source.traces].find(({ id }) => id === base);
    const instead = known ?? generators[0]!;
    this.#stand(known ? base : fallback);
    this.#source.alert = `The load could not be shaped: ${sentence} “${instead.name}” stands instead.`;
  }

  #stand(workload: string): void {
    this.#source.history.quietly(() => {
      this.#source.set({ workload }, 'link');
    });
  }
}

/** The header's load where it is one with steps: it is made by a worker, which comes with the first of them. */
import type { Imports, LoadMaker } from './maker.ts';
import type { History } from '../experiment/history.svelte.ts';
import type { LabState } from '../labState.ts';
import { sentenceOf } from '../../bridge/bridge.ts';
import { isShaped } from '../../../workload/shaping/shaped.ts';
import type { Workload } from '../../../workload/workload.ts';

/** What shaping needs of the lab. */
export interface ShapingSource extends Imports, Pick<LabState, 'experiment' | 'alert' | 'set'> {
  /** The storage has not answered yet. */
  readonly address: { readonly waiting: boolean };
  readonly history: Pick<History, 'quietly'>;
}

/** A load as it was made of its text with a seed. */
interface Made {
  readonly seed: number;
  readonly workload: Workload;
}

type Fetch = (source: Imports) => Promise<LoadMaker>;

export class ShapedLoads {
  /** What the Loads view is shaping, where that is not the header's load: a text. */
  #draft = $state.raw<string | undefined>();
  #made = $state.raw<Made | undefined>();
  readonly #source: ShapingSource;
  readonly #fetch: Fetch;
  #maker: Promise<LoadMaker> | undefined;
  #wanted = 0;

  /** Called before the draft changes; `what` groups quick changes of one control. */
  beforeChange: (what?: string) => void = () => undefined;

  constructor(
    source: ShapingSource,
    fetch: Fetch = async (here) => new (await import('./maker.ts')).LoadMaker(here),
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
    return isShaped(workload) && (this.#made?.workload.id !== workload || this.#made.seed !== seed);
  }

  /** The load made last, where the header asks for one with steps. */
  get workload(): Workload | undefined {
    return isShaped(this.#source.experiment.workload) ? this.#made?.workload : undefined;
  }

  /** Makes what the header asks for. Called from an effect: it reads what it depends on. */
  follow(): void {
    const { experiment, address } = this.#source;
    // The storage may still bring the import that it begins with.
    if (this.making && !address.waiting)
      void this.#make(experiment.workload, experiment.seed, ++this.#wanted);
  }

  /** Fetched once; what could not be fetched is asked for again. */
  maker(): Promise<LoadMaker> {
    return (this.#maker ??= this.#fetch(this.#source).catch((error: unknown) => {
      this.#maker = undefined;
      throw error;
    }));
  }

  async #make(text: string, seed: number, mine: number): Promise<void> {
    let why: string;
    try {
      const made = await (await this.maker()).shape(text, seed);
      if (mine !== this.#wanted) return;
      if (!('message' in made)) {
        this.#made = { seed, workload: made.workload };
        // A load has one text, whatever the link wrote.
        if (made.workload.id !== text) this.#stand(made.workload.id);
        return;
      }
      why = made.message;
    } catch (error) {
      if (mine !== this.#wanted) return;
      why = sentenceOf(error);
    }
    const instead = await this.maker().then(
      (maker) => maker.instead(text),
      () => undefined,
    );
    if (instead) this.#stand(instead.id);
    this.#source.alert = `The load could not be shaped: ${why}${instead ? ` “${instead.name}” stands instead.` : ''}`;
  }

  #stand(workload: string): void {
    this.#source.history.quietly(() => {
      this.#source.set({ workload }, 'link');
    });
  }
}

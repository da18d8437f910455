import { nothingFilled, type Filled, type FilledChoices } from './filled.ts';
import { keepTexts, keptTexts, type ByPipeline } from './texts.ts';
import { localShelf, type Shelf } from '../keeping/shelf.ts';
import type { Aim } from '../../../policies/optimum/aim.ts';

/** What stands under a pipeline's id, which may be any text, `constructor` too. */
export const ownOf = (all: ByPipeline, pipeline: string): readonly string[] | undefined =>
  Object.hasOwn(all, pipeline) ? all[pipeline] : undefined;

/** All that is filled in, for every pipeline. */
export interface AllFilled extends Omit<Filled, 'images' | 'modelUris'> {
  readonly images: ByPipeline;
  readonly modelUris: ByPipeline;
}

/**
 * What the visitor filled in, by pipeline where it is a pipeline's own. The link carries that of the pipeline on screen; of
 * every pipeline it lies in the browser's local storage.
 */
export class FilledIn {
  #all = $state.raw<AllFilled>({ ...nothingFilled, images: {}, modelUris: {} });
  /** Called before anything of it changes. */
  beforeChange: () => void = () => undefined;
  readonly #shelf: Shelf | undefined;

  constructor(shelf: Shelf | undefined = localShelf()) {
    this.#shelf = shelf;
    this.#all = { ...this.#all, ...keptTexts(shelf) };
  }

  get all(): AllFilled {
    return this.#all;
  }

  put(all: AllFilled): void {
    this.#become(all, true);
  }

  #become(all: AllFilled, whole: boolean): void {
    this.beforeChange();
    keepTexts(this.#all, all, whole, this.#shelf);
    this.#all = all;
  }

  get changes(): FilledChoices {
    return this.#all.changes;
  }
  set changes(changes: FilledChoices) {
    this.put({ ...this.#all, changes });
  }

  /** By pipeline's id. */
  get images(): ByPipeline {
    return this.#all.images;
  }
  set images(images: ByPipeline) {
    this.put({ ...this.#all, images });
  }

  get modelUris(): ByPipeline {
    return this.#all.modelUris;
  }
  set modelUris(modelUris: ByPipeline) {
    this.put({ ...this.#all, modelUris });
  }

  get load(): number | undefined {
    return this.#all.load;
  }
  set load(load: number | undefined) {
    this.put({ ...this.#all, load });
  }

  get aim(): Aim {
    return this.#all.aim;
  }
  set aim(aim: Aim) {
    this.put({ ...this.#all, aim });
  }

  get inTime(): number | undefined {
    return this.#all.inTime;
  }
  set inTime(inTime: number | undefined) {
    this.put({ ...this.#all, inTime });
  }

  /** As a link of the pipeline has it. */
  of(pipeline: string): Filled {
    const { images, modelUris, ...rest } = this.#all;
    return { ...rest, images: ownOf(images, pipeline), modelUris: ownOf(modelUris, pipeline) };
  }

  /** What a link brings. What it does not name of the pipeline's is at its default; other pipelines keep theirs. */
  take({ images, modelUris, ...rest }: Filled, pipeline: string): void {
    const others = (all: ByPipeline, mine: readonly string[] | undefined): ByPipeline => {
      const { [pipeline]: _, ...left } = all;
      return mine ? { ...left, [pipeline]: mine } : left;
    };
    const own = this.#all;
    // What is kept of the pipeline's stays kept.
    this.#become(
      { ...rest, images: others(own.images, images), modelUris: others(own.modelUris, modelUris) },
      false,
    );
  }
}

/** The page's. */
export const filledIn = new FilledIn();

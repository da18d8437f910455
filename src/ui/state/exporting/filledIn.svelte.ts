import type { Filled, FilledChoices } from './filled.ts';

type ByPipeline = Readonly<Record<string, readonly string[]>>;

/** What stands under a pipeline's id, which may be any text, `constructor` too. */
export const ownOf = (all: ByPipeline, pipeline: string): readonly string[] | undefined =>
  Object.hasOwn(all, pipeline) ? all[pipeline] : undefined;

/** What the visitor filled in, by pipeline where it is a pipeline's own. */
export class FilledIn {
  changes = $state.raw<FilledChoices>({});
  /** By pipeline's id. */
  images = $state.raw<ByPipeline>({});
  modelUris = $state.raw<ByPipeline>({});
  load = $state<number | undefined>();

  /** As a link of the pipeline has it. */
  of(pipeline: string): Filled {
    const { load, changes, images, modelUris } = this;
    return { load, changes, images: ownOf(images, pipeline), modelUris: ownOf(modelUris, pipeline) };
  }

  /** What a link brings. What it does not name of the pipeline's is at its default; other pipelines keep theirs. */
  take({ load, changes, images, modelUris }: Filled, pipeline: string): void {
    const others = (all: ByPipeline, mine: readonly string[] | undefined): ByPipeline => {
      const { [pipeline]: _, ...rest } = all;
      return mine ? { ...rest, [pipeline]: mine } : rest;
    };
    this.load = load;
    this.changes = changes;
    this.images = others(this.images, images);
    this.modelUris = others(this.modelUris, modelUris);
  }
}

/** The page's. */
export const filledIn = new FilledIn();

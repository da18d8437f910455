/** What the visitor filled in for a cluster. Small and without the export's code: a link carries it, whichever view is on screen. */
import type { ClusterChoices } from '../../../export/cluster/plan.ts';

export type FilledChoices = Partial<Omit<ClusterChoices, 'images' | 'modelUris'>>;

/** What of it a link carries: images and addresses of models are those of the pipeline in the header. */
export interface Filled {
  /** req/s that the configuration is the best for; undefined: the highest of the load in the header. */
  readonly load: number | undefined;
  readonly changes: FilledChoices;
  readonly images: readonly string[] | undefined;
  readonly modelUris: readonly string[] | undefined;
}

export const nothingFilled: Filled = {
  load: undefined,
  changes: {},
  images: undefined,
  modelUris: undefined,
};

type ByPipeline = Readonly<Record<string, readonly string[]>>;

export class FilledIn {
  changes = $state.raw<FilledChoices>({});
  /** By pipeline's id. */
  images = $state.raw<ByPipeline>({});
  modelUris = $state.raw<ByPipeline>({});
  load = $state<number | undefined>();

  /** As a link of the pipeline has it. */
  of(pipeline: string): Filled {
    const { load, changes, images, modelUris } = this;
    return { load, changes, images: images[pipeline], modelUris: modelUris[pipeline] };
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

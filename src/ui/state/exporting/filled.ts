/** What the visitor filled in for a cluster. Small and without the export's code: a link carries it, whichever view is on screen. */
import type { ClusterChoices } from '../../../export/cluster/plan.ts';
import type { Aim } from '../../../policies/optimum/aim.ts';

export type FilledChoices = Partial<Omit<ClusterChoices, 'images' | 'modelUris'>>;

/** What of it a link carries: images and addresses of models are those of the pipeline in the header. */
export interface Filled {
  /** req/s that the configuration is the best for; undefined: the highest of the load in the header. */
  readonly load: number | undefined;
  /** In which sense it is the best. */
  readonly aim: Aim;
  /** Of the cheapest: at least so many per cent in time; undefined: its mean latency keeps the objective instead. */
  readonly inTime: number | undefined;
  readonly changes: FilledChoices;
  readonly images: readonly string[] | undefined;
  readonly modelUris: readonly string[] | undefined;
}

export const nothingFilled: Filled = {
  load: undefined,
  aim: 'best',
  inTime: undefined,
  changes: {},
  images: undefined,
  modelUris: undefined,
};

import type { LanesSnapshot } from '../../environment/environment.ts';

/** Where the episodes of a `PipelineTask` stand. */
export interface TaskState {
  readonly random: readonly number[];
  /** Episodes begun. */
  readonly episodes: number;
  /** Lanes that follow one load. */
  readonly peers: number;
  /** Per lane: second at which its episode is truncated, whether the expert plays it, and its track. */
  readonly ends: Int32Array;
  readonly byExpert: Uint8Array;
  readonly tracks: Int32Array;
  /** Per world: how often it was drawn, and its lanes. */
  readonly generations: readonly number[];
  readonly worlds: readonly LanesSnapshot[];
}

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

/** Where the episodes of a training on a graphics device stand: its lanes' words, as they lie there. */
export interface DeviceTaskState {
  readonly device: 1;
  readonly words: Float32Array<ArrayBuffer>;
  /** Per world: how often it was drawn. */
  readonly generations: readonly number[];
  /** Adam's corrections of both moments, which the device carries along in single precision; none before its first update. */
  readonly corrections: readonly number[];
}

/** Where PPO stands. */
export interface LearnerState {
  readonly updates: number;
  readonly parameters: Float32Array;
  readonly adam: { readonly m: Float32Array; readonly v: Float32Array; readonly step: number };
  /** States of the streams that draw actions and shuffle minibatches. */
  readonly sampling: readonly number[];
  readonly shuffling: readonly number[];
}

import type { ActionSpace } from '../network/actions.ts';
import type { AdamState } from './adam.ts';
import type { LossSettings, LossStatistics, Minibatch } from './loss.ts';
import type { Random } from '../../model/random.ts';

/** Plays the policy on many rows at once, to collect experience. */
export interface Actor {
  /** Takes over new parameters. */
  load(parameters: Float32Array): void;
  /**
   * x [rows x inputs] -> actions [rows x heads], their log-probabilities and the values, one per row. Rows of
   * `byExpert` keep the actions they hold. The others draw one number a head from `random`, row by row.
   */
  act(
    x: Float32Array,
    byExpert: Uint8Array,
    random: Random,
    actions: Int32Array,
    logProbabilities: Float32Array,
    values: Float32Array,
  ): void;
  /** x [rows x inputs] -> the values, one per row. */
  value(x: Float32Array, values: Float32Array): void;
}

/** What was collected, as the minibatches read it. */
export interface Experience extends Omit<Minibatch, 'rows'> {
  /** [rows x inputs]. */
  readonly observations: Float32Array;
}

/** Minibatch steps of PPO: gradient of the loss, clipping, Adam. */
export interface Steps {
  /** Takes over what is to be trained and what from. Nothing else may touch these arrays until `end`. */
  begin(parameters: Float32Array, adam: AdamState, experience: Experience): void;
  /** One step on `rows` of the experience. Rejects with `NotFinite` before the optimiser has seen a bad gradient. */
  step(
    rows: Int32Array,
    loss: LossSettings,
    learningRate: number,
    maxGradientNorm: number,
  ): Promise<{ statistics: LossStatistics; norm: number }>;
  /** Leaves the results in the arrays that `begin` was given. */
  end(): void;
}

/** The gradient is not finite: the device failed, or the settings drive the network to infinity. */
export class NotFinite extends Error {
  override readonly name = 'NotFinite';
  constructor() {
    super('The gradient is not finite: the device or the settings have failed.');
  }
}

/** The small interface behind which matrix arithmetic happens. */
export interface Engine {
  readonly name: string;
  /**
   * Gradient of a loss of the network's outputs with respect to the parameters.
   * x [rows x inputs]; `loss` reads outputs [rows x outputs] and fills dOutputs of the same shape;
   * `gradient` (length of the parameters) is overwritten.
   */
  gradient(
    parameters: Float32Array,
    x: Float32Array,
    rows: number,
    loss: (outputs: Float32Array, dOutputs: Float32Array) => void,
    gradient: Float32Array,
  ): Promise<void>;
  /**
   * The engine's own actor and whole steps, where it has them: for an experience of `rows` rows, `lanes` at a time, in
   * minibatches of at most `minibatch` rows. Without them PPO uses `gradient` and plain TypeScript (plainSteps.ts).
   */
  fuse?(space: ActionSpace, rows: number, lanes: number, minibatch: number): { actor: Actor; steps: Steps };
  /** The graphics device on which it computes, where a whole training can live on that. */
  readonly gpu?: GPUDevice;
  dispose(): void;
}

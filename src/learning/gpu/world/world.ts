/** The worlds of a training on the device: their lanes begin, decide and end there, and nothing of them crosses over. */
import type { DeviceEnvironment } from './deviceEnvironment.ts';
import type { Device } from '../device.ts';
import type { RolloutLayout } from '../layout.ts';
import type { FeatureRanges } from '../../network/features.ts';
import type { TrainingConfig } from '../../ppo/config.ts';
import type { TrainingWorld } from '../../task/trainingWorld.ts';

/** What world and policy hand to each other (layout.ts); `schedule` is a uniform buffer. */
export interface RolloutBuffers {
  readonly observations: GPUBuffer;
  readonly actions: GPUBuffer;
  readonly flags: GPUBuffer;
  readonly told: GPUBuffer;
  readonly schedule: GPUBuffer;
}

export type WorldConfig = Pick<
  TrainingConfig,
  'episode' | 'peers' | 'rewardScale' | 'expertEvery' | 'expertMode'
>;

/** All that says where the lanes stand: what a checkpoint keeps of them. */
export interface WorldState {
  readonly words: Float32Array<ArrayBuffer>;
  /** How often each world was drawn. */
  readonly generations: readonly number[];
}

export interface WorldInputs {
  readonly rollout: RolloutLayout;
  readonly buffers: RolloutBuffers;
  /** They share the lanes evenly: as many of `rollout.lanes` each. Of the same pipeline, limits and options but for what `drawWorld` draws. */
  readonly worlds: readonly TrainingWorld[];
  readonly ranges: FeatureRanges;
  readonly config: WorldConfig;
  readonly environment: DeviceEnvironment;
}

export declare class WorldKernels {
  /** Sums over the decisions since the last `means` that are not an expert's: r, r* - r and how many; f32. */
  readonly statistics: GPUBuffer;
  private constructor();
  /** Rejects with the compiler's words. */
  static create(device: Device, inputs: WorldInputs): Promise<WorldKernels>;
  /** Begins all lanes, as `PipelineTask` does: the first episodes end at different times. Fills the slots `horizon` and 0 of observations, actions of experts, advice and flags. */
  begin(pass: GPUComputePassEncoder): void;
  /** Carries out the actions of slot `t`: rewards and ends of `t`, all of slot `t + 1`; what ended begins anew. */
  step(pass: GPUComputePassEncoder, t: number): void;
  /** After the last step of an update: fills `statistics`, and begins its sums anew. */
  means(pass: GPUComputePassEncoder): void;
  /** World `index` is another now, in its `generation`-th draw: its lanes begin new episodes, in the slots `horizon` and 0. One upload. */
  renew(pass: GPUComputePassEncoder, index: number, world: TrainingWorld, generation: number): void;
  /** To be taken between updates. One readback. */
  snapshot(): Promise<WorldState>;
  /** Goes on from `state`: uploads it, and fills the slots `horizon` and 0. The worlds must be those of its generations. */
  restore(pass: GPUComputePassEncoder, state: WorldState): void;
}

/** The policy's side of a training on the device: decisions, values, advantages and all of an update's minibatch steps. */
import type { NetworkShape } from '../../network/network.ts';
import type { AdamState } from '../../ppo/adam.ts';
import type { TrainingConfig } from '../../ppo/config.ts';
import type { Device } from '../device.ts';
import type { RolloutLayout } from '../layout.ts';

/** What a training collects, as layout.ts says, and the schedule's uniform. */
export interface RolloutBuffers {
  readonly observations: GPUBuffer;
  readonly actions: GPUBuffer;
  readonly flags: GPUBuffer;
  readonly told: GPUBuffer;
  readonly schedule: GPUBuffer;
}

export type PolicySettings = Pick<
  TrainingConfig,
  | 'epochs'
  | 'minibatch'
  | 'gamma'
  | 'lambda'
  | 'clip'
  | 'valueCoefficient'
  | 'maxGradientNorm'
  | 'klStop'
  | 'expertMode'
>;

/** An action space in words of WGSL; see space.ts. */
export interface DeviceSpace {
  readonly heads: readonly number[];
  readonly code: string;
}

/** Words of a buffer, as `Device.read` takes them. */
export interface Words {
  readonly buffer: GPUBuffer;
  readonly at: number;
  readonly words: number;
}

/** What `PolicyKernels` is going to be: its kernels are being written. */
export interface PolicyKernelsContract {
  /** f32 [parameters], in the order of `layoutOf`. */
  readonly parameters: Words;
  /** f32 [2 x parameters]: Adam's first moments, then its second ones. */
  readonly moments: Words;
  /** Adam's corrections and count of steps, with `parameters` and `moments` all that a checkpoint needs: see `adamOf`. */
  readonly optimiser: Words;
  /** What an update tells: see `statisticsOf(words, heads)`, which throws `NotFinite`. */
  readonly statistics: Words;
  /** Dispatches of `decide`, of `values` and of `learn`. */
  readonly dispatches: Readonly<Record<'decide' | 'values' | 'learn', number>>;
  /** Uploads parameters and Adam's state, with a submission of its own. */
  load(parameters: Float32Array, adam: AdamState): void;
  /** Decisions of slot t: actions of the lanes whose flags lack BY_EXPERT, log-probabilities and values of all. */
  decide(pass: GPUComputePassEncoder, t: number): void;
  /** Values of the slots `horizon` and `horizon + 1`. */
  values(pass: GPUComputePassEncoder): void;
  /** Advantages, then all epochs. */
  learn(pass: GPUComputePassEncoder): void;
}

export type CreatePolicyKernels = (
  device: Device,
  rollout: RolloutLayout,
  buffers: RolloutBuffers,
  shape: NetworkShape,
  space: DeviceSpace,
  settings: PolicySettings,
) => Promise<PolicyKernelsContract>;

/** A rollout on a device, filled from the processor, for tests of the policy's kernels. */
import type { Device } from '../learning/gpu/device.ts';
import {
  rolloutBuffers,
  rolloutLayout,
  type RolloutBuffers,
  type RolloutLayout,
} from '../learning/gpu/layout.ts';
import { SCHEDULE, SCHEDULE_WORDS } from '../learning/gpu/members.ts';

export interface DeviceRollout {
  readonly layout: RolloutLayout;
  readonly buffers: RolloutBuffers;
}

export function deviceRollout(
  device: Device,
  lanes: number,
  horizon: number,
  inputs: number,
  heads: number,
): DeviceRollout {
  const layout = rolloutLayout(lanes, horizon, inputs, heads);
  return { layout, buffers: rolloutBuffers(device, layout) };
}

export interface ScheduleWords {
  readonly seed: number;
  readonly update: number;
  readonly learningRate: number;
  readonly entropyCoefficient: number;
  readonly imitation: number;
}

export function writeSchedule(device: Device, { buffers }: DeviceRollout, given: ScheduleWords): void {
  const words = new Uint32Array(SCHEDULE_WORDS);
  const reals = new Float32Array(words.buffer);
  words[SCHEDULE.seed] = given.seed;
  words[SCHEDULE.update] = given.update;
  reals[SCHEDULE.learningRate] = given.learningRate;
  reals[SCHEDULE.entropyCoefficient] = given.entropyCoefficient;
  reals[SCHEDULE.imitation] = given.imitation;
  device.write(buffers.schedule, words);
}

/** A whole buffer's words as whole numbers. */
export async function readWords(device: Device, buffer: GPUBuffer, words: number): Promise<Uint32Array> {
  return new Uint32Array((await device.read([{ buffer, words }])).buffer);
}

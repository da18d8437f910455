/** What an environment is to the kernels of a world: the text of its ten seconds, and what it may use. */
import type { StateLayout } from './state.ts';
import type { Environment, EnvironmentOptions } from '../../../environment/environment.ts';

/**
 * An environment whose queues and rollouts are those of `QueueLanes`. Its text may use
 *
 * - `state.ts`: `lane`, `peek(field)`, `put(field, value)` and the constants;
 * - the world of the lane (`worldText`): `option_of(n, variant, batch)` and `variant_of(n, variant)`, indices of
 *   `table_seconds`, `table_rate` and `table_accuracy`, `table_cores`, `table_units`, `table_startup`; `rate_at(t)`, req/s in
 *   second `t: u32` of its track; `interval_max(k)`, `interval_sum(k)`, `k = t / 10u`; the constants of the options and
 *   weights; `qos_of(accuracy, throughput, latency, excess)`; `in_cores(units)`;
 * - the rollouts (`rolloutText`): `advance(at, n, t) -> f32`, core-seconds of draining, where `peek(at + STARTING) > 0.0`
 *   and `peek(at + FIELDS) <= f32(t)`;
 * - `extra(i)`, its own numbers (`numbers` below), i from 0 within the lane's world.
 */
export interface DeviceEnvironment {
  readonly kind: Environment['kind'];
  /** Numbers of a stage beside the fluid's, at `OWN`; 0 when an episode begins. */
  readonly more: number;
  /**
   * WGSL with
   * - `fn run(t: u32, drained: f32) -> Ran`: ten seconds of `lane` from second `t` on (`QueueLanes.run`);
   * - `fn waiting(at: u32) -> f32`: requests that wait at the stage at `at`, as `writeState` tells them.
   */
  readonly text: (options: EnvironmentOptions, layout: StateLayout) => string;
  /** Why it cannot be on the device, a sentence; undefined where it can, or where it always can. */
  readonly whyNot?: (options: EnvironmentOptions) => string | undefined;
  /** Its own numbers of a world; none where absent. */
  readonly numbers?: (options: EnvironmentOptions) => Float32Array<ArrayBuffer>;
}

/** Words that each world of a training is given for its own numbers, where one has `length`: those drawn later may have a few more. */
export const roomFor = (length: number): number => Math.ceil((length * 5) / 4);

/** What ten seconds come to: Q summed over them, core-seconds held, and requests. */
export const RAN = /* wgsl */ `
struct Ran {
  qos: f32,
  core_seconds: f32,
  served: f32,
  dropped: f32,
  in_time: f32,
}
`;

/** The learnability tests of engines/identity.test.ts, their tasks and thresholds, by the loop on the device: a world of a few lines of WGSL. */
import { beforeAll, expect, it } from 'vitest';
import { PolicyKernels, statisticsOf, type PolicySettings } from './policyKernels.ts';
import { freeSpace, headConstants, type DeviceSpace } from './space.ts';
import type { Device } from '../device.ts';
import { type Bound } from '../device.ts';
import { ENDED, type RolloutLayout } from '../layout.ts';
import { SCHEDULE_STRUCT } from '../members.ts';
import { EPISODES, pcg4d, RANDOM, share } from '../random.ts';
import { freeActions, type ActionSpace } from '../../network/actions.ts';
import { Distribution } from '../../network/distribution.ts';
import { Forward } from '../../network/forward.ts';
import { initialParameters } from '../../network/network.ts';
import { createAdam } from '../../ppo/adam.ts';
import { Random } from '../../../model/random.ts';
import { onDawn } from '../../../testing/onDawn.ts';
import { deviceRollout, writeSchedule, type DeviceRollout } from '../../../testing/deviceRollout.ts';

const PATIENCE = 600_000;
const LANES = 8;
const EPISODE = 100;

/** The class that head h of a lane is to repeat at its decision number `n`. */
const classOf = (choices: number, seed: number, lane: number, n: number, h: number): number =>
  Math.floor(share(pcg4d(seed, EPISODES, lane, 4 * n + h)[0]) * choices);

/** What a lane sees before decision `n`, one-hot: by `begin` slot 0, by `step` the slot after t, with rewards and ends. */
function world(layout: RolloutLayout, classes: readonly number[]): string {
  const { lanes, horizon, inputs, told } = layout;
  return /* wgsl */ `
${SCHEDULE_STRUCT}
@group(0) @binding(0) var<storage, read_write> observations: array<f32>;
@group(0) @binding(1) var<storage, read_write> actions: array<u32>;
@group(0) @binding(2) var<storage, read_write> flags: array<u32>;
@group(0) @binding(3) var<storage, read_write> told: array<f32>;
@group(0) @binding(4) var<storage, read> schedules: array<Schedule>;
@group(0) @binding(5) var<uniform> which: u32;
${headConstants(classes)}
${RANDOM}
fn class_of(lane: u32, n: u32, head: u32) -> u32 {
  return u32(share(pcg4d(vec4u(schedules[0].seed, ${String(EPISODES)}u, lane, 4u * n + head)).x) * f32(CHOICES[head]));
}
fn encode(lane: u32, n: u32, slot: u32) {
  let at = (slot * ${String(lanes)}u + lane) * ${String(inputs)}u;
  for (var i = 0u; i < ${String(inputs)}u; i++) { observations[at + i] = 0.0; }
  for (var head = 0u; head < HEADS; head++) { observations[at + FIRST[head] + class_of(lane, n, head)] = 1.0; }
}
@compute @workgroup_size(${String(lanes)})
fn begin(@builtin(local_invocation_index) lane: u32) {
  encode(lane, schedules[0].update * ${String(horizon)}u, 0u);
  actions[0] = actions[0];
  flags[0] = flags[0];
  told[0] = told[0];
  if (which > 1000u) { return; }
}
@compute @workgroup_size(${String(lanes)})
fn step(@builtin(local_invocation_index) lane: u32) {
  let n = schedules[0].update * ${String(horizon)}u + which;
  let row = which * ${String(lanes)}u + lane;
  var right = 1.0;
  for (var head = 0u; head < HEADS; head++) {
    if (actions[row * HEADS + head] != class_of(lane, n, head)) { right = 0.0; }
  }
  told[${String(told.rewards)}u + row] = right;
  encode(lane, n + 1u, which + 1u);
  flags[row] = 0u;
  if ((n + 1u) % ${String(EPISODE)}u == 0u) {
    flags[row] = ${String(ENDED)}u;
    encode(lane, n + 1u, ${String(horizon + 1)}u);
  }
}
`;
}

interface Task {
  readonly classes: readonly number[];
  readonly space: ActionSpace;
  readonly onDevice: DeviceSpace;
  readonly settings: PolicySettings;
  readonly horizon: number;
}

class Training {
  readonly #device: Device;
  readonly #task: Task;
  readonly #rollout: DeviceRollout;
  readonly #policy: PolicyKernels;
  readonly #begin: Bound;
  readonly #steps: readonly Bound[];
  readonly #shape;
  readonly #seed: number;
  readonly parameters: Float32Array;
  updates = 0;

  private constructor(
    device: Device,
    task: Task,
    seed: number,
    made: { rollout: DeviceRollout; policy: PolicyKernels; begin: Bound; steps: readonly Bound[] },
  ) {
    this.#device = device;
    this.#task = task;
    this.#seed = seed;
    this.#rollout = made.rollout;
    this.#policy = made.policy;
    this.#begin = made.begin;
    this.#steps = made.steps;
    this.#shape = made.policy.plan.shape;
    this.parameters = initialParameters(this.#shape, Random.stream(seed, 'initial parameters'));
    this.#policy.load(this.parameters, createAdam(this.parameters.length));
  }

  static async create(device: Device, task: Task, seed: number): Promise<Training> {
    const { classes, space, onDevice, settings, horizon } = task;
    const inputs = classes.reduce((sum, n) => sum + n, 0);
    const rollout = deviceRollout(device, LANES, horizon, inputs, space.heads.length);
    const { buffers, layout } = rollout;
    const shape = { inputs, width: 64, blocks: 2, heads: space.heads };
    const policy = await PolicyKernels.create(device, layout, buffers, shape, onDevice, settings);
    const code = world(layout, classes);
    const [begin, step] = await Promise.all([device.kernel(code, 'begin'), device.kernel(code, 'step')]);
    const numbers = device.numbers(horizon);
    const { observations, actions, flags, told, schedule } = buffers;
    const bound = (pipeline: GPUComputePipeline, t: number): Bound =>
      device.bind(pipeline, [observations, actions, flags, told, schedule, numbers[t]!]);
    return new Training(device, task, seed, {
      ...{ rollout, policy },
      begin: bound(begin, 0),
      steps: numbers.map((_, t) => bound(step, t)),
    });
  }

  /** One submission and one readback. */
  async update(): Promise<void> {
    const device = this.#device;
    const given = { learningRate: 4e-3, entropyCoefficient: 0.1, imitation: 0 };
    writeSchedule(device, this.#rollout, { seed: this.#seed, update: this.updates, ...given });
    device.run((pass) => {
      device.dispatch(pass, this.#begin, 1);
      this.#steps.forEach((step, t) => {
        this.#policy.decide(pass, t);
        device.dispatch(pass, step, 1);
      });
      this.#policy.values(pass);
      this.#policy.learn(pass);
    });
    const read = await device.read([this.#policy.statistics, this.#policy.parameters]);
    const { words } = this.#policy.statistics;
    statisticsOf(read.subarray(0, words), this.#shape.heads);
    this.parameters.set(read.subarray(words));
    this.updates++;
  }

  /** Mean return of 100 steps with the most probable choices, on classes that it has not met. */
  score(): number {
    const { space, classes } = this.#task;
    const distribution = new Distribution(space);
    const forward = new Forward(this.#shape, this.parameters);
    const x = new Float32Array(this.#shape.inputs);
    const out = new Float32Array(forward.layout.outputs);
    const action = new Int32Array(classes.length);
    let sum = 0;
    for (let n = 0; n < 5 * EPISODE; n++) {
      x.fill(0);
      let first = 0;
      const targets = classes.map((choices, h) => classOf(choices, this.#seed + 1000, 0, n, h));
      targets.forEach((target, h) => {
        x[first + target] = 1;
        first += classes[h]!;
      });
      forward.run(x, 1, out);
      distribution.best(out, 0, action, 0);
      if (targets.every((target, h) => action[h] === target)) sum++;
    }
    return sum / 5;
  }
}

const settings: PolicySettings = {
  epochs: 4,
  minibatch: 64,
  gamma: 0.4,
  lambda: 0.95,
  clip: 0.2,
  valueCoefficient: 0.5,
  maxGradientNorm: 0.5,
  klStop: 0,
  expertMode: 'none',
};

onDawn('PPO on a software adapter', (given) => {
  let device: Device;
  beforeAll(() => {
    device = given();
  });

  async function returnsOf(task: Task, seeds: readonly number[], updates: number): Promise<number[]> {
    const returns: number[] = [];
    for (const seed of seeds) {
      const training = await Training.create(device, task, seed);
      for (let update = 0; update < updates; update++) await training.update();
      returns.push(training.score());
    }
    return returns;
  }
  const written = (returns: readonly number[]): string =>
    `returns ${returns.map((r) => r.toFixed(0)).join(', ')}`;

  it(
    'solves the identity task MultiDiscrete[4, 4] within 1,280 steps for 4 of 5 seeds',
    async () => {
      const heads = [4, 4];
      const spaces = { space: freeActions(heads), onDevice: freeSpace(heads) };
      const task = { ...spaces, classes: heads, settings, horizon: 32 };
      expect(LANES * task.horizon * 5).toBe(1280);
      const returns = await returnsOf(task, [0, 1, 2, 3, 4], 5);
      expect(returns.filter((r) => r > 90).length, written(returns)).toBeGreaterThanOrEqual(4);
    },
    PATIENCE,
  );

  it(
    'solves the masked identity task, 70 actions of which 55 are masked, within 2,048 steps on 3 seeds',
    async () => {
      const mask = Uint8Array.from({ length: 70 }, (_, j) => (j < 15 ? 1 : 0));
      const spaces = { space: freeActions([70], [mask]), onDevice: freeSpace([70], [mask]) };
      const given = { ...settings, gamma: 0.1, clip: 0.4, epochs: 2 };
      const task = { ...spaces, classes: [15], settings: given, horizon: 64 };
      expect(LANES * task.horizon * 4).toBe(2048);
      const returns = await returnsOf(task, [1, 2, 3], 4);
      expect(returns.reduce((a, b) => a + b, 0) / 3, written(returns)).toBeGreaterThanOrEqual(80);
    },
    PATIENCE,
  );
});

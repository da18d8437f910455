/** Every kernel against what it is of: decisions, advantages, gradient of the loss, Adam, a whole update. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adamOf, PolicyKernels, statisticsOf, type PolicySettings } from './policyKernels.ts';
import { permuted } from './shuffle.ts';
import { freeSpace, pipelineSpace, type DeviceSpace } from './space.ts';
import { Device } from '../device.ts';
import { ASKED, BY_EXPERT, ENDED } from '../layout.ts';
import { ACTIONS, pcg4d, share } from '../random.ts';
import { plainEngine } from '../../engines/plainEngine.ts';
import { freeActions, pipelineActions, type ActionSpace } from '../../network/actions.ts';
import { Distribution } from '../../network/distribution.ts';
import { Forward } from '../../network/forward.ts';
import { initialParameters, layoutOf, type NetworkShape } from '../../network/network.ts';
import { createAdam, type AdamState } from '../../ppo/adam.ts';
import { EXPERT_MODES, type ExpertMode } from '../../ppo/config.ts';
import { advantages } from '../../ppo/gae.ts';
import type { LossStatistics } from '../../ppo/loss.ts';
import { PlainSteps } from '../../ppo/plainSteps.ts';
import { defaultLimits } from '../../../model/pipeline.ts';
import { presetById } from '../../../model/presets/index.ts';
import { Random } from '../../../model/random.ts';
import { compile } from '../../../model/tables.ts';
import { noDawn, softwareDevice } from '../../../testing/dawn.ts';
import {
  deviceRollout,
  readWords,
  run,
  writeSchedule,
  type DeviceRollout,
} from '../../../testing/deviceRollout.ts';

/** SwiftShader takes seconds to compile what a driver compiles in a fraction of one. */
const PATIENCE = 240_000;

const settings: PolicySettings = {
  epochs: 2,
  minibatch: 96,
  gamma: 0.9,
  lambda: 0.95,
  clip: 0.2,
  valueCoefficient: 0.5,
  maxGradientNorm: 0.5,
  klStop: 0,
  expertMode: 'dagger',
};
const schedule = { seed: 7, update: 3, learningRate: 1e-3, entropyCoefficient: 0.05, imitation: 0.3 };

/** Random parameters of ordinary size everywhere: zero-initialised parts would hide errors. */
function scrambled(shape: NetworkShape, seed: number): Float32Array {
  const random = Random.stream(seed, 'scrambled');
  return initialParameters(shape, random).map((p) => p + 0.15 * random.normal());
}

/** What a training collected, on both sides. */
interface Collected {
  readonly observations: Float32Array<ArrayBuffer>;
  readonly flags: Uint32Array<ArrayBuffer>;
  readonly taught: Int32Array;
  readonly actions: Int32Array;
  readonly logProbabilities: Float32Array;
  readonly values: Float32Array;
  readonly rewards: Float32Array;
}

interface Setting {
  readonly space: ActionSpace;
  readonly onDevice: DeviceSpace;
  readonly shape: NetworkShape;
  readonly parameters: Float32Array;
  readonly rollout: DeviceRollout;
}

function setting(
  device: Device,
  [space, onDevice]: readonly [ActionSpace, DeviceSpace],
  given: {
    readonly lanes: number;
    readonly horizon: number;
    readonly inputs: number;
    readonly width: number;
    readonly blocks: number;
  },
): Setting {
  const shape = { inputs: given.inputs, width: given.width, blocks: given.blocks, heads: space.heads };
  return {
    ...{ space, onDevice, shape },
    parameters: scrambled(shape, 1),
    rollout: deviceRollout(device, given.lanes, given.horizon, given.inputs, space.heads.length),
  };
}

/** Observations of every state, flags of every kind, orders of the policy and of an expert. */
function collect({ space, shape, parameters, rollout }: Setting, seed = 5): Collected {
  const random = Random.stream(seed, 'collected');
  const { lanes, horizon, rows, states } = rollout.layout;
  const decided = rows + lanes;
  const heads = space.heads.length;
  const observations = Float32Array.from({ length: states * shape.inputs }, () => random.normal());
  const { outputs } = layoutOf(shape);
  const out = new Float32Array(states * outputs);
  new Forward(shape, parameters).run(observations, states, out);
  const distribution = new Distribution(space);
  const actions = new Int32Array(decided * heads);
  const taught = new Int32Array(decided * heads);
  const logProbabilities = new Float32Array(rows);
  for (let row = 0; row < decided; row++) {
    const logProbability = distribution.sample(out, row * outputs, random, actions, row * heads);
    if (row < rows) logProbabilities[row] = logProbability + 0.3 * random.normal();
    distribution.sample(out, row * outputs, random, taught, row * heads);
  }
  const flags = Uint32Array.from(
    { length: decided },
    (_, row) => (row % 3 === 0 ? BY_EXPERT : 0) | (row % 5 === 2 ? 0 : ASKED),
  );
  // A lane ends at most once.
  for (let lane = 0; lane < lanes; lane += 2) {
    const row = random.integer(horizon) * lanes + lane;
    flags[row] = flags[row]! | ENDED;
  }
  return {
    ...{ observations, flags, taught, actions, logProbabilities },
    values: Float32Array.from({ length: states }, () => random.normal()),
    rewards: Float32Array.from({ length: rows }, () => random.normal()),
  };
}

function upload(device: Device, { rollout }: Setting, collected: Collected): void {
  const { layout, buffers } = rollout;
  const actions = new Uint32Array(layout.words.actions);
  actions.set(collected.actions);
  actions.set(collected.taught, layout.taught);
  const told = new Float32Array(layout.words.told);
  told.set(collected.logProbabilities, layout.told.logProbabilities);
  told.set(collected.values, layout.told.values);
  told.set(collected.rewards, layout.told.rewards);
  device.write(buffers.observations, collected.observations);
  device.write(buffers.actions, actions);
  device.write(buffers.flags, collected.flags);
  device.write(buffers.told, told);
  writeSchedule(device, rollout, schedule);
}

/** Advantages and returns by gae.ts. */
function judged(
  { rollout }: Setting,
  { flags, rewards, values }: Collected,
  { gamma, lambda }: PolicySettings,
): { readonly advantages: Float32Array; readonly returns: Float32Array } {
  const { horizon, lanes, rows } = rollout.layout;
  const out = { advantages: new Float32Array(rows), returns: new Float32Array(rows) };
  advantages(
    horizon,
    lanes,
    rewards,
    values.subarray(0, rows),
    Uint8Array.from(flags.subarray(0, rows), (flag) => (flag & ENDED) / ENDED),
    Float32Array.from({ length: rows }, (_, row) => values[rows + lanes + (row % lanes)]!),
    values.subarray(rows, rows + lanes),
    gamma,
    lambda,
    out.advantages,
    out.returns,
  );
  return out;
}

const video = compile(presetById('video')!, defaultLimits);
const pipeline = [pipelineActions(video), pipelineSpace(video)] as const;
const free = [freeActions([3, 4, 2]), freeSpace([3, 4, 2])] as const;

/** The largest difference over the largest number. */
function apart(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  let most = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(found[i]! - expected[i]!);
    if (!(difference <= most)) most = difference;
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return most / scale;
}

const norm = (x: ArrayLike<number>): number => Math.sqrt(Array.from(x).reduce((sum, v) => sum + v * v, 0));
const distance = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  norm(Array.from(x, (v, i) => v - y[i]!));

/** An update's minibatches by ppo/plainSteps.ts, on the rows that the device takes. */
async function plainly(
  { space, shape, parameters, rollout }: Setting,
  collected: Collected,
  given: PolicySettings,
  adam: AdamState,
): Promise<{
  readonly parameters: Float32Array;
  readonly statistics: readonly LossStatistics[];
  readonly norms: readonly number[];
  readonly epochs: number;
}> {
  const { rows } = rollout.layout;
  const after = parameters.slice();
  const steps = new PlainSteps(plainEngine(shape), space, shape.inputs, given.minibatch);
  const flag = (bit: number): Uint8Array =>
    Uint8Array.from(collected.flags.subarray(0, rows), (flags) => (flags & bit) / bit);
  const asked = flag(ASKED);
  const advises = given.expertMode === 'dagger' || given.expertMode === 'distil';
  steps.begin(after as Float32Array<ArrayBuffer>, adam, {
    observations: collected.observations,
    actions: collected.actions,
    taught: advises ? collected.taught : undefined,
    asked: advises ? asked : undefined,
    byExpert: flag(BY_EXPERT),
    logProbabilities: collected.logProbabilities,
    ...judged({ rollout } as Setting, collected, given),
  });
  const statistics: LossStatistics[] = [];
  const norms: number[] = [];
  const { clip, valueCoefficient, expertMode } = given;
  const { entropyCoefficient, learningRate, seed, update } = schedule;
  const perAdvice = advises ? rows / asked.reduce((sum, one) => sum + one, 0) : 1;
  const loss = {
    ...{ clip, valueCoefficient, expertMode, entropyCoefficient },
    imitation: schedule.imitation * perAdvice,
  };
  let epoch = 0;
  for (; epoch < given.epochs; epoch++) {
    if (given.klStop > 0 && (statistics.at(-1)?.approxKl ?? 0) > given.klStop) break;
    for (let from = 0; from + given.minibatch <= rows; from += given.minibatch) {
      const taken = Int32Array.from({ length: given.minibatch }, (_, i) =>
        permuted(from + i, rows, seed, update, epoch),
      );
      const step = await steps.step(taken, loss, learningRate, given.maxGradientNorm);
      statistics.push(step.statistics);
      norms.push(step.norm);
    }
  }
  return { parameters: after, statistics, norms, epochs: epoch };
}

it('an epoch goes through every row once, in an order of its own', () => {
  for (const rows of [2, 3, 17, 64, 96, 1000, 4096]) {
    const orders = [0, 1, 2].map((epoch) =>
      Array.from({ length: rows }, (_, i) => permuted(i, rows, 9, 4, epoch)),
    );
    for (const order of orders) expect(new Set(order).size).toBe(rows);
    if (rows > 60) expect(new Set(orders.map((order) => order.join())).size).toBe(3);
  }
  // Where a row comes does not tell where its neighbour comes: the places' correlation is within five standard errors of 0.
  const rows = 4096;
  const half = (rows - 1) / 2;
  for (let epoch = 0; epoch < 20; epoch++) {
    const place = (i: number): number => (permuted(i % rows, rows, 1, 0, epoch) - half) / rows;
    for (const stride of [1, 2, 64, 1024]) {
      const product = Array.from({ length: rows }, (_, i) => place(i) * place(i + stride));
      const correlation = (12 * product.reduce((sum, x) => sum + x, 0)) / rows;
      expect(Math.abs(correlation), `epoch ${String(epoch)}, stride ${String(stride)}`).toBeLessThan(
        5 / Math.sqrt(rows),
      );
    }
  }
});

describe.skipIf(noDawn !== undefined)(
  `on a software adapter${noDawn === undefined ? '' : `: ${noDawn}`}`,
  () => {
    let device: Device;
    beforeAll(async () => {
      device = new Device(await softwareDevice());
    });
    afterAll(() => {
      device.gpu.destroy();
    }, PATIENCE);

    const create = (one: Setting, given: PolicySettings = settings): Promise<PolicyKernels> =>
      PolicyKernels.create(device, one.rollout.layout, one.rollout.buffers, one.shape, one.onDevice, given);

    it.each([
      ['free heads, no block', free, { lanes: 70, horizon: 3, inputs: 7, width: 9, blocks: 0 }],
      ['a pipeline', pipeline, { lanes: 37, horizon: 3, inputs: 33, width: 64, blocks: 2 }],
    ] as const)(
      'decides as network/forward.ts and distribution.ts do: %s',
      async (_name, spaces, sizes) => {
        const one = setting(device, spaces, sizes);
        const collected = collect(one);
        upload(device, one, collected);
        const kernels = await create(one);
        kernels.load(one.parameters, createAdam(one.parameters.length));
        const { layout, buffers } = one.rollout;
        const { lanes, horizon, rows, states, heads } = layout;
        const { outputs, logits } = layoutOf(one.shape);
        const out = new Float32Array(states * outputs);
        new Forward(one.shape, one.parameters).run(collected.observations, states, out);
        for (let t = 0; t < horizon; t++) {
          run(device, (pass) => {
            kernels.decide(pass, t);
          });
          const stride = 4 * kernels.plan.outputs4;
          const found = await device.read([{ buffer: kernels.memory.scratch, words: lanes * stride }]);
          for (let lane = 0; lane < lanes; lane++) {
            const row = t * lanes + lane;
            const expected = out.subarray(row * outputs, (row + 1) * outputs);
            expect(apart(found.subarray(lane * stride, lane * stride + outputs), expected)).toBeLessThan(
              1e-5,
            );
          }
        }
        run(device, (pass) => {
          kernels.values(pass);
        });
        const actions = await readWords(device, buffers.actions, layout.words.actions);
        const told = await device.read([{ buffer: buffers.told, words: layout.words.told }]);
        const values = Array.from({ length: states }, (_, row) => out[row * outputs + logits]!);
        expect(apart(told.subarray(layout.told.values, layout.told.values + states), values)).toBeLessThan(
          1e-5,
        );
        const distribution = new Distribution(one.space);
        const chosen = Int32Array.from(actions);
        const expert = collected.actions;
        let drawn = 0;
        let atBoundaries = 0;
        for (let row = 0; row < rows; row++) {
          const lane = row % lanes;
          const t = Math.floor(row / lanes);
          const logProbability = distribution.read(out, row * outputs, chosen, row * heads);
          expect(Math.abs(told[layout.told.logProbabilities + row]! - logProbability)).toBeLessThan(1e-5);
          for (let h = 0; h < heads; h++) {
            const at = row * heads + h;
            if ((collected.flags[row]! & BY_EXPERT) !== 0) {
              expect(chosen[at]).toBe(expert[at]);
              continue;
            }
            const number = (schedule.update * horizon + t) * 16 + (h >> 2);
            const u = share(pcg4d(schedule.seed, ACTIONS, lane, number)[h & 3]!);
            let left = u;
            let choice = -1;
            let nearest = 1;
            for (let j = distribution.offset[h]!; j < distribution.offset[h + 1]!; j++) {
              const p = distribution.probabilities[j]!;
              if (p === 0) continue;
              if (choice < 0 || left >= 0) choice = j - distribution.offset[h]!;
              left -= p;
              nearest = Math.min(nearest, Math.abs(left));
            }
            drawn++;
            if (choice === chosen[at]) continue;
            expect(nearest).toBeLessThan(1e-5);
            atBoundaries++;
          }
        }
        expect(atBoundaries).toBeLessThan(Math.max(2, drawn / 10_000));
      },
      PATIENCE,
    );

    it(
      'judges the experience as gae.ts and experience.ts do',
      async () => {
        const one = setting(device, free, { lanes: 70, horizon: 9, inputs: 5, width: 8, blocks: 0 });
        const collected = collect(one);
        upload(device, one, collected);
        const kernels = await create(one);
        kernels.load(one.parameters, createAdam(one.parameters.length));
        run(device, (pass) => {
          kernels.prepare(pass);
        });
        const { layout, buffers } = one.rollout;
        const { rows } = layout;
        const told = await device.read([{ buffer: buffers.told, words: layout.words.told }]);
        const expected = judged(one, collected, settings);
        const part = (at: number): Float32Array => told.subarray(at, at + rows);
        expect(apart(part(layout.told.advantages), expected.advantages)).toBeLessThan(1e-6);
        expect(apart(part(layout.told.returns), expected.returns)).toBeLessThan(1e-6);
        const statistics = statisticsOf(await device.read([kernels.statistics]), one.shape.heads);
        const mine = Array.from({ length: rows }, (_, row) => row).filter(
          (row) => (collected.flags[row]! & BY_EXPERT) === 0,
        );
        const mean = (x: readonly number[]): number => x.reduce((sum, v) => sum + v, 0) / x.length;
        const variance = (x: readonly number[]): number => mean(x.map((v) => (v - mean(x)) ** 2));
        const returns = Array.from(expected.returns);
        expect(statistics.reward).toBeCloseTo(mean(mine.map((row) => collected.rewards[row]!)), 5);
        expect(statistics.expertShare).toBeCloseTo(1 - mine.length / rows, 6);
        expect(statistics.valueScale).toBeCloseTo(Math.sqrt(mean(returns.map((r) => r * r))), 5);
        expect(statistics.explainedVariance).toBeCloseTo(
          1 - variance(returns.map((r, i) => r - collected.values[i]!)) / variance(returns),
          5,
        );
        expect(statistics.masked).toBe(0);
      },
      PATIENCE,
    );

    it.each(EXPERT_MODES)(
      'has the loss, the gradient and the step of the processor, expert mode %s',
      async (expertMode: ExpertMode) => {
        const one = setting(device, pipeline, { lanes: 32, horizon: 5, inputs: 19, width: 20, blocks: 2 });
        const collected = collect(one);
        upload(device, one, collected);
        const given = { ...settings, expertMode, epochs: 1, minibatch: 160 };
        const kernels = await create(one, given);
        const before = adamAfter(one.parameters.length, 41);
        kernels.load(one.parameters, before);
        run(device, (pass) => {
          kernels.learn(pass);
        });
        const { size } = layoutOf(one.shape);
        const found = await device.read([{ buffer: kernels.memory.gradient, words: size }]);
        const adam = { m: before.m.slice(), v: before.v.slice(), step: before.step };
        const expected = await plainly(one, collected, given, adam);
        const gradient = await gradientOf(one, collected, given);
        for (let i = 0; i < size; i++)
          expect(Math.abs(found[i]! - gradient[i]!)).toBeLessThan(1e-4 * norm(gradient));
        expect(distance(found, gradient)).toBeLessThan(1e-4 * norm(gradient));
        const statistics = statisticsOf(await device.read([kernels.statistics]), one.shape.heads);
        near(statistics, expected.statistics[0]!);
        expect(statistics.gradientNorm / expected.norms[0]!).toBeCloseTo(1, 4);
        const [parameters, moments, optimiser] = await Promise.all(
          [kernels.parameters, kernels.moments, kernels.optimiser].map((words) => device.read([words])),
        );
        const after = adamOf(moments!, optimiser!);
        expect(after.step).toBe(42);
        expect(apart(after.m, adam.m)).toBeLessThan(1e-5);
        expect(apart(after.v, adam.v)).toBeLessThan(1e-5);
        const moved = distance(expected.parameters, one.parameters);
        expect(distance(parameters!, expected.parameters)).toBeLessThan(1e-4 * moved);
      },
      PATIENCE,
    );
  },
);

/** Adam as it is after so many steps of noise. */
function adamAfter(size: number, step: number): AdamState {
  const random = Random.stream(3, 'moments');
  return {
    m: Float32Array.from({ length: size }, () => 0.01 * random.normal()),
    v: Float32Array.from({ length: size }, () => 1e-4 * random.uniform()),
    step,
  };
}

/** The gradient of the first minibatch by plainEngine.ts. */
async function gradientOf(one: Setting, collected: Collected, given: PolicySettings): Promise<Float32Array> {
  // From all zero, Adam's first moment after one unclipped step is a tenth of the gradient.
  const adam = createAdam(one.parameters.length);
  await plainly(one, collected, { ...given, maxGradientNorm: 1e9 }, adam);
  return adam.m.map((m) => m / (1 - 0.9));
}

function near(found: LossStatistics, expected: LossStatistics): void {
  const names = ['policyLoss', 'valueLoss', 'entropy', 'approxKl', 'clipFraction', 'imitationLoss'] as const;
  for (const name of names)
    expect(Math.abs(found[name] - expected[name]), name).toBeLessThan(
      1e-5 * Math.max(1, Math.abs(expected[name])),
    );
  expected.headEntropies.forEach((entropy, h) => {
    expect(Math.abs(found.headEntropies[h]! - entropy)).toBeLessThan(1e-5);
  });
}

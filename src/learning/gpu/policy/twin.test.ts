/** Every kernel against what it is of: decisions, advantages, gradient of the loss, Adam, a whole update. */
import { beforeAll, expect, it } from 'vitest';
import { adamOf, correctionsOf, PolicyKernels, statisticsOf, type PolicySettings } from './policyKernels.ts';
import { whyNoPolicy } from './plan.ts';
import { permuted } from './shuffle.ts';
import { freeSpace, headConstants, pipelineSpace, type DeviceSpace } from './space.ts';
import type { Device } from '../device.ts';
import { ASKED, BY_EXPERT, ENDED, rolloutLayout } from '../layout.ts';
import { ACTIONS, pcg4d, share } from '../random.ts';
import { plainEngine } from '../../engines/plainEngine.ts';
import { freeActions, pipelineActions, type ActionSpace } from '../../network/actions.ts';
import { Distribution } from '../../network/distribution.ts';
import { Forward } from '../../network/forward.ts';
import { initialParameters, layoutOf, type NetworkShape } from '../../network/network.ts';
import { createAdam, type AdamState } from '../../ppo/adam.ts';
import { EXPERT_MODES } from '../../ppo/config.ts';
import { advantages } from '../../ppo/gae.ts';
import type { LossStatistics } from '../../ppo/loss.ts';
import type { UpdateStatistics } from '../../ppo/ppo.ts';
import { MASK_STRIDE } from '../../ppo/experience.ts';
import { NotFinite } from '../../ppo/engine.ts';
import { PlainSteps } from '../../ppo/plainSteps.ts';
import { defaultLimits } from '../../../model/pipeline.ts';
import { presetById } from '../../../model/presets/index.ts';
import { Random } from '../../../model/random.ts';
import { syntheticPipeline } from '../../../model/synthetic.ts';
import { compile } from '../../../model/tables.ts';
import { smallPipeline } from '../../../testing/enumerate.ts';
import { onDawn } from '../../../testing/onDawn.ts';
import {
  deviceRollout,
  readWords,
  writeSchedule,
  type DeviceRollout,
} from '../../../testing/deviceRollout.ts';

/** SwiftShader takes seconds to compile what a driver compiles in a fraction of one. */
const PATIENCE = 240_000;

/** As many rows that a tile, a chunk or a slice is not full, inputs and outputs that fill a layer's width more than once. */
const SIZES = { lanes: 130, horizon: 5, inputs: 47, width: 40, blocks: 2 };
const MINIBATCH = 200;
/** Bytes of `scratch` that make two slices of a minibatch. */
const SCRATCH = 300_000;

const settings: PolicySettings = {
  epochs: 2,
  minibatch: MINIBATCH,
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

/** With so few cores that masks leave one choice now and then. */
const video = compile(presetById('video')!, { ...defaultLimits, maxCores: 12 });
const pipeline = [pipelineActions(video), pipelineSpace(video)] as const;

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

/** How many numbers are not the very same; the length where lengths differ. */
const differing = (found: ArrayLike<number>, expected: ArrayLike<number>): number =>
  found.length === expected.length
    ? Array.from(found).filter((x, i) => x !== expected[i]).length
    : Math.max(found.length, expected.length);

const norm = (x: ArrayLike<number>): number => Math.sqrt(Array.from(x).reduce((sum, v) => sum + v * v, 0));
const distance = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  norm(Array.from(x, (v, i) => v - y[i]!));

/** An update's minibatches by ppo/plainSteps.ts, on the rows that the device takes. */
async function plainly(
  { space, shape, parameters, rollout }: Setting,
  collected: Collected,
  given: PolicySettings & { readonly steps?: number },
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
  steps.begin(after, adam, {
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
      if (statistics.length === given.steps) break;
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

/** Which choices a space allows, all of them, of many actions. */
async function allowedOn(device: Device, space: DeviceSpace, actions: Int32Array): Promise<Uint32Array> {
  const rows = actions.length / space.heads.length;
  const logits = space.heads.reduce((sum, n) => sum + n, 0);
  const given = device.storage(Uint32Array.from(actions));
  const out = device.storage(rows * logits);
  const pipeline = await device.kernel(/* wgsl */ `
    @group(0) @binding(0) var<storage, read> actions: array<u32>;
    @group(0) @binding(1) var<storage, read_write> out: array<u32>;
    ${headConstants(space.heads)}
    ${space.code}
    var<private> action: array<u32, HEADS>;
    @compute @workgroup_size(64)
    fn main(@builtin(global_invocation_id) id: vec3u) {
      if (id.x >= ${String(rows)}u) { return; }
      for (var head = 0u; head < HEADS; head++) { action[head] = actions[id.x * HEADS + head]; }
      for (var head = 0u; head < HEADS; head++) {
        let room = room_of(head, &action);
        for (var j = 0u; j < CHOICES[head]; j++) { out[id.x * LOGITS + FIRST[head] + j] = select(0u, 1u, allowed(room, j)); }
      }
    }`);
  device.run((pass) => {
    device.dispatch(pass, device.bind(pipeline, [given, out]), Math.ceil(rows / 64));
  });
  return readWords(device, out, rows * logits);
}

function allowedHere(space: ActionSpace, actions: Int32Array): Uint32Array {
  const mask = new Uint8Array(Math.max(...space.heads));
  const all: number[] = [];
  for (let at = 0; at < actions.length; at += space.heads.length) {
    space.heads.forEach((choices, h) => {
      space.mask(h, actions, at, mask);
      all.push(...mask.subarray(0, choices));
    });
  }
  return Uint32Array.from(all);
}

onDawn('on a software adapter', (given) => {
  let device: Device;
  /** A pipeline's policy, and what it collected. */
  let one: Setting;
  let collected: Collected;
  beforeAll(() => {
    device = given();
    one = setting(device, pipeline, SIZES);
    collected = collect(one);
  });

  /** Kernels with the collected experience before them, and Adam as given. */
  async function begun(
    given: PolicySettings,
    adam = createAdam(one.parameters.length),
  ): Promise<PolicyKernels> {
    const { layout, buffers } = one.rollout;
    upload(device, one, collected);
    const kernels = await PolicyKernels.create(
      device,
      layout,
      buffers,
      one.shape,
      one.onDevice,
      given,
      SCRATCH,
    );
    kernels.load(one.parameters, adam);
    return kernels;
  }
  const told = async (kernels: PolicyKernels): Promise<UpdateStatistics> =>
    statisticsOf(await device.read([kernels.statistics]), one.shape.heads);
  const learnt = async (
    kernels: PolicyKernels,
  ): Promise<{ parameters: Float32Array; adam: AdamState; corrections: readonly number[] }> => {
    const [parameters, moments, optimiser] = await Promise.all(
      [kernels.parameters, kernels.moments, kernels.optimiser].map((words) => device.read([words])),
    );
    return {
      ...{ parameters: parameters!, adam: adamOf(moments!, optimiser!) },
      corrections: correctionsOf(optimiser!),
    };
  };

  it(
    'allows what network/actions.ts allows, on 1,000 random actions of random pipelines',
    async () => {
      let forbidden = 0;
      for (let seed = 0; seed < 10; seed++) {
        const tables =
          seed < 8
            ? smallPipeline(seed, seed < 4 ? 1000 : 50).tables
            : compile(syntheticPipeline(10, 5, seed), { ...defaultLimits, maxReplicas: 64, maxCores: 90 });
        const space = pipelineActions(tables);
        const random = Random.stream(seed, 'masks');
        const actions = Int32Array.from({ length: 100 * space.heads.length }, (_, i) =>
          random.integer(space.heads[i % space.heads.length]!),
        );
        const found = await allowedOn(device, pipelineSpace(tables), actions);
        expect(differing(found, allowedHere(space, actions))).toBe(0);
        forbidden += found.filter((allowed) => allowed === 0).length;
      }
      expect(forbidden).toBeGreaterThan(1000);
      const mask = Uint8Array.from({ length: 70 }, (_, j) => (j % 3 === 1 || j > 60 ? 1 : 0));
      const fixed = [Uint8Array.of(1, 0, 1), mask];
      const actions = Int32Array.of(0, 1, 2, 69);
      const found = await allowedOn(device, freeSpace([3, 70], fixed), actions);
      expect(differing(found, allowedHere(freeActions([3, 70], fixed), actions))).toBe(0);
    },
    PATIENCE,
  );

  it(
    'decides as network/forward.ts and distribution.ts do',
    async () => {
      const kernels = await begun(settings);
      const { layout, buffers } = one.rollout;
      const { lanes, horizon, rows, states, heads } = layout;
      const { outputs, logits } = layoutOf(one.shape);
      const out = new Float32Array(states * outputs);
      new Forward(one.shape, one.parameters).run(collected.observations, states, out);
      const stride = 4 * kernels.plan.outputs4;
      for (let t = 0; t < horizon; t++) {
        device.run((pass) => {
          kernels.decide(pass, t);
        });
        const found = await device.read([{ buffer: kernels.memory.scratch, words: lanes * stride }]);
        for (let lane = 0; lane < lanes; lane++) {
          const row = t * lanes + lane;
          const expected = out.subarray(row * outputs, (row + 1) * outputs);
          expect(apart(found.subarray(lane * stride, lane * stride + outputs), expected)).toBeLessThan(1e-5);
        }
      }
      device.run((pass) => {
        kernels.values(pass);
      });
      const actions = await readWords(device, buffers.actions, layout.words.actions);
      const words = await device.read([{ buffer: buffers.told, words: layout.words.told }]);
      const values = Array.from({ length: states }, (_, row) => out[row * outputs + logits]!);
      const at = layout.told.values;
      expect(apart(words.subarray(at, at + states), values)).toBeLessThan(1e-5);
      const distribution = new Distribution(one.space);
      const chosen = Int32Array.from(actions);
      let drawn = 0;
      let atBoundaries = 0;
      for (let row = 0; row < rows; row++) {
        const lane = row % lanes;
        const t = Math.floor(row / lanes);
        const logProbability = distribution.read(out, row * outputs, chosen, row * heads);
        expect(Math.abs(words[layout.told.logProbabilities + row]! - logProbability)).toBeLessThan(1e-5);
        for (let h = 0; h < heads; h++) {
          const place = row * heads + h;
          if ((collected.flags[row]! & BY_EXPERT) !== 0) {
            expect(chosen[place]).toBe(collected.actions[place]);
            continue;
          }
          const number = (schedule.update * horizon + t) * 16 + (h >> 2);
          let left = share(pcg4d(schedule.seed, ACTIONS, lane, number)[h & 3]!);
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
          if (choice === chosen[place]) continue;
          expect(nearest).toBeLessThan(1e-6);
          atBoundaries++;
        }
      }
      expect(drawn).toBeGreaterThan(1000);
      expect(atBoundaries).toBeLessThanOrEqual(2);
      // What follows the last decision, orders that an expert gives next, is left alone.
      const next = rows * heads;
      expect(differing(chosen.subarray(next, next + lanes * heads), collected.actions.subarray(next))).toBe(
        0,
      );
    },
    PATIENCE,
  );

  it(
    'judges the experience as gae.ts and experience.ts do',
    async () => {
      const kernels = await begun(settings);
      device.run((pass) => {
        kernels.prepare(pass);
      });
      const { layout, buffers } = one.rollout;
      const { rows } = layout;
      const words = await device.read([{ buffer: buffers.told, words: layout.words.told }]);
      const expected = judged(one, collected, settings);
      const part = (at: number): Float32Array => words.subarray(at, at + rows);
      expect(apart(part(layout.told.advantages), expected.advantages)).toBeLessThan(1e-6);
      expect(apart(part(layout.told.returns), expected.returns)).toBeLessThan(1e-6);
      const statistics = await told(kernels);
      const mine = Array.from({ length: rows }, (_, row) => row).filter(
        (row) => (collected.flags[row]! & BY_EXPERT) === 0,
      );
      const mean = (x: readonly number[]): number => x.reduce((sum, v) => sum + v, 0) / x.length;
      const variance = (x: readonly number[]): number => {
        const middle = mean(x);
        return mean(x.map((v) => (v - middle) ** 2));
      };
      const returns = Array.from(expected.returns);
      expect(statistics.reward).toBeCloseTo(mean(mine.map((row) => collected.rewards[row]!)), 5);
      expect(statistics.expertShare).toBeCloseTo(1 - mine.length / rows, 6);
      expect(statistics.valueScale).toBeCloseTo(Math.sqrt(mean(returns.map((r) => r * r))), 5);
      expect(statistics.explainedVariance).toBeCloseTo(
        1 - variance(returns.map((r, i) => r - collected.values[i]!)) / variance(returns),
        5,
      );
      const { heads } = one.space;
      const looked = Array.from({ length: Math.ceil(rows / MASK_STRIDE) }, (_, i) => MASK_STRIDE * i);
      const single = looked.flatMap((row) =>
        heads.map((choices, h) => {
          const mask = new Uint8Array(choices);
          one.space.mask(h, collected.actions, row * heads.length, mask);
          return mask.reduce((sum, allowed) => sum + allowed, 0) === 1 ? 1 : 0;
        }),
      );
      expect(statistics.masked).toBeCloseTo(mean(single), 6);
      expect(statistics.masked).toBeGreaterThan(0);
    },
    PATIENCE,
  );

  it.each(EXPERT_MODES)(
    'has the loss, the gradient and the step of the processor, expert mode %s',
    async (expertMode) => {
      const given = { ...settings, expertMode };
      const before = adamAfter(one.parameters.length, 41);
      const kernels = await begun(given, before);
      expect(kernels.plan.slices).toBe(2);
      expect(kernels.plan.tile).toBeLessThan(kernels.plan.slice);
      device.run((pass) => {
        kernels.prepare(pass);
        kernels.step(pass, 0);
      });
      const { size } = layoutOf(one.shape);
      const found = await device.read([{ buffer: kernels.memory.gradient, words: size }]);
      const once = { ...given, epochs: 1, steps: 1 };
      const adam = { m: before.m.slice(), v: before.v.slice(), step: before.step };
      const expected = await plainly(one, collected, once, adam);
      const gradient = await gradientOf(one, collected, once);
      const scale = norm(gradient);
      expect(scale).toBeGreaterThan(0.1);
      for (let i = 0; i < size; i++) {
        if (!(Math.abs(found[i]! - gradient[i]!) < 1e-4 * scale))
          expect([i, found[i]]).toEqual([i, gradient[i]]);
      }
      expect(distance(found, gradient)).toBeLessThan(1e-4 * scale);
      const statistics = await told(kernels);
      near(statistics, expected.statistics[0]!);
      expect(statistics.gradientNorm / expected.norms[0]!).toBeCloseTo(1, 4);
      // The test is worth something only where the loss has all its parts.
      if (expertMode !== 'distil') expect(statistics.clipFraction).toBeGreaterThan(0.1);
      expect(statistics.imitationLoss > 0).toBe(expertMode !== 'none' && expertMode !== 'literal');
      // What comes after the first step reads the second place.
      const [words, moments, parameters] = await Promise.all([
        device.read([{ ...kernels.optimiser, at: kernels.plan.ledger.passed + kernels.optimiser.words }]),
        device.read([kernels.moments]),
        device.read([kernels.parameters]),
      ]);
      const after = adamOf(moments, words);
      expect(after.step).toBe(42);
      expect(apart(after.m, adam.m)).toBeLessThan(1e-5);
      expect(apart(after.v, adam.v)).toBeLessThan(1e-5);
      const moved = distance(expected.parameters, one.parameters);
      expect(distance(parameters, expected.parameters)).toBeLessThan(1e-4 * moved);
    },
    PATIENCE,
  );

  it(
    'makes whole updates of the processor’s, twice the same to the last bit, in as many dispatches as it says',
    async () => {
      const kernels = await begun(settings);
      const { dispatches } = device.counts;
      device.run((pass) => {
        kernels.learn(pass);
      });
      expect(device.counts.dispatches - dispatches).toBe(kernels.dispatches.learn);
      // Two kernels before; of each of six minibatches, two a slice and two.
      expect(kernels.dispatches).toEqual({ decide: 1, values: 2, learn: 2 + 6 * (2 * 2 + 2) });
      const first = await learnt(kernels);
      const statistics = await told(kernels);
      const adam = createAdam(one.parameters.length);
      const expected = await plainly(one, collected, settings, adam);
      expect(first.adam.step).toBe(6);
      const moved = distance(expected.parameters, one.parameters);
      expect(distance(first.parameters, expected.parameters)).toBeLessThan(1e-3 * moved);
      expect(apart(first.adam.m, adam.m)).toBeLessThan(1e-3);
      const mean = (f: (one: LossStatistics) => number): number =>
        expected.statistics.reduce((sum, each) => sum + f(each), 0) / expected.statistics.length;
      near(
        statistics,
        {
          policyLoss: mean((each) => each.policyLoss),
          valueLoss: mean((each) => each.valueLoss),
          entropy: mean((each) => each.entropy),
          approxKl: mean((each) => each.approxKl),
          clipFraction: mean((each) => each.clipFraction),
          imitationLoss: mean((each) => each.imitationLoss),
          headEntropies: Float64Array.from(one.space.heads, (_, h) => mean((each) => each.headEntropies[h]!)),
        },
        1e-4,
      );
      expect(statistics.maxKl).toBeCloseTo(Math.max(...expected.statistics.map((each) => each.approxKl)), 4);
      expect(statistics.epochs).toBe(2);
      const again = await begun(settings);
      device.run((pass) => {
        again.learn(pass);
      });
      const second = await learnt(again);
      expect(differing(second.parameters, first.parameters)).toBe(0);
      expect(differing(second.adam.m, first.adam.m)).toBe(0);
      expect(differing(second.adam.v, first.adam.v)).toBe(0);
    },
    PATIENCE,
  );

  it(
    'goes on from a checkpoint as if it had not stopped, the count of steps odd',
    async () => {
      const given = { ...settings, epochs: 1 };
      const whole = await begun(given);
      const learn = (kernels: PolicyKernels): void => {
        device.run((pass) => {
          kernels.learn(pass);
        });
      };
      learn(whole);
      const between = await learnt(whole);
      learn(whole);
      const resumed = await begun(given, between.adam);
      resumed.load(between.parameters, between.adam, between.corrections);
      learn(resumed);
      const [a, b] = [await learnt(whole), await learnt(resumed)];
      expect(b.adam.step).toBe(6);
      expect(differing(b.parameters, a.parameters)).toBe(0);
      expect(differing(b.adam.v, a.adam.v)).toBe(0);
    },
    PATIENCE,
  );

  it(
    'ends its epochs where the KL stop ends the processor’s',
    async () => {
      const given = { ...settings, klStop: 0.02 };
      const kernels = await begun(given);
      device.run((pass) => {
        kernels.learn(pass);
      });
      const expected = await plainly(one, collected, given, createAdam(one.parameters.length));
      expect(expected.epochs).toBe(1);
      expect((await told(kernels)).epochs).toBe(1);
      const { parameters, adam } = await learnt(kernels);
      expect(adam.step).toBe(3);
      const moved = distance(expected.parameters, one.parameters);
      expect(distance(parameters, expected.parameters)).toBeLessThan(1e-3 * moved);
    },
    PATIENCE,
  );

  it(
    'changes nothing after a gradient that is not finite, and says so',
    async () => {
      const kernels = await begun(settings);
      const { layout, buffers } = one.rollout;
      const last = layout.rows - layout.lanes;
      device.write(buffers.told, new Float32Array(layout.lanes).fill(Infinity), layout.told.rewards + last);
      for (let update = 0; update < 2; update++) {
        device.run((pass) => {
          kernels.learn(pass);
        });
        await expect(told(kernels)).rejects.toThrow(NotFinite);
      }
      const { parameters, adam } = await learnt(kernels);
      expect(differing(parameters, one.parameters)).toBe(0);
      expect(adam.step).toBe(0);
      expect(adam.m.every((m) => m === 0)).toBe(true);
      kernels.load(one.parameters, createAdam(one.parameters.length));
      upload(device, one, collected);
      device.run((pass) => {
        kernels.learn(pass);
      });
      expect((await told(kernels)).epochs).toBe(2);
    },
    PATIENCE,
  );

  it('says in words what does not fit', async () => {
    const large = rolloutLayout(2 ** 20, 64, 40, 9);
    const made = PolicyKernels.create(
      ...([device, large, one.rollout.buffers, { ...one.shape, inputs: 40 }] as const),
      ...([one.onDevice, settings] as const),
    );
    await expect(made).rejects.toThrow(
      /^On a graphics device the observations of this training take 10560 MiB, /,
    );
    expect(whyNoPolicy(one.rollout.layout, { ...one.shape, width: 513 }, settings)).toMatch(/512 units wide/);
  });
});

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
async function gradientOf(
  one: Setting,
  collected: Collected,
  given: PolicySettings & { readonly steps: number },
): Promise<Float32Array> {
  // From all zero, Adam's first moment after one unclipped step is a tenth of the gradient.
  const adam = createAdam(one.parameters.length);
  await plainly(one, collected, { ...given, maxGradientNorm: 1e9 }, adam);
  return adam.m.map((m) => m / (1 - 0.9));
}

function near(found: LossStatistics, expected: LossStatistics, tolerance = 1e-5): void {
  const names = ['policyLoss', 'valueLoss', 'entropy', 'approxKl', 'clipFraction', 'imitationLoss'] as const;
  for (const name of names)
    expect(Math.abs(found[name] - expected[name]), name).toBeLessThan(
      tolerance * Math.max(1, Math.abs(expected[name])),
    );
  expected.headEntropies.forEach((entropy, h) => {
    expect(Math.abs(found.headEntropies[h]! - entropy)).toBeLessThan(tolerance);
  });
}

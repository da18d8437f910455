/** The policy's side of a training on the device: decisions, values, advantages and all of an update's minibatch steps. */
import { advantagesCode, preparationCode, preparationGroups } from './advantages.ts';
import { decideCode } from './decide.ts';
import { gradientCode } from './gradient.ts';
import {
  EVERY_EPOCH,
  memberWords,
  PASSED,
  PASSED_WORDS,
  policyPlan,
  settingsWords,
  STATISTICS,
  STATISTICS_BEFORE_HEADS,
  whyNoPolicy,
  WIDE,
  type PolicyPlan,
  type PolicySettings,
} from './plan.ts';
import type { DeviceSpace } from './space.ts';
import { adamCode, packCode, sumCode, weightsCode, weightsGroups } from './weights.ts';
import type { NetworkShape } from '../../network/network.ts';
import { ADAM, type AdamState } from '../../ppo/adam.ts';
import { NotFinite } from '../../ppo/engine.ts';
import type { UpdateStatistics } from '../../ppo/ppo.ts';
import type { Bound, Device } from '../device.ts';
import type { RolloutBuffers, RolloutLayout } from '../layout.ts';
import { partOf, type Words } from '../members.ts';

export type { DeviceSpace, PolicySettings };

type Memory = Readonly<
  Record<'parameters' | 'moments' | 'packed' | 'scratch' | 'partial' | 'gradient' | 'ledger', GPUBuffer>
>;

/** A minibatch's dispatches: two of each slice, then the sum, then Adam. */
interface Step {
  readonly slices: readonly { readonly gradient: Bound; readonly weights: Bound; readonly chunks: number }[];
  readonly adam: Bound;
}

interface Kernels {
  readonly decide: readonly Bound[];
  readonly advantages: Bound;
  readonly preparation: Bound;
  readonly steps: readonly Step[];
  readonly sum: Bound;
  /** By members. */
  readonly pack: readonly Bound[];
}

/**
 * PPO's policies of some members on a device, within WebGPU's default limits; `turns` are how many take part (members.ts). Nothing is uploaded but by `load`; sums are taken in a fixed
 * order, so that the same device repeats itself bit for bit.
 *
 * Dispatches of an update, of one member or many, of T decisions, E epochs and M minibatches: T for `decide`, 2 for `values`, 2 + 4 E M for `learn`
 * (2 more for each further slice of a minibatch whose activations exceed 128 MiB).
 *
 * What moves, for I inputs, width W, B blocks, O outputs, P parameters, words of four bytes a row:
 * - `decide` reads I and writes O + heads + 2; O is read back three times, from the nearest cache. A workgroup reads the P
 *   packed weights once for its tile (2,048 / W rows, at most 64), so P / 32 words a row from the second cache at width 64, for
 *   2 P floating-point operations: 16 a byte.
 * - `learn`, per row and epoch: the gradient's kernel reads I and writes 2 (1 + 2 B) W + O, for 4 P operations; the weights'
 *   kernel reads I + 2 (1 + 2 B) W + O once for each 64 weights across, for 2 P operations. At width 64, two blocks, 33 inputs
 *   and 61 outputs that is 2.9 kB written and 3.1 kB read for 137,000 operations, 23 a byte, where the ridge of a laptop's
 *   GPU (100 GB/s, 3 TFLOPS) is 30 and that of a workstation's (3 TB/s, 60 TFLOPS) 20. The 24 MB of a minibatch of 8,192 rows
 *   stay in a workstation's second cache. Operations a byte grow with the width.
 * - Partial gradients: at most 64 P words written and read a minibatch, Adam reads and writes 7 P.
 */
export class PolicyKernels {
  /** f32 [parameters], in the order of `layoutOf`. */
  readonly parameters: Words;
  /** f32 [2 x parameters]: Adam's first moments, then its second ones. */
  readonly moments: Words;
  /** Adam's count of steps, with `parameters` and `moments` all that a checkpoint needs: see `adamOf`. */
  readonly optimiser: Words;
  /** What an update tells: see `statisticsOf`. */
  readonly statistics: Words;
  /** Dispatches of `decide`, of `values` and of `learn`. */
  readonly dispatches: Readonly<Record<'decide' | 'values' | 'learn', number>>;
  /** Where everything lies, for tests. */
  readonly memory: Memory;
  readonly plan: PolicyPlan;
  readonly #device: Device;
  readonly #kernels: Kernels;

  private constructor(device: Device, plan: PolicyPlan, memory: Memory, kernels: Kernels) {
    this.#device = device;
    this.plan = plan;
    this.memory = memory;
    this.#kernels = kernels;
    const { size } = plan.layout;
    const { parameters, moments, ledger } = memory;
    this.parameters = { buffer: parameters, at: 0, words: size, each: size };
    this.moments = { buffer: moments, at: 0, words: 2 * size, each: 2 * size };
    this.optimiser = {
      buffer: ledger,
      at: plan.ledger.passed + (plan.steps & 1) * PASSED_WORDS,
      words: PASSED_WORDS,
      each: plan.ledger.words,
    };
    this.statistics = {
      buffer: ledger,
      at: 0,
      words: STATISTICS_BEFORE_HEADS + plan.shape.heads.length,
      each: plan.ledger.words,
    };
    const inSteps = kernels.steps.reduce((sum, { slices }) => sum + 2 * slices.length + 2, 0);
    this.dispatches = { decide: 1, values: 2, learn: 2 + inSteps };
  }

  /** Compiles all kernels; `bytes` as in `policyPlan`, for so many members. Throws where `whyNoPolicy` has a sentence; rejects with the compiler's words where one is wrong. */
  static async create(
    device: Device,
    rollout: RolloutLayout,
    buffers: RolloutBuffers,
    shape: NetworkShape,
    space: DeviceSpace,
    settings: PolicySettings,
    bytes?: number,
    members = 1,
  ): Promise<PolicyKernels> {
    const why = whyNoPolicy(rollout, shape, settings);
    if (why !== undefined) throw new Error(why);
    const plan = policyPlan(rollout, shape, settings, bytes);
    const words = memberWords(plan);
    const memory: Memory = {
      parameters: device.storage(members * words.parameters),
      moments: device.storage(members * words.moments),
      packed: device.storage(members * words.packed),
      scratch: device.storage(members * words.scratch),
      partial: device.storage(members * words.partial),
      gradient: device.storage(members * words.gradient),
      ledger: device.storage(members * words.ledger),
    };
    const [decide, advantages, preparation, gradient, weights, sum, adam, pack] = await Promise.all(
      Object.entries({
        decide: decideCode(plan, space),
        advantages: advantagesCode(plan, space),
        preparation: preparationCode(plan),
        gradient: gradientCode(plan, space),
        weights: weightsCode(plan),
        sum: sumCode(plan),
        adam: adamCode(plan),
        pack: packCode(plan),
      }).map(([name, code]) => device.kernel(code, 'main', name)),
    );
    const { observations, actions, flags, told, schedule } = buffers;
    const set = device.uniform(new Uint32Array(settingsWords(settings).buffer));
    const which = device.numbers(Math.max(rollout.horizon + 2, plan.steps * plan.slices, members));
    const step = (s: number): Step => ({
      slices: Array.from({ length: plan.slices }, (_, i) => {
        const number = which[s * plan.slices + i]!;
        const rows = Math.min(plan.slice, plan.size - i * plan.slice);
        return {
          gradient: device.bind(gradient!, [
            ...[observations, actions, flags, told, memory.packed, memory.scratch, memory.ledger],
            ...[set, number, schedule],
          ]),
          weights: device.bind(weights!, [
            ...[observations, memory.scratch, memory.partial, memory.ledger],
            ...[number, schedule],
          ]),
          chunks: Math.ceil(rows / plan.chunk),
        };
      }),
      adam: device.bind(adam!, [
        ...[memory.parameters, memory.moments, memory.gradient, memory.packed, memory.ledger],
        ...[set, which[s * plan.slices]!, schedule],
      ]),
    });
    return new PolicyKernels(device, plan, memory, {
      decide: which
        .slice(0, rollout.horizon + 2)
        .map((number) =>
          device.bind(decide!, [
            ...[observations, actions, flags, told, memory.packed, memory.scratch],
            ...[number, schedule],
          ]),
        ),
      advantages: device.bind(advantages!, [actions, flags, told, memory.ledger, set, schedule]),
      preparation: device.bind(preparation!, [told, memory.ledger, set, schedule]),
      steps: Array.from({ length: plan.steps }, (_, s) => step(s)),
      sum: device.bind(sum!, [memory.partial, memory.gradient, memory.ledger, schedule]),
      pack: which
        .slice(0, members)
        .map((number) => device.bind(pack!, [memory.parameters, memory.packed, number])),
    });
  }

  /**
   * Uploads a member's parameters and Adam's state, with a submission of its own. The device carries Adam's corrections along in single
   * precision: who goes on to the last bit hands back what `correctionsOf` gave.
   */
  load(
    parameters: Float32Array,
    adam: AdamState,
    corrections: readonly number[] = [1 - ADAM.keepM ** adam.step, 1 - ADAM.keepV ** adam.step],
    member = 0,
  ): void {
    const device = this.#device;
    const { size } = this.plan.layout;
    device.write(this.memory.parameters, Float32Array.from(parameters), partOf(this.parameters, member).at);
    const moments = new Float32Array(2 * size);
    moments.set(adam.m);
    moments.set(adam.v, size);
    device.write(this.memory.moments, moments, partOf(this.moments, member).at);
    const passed = new Float32Array(2 * PASSED_WORDS);
    for (const at of [0, PASSED_WORDS]) {
      passed[at + PASSED.correctionM] = corrections[0]!;
      passed[at + PASSED.correctionV] = corrections[1]!;
      passed[at + PASSED.steps] = adam.step;
      passed[at + PASSED.lastEpoch] = EVERY_EPOCH;
    }
    const { ledger } = this.plan;
    device.write(this.memory.ledger, passed, member * ledger.words + ledger.passed);
    device.run((pass) => {
      device.dispatch(pass, this.#kernels.pack[member]!, Math.ceil(size / WIDE));
    });
  }

  /** Decisions of slot t: actions of the lanes whose flags lack BY_EXPERT, log-probabilities and values of all. */
  decide(pass: GPUComputePassEncoder, t: number, turns = 1): void {
    this.#device.dispatch(
      pass,
      this.#kernels.decide[t]!,
      Math.ceil(this.plan.rollout.lanes / this.plan.tile),
      1,
      turns,
    );
  }

  /** Values of the slots `horizon` and `horizon + 1`. */
  values(pass: GPUComputePassEncoder, turns = 1): void {
    const { horizon } = this.plan.rollout;
    this.decide(pass, horizon, turns);
    this.decide(pass, horizon + 1, turns);
  }

  /** Advantages, then all epochs. */
  learn(pass: GPUComputePassEncoder, turns = 1): void {
    this.prepare(pass, turns);
    for (let step = 0; step < this.plan.steps; step++) this.step(pass, step, turns);
  }

  /** The first part of `learn`: advantages, and what is told of the experience. */
  prepare(pass: GPUComputePassEncoder, turns = 1): void {
    const device = this.#device;
    const { advantages, preparation } = this.#kernels;
    device.dispatch(pass, advantages, this.plan.laneGroups, 1, turns);
    device.dispatch(pass, preparation, preparationGroups(this.plan), 1, turns);
  }

  /** The others, minibatch by minibatch, for submissions that must not take long. */
  step(pass: GPUComputePassEncoder, step: number, turns = 1): void {
    const device = this.#device;
    const { plan } = this;
    const { slices, adam } = this.#kernels.steps[step]!;
    for (const { gradient, weights, chunks } of slices) {
      device.dispatch(pass, gradient, plan.tiles, 1, turns);
      device.dispatch(pass, weights, weightsGroups(plan), chunks, turns);
    }
    device.dispatch(pass, this.#kernels.sum, plan.groups + plan.sums, 1, turns);
    device.dispatch(pass, adam, plan.groups, 1, turns);
  }
}

/** Adam's state, of the words of `moments` and of `optimiser`. */
export function adamOf(moments: Float32Array, optimiser: Float32Array): AdamState {
  const size = moments.length / 2;
  return { m: moments.slice(0, size), v: moments.slice(size), step: optimiser[PASSED.steps]! };
}

/** Adam's corrections of both moments, of the words of `optimiser`. */
export function correctionsOf(optimiser: Float32Array): readonly [number, number] {
  return [optimiser[PASSED.correctionM]!, optimiser[PASSED.correctionV]!];
}

/** An update's statistics, of the words of `statistics`; `heads` are their choices. Throws `NotFinite`. */
export function statisticsOf(words: Float32Array, heads: readonly number[]): UpdateStatistics {
  const told = (name: keyof typeof STATISTICS): number => words[STATISTICS[name]]!;
  if (told('notFinite') > 0) throw new NotFinite();
  const steps = Math.max(1, told('steps'));
  const mean = (name: keyof typeof STATISTICS): number => told(name) / steps;
  return {
    policyLoss: mean('policyLoss'),
    valueLoss: mean('valueLoss'),
    entropy: mean('entropy'),
    approxKl: mean('approxKl'),
    clipFraction: mean('clipFraction'),
    imitationLoss: mean('imitationLoss'),
    gradientNorm: mean('gradientNorm'),
    headEntropies: Float64Array.from(
      heads,
      (choices, h) => words[STATISTICS_BEFORE_HEADS + h]! / steps / Math.max(1e-9, Math.log(choices)),
    ),
    reward: told('reward'),
    explainedVariance: told('explainedVariance'),
    expertShare: told('expertShare'),
    maxKl: told('maxKl'),
    masked: told('masked'),
    valueScale: told('valueScale'),
    epochs: told('epochs'),
  };
}

/** Sizes of everything the policy's kernels work with, and where it lies. */
import { layoutOf, type NetworkShape, type ParameterLayout } from '../../network/network.ts';
import type { PpoSettings } from '../../ppo/ppo.ts';
import type { RolloutLayout } from '../layout.ts';

export type PolicySettings = Omit<PpoSettings, 'seed' | 'horizon'>;

/**
 * `struct Settings`: what kernels read instead of holding it as constants, so that trainings of equal sizes share them. The
 * last three are 1 or 0: whether there is a surrogate, whether the expert's comments are imitated, whether its own episodes are.
 */
export const SETTINGS_STRUCT = /* wgsl */ `
struct Settings {
  gamma: f32,
  lambda: f32,
  clip: f32,
  value_coefficient: f32,
  max_norm: f32,
  kl_stop: f32,
  surrogate: f32,
  everywhere: f32,
  cloning: f32,
}
`;

/** Words of `struct Settings`. */
export function settingsWords(settings: PolicySettings): Float32Array<ArrayBuffer> {
  const { gamma, lambda, clip, valueCoefficient, maxGradientNorm, klStop, expertMode } = settings;
  const everywhere = expertMode === 'dagger' || expertMode === 'distil';
  const modes = [expertMode !== 'distil', everywhere, expertMode === 'cloning'].map(Number);
  const words = [gamma, lambda, clip, valueCoefficient, maxGradientNorm, klStop, ...modes];
  // As long as uniform buffers come.
  return Float32Array.from({ length: 12 }, (_, i) => words[i] ?? 0);
}

/** WebGPU's default limits. */
const MOST_THREADS = 128;
const MOST_BYTES = 2 ** 27;
/** Units of a layer: four rows of activations, twice, fill the workgroup's memory. */
const MOST_WIDTH = 512;
/** Rows of a tile: more of them leave too few workgroups where networks are narrow. */
const MOST_ROWS = 64;
/** Draws of a decision: sixteen blocks of four. */
const MOST_HEADS = 64;
/** Rows that a workgroup sums weights' gradients over, at least, and parts of a minibatch's sum, at most. */
const LEAST_CHUNK = 128;
const MOST_CHUNKS = 64;
/** Words of partial gradients. */
const MOST_PARTIAL = 2 ** 24;
/** Rows that a weight's gradient takes into workgroup memory at a time. */
export const STAGE = 16;
/** Threads of the kernels that go over parameters. */
export const WIDE = 256;
/** Threads of the kernel that sums up the experience. */
export const LANE_GROUP = 64;

/** Sums of the loss over rows, one word each; then the entropy of each head. */
export const SUMS = {
  policyLoss: 0,
  valueLoss: 1,
  approxKl: 2,
  clipped: 3,
  imitationLoss: 4,
  learning: 5,
  valued: 6,
  imitating: 7,
} as const;
export const SUMS_BEFORE_HEADS = 8;

/** Statistics of an update; those from `policyLoss` on are sums over its minibatches; then the entropy of each head. */
export const STATISTICS = {
  steps: 0,
  epochs: 1,
  notFinite: 2,
  maxKl: 3,
  reward: 4,
  expertShare: 5,
  explainedVariance: 6,
  valueScale: 7,
  masked: 8,
  perAdvice: 9,
  policyLoss: 10,
  valueLoss: 11,
  entropy: 12,
  approxKl: 13,
  clipFraction: 14,
  imitationLoss: 15,
  gradientNorm: 16,
} as const;
export const STATISTICS_BEFORE_HEADS = 17;

/** Words of what a step hands to the next: it reads one of two such places and writes the other. */
export const PASSED = {
  /** 1 - keep^steps of both moments. */
  correctionM: 0,
  correctionV: 1,
  /** Adam's steps since the beginning. */
  steps: 2,
  /** 1 after a gradient that was not finite: nothing changes any more. */
  halted: 3,
  /** The last epoch that is carried out. */
  lastEpoch: 4,
} as const;
export const PASSED_WORDS = 5;
/** More epochs than there are. */
export const EVERY_EPOCH = 65536;

/** Words of what a lane tells of its experience. */
export const LANE_WORDS = 11;

export interface PolicyPlan {
  readonly layout: ParameterLayout;
  readonly shape: NetworkShape;
  readonly rollout: RolloutLayout;
  readonly settings: PolicySettings;
  /** Rows of a tile, four a thread, and the threads that share them. */
  readonly tile: number;
  readonly threads: number;
  /** Vectors of four that hold a row of inputs, of a layer, of outputs. */
  readonly inputs4: number;
  readonly width4: number;
  readonly outputs4: number;
  /** Vectors of each layer's part of the packed weights (rows padded to fours, bias last) and of the transposed ones. */
  readonly packed: {
    readonly block: number;
    readonly eachBlock: number;
    readonly output: number;
    readonly outputBack: number;
    readonly blockBack: number;
    readonly eachBack: number;
    readonly vectors: number;
  };
  /** Vectors of a row in `scratch`: activations, their gradients, outputs (then their gradients), sums of the loss and the number of its decision. */
  readonly scratch: {
    readonly deltas: number;
    readonly outputs: number;
    readonly sums: number;
    readonly stride: number;
    readonly vectors: number;
  };
  readonly sums: number;
  /** Rows of a minibatch, minibatches of an epoch. */
  readonly size: number;
  readonly minibatches: number;
  readonly steps: number;
  /** A minibatch is taken in slices, whose rows fit `scratch`; a slice in chunks, whose gradients are summed apart. */
  readonly slice: number;
  readonly slices: number;
  readonly chunk: number;
  readonly chunks: number;
  /** Tiles of a slice. */
  readonly tiles: number;
  /** Workgroups over the parameters, and over the lanes. */
  readonly groups: number;
  readonly laneGroups: number;
  /** First words of the ledger's parts. */
  readonly ledger: {
    readonly passed: number;
    readonly norms: number;
    readonly batches: number;
    readonly means: number;
    readonly tiles: number;
    readonly lanes: number;
    readonly words: number;
  };
}

/** `bytes`: the most that `scratch` takes for a slice. */
export function policyPlan(
  rollout: RolloutLayout,
  shape: NetworkShape,
  settings: PolicySettings,
  bytes = MOST_BYTES,
): PolicyPlan {
  const layout = layoutOf(shape);
  const { blocks } = shape;
  const fours = (n: number): number => Math.ceil(n / 4);
  const [inputs4, width4, outputs4] = [fours(shape.inputs), fours(shape.width), fours(layout.outputs)];
  const tile =
    4 * Math.max(1, Math.min(MOST_ROWS / 4, Math.floor(MOST_THREADS / width4), fours(rollout.lanes)));
  const threads = Math.max(64, 32 * Math.ceil(((tile / 4) * width4) / 32));

  const eachBlock = (4 * width4 + 1) * width4;
  const eachBack = 4 * width4 * width4;
  const block = (4 * inputs4 + 1) * width4;
  const output = block + 2 * blocks * eachBlock;
  const outputBack = output + (4 * width4 + 1) * outputs4;
  const blockBack = outputBack + 4 * outputs4 * width4;
  const vectors = blockBack + 2 * blocks * eachBack;

  const sums = SUMS_BEFORE_HEADS + shape.heads.length;
  const deltas = (1 + 2 * blocks) * width4;
  const outputs = 2 * deltas;
  const stride = outputs + outputs4 + fours(sums + 1);

  const size = Math.min(settings.minibatch, rollout.rows);
  const minibatches = Math.floor(rollout.rows / size);
  const steps = settings.epochs * minibatches;
  const most = Math.max(
    1,
    Math.min(MOST_CHUNKS, Math.floor(MOST_PARTIAL / layout.size), Math.ceil(size / LEAST_CHUNK)),
  );
  const chunk = STAGE * Math.ceil(size / most / STAGE);
  const slice = Math.min(chunk * Math.max(1, Math.floor(bytes / (16 * stride) / chunk)), size);
  const slices = Math.ceil(size / slice);
  const tiles = Math.ceil(slice / tile);
  const groups = Math.ceil(layout.size / WIDE);
  const laneGroups = Math.ceil(rollout.lanes / LANE_GROUP);

  const passed = STATISTICS_BEFORE_HEADS + shape.heads.length;
  const norms = passed + 2 * PASSED_WORDS;
  const means = norms + 2 * groups;
  const tileSums = means + sums;
  const lanes = tileSums + slices * tiles * sums;
  const batches = lanes + laneGroups * LANE_WORDS;
  return {
    ...{ layout, shape, rollout, settings, tile, threads, inputs4, width4, outputs4, sums },
    ...{ size, minibatches, steps, slice, slices, chunk, tiles, groups, laneGroups },
    chunks: Math.ceil(size / chunk),
    packed: { block, eachBlock, output, outputBack, blockBack, eachBack, vectors },
    scratch: {
      ...{ deltas, outputs, stride },
      sums: outputs + outputs4,
      vectors: Math.max(slice * stride, rollout.lanes * outputs4),
    },
    ledger: {
      ...{ passed, norms, batches, means, lanes },
      tiles: tileSums,
      words: batches + 2 * steps,
    },
  };
}

/** Words of a member in each buffer that the policy's kernels are bound to. */
export function memberWords({ rollout, layout, packed, scratch, chunks, ledger }: PolicyPlan) {
  const { observations, actions, flags, told } = rollout.words;
  return {
    ...{ observations, actions, flags, told },
    parameters: layout.size,
    moments: 2 * layout.size,
    packed: 4 * packed.vectors,
    scratch: 4 * scratch.vectors,
    partial: chunks * layout.size,
    gradient: layout.size,
    ledger: ledger.words,
  };
}
export type MemberWords = ReturnType<typeof memberWords>;

/** Why these sizes do not fit a device with WebGPU's default limits, a sentence; undefined where they do. */
export function whyNoPolicy(
  rollout: RolloutLayout,
  shape: NetworkShape,
  settings: PolicySettings,
): string | undefined {
  const { heads, width } = shape;
  if (heads.length > MOST_HEADS)
    return `On a graphics device an action has at most ${String(MOST_HEADS)} choices, not ${String(heads.length)}.`;
  if (width > MOST_WIDTH)
    return `On a graphics device the network is at most ${String(MOST_WIDTH)} units wide, not ${String(width)}.`;
  const words = memberWords(policyPlan(rollout, shape, settings));
  const buffers: readonly (readonly [string, number])[] = [
    ['the observations', words.observations],
    ['the actions', words.actions],
    ['what is told of the decisions', words.told],
    ['the partial gradients', words.partial],
    ['the packed weights', words.packed],
    ['the activations', words.scratch],
    ['the sums', words.ledger],
  ];
  const over = buffers.find(([, words]) => 4 * words > MOST_BYTES);
  return over === undefined
    ? undefined
    : `On a graphics device ${over[0]} of this training take ${String(Math.ceil((4 * over[1]) / 2 ** 20))} MiB, more than the ${String(MOST_BYTES / 2 ** 20)} that any device binds: fewer lanes, a shorter horizon or a smaller network would do.`;
}

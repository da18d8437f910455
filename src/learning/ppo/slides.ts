/**
 * What the loss does to each decision of a minibatch, looked at on request. Recomputed in plain TypeScript and double
 * precision from the parameters that the engine held, so that any engine can be looked into and none is slowed down otherwise.
 */
import { Distribution } from '../network/distribution.ts';
import { Forward } from '../network/forward.ts';
import type { ActionSpace } from '../network/actions.ts';
import type { NetworkShape } from '../network/network.ts';
import type { Experience } from './engine.ts';
import { DUAL_CLIP, normaliseAdvantages, type LossSettings, type LossStatistics } from './loss.ts';

/**
 * What the surrogate (12) does with a decision: `free` pushes it; `clip` and `dual` do not, as the ratio has left the clip region in the direction
 * of the advantage, or is beyond the bound for negative advantages; `none` has no surrogate: it is imitated instead.
 */
export const FATES = ['free', 'clip', 'dual', 'none'] as const;
export type Fate = (typeof FATES)[number];

/** One minibatch as the loss saw it, just before its step: a value a decision. Plain data. */
export interface Slide {
  /** Which of the update's epochs and of the epoch's minibatches, from 1. */
  readonly epoch: number;
  readonly minibatch: number;
  /** How probable the decision has become, against what it was when it was taken. */
  readonly ratio: Float64Array;
  /** The same of each group of heads alone, [decisions x groups]; their product is `ratio`. */
  readonly parts: Float64Array;
  /** Normalised over the minibatch. */
  readonly advantage: Float64Array;
  /** min(ratio A, clip(ratio) A), within DUAL_CLIP; 0 where there is no surrogate. */
  readonly surrogate: Float64Array;
  /** Index into `FATES`. */
  readonly fate: Uint8Array;
  /** Mean over the heads, nats. */
  readonly entropy: Float64Array;
  readonly value: Float64Array;
  readonly returns: Float64Array;
  /** [decisions x heads]. */
  readonly actions: Int32Array;
  /** 1 where the expert acted. */
  readonly byExpert: Uint8Array;
  /** What the engine itself told of this minibatch. */
  readonly told: LossStatistics;
}

/** A slide, and what was observed at its decisions, [decisions x inputs]. */
export interface Exposed {
  readonly slide: Slide;
  readonly observations: Float32Array;
}

/** A minibatch that was laid aside while its update went on. */
interface Negative {
  readonly epoch: number;
  readonly minibatch: number;
  readonly rows: Int32Array;
  readonly parameters: Float32Array;
  readonly told: LossStatistics;
}

/** Lays aside the first minibatch of an update and the last one, and develops them when the update is over. */
export class Slides {
  #first: Negative | undefined;
  #last: Negative | undefined;
  #before: Float32Array | undefined;

  take(negative: Negative): void {
    // The order of rows is shuffled anew at the next epoch.
    const copy = { ...negative, rows: negative.rows.slice() };
    this.#before ??= copy.parameters;
    if (this.#first) this.#last = copy;
    else this.#first = copy;
  }

  /** The first minibatch, where every ratio is 1 but for rounding, and the last one (the same where there is but one). */
  develop(
    space: ActionSpace,
    shape: NetworkShape,
    experience: Experience,
    loss: Pick<LossSettings, 'clip' | 'expertMode'>,
  ): { readonly first: Exposed; readonly last: Exposed } {
    const first = this.#first!;
    const last = this.#last ?? first;
    const of = (negative: Negative): Exposed =>
      develop(negative, this.#before!, space, shape, experience, loss);
    return { first: of(first), last: of(last) };
  }
}

/** Heads that belong together: variant, replicas and batch of one stage. */
const GROUP = 3;

function develop(
  { epoch, minibatch, rows, parameters, told }: Negative,
  before: Float32Array,
  space: ActionSpace,
  shape: NetworkShape,
  experience: Experience,
  { clip, expertMode }: Pick<LossSettings, 'clip' | 'expertMode'>,
): Exposed {
  const count = rows.length;
  const heads = space.heads.length;
  const groups = Math.ceil(heads / GROUP);
  const observations = new Float32Array(count * shape.inputs);
  rows.forEach((row, i) => {
    observations.set(
      experience.observations.subarray(row * shape.inputs, (row + 1) * shape.inputs),
      i * shape.inputs,
    );
  });
  const forward = new Forward(shape, before);
  const width = forward.layout.outputs;
  const old = new Float32Array(count * width);
  forward.run(observations, count, old);
  const now = new Float32Array(count * width);
  forward.load(parameters);
  forward.run(observations, count, now);
  const normalised = new Float32Array(count);
  normaliseAdvantages({ ...experience, rows }, normalised);
  const slide: Slide = {
    ...{ epoch, minibatch, told },
    ratio: new Float64Array(count),
    parts: new Float64Array(count * groups),
    advantage: Float64Array.from(normalised),
    surrogate: new Float64Array(count),
    fate: new Uint8Array(count),
    entropy: new Float64Array(count),
    value: new Float64Array(count),
    returns: Float64Array.from(rows, (row) => experience.returns[row]!),
    actions: new Int32Array(count * heads),
    byExpert: Uint8Array.from(rows, (row) => experience.byExpert[row]!),
  };
  const distribution = new Distribution(space);
  const { offset, logProbabilities, entropies } = distribution;
  const moved = new Float64Array(heads);
  for (let i = 0; i < count; i++) {
    const at = rows[i]! * heads;
    const { actions } = experience;
    slide.actions.set(actions.subarray(at, at + heads), i * heads);
    const chosen = (h: number): number => logProbabilities[offset[h]! + actions[at + h]!]!;
    distribution.read(old, i * width, actions, at);
    for (let h = 0; h < heads; h++) moved[h] = -chosen(h);
    distribution.read(now, i * width, actions, at);
    let sum = 0;
    for (let h = 0; h < heads; h++) {
      moved[h] = moved[h]! + chosen(h);
      sum += moved[h]!;
      slide.entropy[i] = slide.entropy[i]! + entropies[h]! / heads;
    }
    for (let g = 0; g < groups; g++) {
      let part = 0;
      for (let h = GROUP * g; h < Math.min(heads, GROUP * (g + 1)); h++) part += moved[h]!;
      slide.parts[i * groups + g] = Math.exp(part);
    }
    slide.ratio[i] = Math.exp(sum);
    slide.value[i] = now[(i + 1) * width - 1]!;
    const mine = expertMode === 'cloning' && slide.byExpert[i] === 1;
    const { fate, surrogate } =
      expertMode === 'distil' || mine
        ? ({ fate: 'none', surrogate: 0 } as const)
        : judged(slide.ratio[i]!, slide.advantage[i]!, clip);
    slide.fate[i] = FATES.indexOf(fate);
    slide.surrogate[i] = surrogate;
  }
  return { slide, observations };
}

/** What (12) makes of a decision; the same branches as in `ppoLoss`. */
export function judged(
  ratio: number,
  advantage: number,
  clip: number,
): { readonly fate: Exclude<Fate, 'none'>; readonly surrogate: number } {
  if (advantage < 0 && ratio > DUAL_CLIP) return { fate: 'dual', surrogate: DUAL_CLIP * advantage };
  const bound = Math.min(1 + clip, Math.max(1 - clip, ratio));
  return ratio * advantage <= bound * advantage
    ? { fate: 'free', surrogate: ratio * advantage }
    : { fate: 'clip', surrogate: bound * advantage };
}

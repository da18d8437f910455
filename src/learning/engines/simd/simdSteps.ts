import { upTo4, type Arena } from './kernel.ts';
import { FIELDS, LossMode, Setting, Sum } from './kernel/simdKernel.ts';
import type { MaskBits } from './masks.ts';
import { PANEL, TILE, type Tile, type TileNetwork } from './tiles.ts';
import { ADAM, type AdamState } from '../../ppo/adam.ts';
import { NotFinite, type Experience, type Steps } from '../../ppo/engine.ts';
import { DUAL_CLIP, normaliseAdvantages, type LossSettings, type LossStatistics } from '../../ppo/loss.ts';

const modeOf = (mode: LossSettings['expertMode']): number =>
  mode === 'distil' ? LossMode.DISTIL : mode === 'cloning' ? LossMode.CLONING : LossMode.WHOLE;

/** Whole minibatch steps in the kernel's memory: experience, parameters and moments stay there from `begin` to `end`. */
export class SimdSteps implements Steps {
  readonly #arena: Arena;
  readonly #network: TileNetwork;
  readonly #tile: Tile;
  readonly #masks: MaskBits;
  readonly #inputs: number;
  readonly #rows: number;
  readonly #logits: number;
  readonly #at;
  readonly #normalised: Float32Array;
  #held: { parameters: Float32Array; adam: AdamState; experience: Experience } | undefined;

  constructor(
    arena: Arena,
    network: TileNetwork,
    tile: Tile,
    masks: MaskBits,
    inputs: number,
    rows: number,
    minibatch: number,
  ) {
    this.#arena = arena;
    this.#network = network;
    this.#tile = tile;
    this.#masks = masks;
    this.#inputs = inputs;
    this.#rows = rows;
    this.#logits = masks.space.heads.reduce((sum, n) => sum + n, 0);
    this.#normalised = new Float32Array(minibatch);
    const { size } = network.layout;
    const heads = masks.space.heads.length;
    // Every tile has an index and advantages of its own, padded to four rows.
    const padded = minibatch + 4;
    this.#at = {
      m: arena.reserve(4 * size),
      v: arena.reserve(4 * size),
      observations: arena.reserve(4 * rows * network.inputs),
      actions: arena.reserve(4 * rows * heads),
      taught: arena.reserve(4 * rows * heads),
      masks: arena.reserve(4 * rows * masks.words),
      taughtMasks: arena.reserve(4 * rows * masks.words),
      asked: arena.reserve(rows),
      byExpert: arena.reserve(rows),
      old: arena.reserve(4 * rows),
      returns: arena.reserve(4 * rows),
      index: arena.reserve(4 * padded),
      advantages: arena.reserve(4 * padded),
      heads: arena.reserve(12 * heads),
      settings: arena.reserve(4 * Setting.SIZE),
      statistics: arena.reserve(16 * (Sum.HEADS + heads)),
      columns: arena.reserve(80 * network.outputs + FIELDS * (heads + 1)),
    };
    arena.ints(this.#at.heads, 3 * heads).set(masks.heads);
  }

  begin(parameters: Float32Array, adam: AdamState, experience: Experience): void {
    this.#held = { parameters, adam, experience };
    const at = this.#at;
    const arena = this.#arena;
    const network = this.#network;
    const rows = this.#rows;
    network.load(parameters);
    network.scatter(adam.m, at.m);
    network.scatter(adam.v, at.v);
    const width = this.#inputs;
    const padded = network.inputs;
    const x = arena.floats(at.observations, rows * padded);
    for (let r = 0; r < rows; r++) {
      for (let k = 0; k < width; k++) x[r * padded + k] = experience.observations[r * width + k]!;
    }
    const { actions, taught, asked } = experience;
    arena.ints(at.actions, actions.length).set(actions);
    this.#masks.rows(actions, rows, arena.ints(at.masks, rows * this.#masks.words));
    if (taught && asked) {
      arena.bytes(at.asked, rows).set(asked);
      arena.ints(at.taught, taught.length).set(taught);
      this.#masks.rows(taught, rows, arena.ints(at.taughtMasks, rows * this.#masks.words));
    }
    arena.bytes(at.byExpert, rows).set(experience.byExpert);
    arena.floats(at.old, rows).set(experience.logProbabilities);
    arena.floats(at.returns, rows).set(experience.returns);
  }

  step(
    rows: Int32Array,
    loss: LossSettings,
    learningRate: number,
    maxGradientNorm: number,
  ): Promise<{ statistics: LossStatistics; norm: number }> {
    const { adam, experience } = this.#held!;
    const { kernel } = this.#arena;
    const network = this.#network;
    const at = this.#at;
    normaliseAdvantages({ ...experience, rows }, this.#normalised);
    this.#select(rows);
    network.prepare();
    this.#settle(loss, rows.length);
    for (let first = 0; first < rows.length; first += TILE) {
      const count = Math.min(TILE, rows.length - first);
      kernel.gather({
        xs: at.observations,
        index: at.index + 4 * first,
        out: this.#tile.x,
        panel: PANEL,
        rows: upTo4(count),
        inputs: network.inputs,
      });
      network.forward(this.#tile, count);
      this.#loss(loss, first, count);
      network.backward(this.#tile, count);
    }
    const { size } = network.layout;
    const norm = Math.sqrt(kernel.squares({ g: network.gradient, count: size }));
    // Looked at before Adam: one bad gradient would poison its moments.
    if (!Number.isFinite(norm)) return Promise.reject(new NotFinite());
    adam.step++;
    kernel.adam({
      p: network.parameters,
      m: at.m,
      v: at.v,
      g: network.gradient,
      count: size,
      scale: norm > maxGradientNorm ? maxGradientNorm / norm : 1,
      rate: learningRate / (1 - ADAM.keepM ** adam.step),
      second: 1 / (1 - ADAM.keepV ** adam.step),
      ...ADAM,
    });
    return Promise.resolve({ statistics: this.#statistics(rows.length), norm });
  }

  end(): void {
    const { parameters, adam } = this.#held!;
    this.#network.collect(this.#network.parameters, parameters);
    this.#network.collect(this.#at.m, adam.m);
    this.#network.collect(this.#at.v, adam.v);
    this.#held = undefined;
  }

  /** The minibatch's rows and advantages; rows that only fill up a vector repeat the last one and count nothing. */
  #select(rows: Int32Array): void {
    const padded = upTo4(rows.length);
    const index = this.#arena.ints(this.#at.index, padded);
    index.set(rows);
    index.fill(rows.at(-1)!, rows.length);
    const advantages = this.#arena.floats(this.#at.advantages, padded);
    advantages.set(this.#normalised.subarray(0, rows.length));
    advantages.fill(0, rows.length);
  }

  #settle(loss: LossSettings, count: number): void {
    const heads = this.#masks.space.heads.length;
    this.#arena.floats(this.#at.statistics, 4 * (Sum.HEADS + heads)).fill(0);
    const settings = this.#arena.floats(this.#at.settings, Setting.SIZE);
    settings[Setting.CLIP] = loss.clip;
    settings[Setting.VALUE] = (2 * loss.valueCoefficient) / count;
    settings[Setting.ENTROPY] = -loss.entropyCoefficient / (heads * count);
    settings[Setting.IMITATION] = loss.imitation / count;
    settings[Setting.EACH] = 1 / count;
    settings[Setting.DUAL_CLIP] = DUAL_CLIP;
  }

  #loss({ expertMode }: LossSettings, first: number, count: number): void {
    const at = this.#at;
    const { out, dOut } = this.#tile;
    const comments = expertMode === 'dagger' || expertMode === 'distil';
    const advised = comments && this.#held!.experience.taught !== undefined;
    this.#arena.kernel.loss({
      out,
      dOut,
      panel: PANEL,
      cols: this.#network.outputs,
      logits: this.#logits,
      rows: upTo4(count),
      alive: count,
      index: at.index + 4 * first,
      advantages: at.advantages + 4 * first,
      heads: at.heads,
      headCount: this.#masks.space.heads.length,
      words: this.#masks.words,
      actions: at.actions,
      masks: at.masks,
      taught: advised ? at.taught : at.actions,
      taughtMasks: advised ? at.taughtMasks : at.masks,
      advised: advised ? 1 : 0,
      asked: at.asked,
      old: at.old,
      returns: at.returns,
      byExpert: at.byExpert,
      mode: modeOf(expertMode),
      settings: at.settings,
      columnsAt: at.columns,
      statistics: at.statistics,
    });
  }

  #statistics(count: number): LossStatistics {
    const { heads } = this.#masks.space;
    const sums = this.#arena.floats(this.#at.statistics, 4 * (Sum.HEADS + heads.length));
    const sum = (i: number): number =>
      sums[4 * i]! + sums[4 * i + 1]! + (sums[4 * i + 2]! + sums[4 * i + 3]!);
    const learning = Math.max(1, sum(Sum.LEARNING));
    const entropies = Float64Array.from(heads, (_, h) => sum(Sum.HEADS + h) / count);
    return {
      policyLoss: sum(Sum.POLICY_LOSS) / learning,
      valueLoss: sum(Sum.VALUE_LOSS) / Math.max(1, sum(Sum.VALUED)),
      entropy: entropies.reduce((total, entropy) => total + entropy / heads.length, 0),
      approxKl: sum(Sum.KL) / learning,
      clipFraction: sum(Sum.CLIPPED) / learning,
      imitationLoss: sum(Sum.IMITATION_LOSS) / Math.max(1, sum(Sum.IMITATING)),
      headEntropies: entropies.map((entropy, h) => entropy / Math.max(1e-9, Math.log(heads[h]!))),
    };
  }
}

import { upTo4, type Arena } from './kernel.ts';
import type { MaskBits } from './masks.ts';
import { PANEL, TILE, type Tile, type TileNetwork } from './tiles.ts';
import type { AdamState } from '../../ppo/adam.ts';
import { NotFinite, type Experience, type Steps } from '../../ppo/engine.ts';
import { DUAL_CLIP, normaliseAdvantages, type LossSettings, type LossStatistics } from '../../ppo/loss.ts';

/** Sums that `loss` keeps before the heads' entropies, 4 numbers each (kernel/loss.as). */
const SUMS = 8;

/** Bits of `mode` in kernel/loss.as. */
const DISTIL = 1;
const CLONING = 2;

/** Whole minibatch steps in the kernel's memory: rollout, parameters and moments stay there from `begin` to `end`. */
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
      byExpert: arena.reserve(rows),
      old: arena.reserve(4 * rows),
      returns: arena.reserve(4 * rows),
      index: arena.reserve(4 * padded),
      advantages: arena.reserve(4 * padded),
      heads: arena.reserve(12 * heads),
      settings: arena.reserve(24),
      statistics: arena.reserve(16 * (SUMS + heads)),
      columns: arena.reserve(80 * network.outputs + 48 * (heads + 1)),
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
    const { actions, taught } = experience;
    arena.ints(at.actions, actions.length).set(actions);
    this.#masks.rows(actions, rows, arena.ints(at.masks, rows * this.#masks.words));
    if (taught) {
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
      kernel.gather(at.observations, at.index + 4 * first, this.#tile.x, PANEL, upTo4(count), network.inputs);
      network.forward(this.#tile, count);
      this.#loss(loss, first, count);
      network.backward(this.#tile, count);
    }
    const { size } = network.layout;
    const norm = Math.sqrt(kernel.squares(network.gradient, size));
    // Looked at before Adam: one bad gradient would poison its moments.
    if (!Number.isFinite(norm)) return Promise.reject(new NotFinite());
    adam.step++;
    kernel.adam(
      network.parameters,
      at.m,
      at.v,
      network.gradient,
      size,
      norm > maxGradientNorm ? maxGradientNorm / norm : 1,
      learningRate / (1 - 0.9 ** adam.step),
      1 / (1 - 0.999 ** adam.step),
    );
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
    this.#arena.floats(this.#at.statistics, 4 * (SUMS + heads)).fill(0);
    this.#arena
      .floats(this.#at.settings, 6)
      .set([
        loss.clip,
        (2 * loss.valueCoefficient) / count,
        -loss.entropyCoefficient / (heads * count),
        loss.imitation / count,
        1 / count,
        DUAL_CLIP,
      ]);
  }

  #loss({ expertMode }: LossSettings, first: number, count: number): void {
    const at = this.#at;
    const { out, dOut } = this.#tile;
    const advised = expertMode === 'dagger' || expertMode === 'distil';
    const everywhere = advised && this.#held!.experience.taught !== undefined;
    this.#arena.kernel.loss(
      out,
      dOut,
      PANEL,
      this.#network.outputs,
      this.#logits,
      upTo4(count),
      count,
      at.index + 4 * first,
      at.advantages + 4 * first,
      at.heads,
      this.#masks.space.heads.length,
      this.#masks.words,
      at.actions,
      at.masks,
      everywhere ? at.taught : at.actions,
      everywhere ? at.taughtMasks : at.masks,
      everywhere ? 1 : 0,
      at.old,
      at.returns,
      at.byExpert,
      expertMode === 'distil' ? DISTIL : expertMode === 'cloning' ? CLONING : 0,
      at.settings,
      at.columns,
      at.statistics,
    );
  }

  #statistics(count: number): LossStatistics {
    const { heads } = this.#masks.space;
    const sums = this.#arena.floats(this.#at.statistics, 4 * (SUMS + heads.length));
    const sum = (i: number): number =>
      sums[4 * i]! + sums[4 * i + 1]! + (sums[4 * i + 2]! + sums[4 * i + 3]!);
    const learning = Math.max(1, sum(5));
    const entropies = Float64Array.from(heads, (_, h) => sum(SUMS + h) / count);
    return {
      policyLoss: sum(0) / learning,
      valueLoss: sum(4) / Math.max(1, sum(6)),
      entropy: entropies.reduce((total, entropy) => total + entropy / heads.length, 0),
      approxKl: sum(1) / learning,
      clipFraction: sum(2) / learning,
      imitationLoss: sum(3) / Math.max(1, sum(7)),
      headEntropies: entropies.map((entropy, h) => entropy / Math.max(1e-9, Math.log(heads[h]!))),
    };
  }
}

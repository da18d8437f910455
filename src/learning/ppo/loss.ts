/** PPO's loss (11)-(12) and its exact gradient with respect to the network's outputs. */
import type { ExpertMode } from './config.ts';
import type { Distribution } from '../network/distribution.ts';

export interface LossSettings {
  /** Clip range of the ratio. */
  readonly clip: number;
  readonly valueCoefficient: number;
  /** Weight of the entropy, averaged over the heads. */
  readonly entropyCoefficient: number;
  /** Weight of -log pi(expert's action) where `expertMode` imitates; 0 leaves it out. */
  readonly imitation: number;
  /** What becomes of the expert (Algorithm 2 and its alternatives). */
  readonly expertMode: ExpertMode;
}

/**
 * Bound of the surrogate for negative advantages, as a multiple of the advantage (dual clip, Ye et al. 2020). Without
 * it one expert action that the policy holds for nearly impossible can outweigh the whole minibatch.
 */
export const DUAL_CLIP = 3;

/** A minibatch: rows of the experience by index. Advantages are already normalised. */
export interface Minibatch {
  readonly rows: Int32Array;
  readonly actions: Int32Array;
  /** What the expert would have done, in the modes that ask it everywhere. */
  readonly taught: Int32Array | undefined;
  /** 1 where it was asked; the others' rows of `taught` mean nothing. */
  readonly asked: Uint8Array | undefined;
  /** 1 where the expert acted. */
  readonly byExpert: Uint8Array;
  readonly logProbabilities: Float32Array;
  readonly advantages: Float32Array;
  readonly returns: Float32Array;
}

export interface LossStatistics {
  policyLoss: number;
  valueLoss: number;
  /** Mean over heads, nats. */
  entropy: number;
  /** Schulman's estimator mean((ratio - 1) - log ratio). */
  approxKl: number;
  clipFraction: number;
  /** Mean -log pi(expert's action) over the rows that imitate, nats; 0 without any. */
  imitationLoss: number;
  /** Mean entropy of each head over ln of its choices: 0 decided, 1 undecided. */
  headEntropies: Float64Array;
}

/**
 * Fills `dOutputs` [rows x outputs] with the gradient of the minibatch's mean loss
 *   -min(ratio A, clip(ratio) A), bounded by DUAL_CLIP A where A < 0, + valueCoefficient (V - R)^2 - entropyCoefficient mean_heads H
 *   - imitation log pi(expert's action)
 * and returns its parts. `advantages` holds one normalised advantage per minibatch row. By mode: `literal` keeps the
 * ratio against the old policy on the expert's own rows (Algorithm 2 as printed); `cloning` replaces the surrogate and
 * the value there by imitation, for neither is on-policy; `dagger` adds imitation to every row where the expert was asked; `distil` has no surrogate.
 */
export function ppoLoss(
  distribution: Distribution,
  settings: LossSettings,
  batch: Minibatch,
  advantages: Float32Array,
  outputs: Float32Array,
  dOutputs: Float32Array,
): LossStatistics {
  const { space, offset, probabilities, logProbabilities, entropies } = distribution;
  const heads = space.heads.length;
  const logits = offset[heads]!;
  const width = logits + 1;
  const count = batch.rows.length;
  const { clip, valueCoefficient, entropyCoefficient, imitation, expertMode } = settings;
  const everywhere = expertMode === 'dagger' || expertMode === 'distil' ? batch.taught : undefined;
  const dEntropy = -entropyCoefficient / (heads * count);
  const headEntropies = new Float64Array(heads);
  let policyLoss = 0;
  let valueLoss = 0;
  let approxKl = 0;
  let clipped = 0;
  let imitationLoss = 0;
  let learning = 0;
  let valued = 0;
  let imitating = 0;
  for (let i = 0; i < count; i++) {
    const row = batch.rows[i]!;
    const from = i * width;
    const at = row * heads;
    const cloned = expertMode === 'cloning' && batch.byExpert[row] === 1;
    const logRatio = distribution.read(outputs, from, batch.actions, at) - batch.logProbabilities[row]!;
    let dLogProbability = 0;
    if (expertMode !== 'distil' && !cloned) {
      const ratio = Math.exp(logRatio);
      const advantage = advantages[i]!;
      const bound = Math.min(1 + clip, Math.max(1 - clip, ratio));
      const bounded = advantage < 0 && ratio > DUAL_CLIP;
      const active = ratio * advantage <= bound * advantage && !bounded;
      policyLoss -= bounded ? DUAL_CLIP * advantage : active ? ratio * advantage : bound * advantage;
      approxKl += ratio - 1 - logRatio;
      if (Math.abs(ratio - 1) > clip) clipped++;
      if (active) dLogProbability = (-ratio * advantage) / count;
      learning++;
    }
    for (let h = 0; h < heads; h++) {
      const entropy = entropies[h]!;
      headEntropies[h] = headEntropies[h]! + entropy;
      const chosen = offset[h]! + batch.actions[at + h]!;
      for (let j = offset[h]!; j < offset[h + 1]!; j++) {
        const p = probabilities[j]!;
        let d = 0;
        if (p > 0) d = -dLogProbability * p - dEntropy * p * (logProbabilities[j]! + entropy);
        if (j === chosen) d += dLogProbability;
        dOutputs[from + j] = d;
      }
    }
    const taught = everywhere
      ? batch.asked?.[row] === 1
        ? everywhere
        : undefined
      : cloned
        ? batch.actions
        : undefined;
    if (imitation > 0 && taught) {
      imitationLoss -= distribution.read(outputs, from, taught, at);
      imitating++;
      for (let h = 0; h < heads; h++) {
        const right = offset[h]! + taught[at + h]!;
        for (let j = offset[h]!; j < offset[h + 1]!; j++) {
          dOutputs[from + j] =
            dOutputs[from + j]! + (imitation * (probabilities[j]! - (j === right ? 1 : 0))) / count;
        }
      }
    }
    dOutputs[from + logits] = 0;
    if (cloned) continue;
    const error = outputs[from + logits]! - batch.returns[row]!;
    valueLoss += error * error;
    dOutputs[from + logits] = (2 * valueCoefficient * error) / count;
    valued++;
  }
  let entropy = 0;
  for (let h = 0; h < heads; h++) {
    entropy += headEntropies[h]! / (heads * count);
    headEntropies[h] = headEntropies[h]! / (count * Math.max(1e-9, Math.log(space.heads[h]!)));
  }
  return {
    policyLoss: policyLoss / Math.max(1, learning),
    valueLoss: valueLoss / Math.max(1, valued),
    entropy,
    approxKl: approxKl / Math.max(1, learning),
    clipFraction: clipped / Math.max(1, learning),
    imitationLoss: imitationLoss / Math.max(1, imitating),
    headEntropies,
  };
}

/** Advantages of the minibatch's rows, shifted to mean 0 and scaled to deviation 1. */
export function normaliseAdvantages(batch: Minibatch, out: Float32Array): void {
  const count = batch.rows.length;
  let mean = 0;
  for (let i = 0; i < count; i++) mean += batch.advantages[batch.rows[i]!]!;
  mean /= count;
  let variance = 0;
  for (let i = 0; i < count; i++) variance += (batch.advantages[batch.rows[i]!]! - mean) ** 2;
  const scale = 1 / (Math.sqrt(variance / count) + 1e-8);
  for (let i = 0; i < count; i++) out[i] = (batch.advantages[batch.rows[i]!]! - mean) * scale;
}

/** PPO's loss (11)-(12) and its exact gradient with respect to the network's outputs. */
import type { Distribution } from './distribution.ts';

export interface LossSettings {
  /** Clip range of the ratio. */
  readonly clip: number;
  readonly valueCoefficient: number;
  /** Weight of the entropy, averaged over the heads. */
  readonly entropyCoefficient: number;
  /** Weight of -log pi(teacher's action); 0 or a rollout without a teacher leaves it out. */
  readonly imitation: number;
}

/**
 * Bound of the surrogate for negative advantages, as a multiple of the advantage (dual clip, Ye et al. 2020). Without
 * it one expert action that the policy holds for nearly impossible can outweigh the whole minibatch.
 */
const DUAL_CLIP = 3;

/** A minibatch: rows of the rollout by index. Advantages are already normalised. */
export interface Minibatch {
  readonly rows: Int32Array;
  readonly actions: Int32Array;
  /** The teacher's actions, where there is a teacher. */
  readonly taught: Int32Array | undefined;
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
}

/**
 * Fills `dOutputs` [rows x outputs] with the gradient of the minibatch's mean loss
 *   -min(ratio A, clip(ratio) A), bounded by DUAL_CLIP A where A < 0, + valueCoefficient (V - R)^2 - entropyCoefficient mean_heads H
 *   - imitation log pi(taught)
 * and returns its parts. `advantages` holds one normalised advantage per minibatch row.
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
  const { clip, valueCoefficient, entropyCoefficient, imitation } = settings;
  const statistics: LossStatistics = {
    policyLoss: 0,
    valueLoss: 0,
    entropy: 0,
    approxKl: 0,
    clipFraction: 0,
  };
  for (let i = 0; i < count; i++) {
    const row = batch.rows[i]!;
    const from = i * width;
    const at = row * heads;
    const logRatio = distribution.read(outputs, from, batch.actions, at) - batch.logProbabilities[row]!;
    const ratio = Math.exp(logRatio);
    const advantage = advantages[i]!;
    const clipped = Math.min(1 + clip, Math.max(1 - clip, ratio));
    const bounded = advantage < 0 && ratio > DUAL_CLIP;
    const active = ratio * advantage <= clipped * advantage && !bounded;
    const surrogate = bounded ? DUAL_CLIP * advantage : active ? ratio * advantage : clipped * advantage;
    statistics.policyLoss -= surrogate;
    statistics.approxKl += ratio - 1 - logRatio;
    if (Math.abs(ratio - 1) > clip) statistics.clipFraction++;
    const dLogProbability = active ? (-ratio * advantage) / count : 0;
    const dEntropy = -entropyCoefficient / (heads * count);
    for (let h = 0; h < heads; h++) {
      const entropy = entropies[h]!;
      statistics.entropy += entropy / heads;
      const chosen = offset[h]! + batch.actions[at + h]!;
      for (let j = offset[h]!; j < offset[h + 1]!; j++) {
        const p = probabilities[j]!;
        let d = 0;
        if (p > 0) d = -dLogProbability * p - dEntropy * p * (logProbabilities[j]! + entropy);
        if (j === chosen) d += dLogProbability;
        dOutputs[from + j] = d;
      }
    }
    if (imitation > 0 && batch.taught) {
      distribution.read(outputs, from, batch.taught, at);
      for (let h = 0; h < heads; h++) {
        const taught = offset[h]! + batch.taught[at + h]!;
        for (let j = offset[h]!; j < offset[h + 1]!; j++) {
          dOutputs[from + j] =
            dOutputs[from + j]! + (imitation * (probabilities[j]! - (j === taught ? 1 : 0))) / count;
        }
      }
    }
    const error = outputs[from + logits]! - batch.returns[row]!;
    statistics.valueLoss += error * error;
    dOutputs[from + logits] = (2 * valueCoefficient * error) / count;
  }
  statistics.policyLoss /= count;
  statistics.valueLoss /= count;
  statistics.entropy /= count;
  statistics.approxKl /= count;
  statistics.clipFraction /= count;
  return statistics;
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

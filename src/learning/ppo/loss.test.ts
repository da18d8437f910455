import { describe, expect, it } from 'vitest';
import { freeActions } from '../network/actions.ts';
import { Distribution } from '../network/distribution.ts';
import { normaliseAdvantages, ppoLoss, type Minibatch } from './loss.ts';
import { Random } from '../../model/random.ts';

const space = freeActions([3, 4]);
const width = 8;

function example(rows: number): { outputs: Float32Array; batch: Minibatch } {
  const random = Random.stream(1, 'loss');
  const distribution = new Distribution(space);
  const outputs = Float32Array.from({ length: rows * width }, () => random.normal());
  const actions = new Int32Array(rows * 2);
  const logProbabilities = new Float32Array(rows);
  for (let i = 0; i < rows; i++)
    logProbabilities[i] = distribution.sample(outputs, i * width, random, actions, 2 * i);
  return {
    outputs,
    batch: {
      rows: Int32Array.from({ length: rows }, (_, i) => i),
      actions,
      taught: undefined,
      asked: undefined,
      byExpert: new Uint8Array(rows),
      logProbabilities,
      advantages: Float32Array.from({ length: rows }, () => random.normal()),
      returns: new Float32Array(rows),
    },
  };
}

const settings = {
  clip: 0.2,
  valueCoefficient: 0,
  entropyCoefficient: 0,
  imitation: 0,
  expertMode: 'none',
} as const;

describe('PPO loss', () => {
  it('has ratio 1, KL 0 and nothing clipped while the policy is the one that acted', () => {
    const { outputs, batch } = example(64);
    const statistics = ppoLoss(
      new Distribution(space),
      settings,
      batch,
      batch.advantages,
      outputs,
      new Float32Array(outputs.length),
    );
    expect(Math.abs(statistics.approxKl)).toBeLessThan(1e-9);
    expect(statistics.clipFraction).toBe(0);
    const mean = batch.advantages.reduce((sum, a) => sum + a, 0) / 64;
    expect(statistics.policyLoss).toBeCloseTo(-mean, 5);
  });

  it.each([
    ['above the range with a positive advantage', -0.5, 1, true],
    ['below the range with a negative advantage', 0.5, -1, true],
    ['above the range with a negative advantage', -0.5, -1, false],
    ['below the range with a positive advantage', 0.5, 1, false],
    ['far above the range with a negative advantage (dual clip)', -3, -1, true],
  ])('ratio %s', (_name, shift, advantage, zero) => {
    const { outputs, batch } = example(1);
    const moved = { ...batch, logProbabilities: batch.logProbabilities.map((l) => l + shift) };
    const gradient = new Float32Array(outputs.length);
    ppoLoss(new Distribution(space), settings, moved, Float32Array.of(advantage), outputs, gradient);
    expect(gradient.every((g) => g === 0)).toBe(zero);
  });

  it('normalises advantages to mean 0 and deviation 1', () => {
    const { batch } = example(256);
    const out = new Float32Array(256);
    normaliseAdvantages(batch, out);
    const mean = out.reduce((sum, a) => sum + a, 0) / 256;
    const variance = out.reduce((sum, a) => sum + (a - mean) ** 2, 0) / 256;
    expect(Math.abs(mean)).toBeLessThan(1e-6);
    expect(variance).toBeCloseTo(1, 4);
  });
});

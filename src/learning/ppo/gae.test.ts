import { describe, expect, it } from 'vitest';
import { advantages } from './gae.ts';
import { Random } from '../../model/random.ts';

/** Advantage of one step as the plain sum of discounted temporal differences. */
function byHand(
  t: number,
  rewards: Float32Array,
  values: Float32Array,
  ends: Uint8Array,
  bootstrap: Float32Array,
  last: number,
  gamma: number,
  lambda: number,
): number {
  let sum = 0;
  let weight = 1;
  for (let k = t; k < rewards.length; k++) {
    const next = ends[k] ? bootstrap[k]! : k + 1 < rewards.length ? values[k + 1]! : last;
    sum += weight * (rewards[k]! + gamma * next - values[k]!);
    if (ends[k]) break;
    weight *= gamma * lambda;
  }
  return sum;
}

describe('generalised advantage estimation', () => {
  it.each([
    [0.9, 0.95],
    [1, 1],
    [0.99, 0.9],
    [0, 0.95],
  ])('equals the sum of temporal differences, gamma %s lambda %s', (gamma, lambda) => {
    const random = Random.stream(4, 'gae');
    const [steps, lanes] = [20, 3];
    const column = (): Float32Array => Float32Array.from({ length: steps * lanes }, () => random.normal());
    const [rewards, values, bootstrap] = [column(), column(), column()];
    const ends = Uint8Array.from({ length: steps * lanes }, () => (random.uniform() < 0.15 ? 1 : 0));
    const last = Float32Array.from({ length: lanes }, () => random.normal());
    const [out, returns] = [new Float32Array(steps * lanes), new Float32Array(steps * lanes)];
    advantages(steps, lanes, rewards, values, ends, bootstrap, last, gamma, lambda, out, returns);
    const of = <T extends Float32Array | Uint8Array>(array: T, lane: number): T =>
      array.filter((_, i) => i % lanes === lane) as T;
    for (let lane = 0; lane < lanes; lane++) {
      for (let t = 0; t < steps; t++) {
        const expected = byHand(
          t,
          of(rewards, lane),
          of(values, lane),
          of(ends, lane),
          of(bootstrap, lane),
          last[lane]!,
          gamma,
          lambda,
        );
        expect(out[t * lanes + lane]).toBeCloseTo(expected, 4);
        expect(returns[t * lanes + lane]).toBeCloseTo(expected + values[t * lanes + lane]!, 4);
      }
    }
  });

  it('bootstraps a truncated chain of reward 1 to 1 / (1 - gamma)', () => {
    const value = 1 / (1 - 0.9);
    const n = 50;
    const [out, returns] = [new Float32Array(n), new Float32Array(n)];
    const ends = Uint8Array.from({ length: n }, (_, i) => (i === n - 1 ? 1 : 0));
    const constant = new Float32Array(n).fill(value);
    advantages(
      n,
      1,
      new Float32Array(n).fill(1),
      constant,
      ends,
      constant,
      Float32Array.of(0),
      0.9,
      1,
      out,
      returns,
    );
    for (const r of returns) expect(r).toBeCloseTo(value, 3);
  });
});

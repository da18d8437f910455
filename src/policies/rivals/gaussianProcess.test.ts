import { describe, expect, it } from 'vitest';
import { GaussianProcess, matern52, probabilityBelow } from './gaussianProcess.ts';
import { normalCdf } from '../../model/normal.ts';

const at = (x: number): Float64Array => Float64Array.of(x);

describe('Gaussian process', () => {
  it('with two points equals the closed form', () => {
    // Values 1 and 3 standardise to -1 and 1. K = [[1 + s, r], [r, 1 + s]] has on (-1, 1) the eigenvalue 1 + s - r, so
    // the mean at x is 2 + (k2 - k1)/(1 + s - r), and k' K^-1 k = (k1 + k2)^2 / (2 (1 + s + r)) + (k2 - k1)^2 / (2 (1 + s - r)).
    const noise = 0.01;
    const process = new GaussianProcess([at(0), at(1)], Float64Array.of(1, 3), 0.7, noise);
    const r = matern52(1, 0.7);
    for (const x of [0, 0.3, 1, 2.5]) {
      const [k1, k2] = [matern52(x, 0.7), matern52(Math.abs(1 - x), 0.7)];
      const explained = (k1 + k2) ** 2 / (2 * (1 + noise + r)) + (k2 - k1) ** 2 / (2 * (1 + noise - r));
      const { mean, deviation } = process.at(at(x));
      expect(mean).toBeCloseTo(2 + (k2 - k1) / (1 + noise - r), 12);
      expect(deviation).toBeCloseTo(Math.sqrt(1 - explained), 12);
    }
    // log det = log((1 + s)^2 - r^2); the quadratic form of (-1, 1) is 2/(1 + s - r).
    const evidence = -1 / (1 + noise - r) - 0.5 * Math.log((1 + noise) ** 2 - r * r);
    expect(process.evidence).toBeCloseTo(evidence, 12);
  });

  it('Matern 5/2 is 1 at 0 and (1 + sqrt 5 + 5/3) e^-sqrt 5 at one length scale', () => {
    expect(matern52(0, 2)).toBe(1);
    expect(matern52(2, 2)).toBeCloseTo((1 + Math.sqrt(5) + 5 / 3) * Math.exp(-Math.sqrt(5)), 12);
  });

  it('normal distribution: tabled values', () => {
    expect(normalCdf(0)).toBeCloseTo(0.5, 7);
    expect(normalCdf(1)).toBeCloseTo(0.8413447, 6);
    expect(normalCdf(-1.959964)).toBeCloseTo(0.025, 6);
    expect(probabilityBelow({ mean: 1, deviation: 2 }, 3)).toBeCloseTo(0.8413447, 6);
    expect(probabilityBelow({ mean: 1, deviation: 0 }, 1)).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { bootstrapInterval, interquartileMean, resamples } from './statistics.ts';
import { Random } from '../model/random.ts';

describe('statistics over seeds', () => {
  it('interquartile mean leaves a quarter out at either end', () => {
    expect(interquartileMean([1, 2, 3, 100])).toBe(2.5);
    expect(interquartileMean([7])).toBe(7);
    // Of three values the middle counts whole and the ends a quarter each.
    expect(interquartileMean([0, 3, 9])).toBeCloseTo((0.25 * 0 + 3 + 0.25 * 9) / 1.5, 12);
    // Five values: 1.25 of them go at either end, so the second and fourth count three quarters.
    expect(interquartileMean([-100, 1, 2, 4, 900])).toBeCloseTo((0.75 * 1 + 2 + 0.75 * 4) / 2.5, 12);
  });

  it('the bootstrap interval covers a normal mean about 95 times of 100', () => {
    const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;
    const random = Random.stream(1, 'coverage');
    let covered = 0;
    for (let trial = 0; trial < 200; trial++) {
      const values = Array.from({ length: 30 }, () => random.normal());
      const [low, high] = bootstrapInterval(values, mean, resamples(30, random, 400));
      if (low <= 0 && 0 <= high) covered++;
    }
    expect(covered).toBeGreaterThan(0.88 * 200);
    expect(covered).toBeLessThan(0.99 * 200);
  });
});

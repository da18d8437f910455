import { expect, it } from 'vitest';
import { estimate } from './estimate.ts';
import { bootstrapInterval, interquartileMean, resamples } from '../statistics.ts';
import { Random } from '../../model/random.ts';

it('has the intervals of the general bootstrap on the same resamples', () => {
  const random = Random.stream(5, 'values');
  for (const n of [2, 3, 5, 8, 13]) {
    const values = Array.from({ length: n }, () => 10 * random.normal());
    const found = estimate(values);
    const mean = (of: ArrayLike<number>): number => Array.from(of).reduce((a, b) => a + b, 0) / of.length;
    for (const [got, statistic] of [
      [found.meanInterval!, mean],
      [found.iqmInterval!, interquartileMean],
    ] as const) {
      const [low, high] = bootstrapInterval(
        values,
        statistic,
        resamples(n, Random.stream(1, 'bootstrap', n)),
      );
      expect(got[0]).toBeCloseTo(low, 10);
      expect(got[1]).toBeCloseTo(high, 10);
    }
    expect(found.iqm).toBe(interquartileMean(values));
    expect(found.mean).toBeCloseTo(mean(values), 12);
  }
});

it('knows no interval from one value', () => {
  expect(estimate([3])).toEqual({ values: [3], mean: 3, meanInterval: null, iqm: 3, iqmInterval: null });
});

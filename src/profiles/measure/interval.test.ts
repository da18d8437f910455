import { describe, expect, it } from 'vitest';
import { quantileInterval, runsToClose } from './interval.ts';
import { Random } from '../../model/random.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

describe('the interval of a quantile', () => {
  it('has the ranks of the tables: the median of 20 lies between the 6th and the 15th', () => {
    expect(quantileInterval(upTo(20), 0.5)).toEqual({ estimate: 10, low: 6, high: 15, closed: true });
  });

  it('is closed for the 99th percentile from 368 runs on, when the greatest is sure enough', () => {
    expect(runsToClose(0.99)).toBe(368);
    expect(quantileInterval(upTo(367), 0.99)).toMatchObject({ closed: false, high: 367 });
    expect(quantileInterval(upTo(368), 0.99)).toMatchObject({ closed: true, high: 368, estimate: 365 });
    expect(runsToClose(0.5)).toBe(6);
  });

  it('stands open on one value, and holds on thousands', () => {
    expect(quantileInterval([3], 0.99)).toEqual({ estimate: 3, low: 3, high: 3, closed: false });
    const { low, high, closed } = quantileInterval(upTo(20_000), 0.999);
    expect(closed).toBe(true);
    expect(low).toBeGreaterThan(19_960);
    expect(high).toBeLessThan(19_996);
  });

  it.each([0.5, 0.9, 0.99])('covers the %s quantile of a skewed distribution as often as it says', (q) => {
    const random = Random.stream(4, 'interval');
    const truth = -Math.log(1 - q);
    const draws = 400;
    let covered = 0;
    for (let i = 0; i < draws; i++) {
      const values = Float64Array.from({ length: 500 }, () => -Math.log(1 - random.uniform())).sort();
      const { low, high, closed } = quantileInterval(values, q);
      expect(closed).toBe(true);
      if (low <= truth && truth < high) covered++;
    }
    // At least 95 %, less three standard errors of such a count.
    expect(covered / draws).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / draws));
  });
});

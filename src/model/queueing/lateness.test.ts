import { describe, expect, it } from 'vitest';
import { shareWithin } from './lateness.ts';

describe('share of times below a limit', () => {
  it('is the normal distribution without skew', () => {
    expect(shareWithin(2, 0.25, 0, 2)).toBeCloseTo(0.5, 6);
    expect(shareWithin(2, 0.25, 0, 2.5)).toBeCloseTo(0.8413447, 5);
  });

  it('is within half a point of the exponential distribution where that is steep, and of its tail', () => {
    for (const t of [0.5, 1, 2, 3, 5])
      expect(Math.abs(shareWithin(1, 1, 2, t) - (1 - Math.exp(-t)))).toBeLessThan(0.01);
  });

  it('mirrors itself: a skew to the left is one to the right seen from behind', () => {
    for (const t of [-1, 0.2, 1, 2])
      expect(shareWithin(0, 1, -1, t)).toBeCloseTo(1 - shareWithin(0, 1, 1, -t), 9);
  });

  it('is all or nothing where every time is the same, and beyond where the distribution ends', () => {
    expect(shareWithin(1, 0, 0, 1)).toBe(1);
    expect(shareWithin(1, 0, 0, 0.999)).toBe(0);
    expect(shareWithin(1, 1, 2, -1)).toBe(0);
    expect(shareWithin(1, 1, -2, 3)).toBe(1);
  });
});

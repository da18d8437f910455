import { describe, expect, it } from 'vitest';
import { Breaches } from './breaches.ts';

describe('breaches of the objective', () => {
  it('order the baseline after so many in a row, for so long', () => {
    const breaches = new Breaches({ breaches: 3, holdSeconds: 40 }, 2);
    const late = [3, 3, 1, 3, 3, 3, 1, 1, 1, 1, 1];
    expect(late.map((latency, k) => breaches.note(latency, 10 * k))).toEqual([
      ...[false, false, false, false, false],
      ...[true, true, true, true],
      ...[false, false],
    ]);
  });

  it('count anew after the baseline', () => {
    const breaches = new Breaches({ breaches: 2, holdSeconds: 10 }, 2);
    expect([9, 9, 9, 9, 9].map((latency, k) => breaches.note(latency, 10 * k))).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });

  it('are not counted where none is enough', () => {
    const breaches = new Breaches({ breaches: 0, holdSeconds: 40 }, 2);
    expect([9, 9, 9, 9].some((latency, k) => breaches.note(latency, 10 * k))).toBe(false);
  });

  it('do not keep the baseline for longer where the clock is set back', () => {
    const breaches = new Breaches({ breaches: 1, holdSeconds: 40 }, 2);
    expect(breaches.note(9, 5000)).toBe(true);
    expect(breaches.note(1, 1400)).toBe(false);
  });
});

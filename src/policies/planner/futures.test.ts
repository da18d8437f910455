import { describe, expect, it } from 'vitest';
import { Errors } from './futures.ts';

const settings = { horizon: 3, futures: 3, near: 2, memory: 6 };
const loads = (errors: Errors): number[][] => errors.futures().loads.map((future) => [...future]);

describe('what a forecast may become', () => {
  it('is the forecast alone where none was ever wrong', () => {
    const errors = new Errors(settings);
    errors.begin([4, 4, 4, 4], 5);
    for (const next of [5, 6, 7, 8]) errors.add(next, next + 1);
    expect(loads(errors)).toEqual(Array.from({ length: 3 }, () => [9, 9, 9]));
  });

  it('are quantiles of how far forecasts were off, held for the near decisions, then the median', () => {
    const errors = new Errors(settings);
    errors.begin([], 10);
    // Shares of the forecast: 0.5, 0.9, 1, 1.1, 1.5; the parts of a third have their middles at 1/6, 1/2 and 5/6.
    for (const load of [9, 15, 10, 5, 11]) errors.add(load, 10);
    const [low, middle, high] = loads(errors);
    expect(low![0]).toBeCloseTo(5 + (4 * 4) / 6, 9);
    expect(middle).toEqual([10, 10, 10]);
    expect(high![0]).toBeCloseTo(11 + 4 / 3, 9);
    for (const future of [low!, high!]) {
      expect(future[1]).toBe(future[0]);
      expect(future[2]).toBeCloseTo(10, 9);
    }
  });

  it('begin with what persistence would have said of the recent loads, and forget the oldest', () => {
    const errors = new Errors({ ...settings, futures: 1 });
    // The latest is half of what came before, the one before it as much as what came before.
    errors.begin([5, 10, 10, 10], 8);
    expect(loads(errors)).toEqual([[6, 6, 6]]);
    for (let i = 0; i < 6; i++) errors.add(8, 8);
    expect(loads(errors)).toEqual([[8, 8, 8]]);
  });

  it('stay finite where nothing was forecast', () => {
    const errors = new Errors(settings);
    errors.begin([0, 0, 0], 0);
    errors.add(3, 0);
    expect(loads(errors).flat().every(Number.isFinite)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { meanSmape, smape } from './smape.ts';

describe('SMAPE', () => {
  it('is the distance over the mean size, per cent, whichever is larger', () => {
    expect(smape(15, 10)).toBeCloseTo(40, 12);
    expect(smape(10, 15)).toBeCloseTo(40, 12);
    expect(smape(5, 0)).toBe(200);
    expect(smape(0, 0)).toBe(0);
  });

  it('takes absolute values, so that a forecast below zero neither shrinks nor turns the error', () => {
    expect(smape(-5, 10)).toBe(200);
    expect(smape(-10, 10)).toBe(200);
  });

  it('is a mean over forecasts, 0 of none', () => {
    expect(meanSmape([15, 10], [10, 10])).toBeCloseTo(20, 12);
    expect(meanSmape([], [])).toBe(0);
  });
});

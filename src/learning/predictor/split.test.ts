import { describe, expect, it } from 'vitest';
import { newsvendor } from './newsvendor.ts';
import { splitFor } from './split.ts';
import { defaultLimits, defaultWeights } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { compile } from '../../model/tables.ts';

describe('what a trace teaches and tests', () => {
  it('is twelve days and two of fourteen, the same share of a shorter one', () => {
    const days = splitFor(new Float64Array(14 * 86_400));
    expect([days.training.length, days.test.length, days.testFrom]).toEqual([
      12 * 86_400,
      2 * 86_400,
      12 * 86_400,
    ]);
    const hours = splitFor(Float64Array.from({ length: 10_000 }, (_, t) => t));
    expect(hours.from).toBe('trace');
    expect(hours.training.length + hours.test.length).toBe(10_000);
    expect(hours.test[0]).toBe(hours.training.length);
    expect(hours.testFrom % 10).toBe(0);
  });

  it('is the synthetic day and all of a short one', () => {
    const rates = new Float64Array(1200).fill(3);
    const split = splitFor(rates);
    expect(split.from).toBe('day');
    expect(split.test).toBe(rates);
    expect(split.training.length).toBe(86_400);
  });
});

describe('the newsvendor’s quantile', () => {
  const tables = compile(presetById('video')!, defaultLimits);

  it('weighs one too few against one too many', () => {
    const { short, spare, quantile } = newsvendor(tables, defaultWeights);
    expect(short).toBeGreaterThan(0);
    expect(spare).toBeGreaterThan(0);
    expect(quantile).toBeCloseTo(short / (short + spare), 12);
    expect(short + spare).toBeCloseTo(defaultWeights.unmetWeight + defaultWeights.spareWeight, 12);
  });

  it('rises with the price of unmet load and falls with that of cores', () => {
    const at = (change: Partial<typeof defaultWeights>): number =>
      newsvendor(tables, { ...defaultWeights, ...change }).quantile;
    expect(at({ unmetWeight: 0.5 })).toBeLessThan(at({}));
    expect(at({ costWeight: 0.3 })).toBeLessThan(at({}));
    expect(at({ throughputWeight: 0.4, costWeight: 0 })).toBe(0.9);
  });
});

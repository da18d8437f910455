import { describe, expect, it } from 'vitest';
import { VpaRecommender, vpaRequest } from './vpaAlgorithm.ts';

const DAY = 24 * 3600;
/** End of the bucket that begins at 0.2 (1.05^i - 1). */
const end = (i: number): number => 0.2 * (1.05 ** (i + 1) - 1);

describe('VPA', () => {
  it('gives the end of the bucket that holds the percentile', () => {
    const recommender = new VpaRecommender();
    for (let i = 0; i < 100; i++) recommender.add(60 * i, i < 92 ? 1 : 3, 1);
    // 1 core: 1.05^i <= 6 at i = 36 (5.79), not 37 (6.08). 3 cores: 1.05^i <= 16 at i = 56 (15.37), not 57 (16.1).
    expect(recommender.percentile(0.9)).toBeCloseTo(end(36), 12);
    expect(recommender.percentile(0.95)).toBeCloseTo(end(56), 12);
  });

  it('bounds as published: x 2 above after a day of one sample a minute, x 3 after half of it', () => {
    for (const [days, above] of [
      [1, 2],
      [0.5, 3],
    ] as const) {
      const recommender = new VpaRecommender();
      const samples = 1440 * days;
      for (let i = 0; i <= samples; i++) recommender.add(60 * i, 1, 1);
      const { target, lower, upper } = recommender.recommend();
      expect(recommender.confidence).toBeCloseTo(days, 3);
      expect(target).toBeCloseTo(1.15 * end(36), 12);
      expect(upper).toBeCloseTo(above * 1.15 * end(36), 3);
      expect(lower).toBeCloseTo((1.15 * end(36)) / (1 + 0.001 / days) ** 2, 3);
    }
  });

  it('confidence counts samples too: two of them a day apart are 2/1440 of a day', () => {
    const recommender = new VpaRecommender();
    recommender.add(0, 1, 1);
    recommender.add(DAY, 1, 1);
    expect(recommender.confidence).toBeCloseTo(2 / 1440, 12);
  });

  it('samples fade by half in a day and count by the request', () => {
    const recommender = new VpaRecommender();
    // Weights 1, and a day later 2 x 0.4 = 0.8: the median is still the old sample. With 2 x 0.6 it is the new one.
    recommender.add(0, 1, 1);
    recommender.add(DAY, 3, 0.4);
    expect(recommender.percentile(0.5)).toBeCloseTo(end(36), 12);
    const newer = new VpaRecommender();
    newer.add(0, 1, 1);
    newer.add(DAY, 3, 0.6);
    expect(newer.percentile(0.5)).toBeCloseTo(end(56), 12);
  });

  it('one sample: bounds of 0 and infinity, so nothing is changed', () => {
    const recommender = new VpaRecommender();
    recommender.add(0, 4, 1);
    const recommendation = recommender.recommend();
    expect(recommendation.upper).toBe(Infinity);
    expect(recommendation.lower).toBe(0.025);
    expect(vpaRequest(1, recommendation)).toBe(1);
  });

  it('changes a request outside the bounds only', () => {
    const bounds = { target: 4, lower: 2, upper: 8 };
    expect([1.9, 2, 5, 8, 8.1].map((request) => vpaRequest(request, bounds))).toEqual([4, 2, 5, 8, 4]);
  });
});

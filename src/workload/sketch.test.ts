import { expect, it } from 'vitest';
import { SKETCH_SPANS, sketchOf } from './sketch.ts';

it('a short trace is drawn second by second', () => {
  const sketch = sketchOf(Float64Array.of(3, 0, 7, 7));
  expect(sketch).toEqual({
    seconds: 4,
    secondsPerSpan: 1,
    low: Float64Array.of(3, 0, 7, 7),
    mean: Float64Array.of(3, 0, 7, 7),
    high: Float64Array.of(3, 0, 7, 7),
    requests: 17,
    peak: 7,
    peakAt: 2,
  });
});

it('a long trace keeps its extremes, its total and its end', () => {
  const rates = new Float64Array(10_001).fill(2);
  rates[4321] = 90;
  rates[9999] = 0;
  rates[10_000] = 5;
  const sketch = sketchOf(rates);
  expect(sketch.high.length).toBeLessThanOrEqual(SKETCH_SPANS);
  expect(sketch.secondsPerSpan).toBe(14);
  expect(sketch.high.length).toBe(Math.ceil(10_001 / 14));
  expect(sketch.requests).toBe(2 * 9998 + 90 + 0 + 5);
  expect([sketch.peak, sketch.peakAt]).toEqual([90, 4321]);
  expect(sketch.high[Math.floor(4321 / 14)]).toBe(90);
  expect(sketch.low.at(-1)).toBe(0);
  expect(sketch.high.at(-1)).toBe(5);
  const widths = Array.from(sketch.mean, (_, k) => Math.min(14, 10_001 - 14 * k));
  const total = sketch.mean.reduce((sum, mean, k) => sum + mean * widths[k]!, 0);
  expect(total).toBeCloseTo(sketch.requests, 6);
});

it('nothing has no spans', () => {
  expect(sketchOf(new Float64Array()).mean).toHaveLength(0);
});

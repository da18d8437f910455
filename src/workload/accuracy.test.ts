import { describe, expect, it } from 'vitest';
import { noiseFloor, scoreOf } from './accuracy.ts';
import { target } from './forecasters/features.ts';
import { Random } from '../model/random.ts';

const SECONDS = 40_000;

/** Poisson arrivals at a rate that wanders, and that rate. */
function poisson(seed: number): Float64Array {
  const random = Random.stream(seed, 'floor');
  return Float64Array.from({ length: SECONDS }, (_, t) => random.poisson(20 + 10 * Math.sin(t / 700)));
}

describe('the noise floor', () => {
  const training = poisson(1);
  const test = poisson(2);
  const floor = noiseFloor(training, test, 0.9);

  it('is what knowing the rate of a Poisson load leaves, or slightly less', () => {
    // The best forecast from the rate: the median of the maximum of 20 draws, by drawing them.
    const random = Random.stream(3, 'median');
    const medians = new Map<number, number>();
    const medianAt = (rate: number): number => {
      const key = Math.round(rate);
      const known = medians.get(key);
      if (known !== undefined) return known;
      const maxima = Array.from({ length: 801 }, () =>
        Math.max(...Array.from({ length: 20 }, () => random.poisson(rate))),
      ).sort((a, b) => a - b);
      medians.set(key, maxima[400]!);
      return maxima[400]!;
    };
    const knowing = scoreOf(
      { id: 'rate', name: 'Rate', forecast: (_, t) => medianAt(20 + 10 * Math.sin((t + 10) / 700)) },
      test,
      0.9,
      () => 0,
    );
    expect(floor.smape).toBeLessThan(knowing.smape);
    expect(floor.smape).toBeGreaterThan(0.75 * knowing.smape);
    expect(floor.pinball).toBeLessThan(knowing.pinball);
  });

  it('is nearly nothing without noise', () => {
    const smooth = Float64Array.from({ length: SECONDS }, (_, t) => 20 + 10 * Math.sin(t / 7000));
    expect(noiseFloor(smooth, smooth, 0.9).smape).toBeLessThan(0.2);
  });

  it('survives silence and short traces', () => {
    for (const rates of [new Float64Array(2000), new Float64Array(10), test.subarray(0, 1200)]) {
      const { smape } = noiseFloor(rates, rates, 0.9);
      expect(Number.isFinite(smape)).toBe(true);
    }
  });
});

it('scores a forecast by hand', () => {
  const rates = Float64Array.from({ length: 300 }, (_, t) => (t < 200 ? 10 : 20));
  const score = scoreOf({ id: 'x', name: 'X', forecast: () => 15 }, rates, 0.9, () => 0);
  // Windows at 120, 130, .. 280: those from 190 on see the step.
  const truths = Array.from({ length: 17 }, (_, k) => target(rates, 120 + 10 * k));
  const high = truths.filter((y) => y === 20).length;
  expect(high).toBe(10);
  expect(score.coverage).toBeCloseTo(7 / 17, 12);
  expect(score.smape).toBeCloseTo((7 * (200 * 5)) / 25 / 17 + (10 * (200 * 5)) / 35 / 17, 12);
  expect(score.pinball).toBeCloseTo((7 * 0.1 * 5 + 10 * 0.9 * 5) / 17, 12);
  // The last maximum is wrong at 190 and 200 alone, by 10.
  expect(score.mase).toBeCloseTo((17 * 5) / 17 / ((2 * 10) / 17), 12);
});

import { describe, expect, it } from 'vitest';
import { scoreForecasters } from './accuracy.ts';
import { createForecaster, forecasters, forecastTrack } from './forecasters/index.ts';
import { target, windowTimes } from './forecasters/features.ts';
import type { Forecaster } from './forecaster.ts';
import { LeastSquares } from './forecasters/leastSquares.ts';
import { generators, generateWorkload } from './generators.ts';
import { importWorkload } from './import.ts';
import { Random } from '../model/random.ts';
import { itWithShared } from '../testing/shared.ts';
import { readFileSync } from 'node:fs';

const mean = (x: Float64Array): number => x.reduce((a, b) => a + b, 0) / x.length;

describe('generators', () => {
  it.each(generators.map((g) => g.id))(
    '%s: same seed, same bytes; another seed, another load; finite and not negative',
    (id) => {
      const seconds = 1200;
      const [a, b, c] = [
        generateWorkload(id, 1, seconds),
        generateWorkload(id, 1, seconds),
        generateWorkload(id, 2, seconds),
      ];
      expect(a.rates).toEqual(b.rates);
      expect(a.rates).not.toEqual(c.rates);
      expect(a.rates.length).toBe(seconds);
      expect(a.rates.every((x) => Number.isFinite(x) && x >= 0)).toBe(true);
    },
  );

  it('has the means and ranges of the real excerpts', () => {
    for (const seed of [1, 2, 3]) {
      expect(Math.abs(mean(generateWorkload('steady-low', seed).rates) - 5)).toBeLessThan(0.6);
      expect(Math.abs(mean(generateWorkload('steady-high', seed).rates) - 29)).toBeLessThan(1.5);
      const { rates } = generateWorkload('fluctuating', seed);
      expect(Math.min(...rates)).toBeLessThanOrEqual(5);
      expect(Math.max(...rates)).toBeGreaterThan(27);
      expect(Math.max(...rates)).toBeLessThanOrEqual(36);
    }
  });

  it('has the dispersion that each kind of noise promises', () => {
    const dispersion = (noise: 'poisson' | 'damped'): number => {
      const { rates } = generateWorkload('spike', 1, 40_000, noise);
      const quiet = rates.subarray(0, 19_000);
      const m = mean(quiet);
      return mean(quiet.map((x) => (x - m) ** 2)) / m;
    };
    expect(dispersion('poisson')).toBeGreaterThan(0.95);
    expect(dispersion('poisson')).toBeLessThan(1.05);
    // One eighth by the damping, and the truncation's 1/12 of variance beside a mean of 6.
    expect(dispersion('damped')).toBeGreaterThan(0.11);
    expect(dispersion('damped')).toBeLessThan(0.17);
  });

  it('draws Poisson counts with equal mean and variance on both sides of 30', () => {
    for (const rate of [3, 50]) {
      const random = Random.stream(1, 'poisson');
      const draws = Float64Array.from({ length: 50_000 }, () => random.poisson(rate));
      const m = mean(draws);
      expect(Math.abs(m / rate - 1)).toBeLessThan(0.02);
      expect(Math.abs(mean(draws.map((x) => (x - m) ** 2)) / rate - 1)).toBeLessThan(0.04);
    }
  });
});

describe('forecasters', () => {
  it.each(forecasters.filter((f) => f.id !== 'true').map((f) => f.id))('%s never sees the future', (id) => {
    const forecaster = createForecaster(id);
    const { rates } = generateWorkload('bursty', 1);
    const changed = rates.slice();
    changed.fill(99, 600);
    for (const t of [0, 10, 120, 400, 600])
      expect(forecaster.forecast(changed, t)).toBe(forecaster.forecast(rates, t));
    expect(forecastTrack(forecaster, rates).every((x) => Number.isFinite(x) && x >= 0)).toBe(true);
  });

  it.each(['last', 'max20', 'max120', 'holt'])('%s keeps a constant load', (id) => {
    const constant = new Float64Array(600).fill(12);
    expect(createForecaster(id).forecast(constant, 300)).toBeCloseTo(12, 9);
  });

  it.each(['ar', 'dlinear'])('%s learns a load it was fitted on better than the last maximum', (id) => {
    const { rates } = generateWorkload('day', 4, 20_000);
    const times = windowTimes(rates.length);
    const error = (f: Forecaster): number =>
      mean(Float64Array.from(times, (t) => (f.forecast(rates, t) - target(rates, t)) ** 2));
    expect(error(createForecaster(id, rates))).toBeLessThan(error(createForecaster('last')));
  });

  it('knows the coming ten seconds and no more', () => {
    const rates = new Float64Array(300).fill(1);
    rates[129] = 7;
    rates[130] = 9;
    expect(createForecaster('true').forecast(rates, 120)).toBe(7);
    expect(target(rates, 120)).toBe(9);
  });

  it('recovers a linear rule by least squares', () => {
    const random = Random.stream(1, 'least squares');
    const fit = new LeastSquares(3);
    for (let i = 0; i < 500; i++) {
      const x = Float64Array.from({ length: 3 }, () => random.normal());
      fit.add(x, 2 * x[0]! - x[1]! + 0.5 * x[2]! + 4);
    }
    const w = fit.solve();
    [2, -1, 0.5, 4].forEach((expected, i) => {
      expect(w[i]).toBeCloseTo(expected, 5);
    });
  });
});

describe('forecast scores', () => {
  itWithShared('on the last two of fourteen real days are those of the reference', (folder) => {
    const imported = importWorkload(
      readFileSync(`${folder}/data/traces/training-14-days.csv`),
      'training-14-days.csv',
    );
    if (!imported.ok) throw new Error(imported.message);
    const { rates } = imported.value.workload;
    const cut = 12 * 86_400;
    const scores = new Map(
      scoreForecasters(rates.subarray(0, cut), rates.subarray(cut), 0.9, () => 0).scores.map((s) => [
        s.id,
        s,
      ]),
    );
    expect(Math.abs(scores.get('last')!.smape - 10.09)).toBeLessThan(0.05);
    expect(Math.abs(scores.get('ewma')!.smape - 8.74)).toBeLessThan(0.05);
    expect(Math.abs(scores.get('ar')!.smape - 9.22)).toBeLessThan(0.15);
    expect(scores.get('last')!.mase).toBeCloseTo(1, 12);
    expect(scores.get('max120')!.coverage).toBeGreaterThan(scores.get('last')!.coverage);
  });
});

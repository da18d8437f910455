import { describe, expect, it } from 'vitest';
import { defaultPredictorConfig, type PredictorConfig } from './config.ts';
import {
  heldOutFrom,
  trainPredictor,
  type PredictorBudget,
  type PredictorTrainingResult,
} from './trainPredictor.ts';
import { Random } from '../../model/random.ts';
import { createForecaster } from '../../workload/forecasters/index.ts';
import { target, windowTimes } from '../../workload/forecasters/features.ts';
import { lstmForecaster } from '../../workload/forecasters/lstm.ts';
import type { Forecaster } from '../../workload/forecaster.ts';

/** A load that rises and falls every ten minutes with noise: a trend-follower must win by a wide margin. */
function waves(seconds: number, seed: number): Float64Array {
  const random = Random.stream(seed, 'waves');
  return Float64Array.from({ length: seconds }, (_, t) =>
    Math.max(0, 20 + 14 * Math.sin((2 * Math.PI * t) / 300) + random.normal()),
  );
}

function train(
  rates: Float64Array,
  change: Partial<PredictorConfig>,
  budget: PredictorBudget = { epochs: 30 },
): Promise<PredictorTrainingResult> {
  return trainPredictor({
    rates,
    config: { ...defaultPredictorConfig, ...change },
    budget,
    source: 'waves',
    clock: () => 0,
  });
}

function smape(forecaster: Forecaster, rates: Float64Array): number {
  const times = windowTimes(rates.length);
  let sum = 0;
  for (const t of times) {
    const [f, y] = [forecaster.forecast(rates, t), target(rates, t)];
    sum += (200 * Math.abs(f - y)) / (f + y);
  }
  return sum / times.length;
}

describe('training the predictor', () => {
  const rates = waves(30_000, 1);
  const test = waves(10_000, 2);

  it.each([
    { input: 'maxima', target: 'relative', loss: 'mae' },
    { input: 'seconds', target: 'relative', loss: 'mae' },
    { input: 'maxima', target: 'absolute', loss: 'mse' },
  ] as const)('on $input, $target, $loss halves the error of EWMA on another draw', async (choice) => {
    const { predictor, points, reason } = await train(rates, choice);
    expect(reason).toBe('finished');
    expect(points.at(-1)!.validation).toBeLessThan(0.8 * points[0]!.validation);
    expect(smape(lstmForecaster(predictor), test)).toBeLessThan(0.5 * smape(createForecaster('ewma'), test));
  });

  it('with the quantile loss covers about that share', async () => {
    const { predictor } = await train(rates, { loss: 'quantile', quantile: 0.9 });
    const forecaster = lstmForecaster(predictor);
    const times = windowTimes(test.length);
    const covered =
      times.filter((t) => forecaster.forecast(test, t) >= target(test, t)).length / times.length;
    expect(covered).toBeGreaterThan(0.82);
    expect(covered).toBeLessThan(0.97);
    expect(predictor.quantile).toBe(0.9);
  });

  it('gives the same bytes for the same seed, others for another', async () => {
    const short = rates.subarray(0, 6000);
    const runs = await Promise.all([1, 1, 2].map((seed) => train(short, { seed }, { epochs: 2 })));
    const [a, b, c] = runs.map((run) => run.predictor.parameters);
    expect(a).toEqual(b);
    expect(a).not.toEqual(c);
    expect(runs[0]!.points).toEqual(runs[1]!.points);
  });

  it('keeps the best weights by the held-out part', async () => {
    const { points } = await train(rates.subarray(0, 6000), {}, { epochs: 6 });
    let least = Infinity;
    for (const point of points) {
      expect(point.best).toBe(point.validation < least);
      least = Math.min(least, point.validation);
    }
  });

  it('learns the same whatever the unit, on a relative target', async () => {
    const short = rates.subarray(0, 6000);
    const [once, eightfold] = await Promise.all([
      train(short, {}, { epochs: 2 }),
      train(
        short.map((rate) => 8 * rate),
        {},
        { epochs: 2 },
      ),
    ]);
    expect(eightfold.points.at(-1)!.validation).toBeCloseTo(once.points.at(-1)!.validation, 6);
  });

  it('stops when asked and keeps to its seconds', async () => {
    let steps = 0;
    const stopped = await trainPredictor({
      rates,
      config: defaultPredictorConfig,
      budget: { epochs: 100 },
      source: '',
      clock: () => 0,
      between: async () => {
        steps++;
      },
      stopped: () => steps >= 5,
    });
    expect(steps).toBe(5);
    expect(stopped.reason).toBe('stopped');
    let now = 0;
    const timed = await trainPredictor({
      rates,
      config: defaultPredictorConfig,
      budget: { seconds: 3 },
      source: '',
      clock: () => now,
      between: async () => {
        now += 100;
      },
    });
    expect(timed.reason).toBe('finished');
    expect(timed.elapsedSeconds).toBeGreaterThanOrEqual(3);
    expect(timed.elapsedSeconds).toBeLessThan(3.2);
  });

  it('survives silence', async () => {
    const silent = rates.slice(0, 6000).fill(0, 1000, 3000);
    const { predictor } = await train(silent, {}, { epochs: 2 });
    expect(predictor.parameters.every(Number.isFinite)).toBe(true);
    expect(lstmForecaster(predictor).forecast(silent, 2500)).toBe(0);
  });

  it('holds out the last day of a long trace, a tenth of a shorter one, and refuses a tiny one', async () => {
    expect(heldOutFrom(14 * 86_400)).toBe(13 * 86_400);
    expect(heldOutFrom(20_000)).toBe(18_000);
    await expect(train(rates.subarray(0, 500), {})).rejects.toThrow('at least 1200 s');
  });
});

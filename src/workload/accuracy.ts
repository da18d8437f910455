/** How good forecasts are: SMAPE, MASE, pinball loss and coverage over windows ten seconds apart. */
import type { Forecaster } from './forecaster.ts';
import { target, windowTimes } from './forecasters/features.ts';
import { createForecaster, forecasters } from './forecasters/index.ts';
import { lastMax } from './forecasters/naive.ts';
import type { PredictorRecord } from './forecasters/predictorRecord.ts';
import { meanSmape } from './smape.ts';
import { HORIZON_SECONDS } from './workload.ts';
import { patient, type Patience } from '../model/patience.ts';
import { TooMuch, tooMuch, unwatched, type Size, type Watch } from '../model/watch.ts';

export interface ForecastScore {
  readonly id: string;
  readonly name: string;
  /** Per cent. */
  readonly smape: number;
  /** Mean absolute error over that of the last ten-second maximum. */
  readonly mase: number;
  /** Mean pinball loss at the quantile asked for, req/s. */
  readonly pinball: number;
  /** Share of windows whose maximum the forecast reached. */
  readonly coverage: number;
  /** Milliseconds of one forecast. */
  readonly milliseconds: number;
}

/** The windows that forecasts are judged on. */
export interface Windows {
  /** Seconds of the forecasts, ten apart, from 120 on. */
  readonly times: Int32Array;
  /** Maximum of the coming 20 s, req/s. */
  readonly truth: Float64Array;
  /** Mean absolute error of the last ten-second maximum, req/s. */
  readonly naive: number;
}

/** The windows of a test trace, req/s per second. */
export function windowsOf(test: Float64Array): Windows {
  const times = windowTimes(test.length);
  const truth = Float64Array.from(times, (t) => target(test, t));
  const last = Float64Array.from(times, (t) => lastMax.forecast(test, t));
  return { times, truth, naive: meanAbsolute(truth, last) };
}

export interface Judged {
  readonly score: ForecastScore;
  /** One forecast per window, req/s. */
  readonly forecast: Float64Array;
}

/** Windows between two looks at the watch. */
const LOOK_EVERY = 64;

/** Forecasts every window of `test` and scores them. `quantile` is the pinball loss's; `clock` gives ms. Throws `OutOfTime` where the watch's time is up. */
export function judge(
  forecaster: Forecaster,
  test: Float64Array,
  { times, truth, naive }: Windows,
  quantile: number,
  clock: () => number,
  watch: Watch = unwatched,
): Judged {
  const before = clock();
  const forecast = Float64Array.from(times, (t, i) => {
    // Seldom: what the look takes would count as the forecaster's.
    if (i % LOOK_EVERY === 0) watch.look(i / times.length);
    return forecaster.forecast(test, t);
  });
  const milliseconds = (clock() - before) / Math.max(1, times.length);
  let covered = 0;
  for (let i = 0; i < times.length; i++) if (forecast[i]! >= truth[i]!) covered++;
  const score = {
    id: forecaster.id,
    name: forecaster.name,
    smape: meanSmape(forecast, truth),
    mase: meanAbsolute(truth, forecast) / naive,
    pinball: meanPinball(forecast, truth, quantile),
    coverage: covered / Math.max(1, times.length),
    milliseconds,
  };
  return { score, forecast };
}

/** What makes a judgement long, for the sentence that says it took too long. */
export function sizeOfLoads(training: Float64Array, test: Float64Array): Size {
  const hours = (rates: Float64Array): string => `${(rates.length / 3600).toFixed(1)} h`;
  return {
    figures: [`${hours(training)} of load to learn from`, `${hours(test)} to be judged on`],
    remedy: 'use a shorter load',
  };
}

/** The score alone of one forecaster on `test`. */
export function scoreOf(
  forecaster: Forecaster,
  test: Float64Array,
  quantile: number,
  clock: () => number,
): ForecastScore {
  return judge(forecaster, test, windowsOf(test), quantile, clock).score;
}

/** Of every forecaster its score, or a sentence where it took too long. */
export interface Scores {
  readonly scores: readonly ForecastScore[];
  readonly late: readonly string[];
}

/**
 * Scores every forecaster on `test`, those that learn at once fitted on `training`; `predictor` is the LSTM's, without
 * it the one that the lab ships. `patience` is each forecaster's.
 */
export function scoreForecasters(
  training: Float64Array,
  test: Float64Array,
  quantile: number,
  clock: () => number,
  predictor?: PredictorRecord,
  patience: Patience = patient,
): Scores {
  const windows = windowsOf(test);
  const scores: ForecastScore[] = [];
  const late: string[] = [];
  for (const { id, name } of forecasters) {
    try {
      const forecaster = createForecaster(id, training, predictor);
      const { score } = judge(forecaster, test, windows, quantile, clock, patience.forecast());
      scores.push({ ...score, name });
    } catch (error) {
      const told = tooMuch(`Judging ${name}`, () => sizeOfLoads(training, test), error);
      if (!(told instanceof TooMuch)) throw told;
      late.push(told.message);
    }
  }
  return { scores, late };
}

/** What noise alone leaves of each error, whatever the forecaster. */
export interface NoiseFloor {
  readonly smape: number;
  readonly mase: number;
  readonly pinball: number;
}

/** Levels of load at which the noise is measured apart. */
const LEVELS = 24;

/**
 * The noise floor: the errors of a forecaster that knows the mean rate of the coming 20 s, but not how the single
 * seconds scatter around it. How far the maximum lies above that mean is measured on `training`: windows sorted by
 * their mean into 24 levels of equal count, in each the ratio's median (for SMAPE and MASE) and its `quantile` (for
 * the pinball loss, whose best answer is that), between levels by straight lines. No shape of noise is assumed, so it
 * holds for Poisson arrivals as for a trace that was divided and truncated. It is a little lower than any forecaster
 * could reach, because a mean of 20 noisy seconds already knows part of the noise.
 */
export function noiseFloor(training: Float64Array, test: Float64Array, quantile: number): NoiseFloor {
  const { times, truth, naive } = windowsOf(test);
  const ratios = ratiosByLevel(training, [0.5, quantile]);
  const at = (which: number): Float64Array =>
    Float64Array.from(times, (t) => {
      const mean = comingMean(test, t);
      return mean * interpolate(ratios.means, ratios.quantiles[which]!, mean);
    });
  const median = at(0);
  return {
    smape: meanSmape(median, truth),
    mase: meanAbsolute(truth, median) / naive,
    pinball: meanPinball(at(1), truth, quantile),
  };
}

interface Ratios {
  /** Mean rate of each level, rising, req/s. */
  readonly means: Float64Array;
  /** [quantiles asked for][levels] ratio of the coming maximum to the coming mean. */
  readonly quantiles: readonly Float64Array[];
}

function ratiosByLevel(rates: Float64Array, quantiles: readonly number[]): Ratios {
  const windows = Array.from(windowTimes(rates.length), (t) => ({
    mean: comingMean(rates, t),
    max: target(rates, t),
  }))
    .filter(({ mean }) => mean > 0)
    .sort((p, q) => p.mean - q.mean);
  const levels = Math.max(1, Math.min(LEVELS, Math.floor(windows.length / 20)));
  const parts = Array.from({ length: levels }, (_, k) =>
    windows.slice(Math.floor((k * windows.length) / levels), Math.floor(((k + 1) * windows.length) / levels)),
  );
  return {
    means: Float64Array.from(parts, (part) => mean(part.map((w) => w.mean))),
    quantiles: quantiles.map((q) =>
      Float64Array.from(parts, (part) => {
        const sorted = part.map((w) => w.max / w.mean).sort((a, b) => a - b);
        return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 1;
      }),
    ),
  };
}

function comingMean(rates: Float64Array, t: number): number {
  return mean(rates.subarray(t, t + HORIZON_SECONDS));
}

/** Along straight lines between rising `xs`, level beyond their ends. */
function interpolate(xs: Float64Array, ys: Float64Array, x: number): number {
  let k = 0;
  while (k < xs.length && xs[k]! < x) k++;
  if (k === 0) return ys[0]!;
  if (k === xs.length) return ys[k - 1]!;
  const share = (x - xs[k - 1]!) / (xs[k]! - xs[k - 1]!);
  return ys[k - 1]! + share * (ys[k]! - ys[k - 1]!);
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length === 0 ? 0 : sum / values.length;
}

function meanPinball(f: Float64Array, y: Float64Array, quantile: number): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    sum += y[i]! >= f[i]! ? quantile * (y[i]! - f[i]!) : (1 - quantile) * (f[i]! - y[i]!);
  }
  return sum / Math.max(1, y.length);
}

function meanAbsolute(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / Math.max(1, a.length);
}

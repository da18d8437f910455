/** Linear forecasters, fitted in closed form. */
import { BINS, binMaxima, target, windowTimes } from './features.ts';
import { LeastSquares } from './leastSquares.ts';
import type { Forecaster } from '../forecaster.ts';
import { HISTORY_SECONDS } from '../workload.ts';

type Features = (rates: Float64Array, t: number, out: Float64Array) => void;

/** Rows are thinned beyond this many: the fit no longer changes, the time to fit would. */
const MOST_ROWS = 30_000;

function fitLinear(
  id: string,
  name: string,
  size: number,
  features: Features,
  training: Float64Array,
  ridge: number,
): Forecaster {
  const times = windowTimes(training.length);
  const fit = new LeastSquares(size);
  const x = new Float64Array(size);
  const stride = Math.max(1, Math.ceil(times.length / MOST_ROWS));
  for (let i = 0; i < times.length; i += stride) {
    features(training, times[i]!, x);
    fit.add(x, target(training, times[i]!));
  }
  const w = fit.solve(ridge);
  return {
    id,
    name,
    forecast: (rates, t) => {
      features(rates, t, x);
      let y = w[size]!;
      for (let i = 0; i < size; i++) y += w[i]! * x[i]!;
      return Math.max(0, y);
    },
  };
}

/** AR(12) by least squares on the twelve ten-second maxima. Needs at least 140 s of training. */
export function fitAr(training: Float64Array): Forecaster {
  return fitLinear('ar', 'AR(12)', BINS, binMaxima, training, 1e-9);
}

/** Width of DLinear's moving average, seconds. */
const KERNEL = 25;

/**
 * DLinear (Zeng et al., AAAI 2023) on 120 raw seconds: a linear map of the moving average and of the remainder.
 * The two halves are collinear, so the ridge is larger.
 */
export function fitDlinear(training: Float64Array): Forecaster {
  return fitLinear('dlinear', 'DLinear', 2 * HISTORY_SECONDS, decompose, training, 1e-7);
}

const raw = new Float64Array(HISTORY_SECONDS);

/** Trend (moving average, edges repeated) then remainder of the last 120 s; seconds before the trace repeat its first. */
function decompose(rates: Float64Array, t: number, out: Float64Array): void {
  const from = t - HISTORY_SECONDS;
  for (let i = 0; i < HISTORY_SECONDS; i++) raw[i] = rates[Math.max(0, Math.min(t - 1, from + i))] ?? 0;
  const half = (KERNEL - 1) / 2;
  const at = (i: number): number => raw[Math.max(0, Math.min(HISTORY_SECONDS - 1, i))]!;
  let sum = 0;
  for (let i = -half; i <= half; i++) sum += at(i);
  for (let i = 0; i < HISTORY_SECONDS; i++) {
    out[i] = sum / KERNEL;
    out[HISTORY_SECONDS + i] = raw[i]! - out[i]!;
    sum += at(i + half + 1) - at(i - half);
  }
}

/** How good forecasts are: SMAPE, MASE, pinball loss and coverage over windows ten seconds apart. */
import { createForecaster, forecasters } from './forecasters/index.ts';
import { target, windowTimes } from './forecasters/features.ts';
import { lastMax } from './forecasters/naive.ts';

export interface ForecastScore {
  readonly id: string;
  readonly name: string;
  /** Mean of 200 |f - y| / (|f| + |y|), per cent; 0 where both are 0. */
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

/** Scores every forecaster on `test` (req/s per second), those that learn fitted on `training`. `clock` gives ms. */
export function scoreForecasters(
  training: Float64Array,
  test: Float64Array,
  quantile: number,
  clock: () => number,
): readonly ForecastScore[] {
  const times = windowTimes(test.length);
  const truth = Float64Array.from(times, (t) => target(test, t));
  const naive = meanAbsolute(
    truth,
    Float64Array.from(times, (t) => lastMax.forecast(test, t)),
  );
  return forecasters.map(({ id, name }) => {
    const forecaster = createForecaster(id, training);
    const before = clock();
    const forecast = Float64Array.from(times, (t) => forecaster.forecast(test, t));
    const milliseconds = (clock() - before) / Math.max(1, times.length);
    let smape = 0;
    let pinball = 0;
    let covered = 0;
    for (let i = 0; i < times.length; i++) {
      const [f, y] = [forecast[i]!, truth[i]!];
      if (f !== y) smape += (200 * Math.abs(f - y)) / (Math.abs(f) + Math.abs(y));
      pinball += y >= f ? quantile * (y - f) : (1 - quantile) * (f - y);
      if (f >= y) covered++;
    }
    const n = Math.max(1, times.length);
    return {
      id,
      name,
      smape: smape / n,
      mase: meanAbsolute(truth, forecast) / naive,
      pinball: pinball / n,
      coverage: covered / n,
      milliseconds,
    };
  });
}

function meanAbsolute(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / Math.max(1, a.length);
}

import { fitAr, fitDlinear } from './linear.ts';
import { forecasterNames, type ForecasterName } from './list.ts';
import { lstmForecaster } from './lstm.ts';
import { defaultPredictor } from './lstmDefault.ts';
import { lastMax, max120, max20, truth } from './naive.ts';
import type { PredictorRecord } from './predictorRecord.ts';
import { ewma, holt } from './smoothing.ts';
import type { Forecaster } from '../forecaster.ts';
import { generateWorkload } from '../generators.ts';
import { DECISION_SECONDS } from '../workload.ts';
import { unwatched, type Watch } from '../../model/watch.ts';

/** How a forecaster comes to be: `fit` ones learn from a training trace at once, `load` ones were trained before. */
type Making =
  | { readonly fixed: Forecaster }
  | { readonly fit: (training: Float64Array) => Forecaster }
  | { readonly load: (predictor: PredictorRecord) => Forecaster };

/** A forecaster as the lab lists it. */
export type ForecasterEntry = ForecasterName & Making;

const makings: Readonly<Record<(typeof forecasterNames)[number]['id'], Making>> = {
  ewma: { fixed: ewma },
  lstm: { load: lstmForecaster },
  last: { fixed: lastMax },
  max20: { fixed: max20 },
  max120: { fixed: max120 },
  holt: { fixed: holt },
  ar: { fit: fitAr },
  dlinear: { fit: fitDlinear },
  true: { fixed: truth },
};

export const forecasters: readonly ForecasterEntry[] = forecasterNames.map((named) => ({
  ...named,
  ...makings[named.id],
}));

const fitted = new WeakMap<Float64Array, Map<string, Forecaster>>();
const loaded = new WeakMap<PredictorRecord, Forecaster>();
let defaultTraining: Float64Array | undefined;

/**
 * The forecaster `id`, fitted on `training` where it learns. Without a training trace (or with one too short) it
 * learns from the lab's own synthetic day, so that a page without a trace can still use it. `predictor` serves `lstm`,
 * which without it is the one that the lab ships. Throws for unknown ids.
 */
export function createForecaster(
  id: string,
  training?: Float64Array,
  predictor?: PredictorRecord,
): Forecaster {
  const entry = forecasters.find((f) => f.id === id);
  if (!entry) throw new Error(`there is no forecaster "${id}"`);
  if ('fixed' in entry) return entry.fixed;
  if ('load' in entry) {
    const record = predictor ?? defaultPredictor();
    const forecaster = loaded.get(record) ?? entry.load(record);
    loaded.set(record, forecaster);
    return forecaster;
  }
  const trace =
    training && training.length >= 1200 ? training : (defaultTraining ??= generateWorkload('day', 1).rates);
  const known = fitted.get(trace) ?? new Map<string, Forecaster>();
  fitted.set(trace, known);
  const forecaster = known.get(id) ?? entry.fit(trace);
  known.set(id, forecaster);
  return forecaster;
}

/** Forecasts at t = 0, 10, 20, .. of a trace, req/s. Throws `OutOfTime` where the watch's time is up. */
export function forecastTrack(
  forecaster: Forecaster,
  rates: Float64Array,
  watch: Watch = unwatched,
): Float64Array {
  const count = Math.ceil(rates.length / DECISION_SECONDS);
  return Float64Array.from({ length: count }, (_, k) => {
    watch.look(k / count);
    return forecaster.forecast(rates, k * DECISION_SECONDS);
  });
}

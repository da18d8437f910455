import type { Forecaster } from '../forecaster.ts';
import { DECISION_SECONDS, HISTORY_SECONDS, HORIZON_SECONDS, maxRate } from '../workload.ts';

/** Knows the coming ten seconds; it exists to price the others. */
export const truth: Forecaster = {
  id: 'true',
  name: 'Known load',
  forecast: (rates, t) => maxRate(rates, t, t + DECISION_SECONDS),
};

/** IPA's "reactive" predictor. */
export const lastMax: Forecaster = {
  id: 'last',
  name: 'Last 10 s',
  forecast: (rates, t) => maxRate(rates, t - DECISION_SECONDS, t),
};

export const max20: Forecaster = {
  id: 'max20',
  name: 'Last 20 s',
  forecast: (rates, t) => maxRate(rates, t - HORIZON_SECONDS, t),
};

/** IPA's fallback: the maximum of the whole history. */
export const max120: Forecaster = {
  id: 'max120',
  name: 'Last 120 s',
  forecast: (rates, t) => maxRate(rates, t - HISTORY_SECONDS, t),
};

import { BINS, binMaxima } from './features.ts';
import type { Forecaster } from '../forecaster.ts';

const bins = new Float64Array(BINS);

/** Exponentially weighted mean (0.5) of the twelve ten-second maxima, times 1.03: the one-line rival of the LSTM. */
export const ewma: Forecaster = {
  id: 'ewma',
  name: 'EWMA x 1.03',
  forecast: (rates, t) => {
    binMaxima(rates, t, bins);
    let level = bins[0]!;
    for (let i = 1; i < BINS; i++) level += 0.5 * (bins[i]! - level);
    return 1.03 * level;
  },
};

/** Holt's linear trend (0.4, 0.1), damped by 0.8, two bins ahead. */
export const holt: Forecaster = {
  id: 'holt',
  name: 'Holt, damped',
  forecast: (rates, t) => {
    binMaxima(rates, t, bins);
    let level = bins[0]!;
    let trend = 0;
    for (let i = 1; i < BINS; i++) {
      const before = level;
      level = 0.4 * bins[i]! + 0.6 * (before + 0.8 * trend);
      trend = 0.1 * (level - before) + 0.9 * 0.8 * trend;
    }
    return Math.max(0, level + (0.8 + 0.64) * trend);
  },
};

/** What a predictor sees of a window and what it should answer: one code for training and for forecasts. */
import { BINS, binMaxima } from './features.ts';
import type { PredictorInput, PredictorTarget } from './predictorRecord.ts';
import { BOUNDS } from '../../model/bounds.ts';
import { HISTORY_SECONDS } from '../workload.ts';

/** Share of the level added before taking logarithms, so that a silent second is no minus infinity. */
export const FLOOR = 0.05;

const bins = new Float64Array(BINS);

/**
 * Writes what the network reads before second `t`: [12 steps][1 or 10 numbers], into `out` from 0. Returns the unit
 * in req/s: `scale` for absolute targets, the mean of the twelve ten-second maxima for relative ones; 0 where all
 * of the window is silent. Seconds before the trace repeat what is first known.
 */
export function encodeWindow(
  input: PredictorInput,
  target: PredictorTarget,
  scale: number,
  rates: Float64Array,
  t: number,
  out: Float64Array,
): number {
  let unit = scale;
  if (input === 'maxima' || target === 'relative') binMaxima(rates, t, bins);
  if (target === 'relative') {
    let sum = 0;
    for (let i = 0; i < BINS; i++) sum += bins[i]!;
    unit = sum / BINS;
    if (unit === 0) return 0;
  }
  const size = input === 'maxima' ? BINS : HISTORY_SECONDS;
  const centre = target === 'relative' ? 1 : 0;
  for (let i = 0; i < size; i++) {
    // At the very beginning nothing is known.
    const rate = input === 'maxima' ? bins[i]! : t > 0 ? rates[Math.max(0, t - HISTORY_SECONDS + i)]! : 0;
    out[i] = rate / unit - centre;
  }
  return unit;
}

/** What the network should answer for the load `y`, req/s, in a window of `unit`. */
export function encodeTarget(target: PredictorTarget, y: number, unit: number): number {
  return target === 'absolute' ? y / unit : Math.log((y / unit + FLOOR) / (1 + FLOOR));
}

/** The load in req/s that an answer means: never negative, and no more than any service takes. */
export function decodeTarget(target: PredictorTarget, answer: number, unit: number): number {
  const share = target === 'absolute' ? answer : (1 + FLOOR) * Math.exp(answer) - FLOOR;
  return Math.min(BOUNDS.rate.max, Math.max(0, unit * share));
}

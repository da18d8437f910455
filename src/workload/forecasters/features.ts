import { DECISION_SECONDS, HISTORY_SECONDS, HORIZON_SECONDS, maxRate } from '../workload.ts';

/** Ten-second maxima in the history. */
export const BINS = HISTORY_SECONDS / DECISION_SECONDS;

/** Writes the twelve ten-second maxima before second `t`, oldest first; bins before the trace repeat the first known one. */
export function binMaxima(rates: Float64Array, t: number, out: Float64Array): void {
  let known = -1;
  for (let i = 0; i < BINS; i++) {
    const from = t - HISTORY_SECONDS + i * DECISION_SECONDS;
    if (from + DECISION_SECONDS <= 0) continue;
    out[i] = maxRate(rates, from, from + DECISION_SECONDS);
    if (known < 0) known = i;
  }
  if (known < 0) out.fill(0);
  else out.fill(out[known]!, 0, known);
}

/** The target of every forecast: the maximum of the next 20 s. */
export function target(rates: Float64Array, t: number): number {
  return maxRate(rates, t, t + HORIZON_SECONDS);
}

/** Seconds at which a whole history lies before and a whole horizon after, ten seconds apart. */
export function windowTimes(seconds: number): Int32Array {
  const count = Math.max(0, Math.floor((seconds - HISTORY_SECONDS - HORIZON_SECONDS) / DECISION_SECONDS) + 1);
  return Int32Array.from({ length: count }, (_, k) => HISTORY_SECONDS + k * DECISION_SECONDS);
}

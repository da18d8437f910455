/** Timestamped rates brought to one-second steps. */
import { accepted, refused, type Result } from '../model/result.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from './workload.ts';

/** Longest trace the lab takes: about 23 days. */
export const MOST_SECONDS = 2_000_000;

export interface Resampled {
  readonly rates: Float64Array;
  readonly notes: readonly string[];
}

/**
 * One rate per second from increasing times (s) and rates (req/s): the mean where several fall into a second, the last
 * known one where none does.
 */
export function resample(times: Float64Array, values: Float64Array, fileName: string): Result<Resampled> {
  const first = times[0]!;
  const seconds = Math.floor(times.at(-1)! - first) + 1;
  if (seconds > MOST_SECONDS) {
    return refused(
      `${fileName}: it spans ${seconds.toLocaleString('en')} seconds; the lab takes at most ${MOST_SECONDS.toLocaleString('en')}.`,
    );
  }
  const step = times.length > 1 ? (times.at(-1)! - first) / (times.length - 1) : 1;
  // The last sample of a coarse series stands for a whole step too.
  const length = seconds + Math.max(0, Math.round(step) - 1);
  const least = HISTORY_SECONDS + DECISION_SECONDS;
  if (length < least) {
    return refused(
      `${fileName}: it holds ${String(length)} seconds, and a run needs at least ${String(least)}: the first ${String(HISTORY_SECONDS)} only fill the history.`,
    );
  }
  const rates = new Float64Array(length);
  let at = 0;
  let held = 0;
  let gaps = 0;
  let last = values[0]!;
  for (let t = 0; t < length; t++) {
    let sum = 0;
    let count = 0;
    for (; at < times.length && times[at]! - first < t + 1; at++, count++) sum += values[at]!;
    if (count > 0) {
      last = sum / count;
      held = 0;
    } else if (++held > Math.ceil(1.5 * step)) gaps++;
    rates[t] = last;
  }
  const notes: string[] = [];
  if (step > 1.01)
    notes.push(`Steps of about ${step.toFixed(step < 10 ? 1 : 0)} s were held to one-second steps.`);
  if (step < 0.99) notes.push(`Steps of about ${step.toPrecision(2)} s were averaged to one-second steps.`);
  if (gaps > 0) notes.push(`${gaps.toLocaleString('en')} seconds without a value keep the last one.`);
  return accepted({ rates, notes });
}

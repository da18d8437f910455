/** A part of a load that stands for all of it. */
import { DECISION_SECONDS, HISTORY_SECONDS, wholeDecisions, type Workload } from '../../workload/workload.ts';

/** Points at which two distributions of load are set side by side. */
const QUANTILES = 40;
/** Candidates for the part: enough that the nearest is near, few enough to sort each. */
const PLACES = 60;
/** Of a long part so many seconds, evenly spaced, tell its distribution. */
const SAMPLED = 4000;

/** Seconds of the load that are decided on. */
export function decidedSeconds({ rates }: Workload): number {
  return Math.max(0, wholeDecisions(rates.length - HISTORY_SECONDS));
}

/**
 * Of all parts of `seconds` decided seconds the one whose rates are distributed most like the whole's (least mean distance
 * between quantiles), with the 120 s before it; and the second at which its decisions begin. The whole where it is no longer.
 */
export function stretchOf(
  workload: Workload,
  seconds: number,
): { readonly workload: Workload; readonly from: number } {
  const whole = decidedSeconds(workload);
  const length = Math.max(DECISION_SECONDS, wholeDecisions(seconds));
  if (length >= whole) return { workload, from: HISTORY_SECONDS };
  const end = HISTORY_SECONDS + whole;
  const target = quantiles(workload.rates.subarray(HISTORY_SECONDS, end));
  const hop = Math.max(1, Math.ceil((whole - length) / DECISION_SECONDS / PLACES)) * DECISION_SECONDS;
  let best = HISTORY_SECONDS;
  let least = Infinity;
  for (let from = HISTORY_SECONDS; from + length <= end; from += hop) {
    const own = quantiles(workload.rates.subarray(from, from + length));
    const distance = own.reduce((sum, value, i) => sum + Math.abs(value - target[i]!), 0);
    if (distance < least) [best, least] = [from, distance];
  }
  return {
    workload: { ...workload, rates: workload.rates.slice(best - HISTORY_SECONDS, best + length) },
    from: best,
  };
}

function quantiles(rates: Float64Array): readonly number[] {
  const every = Math.max(1, Math.floor(rates.length / SAMPLED));
  const sorted = Float64Array.from(
    { length: Math.ceil(rates.length / every) },
    (_, i) => rates[i * every]!,
  ).sort();
  return Array.from(
    { length: QUANTILES },
    (_, i) => sorted[Math.round((i / (QUANTILES - 1)) * (sorted.length - 1))] ?? 0,
  );
}

import { generateWorkload } from '../../workload/generators.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** A trace at least this long is split: its first part teaches, its end tests. */
const SPLIT_SECONDS = 7200;
/** Twelve of fourteen days, and the same share of any other trace. */
const LEARN = 12 / 14;

export interface PredictorSplit {
  /** req/s per second: what forecasters learn from. */
  readonly training: Float64Array;
  /** What they are judged on; nothing of it was learned from. */
  readonly test: Float64Array;
  /** Second of the trace at which the test begins. */
  readonly testFrom: number;
  /** The training part is the trace's own beginning, or the lab's synthetic day. */
  readonly from: 'trace' | 'day';
}

/** What a trace (req/s per second) teaches and what it tests. A short one tests as a whole what the lab's synthetic day taught. */
export function splitFor(rates: Float64Array): PredictorSplit {
  if (rates.length < SPLIT_SECONDS) {
    return { training: generateWorkload('day', 1).rates, test: rates, testFrom: 0, from: 'day' };
  }
  const cut = Math.round((rates.length * LEARN) / DECISION_SECONDS) * DECISION_SECONDS;
  return { training: rates.subarray(0, cut), test: rates.subarray(cut), testFrom: cut, from: 'trace' };
}

import type { PredictorLoss } from '../../workload/forecasters/predictorRecord.ts';

/** Loss of one answer; `quantile` serves the quantile loss alone. */
export function lossOf(loss: PredictorLoss, quantile: number, answer: number, target: number): number {
  const short = target - answer;
  if (loss === 'mse') return short * short;
  if (loss === 'mae') return Math.abs(short);
  return short > 0 ? quantile * short : (quantile - 1) * short;
}

/** Its derivative by the answer; 0 where an absolute loss has its kink. */
export function lossSlope(loss: PredictorLoss, quantile: number, answer: number, target: number): number {
  const short = target - answer;
  if (loss === 'mse') return -2 * short;
  if (short === 0) return 0;
  const share = loss === 'mae' ? 1 : short > 0 ? quantile : 1 - quantile;
  return short > 0 ? -share : share;
}

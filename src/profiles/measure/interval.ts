/**
 * The interval of a quantile by order statistics: free of any distribution, and exact (David and Nagaraja, Order
 * Statistics, 3rd edition, section 7.1). How many of n runs lie below the true quantile q is binomial(n, q), so the l-th
 * and the u-th smallest enclose it with the chance that this count lies in l..u-1.
 */

/** How sure the interval is. */
export const CONFIDENCE = 0.95;

export interface QuantileInterval {
  /** The ceil(q n)-th smallest: the least value that at least a share q of the runs does not exceed. */
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /**
   * Whether both ends are order statistics of at least `CONFIDENCE / 2` each way. Open, its ends are the least and the
   * greatest that was seen, and the quantile may lie beyond them: there were too few runs.
   */
  readonly closed: boolean;
}

/** `sorted` ascending, at least one value; `quantile` within (0, 1). */
export function quantileInterval(sorted: ArrayLike<number>, quantile: number): QuantileInterval {
  const n = sorted.length;
  if (n === 0) throw new Error('no values, no quantile');
  const { lower, upper } = ranks(n, quantile);
  return {
    estimate: sorted[rankOf(n, quantile) - 1]!,
    low: sorted[Math.max(1, lower) - 1]!,
    high: sorted[Math.min(n, upper) - 1]!,
    closed: lower >= 1 && upper <= n,
  };
}

/** Runs without which the interval of a quantile is open: the greatest of fewer may lie below it. */
export function runsToClose(quantile: number): number {
  const tail = (1 - CONFIDENCE) / 2;
  return Math.ceil(Math.log(tail) / Math.log(Math.max(quantile, 1 - quantile)));
}

/** From 1; the small amount keeps 0.95 * 20 at 19. */
const rankOf = (n: number, quantile: number): number => Math.max(1, Math.ceil(quantile * n - 1e-9));

/**
 * Ranks from 1 of both ends; 0 and n + 1 where no value is sure enough: `lower` is the largest l with
 * P(count < l) <= tail, `upper` the smallest u with P(count >= u) <= tail.
 */
function ranks(n: number, quantile: number): { readonly lower: number; readonly upper: number } {
  const tail = (1 - CONFIDENCE) / 2;
  const odds = Math.log(quantile) - Math.log1p(-quantile);
  // In logarithms: 0.01 ** 5,000 is no number.
  let logMass = n * Math.log1p(-quantile);
  let below = 0;
  let lower = 0;
  let upper = n + 1;
  for (let k = 0; k <= n; k++) {
    // Here `below` is P(count < k).
    if (below <= tail) lower = k;
    if (upper > n && 1 - below <= tail) upper = k;
    below += Math.exp(logMass);
    logMass += odds + Math.log(n - k) - Math.log(k + 1);
  }
  return { lower, upper };
}

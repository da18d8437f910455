/** Several readings of one quantity, brought together by how sure each is. */

/** A logarithm, and its variance. */
export interface Estimate {
  readonly log: number;
  readonly variance: number;
}

/** The mean weighted by inverse variances; undefined of none. */
export function pooled(estimates: readonly Estimate[]): Estimate | undefined {
  if (estimates.length === 0) return undefined;
  let weights = 0;
  let sum = 0;
  for (const { log, variance } of estimates) {
    weights += 1 / variance;
    sum += log / variance;
  }
  return { log: sum / weights, variance: 1 / weights };
}

/** Twice its standard error says that something is there at all. */
export const differs = ({ log, variance }: Estimate): boolean => Math.abs(log) > 2 * Math.sqrt(variance);

/** The product of two, which know nothing of one another. */
export const shifted = (one: Estimate, by: Estimate): Estimate => ({
  log: one.log + by.log,
  variance: one.variance + by.variance,
});

/** What an estimate is of, to twelve digits: 0.1 and not 0.10000000000000002, the exponential of its logarithm. */
export const valueOf = ({ log }: Pick<Estimate, 'log'>): number => Number(Math.exp(log).toPrecision(12));

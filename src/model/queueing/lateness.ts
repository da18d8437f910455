/** How likely a sum of waits stays below a limit, from its first three moments. */
import { normalCdf } from '../normal.ts';

/** Mean, variance and third central moment of a time: s, s², s³. */
export interface Moments {
  readonly mean: number;
  readonly variance: number;
  readonly third: number;
}

/**
 * P(time <= `limit`), 0..1, of a time with these moments (`Moments`), taken as a shifted gamma distribution (Pearson III) by the
 * cube root of Wilson and Hilferty (1931): normal without skew, exponential tail with it.
 */
export function shareWithin(mean: number, variance: number, third: number, limit: number): number {
  if (variance <= 1e-12) return limit >= mean ? 1 : 0;
  const deviation = Math.sqrt(variance);
  const z = (limit - mean) / deviation;
  const skew = Math.max(-6, Math.min(6, third / (variance * deviation)));
  if (Math.abs(skew) < 1e-3) return normalCdf(z);
  const base = 1 + (skew * z) / 2;
  if (base <= 0) return skew > 0 ? 0 : 1;
  return normalCdf((6 / skew) * (Math.cbrt(base) - 1) + skew / 6);
}

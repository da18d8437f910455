/** Summaries over seeds. */
import type { Random } from '../model/random.ts';

/** The mean, summed from the first to the last; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** Interquartile mean: the mean of the middle half, its edges weighted in part (Agarwal et al. 2021). NaN of nothing. */
export function interquartileMean(values: Iterable<number>): number {
  const sorted = [...values].sort((a, b) => a - b);
  const trim = sorted.length / 4;
  let sum = 0;
  let weights = 0;
  sorted.forEach((value, i) => {
    const weight = Math.max(0, Math.min(i + 1, sorted.length - trim) - Math.max(i, trim));
    sum += weight * value;
    weights += weight;
  });
  return sum / weights;
}

export type Interval = readonly [low: number, high: number];

/** `draws` resamples of n values, one after another: indices [draws x n]. */
export function resamples(n: number, random: Random, draws = 2000): Int32Array {
  return Int32Array.from({ length: draws * n }, () => random.integer(n));
}

/**
 * 95 % percentile bootstrap interval of a statistic over seeds, on `resamples` of as many values; the statistic may
 * reorder what it is given. NaN of no values.
 */
export function bootstrapInterval(
  values: readonly number[],
  statistic: (drawn: Float64Array) => number,
  picks: Int32Array,
): Interval {
  const n = values.length;
  if (n === 0) return [NaN, NaN];
  const draws = picks.length / n;
  const drawn = new Float64Array(n);
  const found = new Float64Array(draws);
  for (let d = 0; d < draws; d++) {
    for (let i = 0; i < n; i++) drawn[i] = values[picks[d * n + i]!]!;
    found[d] = statistic(drawn);
  }
  found.sort();
  return [found[Math.floor(0.025 * draws)]!, found[Math.ceil(0.975 * draws) - 1]!];
}

/**
 * Kendall's tau-b of two rankings of the same things, -1..1: how much more often two of them stand in the same order than
 * in the opposite one, ties taken into account (Kendall 1945). NaN where one of the two ranks nothing.
 */
export function kendallTau(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let concordant = 0;
  let [inA, inB] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const x = Math.sign(a[i]! - a[j]!);
      const y = Math.sign(b[i]! - b[j]!);
      concordant += x * y;
      inA += x * x;
      inB += y * y;
    }
  }
  return concordant / Math.sqrt(inA * inB);
}

/** Summaries over seeds. */
import type { Random } from '../model/random.ts';

/** Interquartile mean: the mean of the middle half, its edges weighted in part (Agarwal et al. 2021). NaN of nothing. */
export function interquartileMean(values: readonly number[]): number {
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

/** 95 % percentile bootstrap interval of a statistic over seeds. */
export function bootstrapInterval(
  values: readonly number[],
  statistic: (values: readonly number[]) => number,
  random: Random,
  draws = 2000,
): readonly [number, number] {
  const found = Array.from({ length: draws }, () =>
    statistic(values.map(() => values[random.integer(values.length)]!)),
  ).sort((a, b) => a - b);
  return [found[Math.floor(0.025 * draws)]!, found[Math.ceil(0.975 * draws) - 1]!];
}

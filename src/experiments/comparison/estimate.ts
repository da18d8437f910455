/** A number known from one value a seed. */
import { interquartileMean } from '../statistics.ts';
import { Random } from '../../model/random.ts';

export type Interval = readonly [low: number, high: number];

export interface Estimate {
  readonly values: readonly number[];
  readonly mean: number;
  /** 95 % percentile bootstrap interval of the mean; null of fewer than two values. */
  readonly meanInterval: Interval | null;
  readonly iqm: number;
  readonly iqmInterval: Interval | null;
}

const DRAWS = 2000;

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function estimate(values: readonly number[]): Estimate {
  return {
    values,
    mean: mean(values),
    meanInterval: interval(values, meanWeights(values.length), false),
    iqm: interquartileMean(values),
    iqmInterval: interval(values, middleWeights(values.length), true),
  };
}

/** A statistic that weights the values, by their rank where `sorted`. */
function interval(values: readonly number[], weights: Float64Array, sorted: boolean): Interval | null {
  const n = values.length;
  if (n < 2) return null;
  const picks = resamples(n);
  const found = new Float64Array(DRAWS);
  const drawn = new Float64Array(n);
  for (let d = 0; d < DRAWS; d++) {
    for (let i = 0; i < n; i++) {
      const value = values[picks[d * n + i]!]!;
      let at = i;
      if (sorted) for (; at > 0 && drawn[at - 1]! > value; at--) drawn[at] = drawn[at - 1]!;
      drawn[at] = value;
    }
    let sum = 0;
    for (let i = 0; i < n; i++) sum += weights[i]! * drawn[i]!;
    found[d] = sum;
  }
  found.sort();
  return [found[Math.floor(0.025 * DRAWS)]!, found[Math.ceil(0.975 * DRAWS) - 1]!];
}

function meanWeights(n: number): Float64Array {
  return new Float64Array(n).fill(1 / n);
}

/** The weight of each rank in `interquartileMean`. */
function middleWeights(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, rank) =>
    interquartileMean(Array.from({ length: n }, (_unused, i) => (i < rank ? 0 : 1))),
  ).map((above, rank, all) => above - (all[rank + 1] ?? 0));
}

const known = new Map<number, Int32Array>();

/** `DRAWS` resamples of n values: the same for every number, so that each is the same whenever it is computed. */
function resamples(n: number): Int32Array {
  const made = known.get(n);
  if (made) return made;
  const random = Random.stream(1, 'bootstrap', n);
  const picks = Int32Array.from({ length: DRAWS * n }, () => random.integer(n));
  known.set(n, picks);
  return picks;
}

/** A number known from one value a seed. */
import { bootstrapInterval, interquartileMean, mean, resamples, type Interval } from '../statistics.ts';
import { Random } from '../../model/random.ts';

export interface Estimate {
  readonly values: readonly number[];
  readonly mean: number;
  /** 95 % percentile bootstrap interval of the mean; null of fewer than two values. */
  readonly meanInterval: Interval | null;
  readonly iqm: number;
  readonly iqmInterval: Interval | null;
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

/** Of a statistic that weights the values, by their rank where `ranked`. */
function interval(values: readonly number[], weights: Float64Array, ranked: boolean): Interval | null {
  const n = values.length;
  if (n < 2) return null;
  return bootstrapInterval(
    values,
    (drawn) => {
      if (ranked) sortFew(drawn);
      let sum = 0;
      for (let i = 0; i < n; i++) sum += weights[i]! * drawn[i]!;
      return sum;
    },
    picksOf(n),
  );
}

/** By insertion: faster than the library's for as few numbers as there are seeds. */
function sortFew(values: Float64Array): void {
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!;
    let at = i;
    for (; at > 0 && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
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

/** The resamples of n values: the same for every number, so that each is the same whenever it is computed. */
function picksOf(n: number): Int32Array {
  const made = known.get(n) ?? resamples(n, Random.stream(1, 'bootstrap', n));
  known.set(n, made);
  return made;
}

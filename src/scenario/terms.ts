import type { EpisodeSeries } from './scenario.ts';
import type { Weights } from '../model/pipeline.ts';

/** One term of the reward (7), weighted, as it enters the sum. */
export interface Term {
  readonly name: string;
  readonly value: number;
}

/**
 * The reward (7) split into its terms over decisions [from, to): exact, because it is linear in the series.
 * The terms add up to the mean reward.
 */
export function termsOf(series: EpisodeSeries, w: Weights, from = 0, to = series.t.length): readonly Term[] {
  const mean = (column: Float64Array): number => {
    let sum = 0;
    for (let k = from; k < to; k++) sum += column[k]!;
    return to > from ? sum / (to - from) : 0;
  };
  const unmet = mean(series.unmet);
  return [
    { name: 'Accuracy', value: w.accuracyWeight * mean(series.accuracy) },
    { name: 'Throughput', value: w.throughputWeight * mean(series.throughput) },
    { name: 'Latency', value: -mean(series.latency) },
    { name: 'Unmet load', value: -w.unmetWeight * unmet },
    { name: 'Spare capacity', value: -w.spareWeight * (unmet - mean(series.excess)) },
    { name: 'Cores', value: -w.costWeight * mean(series.cost) },
    { name: 'Batch', value: -w.batchWeight * mean(series.batch) },
  ];
}

import type { EpisodeSeries } from './scenario.ts';
import { latePercent } from '../model/inTime.ts';
import type { Weights } from '../model/pipeline.ts';

/** One term of the reward (7), weighted, as it enters the sum. */
export interface Term {
  readonly name: string;
  readonly value: number;
}

/**
 * The reward (7) split into its terms over decisions [from, to): exact, because it is linear in the series.
 * The terms add up to the mean reward. Late requests have one where they have a weight.
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
    ...(w.lateWeight > 0 ? [{ name: 'Late requests', value: -w.lateWeight * lateOf(series, from, to) }] : []),
    { name: 'Batch', value: -w.batchWeight * mean(series.batch) },
  ];
}

/** Mean over the decisions of what is not in time, per cent. */
function lateOf({ arrived, served, dropped, inTime }: EpisodeSeries, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += latePercent(arrived[k]!, served[k]!, dropped[k]!, inTime[k]!);
  return to > from ? sum / (to - from) : 0;
}

/** A row of a table of terms: one of them, or the sum of all above it. */
export interface TermRow extends Term {
  readonly sum: boolean;
}

/**
 * The terms as a table has them: J (4) is the sum of all but the last, which only the reward (7) has; the reward is the
 * sum of all. So both numbers stand wherever terms do, and differ by what stands between them.
 */
export function withSums(terms: readonly Term[]): readonly TermRow[] {
  const sumOf = (parts: readonly Term[]): number => parts.reduce((sum, { value }) => sum + value, 0);
  const row = (term: Term): TermRow => ({ ...term, sum: false });
  const before = terms.slice(0, -1);
  return [
    ...before.map(row),
    { name: 'J', value: sumOf(before), sum: true },
    ...terms.slice(-1).map(row),
    { name: 'Reward', value: sumOf(terms), sum: true },
  ];
}

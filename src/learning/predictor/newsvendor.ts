import type { Weights } from '../../model/pipeline.ts';
import type { Tables } from '../../model/tables.ts';

/** What being wrong by one request a second costs under the lab's weights. */
export interface Newsvendor {
  /** Points for one too few, and for one too many. */
  readonly short: number;
  readonly spare: number;
  /** Cores that a request a second takes, at the least. */
  readonly cores: number;
  /** The quantile of the coming load that costs least to plan for: short / (short + spare). */
  readonly quantile: number;
}

/** Used where weights make either error free, so that no forecast is best. */
const USUAL = 0.9;

/**
 * The newsvendor's quantile of a pipeline (peers' notes, section 7): one request a second of capacity costs its
 * cheapest cores; one too few loses the unmet weight and the throughput it would have earned, less those cores; one
 * too many pays the spare weight and the cores, less the throughput. Kept within 0.05 to 0.95.
 */
export function newsvendor(tables: Tables, weights: Weights): Newsvendor {
  let coresPerRate = 0;
  for (let n = 0; n < tables.stages; n++) {
    let least = Infinity;
    for (let option = tables.offset[n]!; option < tables.offset[n + 1]!; option++) {
      const variant = Math.floor((option - tables.offset[n]!) / tables.batches.length);
      least = Math.min(least, tables.cores[tables.variantOffset[n]! + variant]! / tables.rate[option]!);
    }
    coresPerRate += least;
  }
  const capacity = weights.costWeight * coresPerRate;
  const short = weights.unmetWeight + weights.throughputWeight - capacity;
  const spare = weights.spareWeight - weights.throughputWeight + capacity;
  const share = short > 0 && spare > 0 ? short / (short + spare) : USUAL;
  return { short, spare, cores: coresPerRate, quantile: Math.min(0.95, Math.max(0.05, share)) };
}

/** The quantile in the two decimals in which it is written, scored and trained for, 0.05 to 0.95. */
export const quantileShown = (tables: Tables, weights: Weights): number =>
  Math.round(100 * newsvendor(tables, weights).quantile) / 100;

/** How a policy made for one service is run on a chain: each stage gets a share of the cores and of the latency objective. */
import { rateOf, replicaUnits, optionSeconds } from './stageOptions.ts';
import type { Tables } from '../../model/tables.ts';

/** Numbers 0 .. count - 1. */
function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/**
 * Units of cores of each stage; they sum to W_max and hold at least the cheapest replica. Unit by unit to the stage that
 * could carry the least load with what it has, measured at the fewest unit-seconds per request (batch 1) of its variants.
 */
export function unitShares(tables: Tables): readonly number[] {
  const variants = (n: number): number[] => upTo(tables.variants[n]!);
  const perRequest = upTo(tables.stages).map((n) =>
    Math.min(...variants(n).map((z) => replicaUnits(tables, n, z) / rateOf(tables, n, z, 0))),
  );
  const shares = upTo(tables.stages).map((n) =>
    Math.min(...variants(n).map((z) => replicaUnits(tables, n, z))),
  );
  let left = tables.capacity - shares.reduce((sum, units) => sum + units, 0);
  const carries = shares.map((units, n) => units / perRequest[n]!);
  // Up to half a million units.
  for (; left > 0; left--) {
    let least = 0;
    for (let n = 1; n < tables.stages; n++) if (carries[n]! < carries[least]!) least = n;
    const units = shares[least]! + 1;
    shares[least] = units;
    carries[least] = units / perRequest[least]!;
  }
  return shares;
}

/** Seconds of each stage; they sum to the objective, in proportion to the mean batch-1 latency of its variants. */
export function deadlineShares(tables: Tables, slaSeconds: number): readonly number[] {
  const means = upTo(tables.stages).map(
    (n) =>
      upTo(tables.variants[n]!).reduce((sum, z) => sum + optionSeconds(tables, n, z, 0), 0) /
      tables.variants[n]!,
  );
  const total = means.reduce((sum, mean) => sum + mean, 0);
  return means.map((mean) => (slaSeconds * mean) / total);
}

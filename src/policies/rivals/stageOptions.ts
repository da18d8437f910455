/** What the rivals ask of a stage, read from the compiled tables. Batch index k as in `tables.batches`. */
import type { Tables } from '../../model/tables.ts';

/** Seconds of one full batch on one replica. */
export function optionSeconds(tables: Tables, n: number, variant: number, k: number): number {
  return tables.seconds[tables.offset[n]! + variant * tables.batches.length + k]!;
}

/** Requests per second of one replica. */
export function rateOf(tables: Tables, n: number, variant: number, k: number): number {
  return tables.rate[tables.offset[n]! + variant * tables.batches.length + k]!;
}

/** Units of cores of one replica (`Tables.units`). */
export function replicaUnits(tables: Tables, n: number, variant: number): number {
  return tables.units[tables.variantOffset[n]! + variant]!;
}

/** Cores of one replica. */
export function replicaCores(tables: Tables, n: number, variant: number): number {
  return tables.cores[tables.variantOffset[n]! + variant]!;
}

/** Replicas that carry `load` req/s at `rate` req/s each; never none. */
export function replicasFor(load: number, rate: number): number {
  return Math.max(1, Math.ceil(load / rate));
}

/** Seconds that the first request of a batch waits for the others at `load` req/s, at worst. */
export function fillWait(batch: number, load: number): number {
  return batch === 1 ? 0 : (batch - 1) / load;
}

/** Per stage the variant of the fewest cores; among equals the fastest at batch 1. What a policy that cannot switch serves. */
export function lightestVariants(tables: Tables): readonly number[] {
  return Array.from({ length: tables.stages }, (_, n) => {
    let lightest = 0;
    for (let z = 1; z < tables.variants[n]!; z++) {
      const fewer = replicaUnits(tables, n, z) - replicaUnits(tables, n, lightest);
      const faster = optionSeconds(tables, n, z, 0) - optionSeconds(tables, n, lightest, 0);
      if (fewer < 0 || (fewer === 0 && faster < 0)) lightest = z;
    }
    return lightest;
  });
}

/**
 * Replicas per stage for a policy whose replicas are fixed while it switches variants: as many copies of the pipeline
 * as the device holds with the dearest variants, so that any choice fits. At least 1, at most F_max.
 */
export function fixedReplicas(tables: Tables): number {
  let dearest = 0;
  for (let n = 0; n < tables.stages; n++) {
    dearest += Math.max(...tables.units.subarray(tables.variantOffset[n], tables.variantOffset[n + 1]));
  }
  return Math.max(1, Math.min(tables.limits.maxReplicas, Math.floor(tables.capacity / dearest)));
}

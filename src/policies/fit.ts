import type { Configuration, StageConfig } from '../model/pipeline.ts';
import { batchIndex, unitsOf, type Tables } from '../model/tables.ts';

/** Requests per second of stage n under `config`. */
export function stageThroughput(tables: Tables, n: number, config: StageConfig): number {
  return (
    config.replicas *
    tables.rate[tables.offset[n]! + config.variant * tables.batches.length + batchIndex(config.batch)]!
  );
}

/**
 * Makes a configuration respect W_max, for policies that do not know of it: replicas go first, from the stage with
 * the largest relative surplus over `load`; when every stage is down to one, of the stages that have a cheaper
 * variant the one with most cores steps to it (peers.md, section 1).
 */
export function fit(tables: Tables, configuration: Configuration, load: number): Configuration {
  const fitted = configuration.map((stage) => ({
    ...stage,
    replicas: Math.max(1, Math.min(tables.limits.maxReplicas, stage.replicas)),
  }));
  const unitsOfStage = (n: number): number => tables.units[tables.variantOffset[n]! + fitted[n]!.variant]!;
  while (unitsOf(tables, fitted) > tables.capacity) {
    const shrinkable = fitted.map((_, n) => n).filter((n) => fitted[n]!.replicas > 1);
    if (shrinkable.length > 0) {
      const surplus = (n: number): number => stageThroughput(tables, n, fitted[n]!) / Math.max(load, 1e-9);
      const most = shrinkable.reduce((a, b) => (surplus(b) > surplus(a) ? b : a));
      fitted[most] = { ...fitted[most]!, replicas: fitted[most]!.replicas - 1 };
    } else {
      const cheaper = fitted.map((_, n) => nextCheaper(tables, n, unitsOfStage(n)));
      const able = fitted.map((_, n) => n).filter((n) => cheaper[n] !== undefined);
      if (able.length === 0) throw new Error('the smallest configuration exceeds W_max');
      const dearest = able.reduce((a, b) => (unitsOfStage(b) > unitsOfStage(a) ? b : a));
      fitted[dearest] = { ...fitted[dearest]!, variant: cheaper[dearest]! };
    }
  }
  return fitted;
}

/** The dearest variant of stage n that needs fewer than `units` of cores; undefined where none does. */
function nextCheaper(tables: Tables, n: number, units: number): number | undefined {
  const first = tables.variantOffset[n]!;
  let found: number | undefined;
  for (let z = 0; z < tables.variants[n]!; z++) {
    const own = tables.units[first + z]!;
    if (own < units && (found === undefined || own > tables.units[first + found]!)) found = z;
  }
  return found;
}

/** Cores of a pipeline that nothing is compiled of: sums of `Variant.cores`, exact. */
import { exactCores } from './cores.ts';
import type { Configuration, Pipeline } from './pipeline.ts';

/** Cores that `configuration` holds. */
export function coresHeld({ stages }: Pick<Pipeline, 'stages'>, configuration: Configuration): number {
  return exactCores(
    configuration.reduce(
      (sum, { variant, replicas }, n) => sum + replicas * stages[n]!.variants[variant]!.cores,
      0,
    ),
  );
}

/** Cores of the smallest single replica of every stage together. */
export function fewestCores({ stages }: Pick<Pipeline, 'stages'>): number {
  return exactCores(
    stages.reduce((sum, { variants }) => sum + Math.min(...variants.map(({ cores }) => cores)), 0),
  );
}

/** The smallest device that can run it: a device has whole cores. */
export const leastDevice = (pipeline: Pick<Pipeline, 'stages'>): number => Math.ceil(fewestCores(pipeline));

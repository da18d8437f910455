import type { FeatureRanges } from '../network/features.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** Scales features by what `loads` (req/s per second) and the scenario can reach. */
export function rangesOf(
  { slaSeconds, dropAfterSla }: Pick<Scenario, 'slaSeconds' | 'dropAfterSla'>,
  loads: readonly Float64Array[],
): FeatureRanges {
  let load = 1;
  for (const rates of loads) for (const rate of rates) if (rate > load) load = rate;
  return { load, latency: 2 * slaSeconds, backlog: Math.max(1, load * slaSeconds * dropAfterSla) };
}

import type { EpisodeSeries } from '../../experiments/scenario.ts';

/**
 * Second at which the page opens: shortly before the load first climbs, so that something happens at once and a
 * still picture shows both lanes at work. The start, where the load never climbs.
 */
export function openingTime({ t, load }: EpisodeSeries): number {
  const first = load[0] ?? 0;
  for (let k = 1; k < load.length; k++) {
    if (load[k]! > 1.8 * first && load[k]! > first + 4) return t[Math.max(0, k - 3)]!;
  }
  return t[0] ?? 0;
}

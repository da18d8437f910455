import type { EpisodeSeries } from '../../../scenario/scenario.ts';
import { DECISION_SECONDS } from '../../../workload/workload.ts';

/** Where the load first outgrew what either policy had ready: what a page shows that may not move. */
export function eventfulTime(a: EpisodeSeries, b: EpisodeSeries): number {
  const trouble = a.t.map((_, k) => a.unmet[k]! + b.unmet[k]!);
  const most = trouble.reduce((max, value) => Math.max(max, value), 0);
  const k = trouble.findIndex((value) => value >= 0.5 * most);
  return most > 0 ? a.t[k]! + DECISION_SECONDS / 2 : openingTime(a);
}

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

/** What one stage is at a moment: read from the run, nothing invented. */
import type { TickRecord } from '../../environment/environment.ts';
import type { EpisodeSeries } from '../../scenario/scenario.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

export interface StageFrame {
  /** What was ordered. */
  readonly variant: number;
  readonly replicas: number;
  readonly batch: number;
  /** What serves: replicas of the ordered variant, and of the one being replaced. */
  readonly ready: number;
  readonly old: number;
  readonly oldVariant: number;
  /** Progress 0..1 of each starting replica. */
  readonly starting: readonly number[];
  /** What stands in each cell of the chamber: one that starts has a `share`, one that serves none. */
  readonly cells: readonly ({ readonly share: number | undefined } | undefined)[];
  /** The row of those that give way: replaced ones serve on, draining ones finish their batch. */
  readonly leaving: readonly ('replaced' | 'draining' | undefined)[];
  readonly backlog: number;
  /** Requests a second that leave for the next stage. */
  readonly served: number;
  readonly dropped: number;
  /** Share of the capacity in use, 0..1. */
  readonly busy: number;
}

/** `t` is seconds into the record, whole or not; `startup` the seconds a replica of the ordered variant needs. */
export function stageFrame(
  ticks: TickRecord,
  series: EpisodeSeries,
  n: number,
  t: number,
  startup: (variant: number) => number,
): StageFrame {
  const { stages } = ticks;
  const k = Math.min(ticks.seconds - 1, Math.max(0, Math.floor(t)));
  const i = k * stages + n;
  const decision = Math.min(series.load.length - 1, Math.floor(k / DECISION_SECONDS));
  const action = 3 * (decision * stages + n);
  const variant = series.actions[action]!;
  const capacity = ticks.capacity[i]!;
  const ready = ticks.ready[i]!;
  const old = ticks.old[i]!;
  const starting = startingAt(ticks, n, k, t, startup(variant));
  return {
    variant,
    replicas: series.actions[action + 1]! + 1,
    batch: 1 << series.actions[action + 2]!,
    ready,
    old,
    oldVariant: ticks.oldVariant[i]!,
    starting,
    cells: [
      ...Array.from({ length: ready }, () => ({ share: undefined })),
      ...starting.map((share) => ({ share })),
    ],
    leaving: Array.from({ length: old }, () => 'replaced' as const),
    backlog: ticks.backlog[i]!,
    served: ticks.served[i]!,
    dropped: ticks.dropped[i]!,
    busy: capacity > 0 ? Math.min(1, ticks.served[i]! / capacity) : 0,
  };
}

/** Orders come at decisions only: each rise in the number of starting replicas there is one order. */
function startingAt(ticks: TickRecord, n: number, k: number, t: number, startup: number): readonly number[] {
  let left = ticks.starting[k * ticks.stages + n]!;
  const progress: number[] = [];
  let order = k - (k % DECISION_SECONDS);
  while (left > 0 && order >= 0 && k - order <= startup + DECISION_SECONDS) {
    const before = order > 0 ? ticks.starting[(order - 1) * ticks.stages + n]! : 0;
    const count = Math.min(left, Math.max(0, ticks.starting[order * ticks.stages + n]! - before));
    const share = startup > 0 ? Math.min(1, (t - order) / startup) : 1;
    for (let i = 0; i < count; i++) progress.push(share);
    left -= count;
    order -= DECISION_SECONDS;
  }
  for (; left > 0; left--) progress.push(1);
  return progress.reverse();
}

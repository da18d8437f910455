/** The changes of a run in figures, by the names under which lessons know them. */
import { restartsOf, type Change } from './changes.ts';
import type { Layout } from './plan.ts';
import { Breaches, USUAL_REVERT } from '../agent/breaches.ts';
import type { EpisodeSeries } from '../../scenario/scenario.ts';

/** What of a change restarts: a stage, at most queues, or nothing that holds requests. */
export type Restarting = 'stage' | 'queue' | 'nothing';

export function restarting(layout: Layout, change: Change): Restarting {
  const { stages, queues, executor } = restartsOf(layout, change);
  return stages.length > 0 || executor ? 'stage' : queues.length > 0 ? 'queue' : 'nothing';
}

interface Ran {
  readonly layout: Layout;
  readonly changes: readonly Change[];
  readonly series: Pick<EpisodeSeries, 't' | 'latency'>;
  readonly slaSeconds: number;
  /** Index of the change that is shown. */
  readonly at: number | undefined;
}

/**
 * How often something changes and what that restarts; the most decisions in a row above the latency objective, and how often
 * the agent's program would have gone back to the manifests' configuration for it, as it is exported.
 */
export function toldOfChanges({
  layout,
  changes,
  series,
  slaSeconds,
  at,
}: Ran): Readonly<Record<string, number | string>> {
  const counts = { stage: 0, queue: 0, nothing: 0 };
  for (const change of changes) counts[restarting(layout, change)]++;
  const breaches = new Breaches(USUAL_REVERT, slaSeconds);
  let [inRow, longest, reverts, reverted] = [0, 0, 0, false];
  series.latency.forEach((latency, k) => {
    inRow = latency > slaSeconds ? inRow + 1 : 0;
    longest = Math.max(longest, inRow);
    const now = breaches.note(latency, series.t[k]!);
    if (now && !reverted) reverts++;
    reverted = now;
  });
  const shown = at === undefined ? undefined : changes[at];
  return {
    'changes.decisions': series.t.length,
    'changes.count': changes.length,
    'changes.stage': counts.stage,
    'changes.queue': counts.queue,
    'changes.nothing': counts.nothing,
    'changes.longest': longest,
    'changes.reverts': reverts,
    ...(shown
      ? {
          'changes.at-kind': restarting(layout, shown),
          'changes.at-stages': restartsOf(layout, shown).stages.length,
        }
      : {}),
  };
}

/** What the charts of a training share: how far their clock reaches, and where on it the doctor's evidence lies. */
import { clockOf, type Clock } from './curve.ts';
import type { RunSet, Shade } from './sets.ts';
import type { Curves } from '../../state/training/curves.ts';
import type { Diagnosis } from '../../../learning/doctor/doctor.ts';
import type { TrainPoint } from '../../../learning/training/progress.ts';
import type { Budget } from '../../../learning/training/agentTraining.ts';

/** A guess, where a budget in seconds is drawn in decisions before the first one is told. */
const STEPS_A_SECOND = 3000;

/** The furthest that any of the runs has come, on the clock; 0 before the first update. */
function reached(sets: readonly Pick<RunSet, 'members'>[], clock: Clock): number {
  const last = sets.flatMap(({ members }) => members.flatMap((points) => points.at(-1) ?? []));
  return Math.max(0, ...last.map(clockOf[clock]));
}

/**
 * As far as the runs went; the axis of a `live` one (its budget and number of seeds) reaches to its budget where that is
 * in the same unit, and before anything is told as far as `next` would.
 */
export function domainOf(
  sets: readonly Pick<RunSet, 'members'>[],
  clock: Clock,
  live: { readonly budget: Budget; readonly seeds: number } | undefined,
  next: Budget,
): readonly [number, number] {
  let end = reached(sets, clock);
  if (live && sets.length === 1) {
    const { budget, seeds } = live;
    if (clock === 'steps' && 'steps' in budget) end = Math.max(end, budget.steps);
    if (clock === 'seconds' && 'seconds' in budget) end = Math.max(end, budget.seconds / Math.max(1, seeds));
  }
  if (end > 0) return [0, end];
  if ('steps' in next) return [0, next.steps];
  return [0, clock === 'seconds' ? next.seconds : STEPS_A_SECOND * next.seconds];
}

/** Where an update lies on the clock; the nearest one that was told. */
function place(points: readonly TrainPoint[], update: number, clock: Clock): number {
  const at = update - (points[0]?.update ?? 1);
  const point = points[Math.max(0, Math.min(points.length - 1, at))];
  return point ? clockOf[clock](point) : 0;
}

/** The evidence of each finding on the clock, and the metric that it is about; `member` is the seed that showed it. */
export function shadesOf(
  findings: readonly (Diagnosis & { readonly member: number })[],
  { members }: Pick<Curves, 'members'>,
  clock: Clock,
): readonly (Shade & { readonly metric: string })[] {
  return findings.map(({ id, severity, title, member, evidence: { metric, from, to } }) => {
    const points = members[member] ?? [];
    const [start, end] = [place(points, from, clock), place(points, to, clock)];
    return { id, severity, title, metric, from: start, to: end };
  });
}

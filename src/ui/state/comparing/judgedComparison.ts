/** The comparison on screen judged by single requests, and the way back to it. */
import type { Comparison } from './comparison.svelte.ts';
import type { ComparisonPlan } from '../../../experiments/comparison/plan.ts';
import type { EnvironmentKind } from '../../../scenario/scenario.ts';
import { inSingles } from '../../../scenario/singles.ts';

/** What judging needs of a comparison. */
export type Judgeable = Pick<Comparison, 'chosen' | 'made' | 'run'>;

interface Judged {
  /** The comparison that was left, and what was chosen of its environment. */
  readonly plan: ComparisonPlan;
  readonly chosen: EnvironmentKind | undefined;
  /** The same in single requests. */
  readonly singles: ComparisonPlan;
}

/** It outlasts the view. */
const judged = new WeakMap<Judgeable, Judged>();

/**
 * Compares the same pipelines, loads, policies and seeds under the same settings in single requests, each run beside what
 * the environment that is left makes of it; also where something else is ticked by now.
 */
export async function judgeBySingles(comparison: Judgeable): Promise<void> {
  const { made: plan, chosen } = comparison;
  if (!plan || plan.settings.environment === 'discrete') return;
  const { environment } = plan.settings;
  const settings = { ...inSingles(plan.settings), twin: environment };
  const singles = { ...plan, settings };
  // Asked again after it was stopped: what was chosen at first stands.
  const before = judged.get(comparison);
  const at = before?.plan === plan ? before.chosen : chosen.environment;
  judged.set(comparison, { plan, chosen: at, singles });
  comparison.chosen = { ...chosen, environment: 'discrete' };
  await comparison.run(singles);
}

/** The environment of the comparison that the one on screen judges; undefined where it judges none. */
export function judgedFrom(comparison: Judgeable): EnvironmentKind | undefined {
  // Read first: whoever shows this follows it.
  const { made } = comparison;
  const before = judged.get(comparison);
  return before && made === before.singles ? before.plan.settings.environment : undefined;
}

/** Back to the comparison that was judged, whose runs are there still. */
export async function backFromSingles(comparison: Judgeable): Promise<void> {
  const before = judged.get(comparison);
  if (!before) return;
  judged.delete(comparison);
  comparison.chosen = { ...comparison.chosen, environment: before.chosen };
  await comparison.run(before.plan);
}

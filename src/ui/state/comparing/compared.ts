/** What the Compare view is asked to compare: a choice that a link can carry. */
import type { EnvironmentKind } from '../../../scenario/scenario.ts';
import { AGENT, baseOf } from '../../theme/policies.ts';
import { policyIds } from '../../../policies/ids.ts';
import { generators } from '../../../workload/generators.ts';

export interface Compared {
  readonly pipelines: readonly string[];
  readonly workloads: readonly string[];
  readonly policies: readonly string[];
  readonly seeds: number;
  readonly environment: EnvironmentKind;
}

/** Numbers of seeds on offer. */
export const SEED_COUNTS: readonly number[] = [1, 3, 5, 10, 20];

/** The paper's evaluation: its pipeline, loads and policies, with the optimum beside them. */
export const defaultCompared: Compared = {
  pipelines: ['video'],
  workloads: ['steady-low', 'fluctuating', 'steady-high'],
  policies: [AGENT, 'ipa-exact', 'greedy', 'random', 'optimum-predicted', 'optimum-true'],
  seeds: 5,
  environment: 'fluid',
};

/** Generated loads in the order in which they are listed: the paper's three first. */
export const comparedLoads = [
  ...defaultCompared.workloads.flatMap((id) => generators.filter((g) => g.id === id)),
  ...generators.filter(({ id }) => !defaultCompared.workloads.includes(id)),
];
export const comparedPolicies: readonly string[] = [AGENT, ...policyIds];

/** Those of the keys that can be compared, with settings or without. */
export function comparedOf(keys: readonly string[]): readonly string[] {
  return keys.filter((key) => comparedPolicies.includes(baseOf(key)));
}

/** What is chosen of a list. */
export type ChoiceList = 'pipelines' | 'workloads' | 'policies';

/** With `id` chosen or no longer, in the order of the list on screen, whatever the order of the clicks. */
export function toggled(chosen: Compared, list: ChoiceList, id: string, order: readonly string[]): Compared {
  const had = chosen[list];
  const next = had.includes(id) ? had.filter((other) => other !== id) : [...had, id];
  return { ...chosen, [list]: order.filter((one) => next.includes(one)) };
}

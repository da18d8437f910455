/** What the Compare view is asked to compare: a choice that a link can carry. */
import type { EnvironmentKind } from '../../../scenario/scenario.ts';
import { AGENT, baseOf, HAND, isSet } from '../../theme/policies.ts';
import { policyIds } from '../../../policies/ids.ts';
import { isOwn } from '../../../policies/own/program.ts';
import { generators } from '../../../workload/generators.ts';

/** Of what is undefined the header's stands: the comparison follows it until the visitor chooses otherwise. */
export interface Compared {
  readonly pipelines: readonly string[] | undefined;
  readonly workloads: readonly string[] | undefined;
  readonly policies: readonly string[];
  readonly seeds: number;
  readonly environment: EnvironmentKind | undefined;
}

/** The choice with the header's where it follows the header. */
interface Standing extends Compared {
  readonly pipelines: readonly string[];
  readonly workloads: readonly string[];
  readonly environment: EnvironmentKind;
}

/** What of the header a comparison follows. */
interface ComparedHeader {
  readonly pipeline: { readonly id: string };
  readonly workload: { readonly id: string };
  readonly environment: EnvironmentKind;
}

/** Numbers of seeds on offer. */
export const SEED_COUNTS: readonly number[] = [1, 3, 5, 10, 20];

/** The loads of the paper's evaluation. */
export const PAPER_LOADS: readonly string[] = ['steady-low', 'fluctuating', 'steady-high'];

/** The paper's evaluation, its loads and policies with the planner and the optimum beside them, in the header's world. */
export const defaultCompared: Compared = {
  pipelines: undefined,
  workloads: undefined,
  policies: [AGENT, 'ipa-exact', 'greedy', 'random', 'planner', 'optimum-predicted', 'optimum-true'],
  seeds: 5,
  environment: undefined,
};

/** What is compared under a header: its pipeline and environment, and the paper's loads with its own, unless others were chosen. */
export function standingUnder(compared: Compared, header: ComparedHeader): Standing {
  const load = header.workload.id;
  return {
    ...compared,
    pipelines: compared.pipelines ?? [header.pipeline.id],
    workloads: compared.workloads ?? (PAPER_LOADS.includes(load) ? PAPER_LOADS : [...PAPER_LOADS, load]),
    environment: compared.environment ?? header.environment,
  };
}

/** Generated loads in the order in which they are listed: the paper's three first. */
export const comparedLoads = [
  ...PAPER_LOADS.flatMap((id) => generators.filter((g) => g.id === id)),
  ...generators.filter(({ id }) => !PAPER_LOADS.includes(id)),
];
export const comparedPolicies: readonly string[] = [AGENT, ...policyIds];

/** Those of the keys that can be compared, with settings or without; of orders by hand those that order something. */
export function comparedOf(keys: readonly string[]): readonly string[] {
  return keys.filter(
    (key) => comparedPolicies.includes(baseOf(key)) || (isSet(key) && baseOf(key) === HAND) || isOwn(key),
  );
}

/** What is chosen of a list. */
export type ChoiceList = 'pipelines' | 'workloads' | 'policies';

/**
 * With `id` chosen or no longer, in the order of the list on screen, whatever the order of the clicks. `standing` is what
 * is ticked there: a list that followed the header is the visitor's own from then on.
 */
export function toggled(
  chosen: Compared,
  standing: Standing,
  list: ChoiceList,
  id: string,
  order: readonly string[],
): Compared {
  const had = standing[list];
  const next = had.includes(id) ? had.filter((other) => other !== id) : [...had, id];
  return { ...chosen, [list]: order.filter((one) => next.includes(one)) };
}

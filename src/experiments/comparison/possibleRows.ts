/** What is possible on the loads of a comparison, over seeds. */
import { Lookup } from './aggregate.ts';
import { estimate, type Estimate } from './estimate.ts';
import type { Levels } from './levels.ts';
import type { ComparisonResult } from './result.ts';

export interface PossibleRow extends Pick<Levels, 'kind' | 'former'> {
  readonly pipeline: string;
  readonly workload: string;
  /** In the order of every estimate's values. */
  readonly seeds: readonly number[];
  /** Mean reward a decision of the best plan found, and its mean cores and mean Q, which comparisons of before have not. */
  readonly found: Estimate;
  readonly cost: Estimate | null;
  readonly qos: Estimate | null;
  /** Mean reward that nobody can exceed; null where none is proven. */
  readonly bound: Estimate | null;
}

/** Loads in the plan’s order; those whose references were not found are left out. */
export function possibleOf(result: ComparisonResult): readonly PossibleRow[] {
  const lookup = new Lookup(result);
  const { pipelines, workloads, seeds } = result.plan;
  return pipelines.flatMap(({ id: pipeline }) =>
    workloads.flatMap(({ id: workload }) => {
      const found = seeds.flatMap((seed) => {
        const levels = lookup.levels(pipeline, workload, seed);
        return levels ? [{ seed, levels }] : [];
      });
      const [first] = found;
      if (!first) return [];
      const over = (of: (levels: Levels) => number | undefined): Estimate | null => {
        const values = found.flatMap(({ levels }) => of(levels) ?? []);
        return values.length === found.length ? estimate(values) : null;
      };
      const former = found.some(({ levels }) => levels.former);
      return [
        {
          ...{ pipeline, workload, seeds: found.map(({ seed }) => seed), kind: first.levels.kind },
          ...(former ? { former: true as const } : {}),
          found: estimate(found.map(({ levels }) => levels.found)),
          cost: over(({ plan }) => plan?.cost),
          qos: over(({ plan }) => plan?.qos),
          bound: over(({ bound }) => bound),
        },
      ];
    }),
  );
}

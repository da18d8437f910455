/** What of a plan is found and what is left: without the code that runs it, so that a page can count before it loads that. */
import { cellKey, groupsOf, placeKey, workloadKey, type ComparisonPlan, type Group } from './plan.ts';
import type { Cell, References } from './result.ts';

/** What has been found so far, in any order. */
export interface Found {
  readonly cells: readonly Cell[];
  readonly references: readonly References[];
}

export type FoundPiece =
  | { readonly kind: 'cell'; readonly cell: Cell }
  | { readonly kind: 'references'; readonly references: References };

export const nothingFound: Found = { cells: [], references: [] };

/** A group's policies and references that are still to be run. */
export interface Task {
  readonly group: Group;
  readonly references: boolean;
}

/** What is left of a plan, in its order; empty where it is complete. */
export function tasksOf(plan: ComparisonPlan, found: Found): readonly Task[] {
  const cells = new Set(found.cells.map(cellKey));
  const references = new Set(found.references.map(placeKey));
  return groupsOf(plan)
    .map((group) => {
      const pipeline = group.pipeline.id;
      const workload = workloadKey(group.workload);
      const { seed } = group;
      return {
        group: {
          ...group,
          policies: group.policies.filter(
            ({ key }) => !cells.has(cellKey({ pipeline, workload, policy: key, seed })),
          ),
        },
        references: !references.has(placeKey({ pipeline, workload, seed })),
      };
    })
    .filter((task) => task.references || task.group.policies.length > 0);
}

/** What of a plan is found and what is left: without the code that runs it, so that a page can count before it loads that. */
import {
  cellKey,
  groupsOf,
  placeKey,
  placeOf,
  type ComparisonPlan,
  type ComparisonSettings,
  type Group,
  type Place,
} from './plan.ts';
import type { ComparisonCell, Late, References } from './result.ts';

/** What has been found so far, in any order. */
export interface Found {
  readonly cells: readonly ComparisonCell[];
  readonly references: readonly References[];
  readonly late: readonly Late[];
}

export type FoundPiece =
  | { readonly kind: 'cell'; readonly cell: ComparisonCell }
  | { readonly kind: 'references'; readonly references: References }
  | { readonly kind: 'late'; readonly late: Late };

/** As `cellKey` of a run, as `placeKey` of a scenario's references. */
export function lateKey({ policy, ...at }: Place & Pick<Late, 'policy'>): string {
  return policy === undefined ? placeKey(at) : cellKey({ ...at, policy });
}

/** Whether it is of a run, and not of what is possible on a load. */
export function isRun(piece: FoundPiece): boolean {
  return piece.kind === 'cell' || (piece.kind === 'late' && piece.late.policy !== undefined);
}

export const nothingFound: Found = { cells: [], references: [], late: [] };

/** `found` and what came after it. */
export function joined(found: Found, pieces: readonly FoundPiece[]): Found {
  return {
    cells: [...found.cells, ...pieces.flatMap((p) => (p.kind === 'cell' ? [p.cell] : []))],
    references: [
      ...found.references,
      ...pieces.flatMap((p) => (p.kind === 'references' ? [p.references] : [])),
    ],
    late: [...found.late, ...pieces.flatMap((p) => (p.kind === 'late' ? [p.late] : []))],
  };
}

/** What of `task` is left after `pieces`; undefined where nothing is. */
export function restOf(task: ComparisonTask, pieces: readonly FoundPiece[]): ComparisonTask | undefined {
  const runs = new Set(
    pieces.flatMap((p) => (p.kind === 'cell' ? [p.cell.policy] : p.kind === 'late' ? [p.late.policy] : [])),
  );
  const policies = task.group.policies.filter(({ key }) => !runs.has(key));
  const ended = pieces.some(
    (p) => p.kind === 'references' || (p.kind === 'late' && p.late.policy === undefined),
  );
  const references = task.references && !ended;
  return policies.length > 0 || references
    ? { ...task, group: { ...task.group, policies }, references }
    : undefined;
}

/** What of several tasks is left after `pieces` of any of them. */
export function restOfAll(
  tasks: readonly ComparisonTask[],
  pieces: readonly FoundPiece[],
): readonly ComparisonTask[] {
  return tasks.flatMap((task) => {
    const place = placeKey(placeOf(task.group));
    return (
      restOf(
        task,
        pieces.filter((piece) => placeKey(foundAt(piece)) === place),
      ) ?? []
    );
  });
}

/** Where it was found. */
function foundAt(piece: FoundPiece): Place {
  return piece.kind === 'cell' ? piece.cell : piece.kind === 'late' ? piece.late : piece.references;
}

/** The first of what `task` has left, its references last, as stopped for `why`. */
export function firstLate({ group }: ComparisonTask, why: Pick<Late, 'why' | 'moreTime'>): FoundPiece {
  const [policy] = group.policies;
  const at = placeOf(group);
  return { kind: 'late', late: { ...at, ...(policy ? { policy: policy.key } : {}), ...why } };
}

/** A group's policies and references that are still to be run. */
export interface ComparisonTask {
  readonly group: Group;
  readonly references: boolean;
  /** Those of another seed that has all but the run at random in common. */
  readonly alike?: References;
}

/**
 * What the references of a task have in common with those of other seeds goes by this name; undefined where each seed has its
 * own: what is possible depends on a seed only by the load that it draws, or by single requests that do.
 */
export function commonKey(
  { group, references }: ComparisonTask,
  { environment }: Pick<ComparisonSettings, 'environment'>,
): string | undefined {
  if (!references || environment === 'discrete' || group.workload.kind === 'drawn') return undefined;
  const { pipeline, workload } = placeOf(group);
  return JSON.stringify([pipeline, workload]);
}

/** `task` with what is known of another seed, so that it is not searched for again. */
export function withAlike(
  task: ComparisonTask,
  settings: Pick<ComparisonSettings, 'environment'>,
  known: readonly References[],
): ComparisonTask {
  if (commonKey(task, settings) === undefined) return task;
  const { pipeline, workload } = placeOf(task.group);
  const alike = known.find((r) => !r.former && r.pipeline === pipeline && r.workload === workload);
  return alike ? { ...task, alike } : task;
}

/** What is left of a plan, in its order; empty where it is complete. */
export function tasksOf(plan: ComparisonPlan, found: Found): readonly ComparisonTask[] {
  const lateRuns = found.late.flatMap(({ policy, ...at }) =>
    policy === undefined ? [] : [{ ...at, policy }],
  );
  const cells = new Set([...found.cells, ...lateRuns].map(cellKey));
  const late = found.late.filter(({ policy }) => policy === undefined);
  // What was measured by a version before this one is measured anew.
  const now = found.references.filter(({ former }) => !former);
  const references = new Set([...now, ...late].map(placeKey));
  return groupsOf(plan)
    .map((group) => {
      const place = placeOf(group);
      return {
        group: {
          ...group,
          policies: group.policies.filter(({ key }) => !cells.has(cellKey({ ...place, policy: key }))),
        },
        references: !references.has(placeKey(place)),
      };
    })
    .filter((task) => task.references || task.group.policies.length > 0);
}

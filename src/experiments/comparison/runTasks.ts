/** Runs some tasks of a plan in one thread, in their order. */
import type { ComparisonPlan } from './plan.ts';
import type { References } from './result.ts';
import { Grounds, runTask, type ComparisonTools, type Means } from './run.ts';
import { withAlike, type ComparisonTask, type FoundPiece } from './tasks.ts';
import { noOwnRuns } from '../../policies/own/ownPolicy.ts';

/** What is possible on a load that many seeds share is searched for once. Throws `AgentMismatch` as `runTask` does. */
export async function runTasks(
  plan: ComparisonPlan,
  tasks: readonly ComparisonTask[],
  { clock, patience, own = noOwnRuns, onPiece }: Omit<ComparisonTools, 'stopped'>,
): Promise<readonly FoundPiece[]> {
  const means: Means = { grounds: new Grounds(plan.settings, patience), clock, own };
  const pieces: FoundPiece[] = [];
  const known: References[] = [];
  for (const task of tasks) {
    for await (const piece of runTask(withAlike(task, plan.settings, known), means)) {
      pieces.push(piece);
      if (piece.kind === 'references') known.push(piece.references);
      onPiece?.(piece);
    }
  }
  return pieces;
}

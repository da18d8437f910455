/** Runs some tasks of a plan in one thread, in their order. */
import type { ComparisonPlan } from './plan.ts';
import type { References } from './result.ts';
import { Grounds, runTask, type ComparisonTools } from './run.ts';
import { withAlike, type ComparisonTask, type FoundPiece } from './tasks.ts';

/** What is possible on a load that many seeds share is searched for once. Throws `AgentMismatch` as `runTask` does. */
export async function runTasks(
  plan: ComparisonPlan,
  tasks: readonly ComparisonTask[],
  { clock, patience, own, onPiece }: Omit<ComparisonTools, 'stopped'>,
): Promise<readonly FoundPiece[]> {
  const grounds = new Grounds(plan.settings, patience);
  const pieces: FoundPiece[] = [];
  const known: References[] = [];
  for (const task of tasks) {
    for await (const piece of runTask(withAlike(task, plan.settings, known), grounds, clock, own)) {
      pieces.push(piece);
      if (piece.kind === 'references') known.push(piece.references);
      onPiece?.(piece);
    }
  }
  return pieces;
}

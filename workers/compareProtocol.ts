/** What crosses the boundary of `workers/compare.ts`. Types only: no runtime code. */
import type { ComparisonNumbers } from '../src/experiments/comparison/document.ts';
import type { ComparisonSettings } from '../src/experiments/comparison/plan.ts';
import type { ComparisonResult } from '../src/experiments/comparison/result.ts';
import type { FoundPiece, ComparisonTask } from '../src/experiments/comparison/tasks.ts';
import type { DecisionTime } from '../src/experiments/reproduction/evidence.ts';

/** `workers/compare.ts`, one of a pool. */
export interface CompareApi {
  /** What the tasks that follow have in common; forgets what it prepared for earlier ones. */
  open(settings: ComparisonSettings): void;
  /**
   * Runs scenarios in their order, a visitor's code in several of them at the same time; what it finds goes to `listener` (a
   * comlink proxy) in batches, at most ten a second.
   */
  run(tasks: readonly ComparisonTask[], listener: (pieces: readonly FoundPiece[]) => void): Promise<void>;
  /** The numbers over seeds; `references` are the policies that others are set against in pairs. */
  numbers(result: ComparisonResult, references: readonly string[]): ComparisonNumbers;
  /** Fig. 6: takes about ten seconds, and is only true where nothing else computes. */
  decisionTimes(): Promise<readonly DecisionTime[]>;
}

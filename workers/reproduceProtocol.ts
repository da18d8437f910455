/** What crosses the boundary of `workers/reproduce.ts`. Types only: no runtime code. */
import type { Scenario } from '../src/scenario/scenario.ts';
import type { Evidence } from '../src/experiments/reproduction/evidence.ts';
import type { Budget } from '../src/learning/training/agentTraining.ts';

export interface ReproduceRequest {
  /** Pipeline, weights, limits and environment; its load and seed are replaced. */
  readonly scenario: Scenario;
  readonly seeds: readonly number[];
  /** Of each training. */
  readonly budget: Budget;
}

export interface ReproduceProgress {
  /** Share of the work done, 0..1. */
  readonly share: number;
  /** What is under way, in words. */
  readonly doing: string;
}

/** `workers/reproduce.ts`. */
export interface ReproduceApi {
  /** Runs the paper's evaluation; resolves to undefined where it was stopped. */
  reproduce(
    request: ReproduceRequest,
    listener: (progress: ReproduceProgress) => void,
  ): Promise<Evidence | undefined>;
  /** Asks the running evaluation to end. */
  stop(): void;
}

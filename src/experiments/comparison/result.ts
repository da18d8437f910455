/** What a comparison found, run by run. Plain JSON: numbers, strings, arrays; nothing of it needs a typed array. */
import type { EnvironmentKind, EpisodeSummary } from '../../scenario/scenario.ts';
import type { Possible } from '../possible.ts';
import type { Limits, Weights } from '../../model/pipeline.ts';

/** Values over time that Fig. 4 draws; `t` is the second of the trace. */
export const DRAWN_COLUMNS = ['t', 'load', 'cost', 'qos', 'objective', 'latency', 'unmet'] as const;

/** One entry a decision. */
export type ComparisonSeries = Readonly<Record<(typeof DRAWN_COLUMNS)[number], readonly number[]>>;

/** One policy on one pipeline, workload and seed. */
export interface ComparisonCell {
  readonly pipeline: string;
  readonly workload: string;
  readonly policy: string;
  readonly seed: number;
  readonly summary: EpisodeSummary;
  /** The same policy on the same load in the environment `twin` of the plan; only where the plan's own is the discrete-event one. */
  readonly twin?: EpisodeSummary | undefined;
  readonly series?: ComparisonSeries | undefined;
}

/** The policy that takes the best of each ten seconds whose load it knows, at another price of a core: one point of its front. */
export interface FrontPoint {
  /** Weight of a core that it was optimal for. */
  readonly costWeight: number;
  /** Mean cores and mean Q (under the plan's own weights) in the plan's environment. */
  readonly cost: number;
  readonly qos: number;
}

/**
 * What the runs of one scenario are measured against: mean rewards a decision. It follows from the scenario alone, so it is
 * the same whichever policies are compared; what their runs add to it, `levelsOf` says.
 */
export interface References {
  readonly pipeline: string;
  readonly workload: string;
  readonly seed: number;
  /** What is known of what is possible: see `Possible`. */
  readonly kind: Possible['kind'];
  /** What the best plan earns that the search found. */
  readonly found: number;
  /** Nobody earns more; absent where that is not proven: among single requests. */
  readonly bound?: number;
  /** Mean cores and mean Q of the plan; absent in comparisons of before. */
  readonly plan?: { readonly cost: number; readonly qos: number };
  /** The random policy, with the stream of its own that it has in the table. */
  readonly random: number;
  /** Cheapest cores first. */
  readonly front: readonly FrontPoint[];
  /** Made by a version without search or bound: `found` is the best of some plans made at prices of a change. */
  readonly former?: true;
}

/** Id and what a reader calls it. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** What was asked for; agents and loads by name, since the cells say all that was found with them. */
export interface PlanRecord {
  readonly pipelines: readonly Named[];
  readonly workloads: readonly (Named & { readonly drawn: boolean; readonly source: string })[];
  readonly policies: readonly (Named & { readonly trained: boolean })[];
  readonly seeds: readonly number[];
  readonly environment: EnvironmentKind;
  /** What single requests are set against; absent where none are run, and in comparisons of before: the fluid. */
  readonly twin?: EnvironmentKind;
  readonly forecaster: string;
  readonly limits: Limits;
  readonly weights: Weights;
  /** Null: each pipeline's own. */
  readonly slaSeconds: number | null;
  readonly rollout: string;
  /** Null: each variant's own. */
  readonly startupSeconds: number | null;
  readonly batchTimeoutSeconds: number;
  readonly batchRestartSeconds: number;
  readonly dropAfterSla: number;
  readonly nodes: number;
}

/** A run, or without `policy` the references of a scenario, that was stopped: `why` is the sentence. */
export interface Late {
  readonly pipeline: string;
  readonly workload: string;
  readonly seed: number;
  readonly policy?: string;
  readonly why: string;
  /** More time would have helped; absent where it would not, or that is not known. */
  readonly moreTime?: true;
}

export interface ComparisonResult {
  /** 1 had no bound: its references were an optimum of each step and a plan made in hindsight. */
  readonly format: 2;
  readonly plan: PlanRecord;
  /** Ordered by pipeline, workload, policy and seed as the plan lists them. */
  readonly cells: readonly ComparisonCell[];
  readonly references: readonly References[];
  /** What was stopped because it took too long; absent where nothing was. */
  readonly late?: readonly Late[];
  /** Whether every run of the plan is there, or was stopped. */
  readonly complete: boolean;
}

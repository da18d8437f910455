/** What the lab measures to judge the paper's evaluation. Plain data: it is what the page downloads. */

/** The paper's three workloads (VI-B), drawn anew for each seed. */
export const LOADS = ['steady-low', 'fluctuating', 'steady-high'] as const;
export type LoadName = (typeof LOADS)[number];

/** The paper's four policies. IPA searches exactly, as it decides the same as by its solver and faster. */
export const CONTENDERS = ['random', 'greedy', 'ipa-exact', 'opd'] as const;
export type Contender = (typeof CONTENDERS)[number];

/** One policy on one load with one seed: means over the decisions of one cycle, and how far they stray from it. */
export interface Measured {
  /** C, cores. */
  readonly cost: number;
  /** Q, points. */
  readonly qos: number;
  /** J, points. */
  readonly objective: number;
  /** Standard deviation of C over the decisions, cores. */
  readonly costDeviation: number;
  /** Standard deviation of Q over the decisions, points. */
  readonly qosDeviation: number;
}

/** What is possible in J on one load with one seed for one who knows the whole of it (`possibleIn`). */
export interface Reachable {
  /** The best plan found. */
  readonly plan: Measured;
  /** No orders reach a higher J, points; absent among single requests, where none is proven. */
  readonly bound?: number | undefined;
}

/** Median milliseconds of one decision on a pipeline. */
export interface DecisionTime {
  readonly stages: number;
  /** Variants of each stage. */
  readonly variants: number;
  /** IPA's integer program, built and solved by HiGHS. */
  readonly ipa: number;
  /** IPA by exact search. */
  readonly ipaExact: number;
  /** The agent's network, its features and masks. */
  readonly opd: number;
}

/** How one training went: the mean over its first tenth and over its last. */
export interface Convergence {
  readonly policyLoss: readonly [first: number, last: number];
  readonly valueLoss: readonly [first: number, last: number];
  /** Mean reward of a decision. */
  readonly reward: readonly [first: number, last: number];
}

export interface Evidence {
  readonly seeds: readonly number[];
  /** Seconds or decisions of each training. */
  readonly budget: { readonly seconds: number } | { readonly steps: number };
  readonly pipeline: string;
  /** One entry a seed. */
  readonly levels: Readonly<Record<LoadName, Readonly<Record<Contender, readonly Measured[]>>>>;
  /** One entry a seed; absent in evidence of before it was measured. */
  readonly possible?: Readonly<Record<LoadName, readonly Reachable[]>> | undefined;
  readonly convergence: readonly Convergence[];
  /** SMAPE in per cent on a load that the predictor did not learn from, of it and of the last ten-second maximum, and its milliseconds. */
  readonly forecast: { readonly smape: number; readonly naive: number; readonly milliseconds: number };
  /** From the smallest pipeline to the largest. */
  readonly decisionTimes: readonly DecisionTime[];
}

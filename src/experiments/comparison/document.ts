/** The whole of a comparison as one JSON document: the runs, and every number that is shown of them. */
import { overallOf, pairedWith, tableOf, type Overall, type PairedRow, type Row } from './aggregate.ts';
import { gapsOf, type Gap } from './gap.ts';
import { isOracle } from './levels.ts';
import { optimumFront, paretoFront } from './pareto.ts';
import { possibleOf, type PossibleRow } from './possibleRows.ts';
import type { ComparisonResult, FrontPoint } from './result.ts';

export interface Fronts {
  readonly pipeline: string;
  readonly workload: string;
  /** Policies that no other beats in cost or QoS without losing in the other, by means over seeds. */
  readonly policies: readonly string[];
  readonly optimum: readonly FrontPoint[];
}

export interface Paired {
  readonly reference: string;
  readonly metric: string;
  readonly rows: readonly PairedRow[];
}

/** All that is shown of a result and not in it. */
export interface ComparisonNumbers {
  readonly table: readonly Row[];
  /** What is possible on each load, which score and regret are measured against. */
  readonly possible: readonly PossibleRow[];
  /** Score over all pipelines and workloads. */
  readonly overall: readonly Overall[];
  readonly paired: readonly Paired[];
  readonly fronts: readonly Fronts[];
  /** What single requests met against the plan's `twin`; empty where the plan did not run single requests. */
  readonly gaps: readonly Gap[];
}

export interface ComparisonDocument extends ComparisonNumbers {
  readonly result: ComparisonResult;
}

/** Policies that all others are set against in pairs, unless others are named. */
export const PAIRED_WITH: readonly string[] = ['greedy', 'ipa-exact'];

/** What is compared in pairs: those of Fig. 5, and what the policies are judged on. */
export const PAIRED_METRICS = ['cost', 'qos', 'objective', 'reward'] as const;

/** `references`: ids of the policies that all others are set against in pairs; those not in the plan are left out. */
export function documentOf(result: ComparisonResult, references: readonly string[]): ComparisonDocument {
  return { result, ...numbersOf(result, references) };
}

/** The same without the result; values over time are not needed for it. */
export function numbersOf(result: ComparisonResult, references: readonly string[]): ComparisonNumbers {
  const table = tableOf(result);
  const { pipelines, workloads, policies } = result.plan;
  return {
    table,
    possible: possibleOf(result),
    overall: overallOf(result, 'score'),
    paired: references
      .filter((id) => policies.some((p) => p.id === id))
      .flatMap((reference) =>
        PAIRED_METRICS.map((metric) => ({ reference, metric, rows: pairedWith(result, reference, metric) })),
      ),
    fronts: pipelines.flatMap(({ id: pipeline }) =>
      workloads.map(({ id: workload }) => ({
        pipeline,
        workload,
        policies: frontOfPolicies(table, pipeline, workload),
        optimum: optimumFront(result, pipeline, workload),
      })),
    ),
    gaps: gapsOf(result),
  };
}

function frontOfPolicies(table: readonly Row[], pipeline: string, workload: string): readonly string[] {
  const points = table.flatMap((row) =>
    row.pipeline === pipeline && row.workload === workload && !isOracle(row.policy)
      ? [{ policy: row.policy, cost: row.metrics['cost']!.mean, qos: row.metrics['qos']!.mean }]
      : [],
  );
  return paretoFront(points, ({ qos }) => qos).map(({ policy }) => policy);
}

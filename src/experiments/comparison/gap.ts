/** What another environment says of a policy against what single requests meet: the gap between the two simulations. */
import { Lookup } from './aggregate.ts';
import { estimate, type Estimate } from './estimate.ts';
import { mean } from '../statistics.ts';
import { metricById } from './comparisonMetrics.ts';
import type { ComparisonCell, ComparisonResult } from './result.ts';

/** What both environments know. */
export const GAP_METRICS = ['objective', 'qos', 'cost', 'reward', 'latency', 'dropped'] as const;
export type GapMetric = (typeof GAP_METRICS)[number];

export interface GapRow {
  readonly policy: string;
  /** In the order of every estimate's values. */
  readonly seeds: readonly number[];
  /** Value in the discrete-event environment less that in its twin, on the same load. */
  readonly difference: Readonly<Record<GapMetric, Estimate>>;
  /** Mean reward over the seeds in each. */
  readonly discrete: number;
  readonly twin: number;
}

export interface Gap {
  readonly pipeline: string;
  readonly workload: string;
  /** Pairs of policies, and how many of them both environments put in the same order by mean reward. */
  readonly pairs: number;
  readonly alike: number;
  readonly rows: readonly GapRow[];
}

function twinOf(cell: ComparisonCell): ComparisonCell | undefined {
  return cell.twin && { ...cell, summary: cell.twin, twin: undefined };
}

function rowOf(policy: string, cells: readonly ComparisonCell[]): GapRow | undefined {
  const both = cells.flatMap((cell) => {
    const twin = twinOf(cell);
    return twin ? [{ cell, twin }] : [];
  });
  if (both.length === 0) return undefined;
  const values = (id: GapMetric, side: 'cell' | 'twin'): readonly number[] =>
    both.map((one) => metricById(id).of(one[side], undefined)!);
  const difference = (id: GapMetric): Estimate => {
    const twin = values(id, 'twin');
    return estimate(values(id, 'cell').map((value, i) => value - twin[i]!));
  };
  return {
    policy,
    seeds: both.map(({ cell }) => cell.seed),
    difference: Object.fromEntries(GAP_METRICS.map((id) => [id, difference(id)])) as GapRow['difference'],
    discrete: mean(values('reward', 'cell')),
    twin: mean(values('reward', 'twin')),
  };
}

/** Pipelines and workloads of a result of the discrete-event environment, in the plan's order; empty of any other. */
export function gapsOf(result: ComparisonResult): readonly Gap[] {
  const lookup = new Lookup(result);
  const rows = lookup.rows();
  return result.plan.pipelines.flatMap(({ id: pipeline }) =>
    result.plan.workloads.flatMap(({ id: workload }) => {
      const found = rows
        .filter((row) => row.pipeline === pipeline && row.workload === workload)
        .flatMap(({ policy, seeds }) => {
          const cells = seeds.flatMap((seed) => lookup.cell(pipeline, workload, policy, seed) ?? []);
          return rowOf(policy, cells) ?? [];
        });
      if (found.length === 0) return [];
      const pairs = found.flatMap((a, i) => found.slice(i + 1).map((b) => [a, b] as const));
      const alike = pairs.filter(
        ([a, b]) => Math.sign(a.discrete - b.discrete) === Math.sign(a.twin - b.twin),
      ).length;
      return [{ pipeline, workload, pairs: pairs.length, alike, rows: found }];
    }),
  );
}

/** From runs to numbers over seeds. Everything here is recomputed from the result's own JSON. */
import { estimate, type Estimate } from './estimate.ts';
import { mean } from '../statistics.ts';
import { metricById, metrics, type ComparisonMetric } from './comparisonMetrics.ts';
import { levelsOf, type Levels } from './levels.ts';
import { cellKey, placeKey } from './plan.ts';
import type { ComparisonCell, ComparisonResult, References } from './result.ts';

/** A policy on a pipeline and workload, over seeds. */
export interface Row {
  readonly pipeline: string;
  readonly workload: string;
  readonly policy: string;
  /** In the order of every estimate's values. */
  readonly seeds: readonly number[];
  /** By the metric's id; a metric that not every run knows is left out. */
  readonly metrics: Readonly<Record<string, Estimate>>;
}

/** A row's difference from another policy on the same loads, seed by seed. */
export interface PairedRow {
  readonly pipeline: string;
  readonly workload: string;
  readonly policy: string;
  readonly seeds: readonly number[];
  /** Value less the reference's. */
  readonly difference: Estimate;
  /** The same in per cent of the reference's value; null where one of these is 0 or less. */
  readonly percent: Estimate | null;
}

/** Cells and references of a result, found by what they are of. */
export class Lookup {
  readonly #cells = new Map<string, ComparisonCell>();
  readonly #references = new Map<string, References>();
  /** Runs of one load. */
  readonly #runs = new Map<string, ComparisonCell[]>();
  readonly #levels = new Map<string, Levels | undefined>();
  readonly #result: ComparisonResult;

  constructor(result: ComparisonResult) {
    this.#result = result;
    for (const cell of result.cells) {
      this.#cells.set(cellKey(cell), cell);
      const runs = this.#runs.get(placeKey(cell));
      if (runs) runs.push(cell);
      else this.#runs.set(placeKey(cell), [cell]);
    }
    for (const r of result.references) this.#references.set(placeKey(r), r);
  }

  cell(pipeline: string, workload: string, policy: string, seed: number): ComparisonCell | undefined {
    return this.#cells.get(cellKey({ pipeline, workload, policy, seed }));
  }

  /** Undefined where what a load is measured against was not found. Throws where a run exceeds the bound. */
  levels(pipeline: string, workload: string, seed: number): Levels | undefined {
    const key = placeKey({ pipeline, workload, seed });
    if (!this.#levels.has(key)) {
      const references = this.#references.get(key);
      this.#levels.set(key, references && levelsOf(references, this.#runs.get(key) ?? []));
    }
    return this.#levels.get(key);
  }

  value(
    pipeline: string,
    workload: string,
    policy: string,
    seed: number,
    metric: ComparisonMetric,
  ): number | undefined {
    const cell = this.cell(pipeline, workload, policy, seed);
    return cell && metric.of(cell, this.levels(pipeline, workload, seed));
  }

  /** Every pipeline, workload and policy that has a run, in the plan's order, with its seeds. */
  rows(): readonly Pick<Row, 'pipeline' | 'workload' | 'policy' | 'seeds'>[] {
    const { pipelines, workloads, policies, seeds } = this.#result.plan;
    return pipelines.flatMap(({ id: pipeline }) =>
      workloads.flatMap(({ id: workload }) =>
        policies.flatMap(({ id: policy }) => {
          const ran = seeds.filter((seed) => this.cell(pipeline, workload, policy, seed));
          return ran.length > 0 ? [{ pipeline, workload, policy, seeds: ran }] : [];
        }),
      ),
    );
  }
}

/** The table: a row each pipeline, workload and policy, in the plan's order. */
export function tableOf(result: ComparisonResult): readonly Row[] {
  const lookup = new Lookup(result);
  return lookup.rows().map((row) => {
    const { pipeline, workload, policy, seeds } = row;
    const found: Record<string, Estimate> = {};
    for (const metric of metrics) {
      const values = seeds.map((seed) => lookup.value(pipeline, workload, policy, seed, metric));
      if (allKnown(values)) found[metric.id] = estimate(values);
    }
    return { ...row, metrics: found };
  });
}

function allKnown(values: readonly (number | undefined)[]): values is readonly number[] {
  return values.every((value) => value !== undefined);
}

/** Every policy against `reference`, over the seeds that both have; the reference itself is left out. */
export function pairedWith(
  result: ComparisonResult,
  reference: string,
  metricId: string,
): readonly PairedRow[] {
  const lookup = new Lookup(result);
  const metric = metricById(metricId);
  return lookup.rows().flatMap(({ pipeline, workload, policy, seeds }) => {
    if (policy === reference) return [];
    const both = seeds.flatMap((seed) => {
      const value = lookup.value(pipeline, workload, policy, seed, metric);
      const other = lookup.value(pipeline, workload, reference, seed, metric);
      return value === undefined || other === undefined ? [] : [{ seed, value, other }];
    });
    if (both.length === 0) return [];
    return [
      {
        pipeline,
        workload,
        policy,
        seeds: both.map(({ seed }) => seed),
        difference: estimate(both.map(({ value, other }) => value - other)),
        percent: both.every(({ other }) => other > 0)
          ? estimate(both.map(({ value, other }) => 100 * (value / other - 1)))
          : null,
      },
    ];
  });
}

/** A policy over the whole plan: each seed's mean over the scenarios, over the seeds that have them all. */
export interface Overall {
  readonly policy: string;
  readonly seeds: readonly number[];
  readonly estimate: Estimate;
}

/** Only of policies that ran on every pipeline and workload: a mean over easier loads would flatter the others. */
export function overallOf(result: ComparisonResult, metricId: string): readonly Overall[] {
  const lookup = new Lookup(result);
  const metric = metricById(metricId);
  const { pipelines, workloads, policies, seeds } = result.plan;
  return policies.flatMap(({ id: policy }) => {
    const found = seeds.flatMap((seed) => {
      const values = pipelines.flatMap((p) =>
        workloads.map((w) => lookup.value(p.id, w.id, policy, seed, metric)),
      );
      return allKnown(values) ? [{ seed, value: mean(values) }] : [];
    });
    if (found.length === 0) return [];
    return [
      {
        policy,
        seeds: found.map(({ seed }) => seed),
        estimate: estimate(found.map(({ value }) => value)),
      },
    ];
  });
}

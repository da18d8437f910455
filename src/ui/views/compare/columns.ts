/** The table's columns, its order and its file. */
import { nameIn, nameOf, shown, type Statistic } from './pick.ts';
import { lateRows, seedsWords } from './words.ts';
import { chartCsv } from '../../charts/svg.ts';
import type { Row } from '../../../experiments/comparison/aggregate.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
import type { Estimate } from '../../../experiments/comparison/estimate.ts';
import { metrics, type ComparisonMetric } from '../../../experiments/comparison/comparisonMetrics.ts';

export interface Order {
  /** `pipeline`, `workload`, `policy` or a metric's id. */
  readonly column: string;
  readonly down: boolean;
}

/** Metrics that any row knows; the others would be empty columns. */
export function columnsOf(table: readonly Row[]): readonly ComparisonMetric[] {
  return metrics.filter(({ id }) => table.some((row) => row.metrics[id]));
}

/** Stable, so that sorting by one column and then another groups. Rows without the value come last. */
export function sorted(table: readonly Row[], { column, down }: Order, statistic: Statistic): readonly Row[] {
  const sign = down ? -1 : 1;
  if (column === 'pipeline' || column === 'workload' || column === 'policy') {
    const text = (row: Row): string => (column === 'policy' ? nameOf(row.policy) : row[column]);
    return [...table].sort((a, b) => sign * text(a).localeCompare(text(b)));
  }
  return [...table].sort((a, b) => {
    const [p, q] = [a.metrics[column], b.metrics[column]];
    if (!p || !q) return Number(!p) - Number(!q);
    return sign * (p[statistic] - q[statistic]);
  });
}

const STATISTICS = ['mean', 'iqm'] as const;

/** Both statistics with their intervals; empty where it is not known. */
function cellsOf(found: Estimate | null | undefined): readonly (string | number)[] {
  if (!found) return ['', '', '', '', '', ''];
  return STATISTICS.flatMap((statistic) => {
    const { value, low, high } = shown(found, statistic);
    return [value, low, high];
  });
}

/** What is possible on each load, a row each: the best plan found, and the bound where one is proven. */
function possibleLines({ possible, table, result }: ComparisonDocument): readonly (string | number)[][] {
  const columns = columnsOf(table);
  return possible.flatMap(({ pipeline, workload, seeds, found, bound, cost, qos }) => {
    const line = (what: string, known: Readonly<Record<string, Estimate | null>>): (string | number)[] => [
      nameIn(result.plan.pipelines, pipeline),
      nameIn(result.plan.workloads, workload),
      what,
      seeds.length,
      ...columns.flatMap(({ id }) => cellsOf(known[id])),
    ];
    return [
      line('Best plan found', { reward: found, cost, qos }),
      ...(bound ? [line('Upper bound', { reward: bound })] : []),
    ];
  });
}

/** All of the table with full digits; below it what is possible on each load, and what was stopped, with its sentence. */
export function tableCsv(document: ComparisonDocument): string {
  const { table, result } = document;
  const columns = columnsOf(table);
  const late = lateRows(document);
  const stopped = late.length > 0;
  return chartCsv({
    head: [
      'pipeline',
      'workload',
      'policy',
      'seeds',
      ...columns.flatMap(({ id }) => [
        id,
        `${id} low`,
        `${id} high`,
        `${id} iqm`,
        `${id} iqm low`,
        `${id} iqm high`,
      ]),
      ...(stopped ? ['stopped'] : []),
    ],
    rows: [
      ...table.map((row): readonly (string | number)[] => [
        nameIn(result.plan.pipelines, row.pipeline),
        nameIn(result.plan.workloads, row.workload),
        nameOf(row.policy),
        row.seeds.length,
        ...columns.flatMap(({ id }) => cellsOf(row.metrics[id])),
        ...(stopped ? [''] : []),
      ]),
      ...possibleLines(document).map((line) => (stopped ? [...line, ''] : line)),
      ...late.map(({ pipeline, workload, what, why, seeds }) => [
        pipeline,
        workload,
        what,
        seeds.length,
        ...columns.flatMap(() => ['', '', '', '', '', '']),
        `${seedsWords(seeds)}: ${why}`,
      ]),
    ],
  });
}

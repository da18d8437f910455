/** The table's columns, its order and its file. */
import { nameIn, nameOf, shown, type Statistic } from './pick.ts';
import { lateRows, seedsWords } from './words.ts';
import { chartCsv } from '../../charts/svg.ts';
import type { Row } from '../../../experiments/comparison/aggregate.ts';
import type { ComparisonDocument } from '../../../experiments/comparison/document.ts';
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

/** All of the table: both statistics with their intervals, full digits; below it what was stopped, with its sentence. */
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
        ...columns.flatMap(({ id }): readonly (string | number)[] => {
          const found = row.metrics[id];
          if (!found) return ['', '', '', '', '', ''];
          return (['mean', 'iqm'] as const).flatMap((statistic) => {
            const { value, low, high } = shown(found, statistic);
            return [value, low, high];
          });
        }),
        ...(stopped ? [''] : []),
      ]),
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

/** The rows of a map as its charts read them: a cell by its column and its row from the bottom. */
import { settingWords, stageName } from '../pipeline/names.ts';
import type { MapGrid } from '../../experiments/policyMap/grid.ts';
import type { MapRow } from '../../experiments/policyMap/policyMap.ts';
import type { Configuration, Pipeline } from '../../model/pipeline.ts';

/** What a map is coloured by: a number of the whole configuration, or the variant of a stage by its index. */
export type Colouring = 'cost' | 'accuracy' | 'batch' | number;

/** The row of each number of cores, from the fewest; undefined where it is not computed yet. */
export function rowsFrom(grid: MapGrid, rows: readonly MapRow[]): readonly (MapRow | undefined)[] {
  return grid.cores.map((cores) => rows.find((row) => row.cores === cores));
}

/** What a cell is coloured by. */
export function valueOf(row: MapRow, column: number, by: Colouring): number {
  if (typeof by === 'string') return row[by][column]!;
  return row.orders[(row.orders.length / row.cost.length) * column + 3 * by]!;
}

/** What stands in a cell; batch sizes are the powers of two. */
function configurationOf(row: MapRow, column: number): Configuration {
  const width = row.orders.length / row.cost.length;
  return Array.from({ length: width / 3 }, (_, n) => {
    const at = width * column + 3 * n;
    return {
      variant: row.orders[at]!,
      replicas: row.orders[at + 1]! + 1,
      batch: 2 ** row.orders[at + 2]!,
    };
  });
}

/** "Detect s × 3, by 4; Classify ...". */
export function orderWords({ stages }: Pipeline, row: MapRow, column: number): string {
  return configurationOf(row, column)
    .map((setting, n) => `${stageName(stages[n]!)} ${settingWords(stages[n]!, setting)}`)
    .join('; ');
}

/** The columns of results, once: types, arrays and documents follow from these lists, in their order. */

/** Means over the ten seconds of a decision; `batch` is the largest ordered. */
export const VALUE_COLUMNS = [
  'accuracy',
  'throughput',
  'latency',
  'excess',
  /** Mean of max(0, E), req/s. */
  'unmet',
  'cost',
  'batch',
  'qos',
  'objective',
  'reward',
] as const;

/**
 * Requests that arrived, were served and were dropped in the ten seconds, and those served within the latency objective:
 * counted where single requests are followed, elsewhere an estimate. Served and dropped are 0 where unknown.
 */
export const COUNT_COLUMNS = ['arrived', 'served', 'dropped', 'inTime'] as const;

/** What a step gives; `load` is the maximum of the ten seconds, req/s. */
export const RESULT_COLUMNS = ['load', ...VALUE_COLUMNS, ...COUNT_COLUMNS] as const;

export type ResultColumn = (typeof RESULT_COLUMNS)[number];

/** An entry for each of `columns`, in their order. */
export function entries<Column extends string, Value>(
  columns: readonly Column[],
  make: (column: Column) => Value,
): Record<Column, Value> {
  return Object.fromEntries(columns.map((column) => [column, make(column)])) as Record<Column, Value>;
}

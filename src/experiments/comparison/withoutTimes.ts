/** A comparison's document without what a clock read, so that equal plans give equal bytes. */
import type { ComparisonDocument } from './document.ts';
import type { EpisodeSummary } from '../../scenario/scenario.ts';

/** The column of clock readings, of runs and of the table; nothing else of a document follows from it. */
const TIMES = 'decisionMs';

function without<T extends object>(value: T): Omit<T, typeof TIMES> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== TIMES)) as Omit<T, typeof TIMES>;
}

/** `document` with everything but the milliseconds that decisions took. */
export function withoutTimes(document: ComparisonDocument): object {
  const { result, table, ...rest } = document;
  const summaryOf = (summary: EpisodeSummary): object => without(summary);
  return {
    result: {
      ...result,
      cells: result.cells.map((cell) => ({
        ...cell,
        summary: summaryOf(cell.summary),
        ...(cell.twin ? { twin: summaryOf(cell.twin) } : {}),
      })),
    },
    table: table.map((row) => ({ ...row, metrics: without(row.metrics) })),
    ...rest,
  };
}

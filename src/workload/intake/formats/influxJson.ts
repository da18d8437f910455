import { cellIn, listIn, objectIn, own, seriesLabelOf } from './json.ts';
import type { Cell, Format, LabelledSeries } from '../source.ts';
import { listed } from '../steps.ts';
import { quoted } from '../text.ts';
import { isCountName, isCounterName, isForeign, perOf } from '../columnWords.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';

/** The answer of InfluxDB's /query: results, series, columns, values. */
export const influxJson: Format = {
  name: 'InfluxDB query',
  recognises: ({ json }) => listIn(own(json, 'results')) !== undefined,
  read({ json, name }) {
    const series: LabelledSeries[] = [];
    const leftOut = new Set<string>();
    for (const [r, result] of listIn(own(json, 'results'))!.entries()) {
      const error = own(result, 'error');
      if (error !== undefined)
        return refused(
          `${name}: InfluxDB answered with an error: ${quoted(error, 200)}; mend the query and save its answer again.`,
        );
      for (const [s, one] of (listIn(own(result, 'series')) ?? []).entries()) {
        const read = seriesIn(one, `${name}: at results.${String(r)}.series.${String(s)}`, leftOut);
        if (!read.ok) return read;
        series.push(...read.value);
      }
    }
    if (series.length === 0)
      return refused(`${name}: the query matched no series, so there is nothing to import.`);
    return accepted({ shape: 'series', series, leftOut: [...leftOut] });
  },
};

/** One series for each column of the load. */
function seriesIn(entry: unknown, where: string, leftOut: Set<string>): Result<readonly LabelledSeries[]> {
  const columns = listIn(own(entry, 'columns'))?.map((column) => String(cellIn(column)));
  const rows = listIn(own(entry, 'values'));
  const time = columns?.indexOf('time') ?? -1;
  if (!columns || !rows || time < 0)
    return refused(`${where}: ${quoted(entry)} is not {"columns": ["time", ...], "values": [...]}.`);
  const bad = rows.findIndex((row) => listIn(row)?.length !== columns.length);
  if (bad >= 0)
    return refused(
      `${where}.values.${String(bad)}: ${quoted(rows[bad])} has not one value for each of ${String(columns.length)} columns.`,
    );
  const cell = (row: number, column: number): Cell => cellIn((rows[row] as readonly unknown[])[column]);
  const times = rows.map((_, i) => cell(i, time));
  const tags = objectIn(own(entry, 'tags')) ?? {};
  const called = own(entry, 'name');
  const measurement = typeof called === 'string' ? called : '';
  const numeric = columns.filter((_, c) => c !== time && rows.some((_, i) => typeof cell(i, c) === 'number'));
  const load = loadAmong(numeric, measurement);
  const out = numeric.filter((column) => !load.includes(column));
  if (out.length > 0)
    leftOut.add(
      `Of the columns ${listed(numeric)}${measurement === '' ? '' : ` of ${quoted(measurement)}`} only ${listed(load)} ${load.length === 1 ? 'is' : 'are'} taken for the load; to read another, query it alone.`,
    );
  return accepted(
    columns.flatMap((column, c) => {
      if (c === time || !load.includes(column)) return [];
      const label = Object.keys(tags).length > 0 ? seriesLabelOf(tags) : column;
      return [
        {
          label: load.length > 1 && label !== column ? `${label}, ${column}` : label,
          name: `${measurement} ${column}`.trim().slice(0, 200),
          // Which of its columns are the load was told above.
          metric: measurement.slice(0, 200),
          times,
          values: rows.map((_, i) => cell(i, c)),
          place: (i: number) => `${where}.values.${String(i)}: the value of ${quoted(column)}`,
        },
      ];
    }),
  );
}

/** Those columns that can be the load, as in a table: rates, else numbers of requests, else what has no foreign name. */
function loadAmong(columns: readonly string[], measurement: string): readonly string[] {
  if (columns.length < 2) return columns;
  // Of what is a rate already, the mean of each step is the load and the number of its points is not.
  const mean = columns.filter((column) => column === 'mean');
  if (perOf(measurement) !== undefined && mean.length > 0) return mean;
  const counts = (column: string): boolean => isCountName(column) || isCounterName(column);
  return (
    [
      columns.filter((column) => perOf(column) !== undefined),
      columns.filter((column) => !isForeign(column) && counts(column)),
      columns.filter((column) => !isForeign(column)),
      mean,
    ].find((some) => some.length > 0) ?? columns.slice(0, 1)
  );
}

import { cellIn, listIn, objectIn, own, labelOf } from './json.ts';
import type { Cell, Format, LabelledSeries } from '../source.ts';
import { quoted } from '../text.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';

/** The answer of InfluxDB's /query: results, series, columns, values. */
export const influxJson: Format = {
  name: 'InfluxDB query',
  recognises: ({ json }) => listIn(own(json, 'results')) !== undefined,
  read({ json, name }) {
    const series: LabelledSeries[] = [];
    for (const [r, result] of listIn(own(json, 'results'))!.entries()) {
      const error = own(result, 'error');
      if (error !== undefined)
        return refused(
          `${name}: InfluxDB answered with an error: ${quoted(error, 200)}; mend the query and save its answer again.`,
        );
      for (const [s, one] of (listIn(own(result, 'series')) ?? []).entries()) {
        const read = seriesIn(one, `${name}: at results.${String(r)}.series.${String(s)}`);
        if (!read.ok) return read;
        series.push(...read.value);
      }
    }
    if (series.length === 0)
      return refused(`${name}: the query matched no series, so there is nothing to import.`);
    return accepted({ shape: 'series', series });
  },
};

/** One series for each column of numbers. */
function seriesIn(entry: unknown, where: string): Result<readonly LabelledSeries[]> {
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
  const measurement = own(entry, 'name');
  return accepted(
    columns.flatMap((column, c) => {
      if (c === time || !rows.some((_, i) => typeof cell(i, c) === 'number')) return [];
      const label = Object.keys(tags).length > 0 ? labelOf(tags) : column;
      return [
        {
          label: columns.length > 2 && label !== column ? `${label}, ${column}` : label,
          name: typeof measurement === 'string' ? `${measurement} ${column}`.slice(0, 200) : column,
          times,
          values: rows.map((_, i) => cell(i, c)),
          place: (i: number) => `${where}.values.${String(i)}: the value of ${quoted(column)}`,
        },
      ];
    }),
  );
}

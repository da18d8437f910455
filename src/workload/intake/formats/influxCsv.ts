import Papa from 'papaparse';
import type { Cell, Format, LabelledSeries } from '../source.ts';
import { quoted } from '../text.ts';
import { accepted, refused } from '../../../model/result.ts';

interface Growing {
  readonly label: string;
  readonly name: string;
  readonly times: Cell[];
  readonly values: Cell[];
  readonly lines: number[];
}

/** InfluxDB's annotated CSV: tables with _time and _value, each under its own header; tags tell the series apart. */
export const influxCsv: Format = {
  name: 'InfluxDB annotated CSV',
  recognises: ({ head }) =>
    head.slice(0, 8).some((line) => line.startsWith('#datatype,') || line.startsWith('#group,')) ||
    head.slice(0, 2).some((line) => line.includes('_time') && line.includes('_value')),
  read({ text, name }) {
    const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { delimiter: ',' });
    const found = new Map<string, Growing>();
    let header: readonly string[] | undefined;
    for (const [i, row] of data.entries()) {
      if (row[0]!.startsWith('#') || row.every((cell) => cell.trim() === '')) {
        header = undefined;
        continue;
      }
      if (!header) {
        header = row;
        const missing = ['_time', '_value'].find((column) => !row.includes(column));
        if (missing !== undefined)
          return refused(
            `${name}, line ${String(i + 1)}: the header ${quoted(row.join(','))} has no column "${missing}"; keep it in the query.`,
          );
        continue;
      }
      if (row.length !== header.length)
        return refused(
          `${name}, line ${String(i + 1)}: ${String(row.length)} columns where the header has ${String(header.length)}; give every line as many.`,
        );
      const column = (wanted: string): string => row[header!.indexOf(wanted)] ?? '';
      const tags = header
        .map((key, c) => [key, row[c]!] as const)
        .filter(([key]) => key !== '' && key !== 'result' && key !== 'table' && !key.startsWith('_'));
      const field = column('_field');
      const key = JSON.stringify([column('_measurement'), field, tags]);
      let series = found.get(key);
      if (!series) {
        const label = [...tags.map(([tag, value]) => `${tag}=${value}`), field]
          .filter((part) => part !== '')
          .join(', ');
        series = {
          label: label.slice(0, 120),
          name: `${column('_measurement')} ${field}`.trim(),
          times: [],
          values: [],
          lines: [],
        };
        found.set(key, series);
      }
      series.times.push(column('_time'));
      series.values.push(column('_value'));
      series.lines.push(i + 1);
    }
    if (found.size === 0)
      return refused(`${name}: it holds headers and no values; check the range of the query.`);
    const series: LabelledSeries[] = [...found.values()].map(
      ({ label, name: called, times, values, lines }) => ({
        label: label === '' ? 'a series without a name' : label,
        name: called,
        times,
        values,
        place: (n) => `${name}, line ${String(lines[n])}: the value`,
      }),
    );
    return accepted({ shape: 'series', series });
  },
};

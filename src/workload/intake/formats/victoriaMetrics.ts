import { seriesLabelOf, listIn, objectIn, own, cellIn } from './json.ts';
import { jsonOfLines } from './jsonLines.ts';
import type { Format, LabelledSeries } from '../source.ts';
import { named, quoted } from '../text.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';

/** What /api/v1/export prints: one series a line, its values and its milliseconds in two lists. */
export const victoriaMetrics: Format = {
  name: 'VictoriaMetrics export',
  recognises({ json, firstJsonLine }) {
    const first = firstJsonLine ?? listIn(json)?.[0] ?? json;
    return (
      own(first, 'timestamps') !== undefined &&
      own(first, 'values') !== undefined &&
      own(first, 'metric') !== undefined
    );
  },
  read(file) {
    const entries = file.json === undefined ? jsonOfLines(file) : accepted(listIn(file.json) ?? [file.json]);
    if (!entries.ok) return entries;
    const found = new Map<string, LabelledSeries[]>();
    for (const [n, entry] of entries.value.entries()) {
      const read = seriesIn(entry, `${file.name}, line ${String(n + 1)}`);
      if (!read.ok) return read;
      const metric = Object.entries(objectIn(own(entry, 'metric')) ?? {});
      const key = JSON.stringify(metric.sort(([a], [b]) => (a < b ? -1 : 1)));
      const parts = found.get(key);
      if (parts) parts.push(read.value);
      else found.set(key, [read.value]);
    }
    return accepted({ shape: 'series', series: [...found.values()].map(joined), timeUnit: 'ms' });
  },
};

function seriesIn(entry: unknown, where: string): Result<LabelledSeries> {
  const [values, times] = [listIn(own(entry, 'values')), listIn(own(entry, 'timestamps'))];
  if (!values || !times)
    return refused(
      `${where}: ${quoted(entry)} lacks "values" or "timestamps"; a line of an export was expected.`,
    );
  if (values.length !== times.length)
    return refused(
      `${where}: ${values.length.toLocaleString('en')} values and ${times.length.toLocaleString('en')} timestamps; each value needs its own.`,
    );
  const metric = objectIn(own(entry, 'metric')) ?? {};
  const called = own(metric, '__name__');
  const name = typeof called === 'string' ? called : '';
  return accepted({
    label: seriesLabelOf(metric),
    name,
    times: times.map(cellIn),
    values: values.map(cellIn),
    place: (i) =>
      `${where}: value ${String(i + 1)} of ${name === '' ? 'a series without a name' : named(name)}`,
  });
}

/** One series of the lines that it was cut into, as by max_rows_per_line. */
function joined(parts: readonly LabelledSeries[]): LabelledSeries {
  const first = parts[0]!;
  if (parts.length === 1) return first;
  return {
    ...first,
    times: parts.flatMap((part) => part.times),
    values: parts.flatMap((part) => part.values),
    place: (i) => {
      let at = i;
      const part = parts.find(({ times }) => {
        if (at < times.length) return true;
        at -= times.length;
        return false;
      });
      return (part ?? first).place(at);
    },
  };
}

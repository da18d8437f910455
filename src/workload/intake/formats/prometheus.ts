import { seriesLabelOf, listIn, objectIn, own, cellIn, type JsonObject } from './json.ts';
import type { Cell, Format, LabelledSeries } from '../source.ts';
import { named, quoted } from '../text.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';

/**
 * The reply of a range query: the envelope of /api/v1/query_range, or the bare list of series that promtool prints.
 * Native histograms are no numbers and are passed over.
 */
export const prometheus: Format = {
  name: 'Prometheus range query',
  recognises({ json }) {
    const first = listIn(json)?.[0];
    if (first !== undefined) {
      const pairs = listIn(own(first, 'values')) ?? listIn(own(first, 'value'));
      return (
        own(first, 'timestamps') === undefined &&
        (own(first, 'metric') !== undefined ||
          pairs !== undefined ||
          listIn(own(first, 'histograms')) !== undefined)
      );
    }
    const status = own(json, 'status') !== undefined;
    return (
      own(json, 'resultType') !== undefined ||
      (status && (own(json, 'data') !== undefined || own(json, 'error') !== undefined))
    );
  },
  read({ json, name }) {
    const list = resultOf(json, name);
    if (!list.ok) return list;
    const series: LabelledSeries[] = [];
    let histograms = 0;
    for (const [n, entry] of list.value.entries()) {
      if ((listIn(own(entry, 'histograms'))?.length ?? 0) > 0) histograms++;
      const read = seriesIn(entry, n, name);
      if (!read.ok) return read;
      if (read.value) series.push(read.value);
    }
    if (series.length === 0) {
      return refused(
        histograms > 0
          ? `${name}: it holds only native histograms, which are no numbers; ask for rate(histogram_count(...)[1m:]) or another number.`
          : `${name}: the query matched no series, so there is nothing to import.`,
      );
    }
    const leftOut =
      histograms > 0 ? [`${String(histograms)} series hold native histograms, which are passed over.`] : [];
    return accepted({ shape: 'series', series, timeUnit: 's', leftOut });
  },
};

/** One entry of the result; undefined where it has no samples. */
function seriesIn(entry: unknown, n: number, file: string): Result<LabelledSeries | undefined> {
  const where = `${file}: not a Prometheus range reply; at result.${String(n)}`;
  if (!objectIn(entry))
    return refused(
      `${where}: ${quoted(entry)} is not a series, and {"metric": ..., "values": ...} was expected.`,
    );
  const values = own(entry, 'values');
  if (values === undefined && listIn(own(entry, 'histograms'))) return accepted(undefined);
  if (values === undefined && own(entry, 'value') !== undefined)
    return refused(`${where}: it holds one value, not values over time; ask query_range in place of query.`);
  const samples = listIn(values);
  if (!samples) return refused(`${where}.values: ${quoted(values)} is not a list of [seconds, "value"].`);
  const times: Cell[] = [];
  const cells: Cell[] = [];
  for (const [i, sample] of samples.entries()) {
    const pair = listIn(sample);
    if (
      pair?.length !== 2 ||
      (typeof pair[0] !== 'number' && typeof pair[0] !== 'string') ||
      Array.isArray(pair[1])
    )
      return refused(`${where}.values.${String(i)}: ${quoted(sample)} is not [seconds, "value"].`);
    times.push(pair[0]);
    cells.push(cellIn(pair[1]));
  }
  if (samples.length === 0) return accepted(undefined);
  const metric: JsonObject = objectIn(own(entry, 'metric')) ?? {};
  const called = own(metric, '__name__');
  const metricName = typeof called === 'string' ? called : '';
  const shown = metricName === '' ? 'a series without a name' : named(metricName);
  return accepted({
    label: seriesLabelOf(metric),
    name: metricName,
    times,
    values: cells,
    place: (i) => `${file}: value ${String(i + 1)} of ${shown}`,
  });
}

/** The list of series, whatever wraps it. */
function resultOf(json: unknown, name: string): Result<readonly unknown[]> {
  const bare = listIn(json);
  if (bare) return accepted(bare);
  if (own(json, 'status') === 'error') {
    const [kind, message] = [own(json, 'errorType'), own(json, 'error')].map((text) =>
      named(String(cellIn(text)), 200),
    );
    return refused(
      `${name}: Prometheus answered with an error (${kind!}): ${message!}; mend the query and save its answer again.`,
    );
  }
  const data = objectIn(own(json, 'data')) ?? json;
  const type = own(data, 'resultType');
  if (type !== undefined && type !== 'matrix') {
    const kind = typeof type === 'string' ? quoted(type) : 'of an unknown kind';
    return refused(
      `${name}: it is a reply of type ${kind}; a range query's "matrix" was expected (ask query_range in place of query).`,
    );
  }
  const list = listIn(own(data, 'result'));
  return list
    ? accepted(list)
    : refused(`${name}: not a Prometheus range reply; at data.result: a list of series was expected.`);
}

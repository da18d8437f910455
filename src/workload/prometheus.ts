import * as v from 'valibot';
import { resample, type Resampled } from './series.ts';
import { accepted, refused, type Result } from '../model/result.ts';

const SampleSchema = v.tuple([v.number(), v.string()]);
const SeriesSchema = v.object({
  metric: v.optional(v.record(v.string(), v.string()), {}),
  values: v.array(SampleSchema),
});

/** Whether parsed JSON looks like a Prometheus reply, so that a wrong one gets a sentence about Prometheus. */
export function looksLikePrometheus(json: unknown): boolean {
  if (Array.isArray(json))
    return (
      json.length > 0 &&
      typeof json[0] === 'object' &&
      json[0] !== null &&
      ('values' in json[0] || 'value' in json[0])
    );
  return (
    typeof json === 'object' &&
    json !== null &&
    ('resultType' in json || ('status' in json && ('data' in json || 'error' in json)))
  );
}

/**
 * Rates from the reply of a Prometheus range query: the envelope of /api/v1/query_range or /query, or the bare array
 * that promtool prints. Several series are summed; raw counters become rates; NaN, infinities and gaps keep the last value.
 */
export function readPrometheus(json: unknown, fileName: string): Result<Resampled> {
  const found = resultOf(json, fileName);
  if (!found.ok) return found;
  const parsed = v.safeParse(v.array(SeriesSchema), found.value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    return refused(
      `${fileName}: not a Prometheus range reply; at ${v.getDotPath(issue) ?? 'its top'}: ${issue.message}.`,
    );
  }
  const all = parsed.output.filter((s) => s.values.length > 0);
  if (all.length === 0)
    return refused(`${fileName}: the query matched no series, so there is nothing to import.`);
  const notes: string[] = [];
  let unusable = 0;
  let resets = 0;
  let counters = 0;
  const perSeries: (readonly (readonly [number, number])[])[] = [];
  for (const { metric, values } of all) {
    const numbers: [number, number][] = [];
    for (const [i, [time, text]] of values.entries()) {
      const value = text === '' ? Number.NaN : Number(text);
      if (Number.isNaN(value) && text !== 'NaN') {
        return refused(
          `${fileName}: value ${String(i + 1)} of ${nameOf(metric)} is "${text.slice(0, 40)}", and a number was expected.`,
        );
      }
      if (!Number.isFinite(value)) unusable++;
      else if (numbers.length > 0 && time <= numbers.at(-1)![0]) {
        return refused(`${fileName}: the times of ${nameOf(metric)} do not increase at ${String(time)}.`);
      } else numbers.push([time, value]);
    }
    if (isCounter(metric, numbers)) {
      counters++;
      const rate = rateOf(numbers);
      resets += rate.resets;
      perSeries.push(rate.rates);
    } else perSeries.push(numbers);
  }
  if (counters > 0)
    notes.push(
      `${String(counters)} counter${counters > 1 ? 's were' : ' was'} turned into a rate${resets > 0 ? ` (${String(resets)} resets)` : ''}.`,
    );
  if (unusable > 0) notes.push(`${String(unusable)} values were NaN or infinite and keep the last one.`);
  if (all.length > 1) notes.push(`${String(all.length)} series were added up.`);
  const summed = sum(perSeries);
  if (summed.times.length < 2)
    return refused(`${fileName}: fewer than two usable values; a range query gives one per step.`);
  const negative = summed.values.findIndex((x) => x < 0);
  if (negative >= 0) {
    return refused(
      `${fileName}: the value at ${String(summed.times[negative])} is negative (${String(summed.values[negative])}); requests per second cannot be.`,
    );
  }
  const series = resample(summed.times, summed.values, fileName);
  return series.ok
    ? accepted({ rates: series.value.rates, notes: [...notes, ...series.value.notes] })
    : series;
}

/** The list of series, whatever wraps it. */
function resultOf(json: unknown, fileName: string): Result<unknown> {
  if (Array.isArray(json)) return accepted(json);
  const record = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  if (record['status'] === 'error') {
    return refused(
      `${fileName}: Prometheus answered with an error (${String(record['errorType'])}): ${String(record['error']).slice(0, 200)}.`,
    );
  }
  const data = (
    typeof record['data'] === 'object' && record['data'] !== null ? record['data'] : record
  ) as Record<string, unknown>;
  const type = data['resultType'];
  if (type !== undefined && type !== 'matrix') {
    const named = typeof type === 'string' ? `"${type}"` : 'of an unknown kind';
    return refused(
      `${fileName}: it is a reply of type ${named}; a range query's "matrix" was expected (use query_range).`,
    );
  }
  if (!Array.isArray(data['result']))
    return refused(`${fileName}: this JSON is neither a Prometheus range reply nor a list of series.`);
  return accepted(data['result']);
}

function nameOf(metric: Readonly<Record<string, string>>): string {
  return metric['__name__']?.slice(0, 80) ?? 'a series without a name';
}

type Points = readonly (readonly [number, number])[];

/** By its name, or because it only ever rises (a reset aside) far beyond any request rate. */
function isCounter(metric: Readonly<Record<string, string>>, points: Points): boolean {
  if (/_(total|count)$/.test(metric['__name__'] ?? '')) return true;
  if (points.length < 10) return false;
  let rises = 0;
  for (let i = 1; i < points.length; i++) if (points[i]![1] >= points[i - 1]![1]) rises++;
  return (
    rises >= points.length - 1 - Math.floor(points.length / 100) &&
    points.at(-1)![1] > points[0]![1] &&
    points.at(-1)![1] > 10_000
  );
}

/** Increase over each step divided by its seconds; after a reset the new value is the increase. */
function rateOf(points: Points): { rates: Points; resets: number } {
  let resets = 0;
  const rates: [number, number][] = [];
  for (let i = 1; i < points.length; i++) {
    const [t0, v0] = points[i - 1]!;
    const [t1, v1] = points[i]!;
    if (v1 < v0) resets++;
    rates.push([t1, (v1 < v0 ? v1 : v1 - v0) / (t1 - t0)]);
  }
  return { rates, resets };
}

/** Adds series at every time that any of them has; a series between its points keeps its last value. */
function sum(series: readonly Points[]): { times: Float64Array; values: Float64Array } {
  if (series.length === 1) {
    return {
      times: Float64Array.from(series[0]!, (p) => p[0]),
      values: Float64Array.from(series[0]!, (p) => p[1]),
    };
  }
  const times = Float64Array.from(new Set(series.flatMap((points) => points.map((p) => p[0])))).sort();
  const values = new Float64Array(times.length);
  for (const points of series) {
    let at = 0;
    for (let i = 0; i < times.length; i++) {
      while (at + 1 < points.length && points[at + 1]![0] <= times[i]!) at++;
      const known = points[at];
      if (known && known[0] <= times[i]!) values[i] = values[i]! + known[1];
    }
  }
  return { times, values };
}

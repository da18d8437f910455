/** What Prometheus answers, as the numbers of an observation. Anything strange is refused in a sentence: the agent then holds. */
import * as v from 'valibot';
import { checked } from '../../model/checked.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

const Sample = v.tuple([v.number(), v.string()]);
const ReplySchema = v.object({
  status: v.literal('success'),
  data: v.variant('resultType', [
    v.object({
      resultType: v.literal('matrix'),
      result: v.array(v.object({ values: v.array(Sample) })),
    }),
    v.object({ resultType: v.literal('vector'), result: v.array(v.object({ value: Sample })) }),
    v.object({ resultType: v.literal('scalar'), result: Sample }),
  ]),
});

/** Raw samples of a series: milliseconds since 1970, and value. */
export type MetricSamples = readonly (readonly [time: number, value: number])[];

function read(reply: unknown, what: string): Result<v.InferOutput<typeof ReplySchema>['data']> {
  const parsed = checked(ReplySchema, reply);
  return parsed.ok
    ? accepted(parsed.value.data)
    : refused(`Prometheus's answer about ${what} is not one of its own kind.`);
}

const millis = (seconds: number): number => Math.round(seconds * 1000);

/** Raw series of a range selector; refused where a sample is no count. */
export function seriesOf(reply: unknown, what: string): Result<readonly MetricSamples[]> {
  const data = read(reply, what);
  if (!data.ok) return data;
  if (data.value.resultType !== 'matrix')
    return refused(`The query for ${what} must be a selector of a counter, without a function around it.`);
  const all: MetricSamples[] = [];
  for (const { values } of data.value.result) {
    const samples = values.map(([time, text]) => [millis(time), Number(text)] as const);
    if (samples.some(([time, value]) => !Number.isFinite(time) || !(value >= 0) || value === Infinity))
      return refused(`Prometheus has ${what} that are no counts.`);
    if (samples.length > 0) all.push(samples);
  }
  return all.length > 0 ? accepted(all) : refused(`Prometheus has no series of ${what}.`);
}

/** The one value of a query; NaN where it says so: nothing was served. */
export function sampleValueOf(reply: unknown, what: string): Result<number> {
  const data = read(reply, what);
  if (!data.ok) return data;
  const { value } = data;
  if (value.resultType === 'matrix')
    return refused(`The query for ${what} must give one number, not a range.`);
  const samples = value.resultType === 'scalar' ? [value.result] : value.result.map((one) => one.value);
  if (samples.length !== 1)
    return refused(
      samples.length === 0
        ? `Prometheus has no ${what}.`
        : `The query for ${what} gives ${String(samples.length)} series, and must give one.`,
    );
  return accepted(samples[0]![1] === 'NaN' ? NaN : Number(samples[0]![1]));
}

/**
 * Requests in each of the last `seconds` seconds before `at` (ms since 1970), oldest first, req/s, from counters that may
 * start anew with their pod. Between two samples requests are spread evenly; seconds at either end that no pair of samples
 * covers repeat the nearest that one does. Refused where the newest sample is older than `staleSeconds`, or where less than
 * ten seconds are covered.
 */
export function ratesBefore(
  at: number,
  seconds: number,
  staleSeconds: number,
  all: readonly MetricSamples[],
): Result<Float64Array> {
  const newest = Math.max(...all.map((samples) => samples.at(-1)![0]));
  const age = (at - newest) / 1000;
  if (age > staleSeconds)
    return refused(
      `The newest count of arrivals is ${age.toFixed(1)} s old, and at most ${String(staleSeconds)} s are trusted.`,
    );
  const from = at - 1000 * seconds;
  const rates = new Float64Array(seconds);
  const covered = new Float64Array(seconds);
  for (const samples of all) {
    const own = new Float64Array(seconds);
    for (let i = 1; i < samples.length; i++) {
      const [t0, v0] = samples[i - 1]!;
      const [t1, v1] = samples[i]!;
      if (t1 <= t0) continue;
      // A counter that fell was started anew: it counts from nothing.
      const each = (v1 >= v0 ? v1 - v0 : v1) / (t1 - t0);
      const last = Math.min(seconds, Math.ceil((t1 - from) / 1000));
      for (let s = Math.max(0, Math.floor((t0 - from) / 1000)); s < last; s++) {
        const begin = from + 1000 * s;
        const overlap = Math.min(t1, begin + 1000) - Math.max(t0, begin);
        if (overlap <= 0) continue;
        rates[s] = rates[s]! + each * overlap;
        own[s] = own[s]! + overlap;
      }
    }
    own.forEach((overlap, s) => (covered[s] = Math.max(covered[s]!, overlap)));
  }
  const isCovered = (share: number): boolean => share >= 500;
  const first = covered.findIndex(isCovered);
  const last = covered.findLastIndex(isCovered);
  if (first < 0 || last - first < LEAST_SECONDS - 1)
    return refused('Less than ten seconds of arrivals are known yet.');
  rates.fill(rates[first]! * (1000 / covered[first]!), 0, first + 1);
  rates.fill(rates[last]! * (1000 / covered[last]!), last);
  return accepted(rates);
}

const LEAST_SECONDS = 10;

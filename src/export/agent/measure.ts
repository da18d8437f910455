/** All that Prometheus is asked before a decision. */
import type { AskPrometheus } from './prometheus.ts';
import type { AgentSettings } from './settings.ts';
import { ratesBefore, seriesOf, sampleValueOf } from './signals.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { HISTORY_SECONDS } from '../../workload/workload.ts';

export interface Signals {
  /** req/s of each of the last 120 seconds, oldest first. */
  readonly rates: Float64Array;
  /** Requests that wait, per stage. */
  readonly backlog: readonly number[];
  /** Seconds per stage; NaN where nothing was served. */
  readonly latency: readonly number[];
}

/** As of `at`, milliseconds since 1970. Refuses in a sentence what is missing, old or strange. */
export async function measure(
  { prometheus, stages }: AgentSettings,
  ask: AskPrometheus,
  at: number,
): Promise<Result<Signals>> {
  const { arrivals, backlog, latency, staleSeconds } = prometheus;
  const range = HISTORY_SECONDS + Math.ceil(staleSeconds);
  const [counted, ...values] = await Promise.all([
    ask(`${arrivals}[${String(range)}s]`, at, 'range'),
    ...[...backlog, ...latency].map((query) => ask(query, at, 'number')),
  ]);
  if (!counted.ok) return counted;
  const series = seriesOf(counted.value, 'arrivals');
  if (!series.ok) return series;
  const rates = ratesBefore(at, HISTORY_SECONDS, staleSeconds, series.value);
  if (!rates.ok) return rates;
  const numbers: number[] = [];
  for (const [i, reply] of values.entries()) {
    const what = `${i < stages.length ? 'backlog' : 'latency'} of ${stages[i % stages.length]!.name}`;
    if (!reply.ok) return reply;
    const value = sampleValueOf(reply.value, what);
    if (!value.ok) return value;
    // A stage that served nothing has no latency; with requests waiting there something is wrong.
    const idle = i >= stages.length && Number.isNaN(value.value) && numbers[i - stages.length]! < 1;
    if (!idle && !(value.value >= 0 && value.value < Infinity))
      return refused(`Prometheus says that the ${what} is ${String(value.value)}.`);
    numbers.push(value.value);
  }
  return accepted({
    rates: rates.value,
    backlog: numbers.slice(0, stages.length),
    latency: numbers.slice(stages.length),
  });
}

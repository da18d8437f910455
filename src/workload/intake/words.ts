/** What the names of columns and metrics say about what they hold. */
import type { TimeUnit } from './source.ts';

const UNITS: Readonly<Record<string, TimeUnit>> = Object.fromEntries(
  (
    [
      ['ns', 'ns nsec nanos nanosecond nanoseconds'],
      ['us', 'us µs μs usec micros microsecond microseconds'],
      ['ms', 'ms msec millis millisecond milliseconds'],
      ['s', 's sec secs second seconds'],
      ['min', 'min mins minute minutes'],
      ['h', 'h hr hrs hour hours'],
    ] as const
  ).flatMap(([unit, words]) => words.split(' ').map((word) => [word, unit])),
);
const TIME = new Set(
  'time timestamp ts date datetime t epoch when clock created arrival arrived start started begin at'.split(
    ' ',
  ),
);
const FOREIGN = new Set(
  (
    'token tokens length len size bytes byte kb mb gb id ids hash status code response latency latencies duration ' +
    'elapsed wait waiting p50 p75 p90 p95 p98 p99 p999 percentile quantile median average avg mean min max stddev ' +
    'error errors err fail failed failure failures success cpu mem memory disk user users vus url path method host ip ' +
    'port replica replicas pods temperature price cost prompt model version threads utilization utilisation percent ' +
    'ms millis usage limit limits lag depth'
  ).split(' '),
);
/** Measured at intervals: no single request has them. */
const SAMPLED = new Set(
  (
    'cpu gpu mem memory disk temperature utilization utilisation usage replica replicas pods user users vus ' +
    'p50 p75 p90 p95 p98 p99 p999 percentile quantile median average avg'
  ).split(' '),
);
/** Of single requests as well as of all that an interval held. */
const EITHER = new Set('latency latencies duration elapsed wait waiting bytes byte kb mb gb'.split(' '));
/** Of a machine, and never of the requests that it serves. */
const MACHINE = new Set('cpu gpu mem memory disk temperature'.split(' '));
const COUNTS = new Set(
  'count counts requests request req reqs hits calls arrivals invocations queries events num number'.split(
    ' ',
  ),
);
/** They stand for requests and nothing else, whatever the service is called. */
const RATES = /^(?:req|[rqt])p[smh]$/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600 };

/** Lower-case words of a name: "inputLength_ms" is input, length, ms. */
function wordsOf(name: string): readonly string[] {
  return (
    name
      .slice(0, 400)
      // Labels are names that somebody gave, not words about the values.
      .replace(/\{[^}]*\}?|[\w.-]{1,60}="?[^\s,"]*"?/g, ' ')
      .replace(/([a-z\d])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z0-9µμ%]+/)
      .filter((word) => word !== '')
  );
}

/** Seconds that the values count over, where the name says it: 1 for rps, 60 for "per minute", 300 for increase(x[5m]). */
export function perOf(name: string): number | undefined {
  const text = name.slice(0, 400).toLowerCase();
  const increase =
    /\b(?:increase|count_over_time|sum_over_time)\s*\(.{0,300}?\[(\d{1,6})(ms|s|m|h|d)[:\]]/.exec(text);
  if (increase) {
    const unit = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 }[increase[2]!]!;
    return Math.max(0.001, Number(increase[1]) * unit);
  }
  if (/\bi?rate\s*\(|\bderiv\s*\(/.test(text)) return 1;
  const words = wordsOf(name);
  if (words.some((word) => /^(err|error|fail|failed|failure)s?$/.test(word))) return undefined;
  for (const word of words) {
    // These stand for requests and nothing else, whatever the service is called.
    if (/^(rps|qps|tps|reqps)$/.test(word)) return 1;
    if (/^(rpm|qpm|tpm|reqpm)$/.test(word)) return 60;
    if (/^(rph|qph|reqph)$/.test(word)) return 3600;
  }
  if (words.some((word) => FOREIGN.has(word) && word !== 'min')) return undefined;
  const per = /(?:\bper|_per|\/)[\s_-]?([a-z]{1,7})/.exec(text)?.[1];
  const unit = per === undefined ? undefined : (UNITS[per] ?? (per === 'm' ? 'min' : undefined));
  if (unit !== undefined) return SECONDS[unit];
  if (words.some((word) => /^(cps|hz|rate|rates|throughput|load)$/.test(word))) return 1;
  return undefined;
}

/** Whether a column of this name holds something other than requests: bytes, latencies, status codes. */
export function isForeign(name: string): boolean {
  return perOf(name) === undefined && wordsOf(name).some((word) => FOREIGN.has(word) || word.endsWith('%'));
}

/** Whether what a column of this name holds is measured at intervals and is no load: use of cores, percentiles. */
export function isSampled(name: string): boolean {
  return isForeign(name) && wordsOf(name).some((word) => SAMPLED.has(word) || word.endsWith('%'));
}

/** Whether it holds what an interval may have as well as a single request: latencies, bytes. */
export function isOfEither(name: string): boolean {
  return isForeign(name) && wordsOf(name).some((word) => EITHER.has(word));
}

/** Whether a metric of this name, or a rate of it, is of a machine: no requests are spoken of. */
export function isMachine(name: string): boolean {
  const words = wordsOf(name);
  return (
    words.some((word) => MACHINE.has(word)) && !words.some((word) => COUNTS.has(word) || RATES.test(word))
  );
}

/** Whether a column of this name holds times; "requests per second" and "response time" do not. */
export function isTimeName(name: string): boolean {
  if (perOf(name) !== undefined) return false;
  const words = wordsOf(name);
  if (words.some((word) => FOREIGN.has(word) && UNITS[word] === undefined)) return false;
  return words.some(
    (word) => TIME.has(word) || (UNITS[word] !== undefined && words.length <= 3 && !isCountName(name)),
  );
}

/** The unit of times in a column of this name, where it says one. */
export function timeUnitOf(name: string): TimeUnit | undefined {
  for (const word of wordsOf(name)) if (UNITS[word] !== undefined) return UNITS[word];
  return undefined;
}

/** Whether a name speaks of a number of requests. */
export function isCountName(name: string): boolean {
  return wordsOf(name).some((word) => COUNTS.has(word));
}

/** By Prometheus' rules of naming: it counts since its process started. */
export function isCounterName(name: string): boolean {
  return perOf(name) === undefined && /_(total|count|sum|bucket)(?![a-z0-9_])/i.test(name.slice(0, 400));
}

/** Whether a label stands for the sum of the series beside it. */
export function isTotalName(label: string): boolean {
  return /^(aggregated|total|totals|sum|all|overall|grand total)$/i.test(label.trim());
}

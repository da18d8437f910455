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
/** Of requests that are there, not of those that come. */
const STANDING = new Set(
  'flight inflight active concurrent concurrency pending waiting running queued'.split(' '),
);
/** They stand for requests and nothing else, whatever the service is called. */
const RATES = /^(?:req|[rqt])p[smhd]$/;
/** Grafana's units of operations, counts and events; "ops" alone may be a number of them. */
const UNIT_NAMES = /^(?:req|[rqtcoe])pm$|^(?:req|[rqt])p[shd]$|^[ce]ps$/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400 };
const ADVERBS: Readonly<Record<string, number>> = { minutely: 60, hourly: 3600, daily: 86_400 };
/** Of a range like [5m]. */
const RANGE: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };
/** Counts over a range: increase(x[5m]), x:increase5m, increase_1h, "increase [5m]". */
const INCREASE =
  /(?:\b|_)(?:increase|count_over_time|sum_over_time)(?:\s*\(.{0,300}?\[|[\s_:-]*\[?)(\d{1,6})(ms|s|m|h|d)(?![a-z\d])/;
/** Per second over a range: rate(x[5m]), x:rate5m, irate_1m. */
const RATE = /\bi?rate\s*\(|\bderiv\s*\(|(?:\b|_)i?rate[\s_:-]*\[?\d{1,6}(?:ms|s|m|h|d)(?![a-z\d])/;

/** A name without its labels, which are names that somebody gave and no words about the values; a unit in braces stays. */
function withoutLabels(name: string): string {
  return name
    .slice(0, 400)
    .replace(/\{([^}]*)\}?/g, (_, inner: string) => (isUnit(inner.trim().toLowerCase()) ? ` ${inner} ` : ' '))
    .replace(/[\w.-]{1,60}="?[^\s,"]*"?/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase();
}

const isUnit = (text: string): boolean =>
  UNIT_NAMES.test(text) || /^[a-z\d]{0,12} ?(?:\/|\bper\b) ?\d{0,4} ?[a-z]{1,7}$/.test(text);

/** Lower-case words of a name: "inputLength_ms" is input, length, ms. */
function wordsOf(name: string): readonly string[] {
  return withoutLabels(name)
    .split(/[^a-z0-9µμ%]+/)
    .filter((word) => word !== '');
}

/** Seconds that the values count over, where the name says it: 1 for rps, 60 for "per minute", 300 for increase(x[5m]). */
export function perOf(name: string): number | undefined {
  const text = withoutLabels(name);
  const increase = INCREASE.exec(text);
  if (increase) return Math.max(0.001, Number(increase[1]) * RANGE[increase[2]!]!);
  if (RATE.test(text)) return 1;
  const words = wordsOf(name);
  if (words.some((word) => /^(err|error|fail|failed|failure)s?$/.test(word))) return undefined;
  for (const word of words) {
    // These stand for requests and nothing else, whatever the service is called.
    if (RATES.test(word)) return SECONDS[word.endsWith('m') ? 'min' : word.at(-1)!];
  }
  if (words.some((word) => FOREIGN.has(word) && word !== 'min')) return undefined;
  if (words.some((word) => UNIT_NAMES.test(word) && word.endsWith('pm'))) return 60;
  const [, many, per] =
    /(?:(?:\b|_)(?:per|each|every)|\/)[\s_-]?(\d{1,4})?[\s_-]?([a-z]{1,7})/.exec(text) ?? [];
  const unit =
    per === undefined
      ? undefined
      : (UNITS[per] ?? { m: 'min' as const, d: 'd' as const, day: 'd' as const }[per]);
  if (unit !== undefined && SECONDS[unit] !== undefined)
    return SECONDS[unit] * Math.max(1, Number(many ?? 1));
  for (const word of words) if (Object.hasOwn(ADVERBS, word)) return ADVERBS[word];
  if (words.some((word) => /^(cps|eps|hz|rate|rates|throughput|load)$/.test(word))) return 1;
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

/** Whether a metric of this name is a load: undefined where the name tells neither. */
export function isLoadName(name: string): boolean | undefined {
  const words = wordsOf(name);
  if (words.some((word) => /^(err|error|fail|failed|failure)s?$/.test(word) || STANDING.has(word)))
    return false;
  if (/_(sum|created)(?![a-z0-9])/i.test(withoutLabels(name)) || isMachine(name)) return false;
  if (/_count(?![a-z0-9])/i.test(withoutLabels(name))) return !words.some((word) => SAMPLED.has(word));
  if (words.some((word) => RATES.test(word))) return true;
  if (words.some((word) => FOREIGN.has(word) && word !== 'min')) return false;
  return words.some((word) => COUNTS.has(word)) || perOf(name) !== undefined ? true : undefined;
}

/** Whether it counts what a histogram saw: requests, whatever was measured of them. */
export function isHistogramCount(name: string): boolean {
  return (
    /_(bucket|count)(?![a-z0-9_])/i.test(withoutLabels(name)) &&
    !wordsOf(name).some((word) => SAMPLED.has(word))
  );
}

/** Whether a label stands for the sum of the series beside it. */
export function isTotalName(label: string): boolean {
  return /^(aggregated|total|totals|sum|all|overall|grand total)$/i.test(label.trim());
}

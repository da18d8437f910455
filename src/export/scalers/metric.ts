/** Which of the lab's metrics a name or a query of somebody's monitoring means. */

export interface MeantMetric {
  readonly metric: 'rate' | 'queue' | 'concurrency';
  /** What one of its figures is: 1 per second (or one), 1/60 for those per minute. */
  readonly perSecond: number;
}

/** Of resources, of what a request is made of, and of time: none of them is a number of requests. */
const NOT_REQUESTS = new RegExp(
  [
    'histogram_quantile|latenc|response_time|duration_(?:seconds|milliseconds)(?!_count)',
    '_cpu_|cpu_usage|memory|gpu|temperature|disk|network|error|5xx|cost|accuracy',
    '(?<![a-z])(?:tok|token|packet|(?:kilo|mega|giga)?byte|(?:kilo|mega|giga)?bit)s?(?![a-z])',
    '(?:queue|queueing|queuing|wait|waiting)[_-]?time(?!\\w*_count)',
    '[_-](?:seconds|milliseconds|microseconds|ms)(?!_count|[a-z])|(?<![a-z])age(?![a-z])',
  ].join('|'),
);
const RATE =
  /\b(?:i?rate|increase)\s*\(|per[_-]?second|per[_-]?minute|\b[a-z_]*(?:rps|qps|rpm)\b|request[s_-]*rate|throughput/;
const CONCURRENCY =
  /concurren|in[_-]?flight|(?:active|running|open|ongoing)[_-]?(?:requests?|connections?)|requests?[_-](?:active|running|ongoing)/;
const QUEUE = /queue|lag\b|_lag|backlog|pending|waiting|depth|unacked|list[_-]?length|messages?/;

/** Undefined where nothing says that it counts requests. `text` is a name, a query, or both. */
export function meantBy(text: string): MeantMetric | undefined {
  const words = text
    .slice(0, 2000)
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  if (NOT_REQUESTS.test(words)) return undefined;
  const perMinute = /per[_-]?minute|rpm\b/.test(words) && !/rate\s*\(/.test(words);
  if (RATE.test(words)) return { metric: 'rate', perSecond: perMinute ? 1 / 60 : 1 };
  if (CONCURRENCY.test(words)) return { metric: 'concurrency', perSecond: 1 };
  if (QUEUE.test(words)) return { metric: 'queue', perSecond: 1 };
  return undefined;
}

const UNIT: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const NUMBER = String.raw`\d{1,12}(?:\.\d{1,12})?`;

/** Seconds of a window like 5m or 1h30m. */
function windowOf(text: string): number {
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d{1,9})(ms|[smhdw])/g))
    seconds += Number(amount) * UNIT[unit!]!;
  return seconds;
}

/**
 * What one of a PromQL query's figures is, as in `MeantMetric.perSecond`: an `increase` counts over its window, and a
 * plain factor multiplies. Undefined where the query calculates otherwise: by another series, or with several factors of
 * different parts.
 */
export function scaleOf(query: string): number | undefined {
  // What a series is chosen by is no arithmetic.
  const plain = query
    .slice(0, 2000)
    .replace(/"[^"]*"|'[^']*'/g, '')
    .replace(/\{[^}]*\}/g, '');
  const windows = [...plain.matchAll(/\bincrease\s*\(\s*[\w:]*\s*\[([^\]:]+)/g)].map(([, window]) =>
    windowOf(window!),
  );
  const increases = [...plain.matchAll(/\bincrease\s*\(/g)].length;
  const rates = [...plain.matchAll(/\bi?rate\s*\(/g)].length;
  const [window = 1] = windows;
  if (windows.length < increases || windows.some((one) => one !== window || !(one > 0))) return undefined;
  if (increases > 0 && rates > 0) return undefined;
  let rest = plain.replace(/\[[^\]]*\]/g, '').replace(/\boffset\s+-?\w+/g, '');
  let factor = 1;
  const factors = [
    ...rest.matchAll(new RegExp(`([*/])\\s*(${NUMBER})(?![\\w.])|(?<![\\w.])(${NUMBER})\\s*\\*`, 'g')),
  ];
  for (const [, sign, after, before] of factors) {
    const value = Number(after ?? before);
    factor = sign === '/' ? factor / value : factor * value;
  }
  for (const [text] of factors) rest = rest.replace(text, ' ');
  // A sum of like series keeps their scale; of what has a factor only in part it has none.
  if (/[*/%^-]/.test(rest) || (factors.length > 0 && rest.includes('+'))) return undefined;
  return factor > 0 && Number.isFinite(factor) ? 1 / (window * factor) : undefined;
}

/** Whether a query is of times a second, or within its window, by itself. */
export const countsInTime = (query: string): boolean => /\b(?:i?rate|increase)\s*\(/.test(query);

/** How the figures were scaled, as the end of a sentence; empty where they were not. */
export const scaleWords = (perSecond: number): string =>
  perSecond === 1 ? '' : `, its figures divided by ${String(Number((1 / perSecond).toPrecision(6)))}`;

/** In a sentence. */
export const METRIC_WORDS: Readonly<Record<MeantMetric['metric'], string>> = {
  rate: 'requests per second',
  queue: 'requests that wait or are served in the stage',
  concurrency: 'requests in flight',
};

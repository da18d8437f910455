/** Which of the lab's metrics a name or a query of somebody's monitoring means. */

export interface MeantMetric {
  readonly metric: 'rate' | 'queue' | 'concurrency';
  /** Times a second that its figures count: 1, or 1/60 for those per minute. */
  readonly perSecond: number;
}

/** Of resources and of time taken: none of them is a number of requests. */
const NOT_REQUESTS =
  /histogram_quantile|latenc|response_time|duration_(?:seconds|milliseconds)(?!_count)|_cpu_|cpu_usage|memory|_bytes|gpu|temperature|disk|error|5xx|cost|accuracy/;
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

/** In a sentence. */
export const METRIC_WORDS: Readonly<Record<MeantMetric['metric'], string>> = {
  rate: 'requests per second',
  queue: 'requests that wait or are served in the stage',
  concurrency: 'requests in flight',
};

/** What an operating point says for a fit: its calls, how they come, and its latencies. */
import type { OperatingPoint, Parts } from './point.ts';

/**
 * How calls come:
 * - `free`: in closed loop without pauses, no more of them than replicas: none waits;
 * - `full`: in closed loop without pauses, more of them than replicas: all replicas are always busy;
 * - `open`: at a rate, or from clients that pause.
 */
export type Loop = 'free' | 'full' | 'open';

export interface Reading {
  readonly point: OperatingPoint;
  readonly batch: number;
  readonly replicas: number;
  readonly loop: Loop;
  /** Calls a second, of one batch each: offered where the file says so, else answered. */
  readonly calls: number;
  /** `calls` was measured and not set, so it has noise. */
  readonly counted: boolean;
  /** Calls a second that were answered. */
  readonly answered: number;
  /** Of clients in closed loop, the mean seconds between an answer and the next call, by Little's law. */
  readonly pause: number | undefined;
  /** Mean seconds of a call, or the median where the file has no mean. */
  readonly typical: number | undefined;
}

/** A pause between calls shorter than this share of a call is none: N and X R differ by as much from noise of 5 % in each. */
const PAUSE = 0.2;

export function readingOf(point: OperatingPoint, batch: number, replicas: number): Reading {
  const { concurrency, offered } = point;
  const typical = point.mean ?? point.quantiles.get(0.5);
  const perCall = point.perCall === true ? 1 : batch;
  const answered = point.throughput / perCall;
  const common = { point, batch, replicas, typical, answered };
  if (concurrency === undefined)
    return {
      ...common,
      loop: 'open',
      calls: (offered ?? point.throughput) / perCall,
      counted: offered === undefined,
      pause: undefined,
    };
  // N = X (R + pause).
  const pause = typical === undefined ? 0 : Math.max(0, concurrency / answered - typical);
  const pauses = typical !== undefined && pause > PAUSE * typical;
  const loop = concurrency <= replicas ? 'free' : pauses ? 'open' : 'full';
  return { ...common, loop, calls: answered, counted: true, pause };
}

/** The latency at the quantile that is nearest to the one asked for; the mean, without a quantile, where there is none. */
export function latencyAt(
  point: OperatingPoint,
  quantile: number,
): { readonly quantile: number | undefined; readonly seconds: number } | undefined {
  const has = [...point.quantiles.keys()];
  if (has.length === 0)
    return point.mean === undefined ? undefined : { quantile: undefined, seconds: point.mean };
  const nearest = has.reduce((a, b) => (Math.abs(b - quantile) < Math.abs(a - quantile) ? b : a));
  return { quantile: nearest, seconds: point.quantiles.get(nearest)! };
}

/** Mean seconds of service that the server itself tells; undefined where it tells none. */
export function serviceTold(parts: Parts | undefined): number | undefined {
  if (!parts) return undefined;
  const service = parts.input + parts.infer + parts.output;
  return service > 0 ? service : undefined;
}

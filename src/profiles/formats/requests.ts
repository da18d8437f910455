/** One operating point out of single requests, as logs of load tests have them. */
import type { FoundTest } from './format.ts';
import { meanOf, quantilesOf } from '../quantiles.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import type { TimeUnit } from '../../workload/intake/source.ts';

/** A request that was answered, or not: seconds since any moment, and how long it took. */
export interface Timed {
  readonly start: number;
  readonly seconds: number;
  readonly failed: boolean;
}

export interface Summed {
  readonly throughput: number;
  readonly quantiles: ReadonlyMap<number, number>;
  readonly mean: number;
  readonly errors: number;
  readonly samples: number;
}

/** What is told of single requests: the latencies of those that were answered, over the time from the first start to the last end. */
export function summed(requests: readonly Timed[]): Summed | undefined {
  const answered = requests.filter(({ failed }) => !failed);
  if (answered.length === 0) return undefined;
  let [begin, end] = [Infinity, -Infinity];
  for (const { start, seconds } of requests) {
    begin = Math.min(begin, start);
    end = Math.max(end, start + seconds);
  }
  const latencies = answered.map(({ seconds }) => seconds);
  return {
    throughput: answered.length / (end - begin),
    quantiles: quantilesOf(latencies),
    mean: meanOf(latencies),
    errors: (requests.length - answered.length) / requests.length,
    samples: requests.length,
  };
}

export const NEAREST_RANK =
  'Its quantiles are made from its single requests, each the least latency that so many of them did not exceed; failed requests are left out of them.';

/** The test that single requests are; `notes` begins with the unit of its times. */
export function ofRequests(
  name: string,
  requests: readonly Timed[],
  unit: TimeUnit,
  [times, ...more]: readonly [string, ...string[]],
): Result<FoundTest> {
  const sum = summed(requests);
  if (!sum)
    return refused(
      `${name}: each of its ${requests.length.toLocaleString('en')} requests failed; answered ones were expected.`,
    );
  return accepted({
    points: [{ place: name, unit, point: { file: name, perCall: true, ...sum } }],
    notes: [times, NEAREST_RANK, ...more],
  });
}

/** From the latency of a point to its service: the wait that its load explains is taken away. */
import type { Reading } from './fitReading.ts';
import { MOST_BUSY } from './saturation.ts';
import { MOST_UTILISATION, waitQuantile } from '../model/queueing/constantService.ts';
import { constantServiceWait } from '../model/queueing/erlang.ts';
import { MOST_CLIENTS, pausedWait } from '../model/queueing/finiteSource.ts';

/** How calls come in open loop: at random moments (a Poisson process), or evenly, so that below saturation none waits. */
export type Arrivals = 'poisson' | 'paced';

/** What a load test's figures scatter by, where nobody knows: its square is the variance of a reading's logarithm. */
export const NOISE = 0.05;
/** By so much of itself the wait is trusted less than that: no real load is quite Poisson. */
const WAIT_ERROR = 0.2;

/** Of an interval of services: to a millionth of it. */
const HALVINGS = 20;

/** A service time read off one point. */
export interface Read {
  readonly seconds: number;
  /** Variance of its logarithm. */
  readonly variance: number;
  /** Utilisation of the replicas that it comes to. */
  readonly busy: number;
}

/** Wait in services at the quantile, or the mean one where there is none. */
function waitOf(replicas: number, utilisation: number, quantile: number | undefined): number {
  return quantile === undefined
    ? constantServiceWait(replicas, utilisation) / (1 - utilisation)
    : waitQuantile(replicas, utilisation, quantile);
}

/**
 * The service of which a latency of `seconds` at `quantile` is the sum of wait and service, under the reading's load;
 * undefined where the replicas would be busier than `MOST_BUSY`: what the latency says there, noise says too.
 */
export function serviceIn(
  reading: Reading,
  seconds: number,
  quantile: number | undefined,
  arrivals: Arrivals,
): Read | undefined {
  const { calls, replicas, loop, pause, point } = reading;
  const busyAt = (service: number): number => (calls * service) / replicas;
  if (loop === 'free') return { seconds, variance: NOISE ** 2, busy: Math.min(1, busyAt(seconds)) };
  if (arrivals === 'paced') {
    const busy = busyAt(seconds);
    return busy > MOST_BUSY ? undefined : { seconds, variance: NOISE ** 2, busy };
  }
  // Few clients that pause wait less than calls from anywhere: while one waits it does not call.
  const few = pause !== undefined && point.concurrency! <= MOST_CLIENTS;
  const stay = (service: number): number =>
    service *
    (1 +
      (few
        ? pausedWait(point.concurrency!, replicas, pause / service, quantile)
        : waitOf(replicas, Math.min(MOST_UTILISATION, busyAt(service)), quantile)));
  let high = Math.min(seconds, (MOST_BUSY * replicas) / calls);
  if (stay(high) < seconds) return undefined;
  let low = 0;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (stay(middle) < seconds) low = middle;
    else high = middle;
  }
  const wait = stay(high) / high - 1;
  // How much faster than the service the latency grows; noise is divided by it.
  const growth = Math.max(1, Math.log(stay(1.01 * high) / stay(high)) / Math.log(1.01));
  const fromLoad = reading.counted ? (NOISE * (growth - 1)) ** 2 : 0;
  const fromWait = ((WAIT_ERROR * wait) / (1 + wait)) ** 2;
  return {
    seconds: high,
    variance: (NOISE ** 2 + fromLoad + fromWait) / growth ** 2,
    busy: busyAt(high),
  };
}

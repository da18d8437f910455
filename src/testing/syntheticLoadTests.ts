/** Load tests that never were: a server with a known service time by batch, followed call by call, its figures with noise. */
import type { Random } from '../model/random.ts';
import type { OperatingPoint } from '../profiles/point.ts';

/**
 * - `concurrency`: clients that call again at once, 1 to twice as many as replicas, at least 4;
 * - `pausing`: clients that pause for an exponential time between calls;
 * - `random`: calls at random moments (Poisson); `paced`: evenly.
 */
export const LOADINGS = ['concurrency', 'pausing', 'random', 'paced'] as const;
export type Loading = (typeof LOADINGS)[number];

export interface SyntheticTest {
  readonly loading: Loading;
  readonly withParts: boolean;
  readonly replicas: number;
  /** Seconds of service by batch: the truth. */
  readonly service: ReadonlyMap<number, number>;
  readonly points: readonly OperatingPoint[];
}

/** Standard deviation of the logarithm of every figure of a file. */
const NOISE = 0.05;
/** Calls timed at each point. */
const CALLS = 4000;
/** Calls before that, which are not timed. */
const WARM_UP = 1000;
/** Load as a share of the capacity, where clients do not call again at once. */
export const LOADS = [0.1, 0.3, 0.5, 0.7, 0.9, 1.1, 1.3, 1.5];
const QUANTILES = [0.5, 0.9, 0.95, 0.99];

interface Timed {
  /** Seconds of each call, ascending. */
  readonly stays: Float64Array;
  readonly meanWait: number;
  /** Calls a second. */
  readonly rate: number;
}

/** `replicas` with one queue, first come first served; `next` says when the client of a call that ended at `end` calls again. */
function served(
  replicas: number,
  service: number,
  arrivals: readonly number[],
  next: ((end: number) => number) | undefined,
): Timed {
  const free = new Float64Array(replicas);
  const coming = [...arrivals];
  const stays: number[] = [];
  let waited = 0;
  let [from, until] = [0, 0];
  for (let i = 0; i < WARM_UP + CALLS; i++) {
    // Few clients: the next to call is looked for; in open loop they come in order.
    let first = 0;
    if (next) for (let k = 1; k < coming.length; k++) if (coming[k]! < coming[first]!) first = k;
    const at = coming[next ? first : i]!;
    let replica = 0;
    for (let r = 1; r < replicas; r++) if (free[r]! < free[replica]!) replica = r;
    const start = Math.max(at, free[replica]!);
    const end = start + service;
    free[replica] = end;
    if (next) coming[first] = next(end);
    if (i === WARM_UP) from = end;
    if (i < WARM_UP) continue;
    until = Math.max(until, end);
    stays.push(end - at);
    waited += start - at;
  }
  return {
    stays: Float64Array.from(stays).sort(),
    meanWait: waited / stays.length,
    rate: (stays.length - 1) / (until - from),
  };
}

function runAt(
  loading: Loading,
  replicas: number,
  service: number,
  load: number,
  random: Random,
): { readonly timed: Timed; readonly concurrency?: number; readonly offered?: number } {
  const exponential = (mean: number): number => -mean * Math.log(1 - random.uniform());
  const rate = (load * replicas) / service;
  if (loading === 'concurrency') {
    const clients = load;
    return {
      timed: served(
        replicas,
        service,
        Array.from({ length: clients }, () => 0),
        (end) => end,
      ),
      concurrency: clients,
    };
  }
  if (loading === 'pausing') {
    // Without waiting so many clients would make this load.
    const clients = Math.max(2, Math.round(rate * service * 5));
    const pause = clients / rate - service;
    const starts = Array.from({ length: clients }, () => exponential(pause));
    return {
      timed: served(replicas, service, starts, (end) => end + exponential(pause)),
      concurrency: clients,
    };
  }
  let now = 0;
  const arrivals = Array.from(
    { length: WARM_UP + CALLS },
    () => (now += loading === 'random' ? exponential(1 / rate) : 1 / rate),
  );
  return { timed: served(replicas, service, arrivals, undefined), offered: rate };
}

/** One variant's load test: one to four replicas, three to six batches, every load; all drawn. */
export function syntheticTest(random: Random, loading: Loading, withParts: boolean): SyntheticTest {
  const replicas = [1, 2, 4][random.integer(3)]!;
  const batches = [1, 2, 4, 8, 16, 32].slice(0, 3 + random.integer(4));
  const first = 0.005 * 100 ** random.uniform();
  const share = 0.2 + 0.7 * random.uniform();
  const bend = 0.85 + 0.25 * random.uniform();
  const service = new Map(batches.map((b) => [b, first * (1 - share + share * b ** bend)]));
  const noisy = (value: number): number => value * Math.exp(NOISE * random.normal());
  const loads =
    loading === 'concurrency' ? Array.from({ length: Math.max(4, 2 * replicas) }, (_, i) => i + 1) : LOADS;
  const points = [...service].flatMap(([batch, seconds]) =>
    loads.map((load): OperatingPoint => {
      const { timed, concurrency, offered } = runAt(loading, replicas, seconds, load, random);
      const { stays, meanWait, rate } = timed;
      const mean = stays.reduce((sum, stay) => sum + stay, 0) / stays.length;
      return {
        ...{ file: 'synthetic', batch, replicas, samples: CALLS * batch },
        ...(concurrency === undefined ? {} : { concurrency }),
        ...(offered === undefined ? {} : { offered: offered * batch }),
        throughput: noisy(rate * batch),
        mean: noisy(mean),
        quantiles: new Map(QUANTILES.map((q) => [q, noisy(stays[Math.ceil(q * stays.length) - 1]!)])),
        ...(withParts
          ? {
              parts: {
                queue: noisy(meanWait),
                input: noisy(0.05 * seconds),
                infer: noisy(0.9 * seconds),
                output: noisy(0.05 * seconds),
                network: 0,
              },
            }
          : {}),
      };
    }),
  );
  return { loading, withParts, replicas, service, points };
}

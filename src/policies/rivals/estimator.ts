/** InferLine's estimator: the latency that a chain of batching queues would give a sample of arrivals. */
import { rateOf, optionSeconds } from './stageOptions.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { batchIndex, type Tables } from '../../model/tables.ts';
import { TooMuch, unwatched, type Watch } from '../../model/watch.ts';

/** Seconds after which a batch that is not full leaves all the same; the lab's default. */
export const BATCH_TIMEOUT = 1;

/** Requests of a sample that can be sent through the queues one by one: 40 MB of times, and as many again per stage. */
const MOST_ARRIVALS = 5_000_000;
/** Batches between two looks at the watch: about a millisecond. */
const LOOK_EVERY = 1 << 16;

/** How many requests `evenArrivals` would give, without giving them. */
export function arrivalsIn(rates: readonly number[], seconds: number): number {
  return rates.reduce((sum, rate) => sum + Math.round(rate * seconds), 0);
}

/**
 * Arrival seconds at `rates[i]` req/s through the i-th interval of `seconds`, evenly spaced within each. Throws `TooMuch`,
 * a sentence, where they are too many.
 */
export function evenArrivals(rates: readonly number[], seconds: number): Float64Array {
  const all = arrivalsIn(rates, seconds);
  if (!(all <= MOST_ARRIVALS))
    throw new TooMuch(
      `The ${String(seconds * rates.length)} s of load that InferLine plans from have ${all.toLocaleString('en')} requests, and its estimator follows at most ${MOST_ARRIVALS.toLocaleString('en')} one by one; use a lower load or another policy.`,
    );
  const times = new Float64Array(all);
  let next = 0;
  rates.forEach((rate, i) => {
    const count = Math.round(rate * seconds);
    for (let j = 0; j < count; j++) times[next++] = seconds * (i + j / count);
  });
  return times;
}

/**
 * Seconds that `estimateP99` is at least for `count` arrivals within `seconds`, without following them; 0 where that says
 * nothing. By second t at most t times its rate have left any stage, so the request of the 99th rank and all after it leave
 * no earlier than that allows, and arrived before the end.
 */
export function leastP99(
  tables: Tables,
  configuration: Configuration,
  count: number,
  seconds: number,
): number {
  const slowest = Math.min(...configuration.map((stage, n) => stage.replicas * ownRate(tables, n, stage)));
  // A billionth less: the estimator adds up one batch at a time, and rounds.
  return Math.max(0, ((1 - 1e-9) * Math.ceil(0.99 * count)) / slowest - seconds);
}

/**
 * The 99th percentile, by rank, of seconds from arrival to departure of `arrivals` (ascending) through every stage of
 * `configuration`; 0 where nothing arrives. Each stage has one queue in order of arrival; a batch closes when full or
 * `BATCH_TIMEOUT` after its first request, waits for the first free replica and is served in the time of a full batch.
 */
export function estimateP99(
  tables: Tables,
  configuration: Configuration,
  arrivals: Float64Array,
  watch: Watch = unwatched,
): number {
  if (arrivals.length === 0) return 0;
  let times = arrivals;
  configuration.forEach((stage, n) => {
    const service = optionSeconds(tables, n, stage.variant, batchIndex(stage.batch));
    times = departures(times, stage.replicas, stage.batch, service, watch);
  });
  // Departures keep the order of arrival: every batch of a stage takes equally long.
  const spent = times.map((left, i) => left - arrivals[i]!).sort();
  watch.look();
  return spent[Math.ceil(0.99 * spent.length) - 1]!;
}

function departures(
  times: Float64Array,
  replicas: number,
  batch: number,
  service: number,
  watch: Watch,
): Float64Array {
  const out = new Float64Array(times.length);
  const free = new Float64Array(replicas);
  let batches = 0;
  // Equal service times: replicas become free in the order in which they were taken.
  for (let first = 0, turn = 0; first < times.length; turn = (turn + 1) % replicas) {
    if (++batches % LOOK_EVERY === 0) watch.look();
    const timeout = times[first]! + BATCH_TIMEOUT;
    let end = first + 1;
    while (end < times.length && end - first < batch && times[end]! <= timeout) end++;
    const closed = end - first === batch ? times[end - 1]! : timeout;
    const left = Math.max(closed, free[turn]!) + service;
    free[turn] = left;
    out.fill(left, first, end);
    first = end;
  }
  return out;
}

/** Requests per second of one replica of a stage so configured. */
export function ownRate(tables: Tables, n: number, { variant, batch }: Configuration[number]): number {
  return rateOf(tables, n, variant, batchIndex(batch));
}

/** InferLine's estimator: the latency that a chain of batching queues would give a sample of arrivals. */
import { rateOf, secondsOf } from './options.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { batchIndex, type Tables } from '../../model/tables.ts';

/** Seconds after which a batch that is not full leaves all the same; the lab's default. */
export const BATCH_TIMEOUT = 1;

/** Arrival seconds at `rates[i]` req/s through the i-th interval of `seconds`, evenly spaced within each. */
export function evenArrivals(rates: readonly number[], seconds: number): Float64Array {
  const times: number[] = [];
  rates.forEach((rate, i) => {
    const count = Math.round(rate * seconds);
    for (let j = 0; j < count; j++) times.push(seconds * (i + j / count));
  });
  return Float64Array.from(times);
}

/**
 * The 99th percentile, by rank, of seconds from arrival to departure of `arrivals` (ascending) through every stage of
 * `configuration`; 0 where nothing arrives. Each stage has one queue in order of arrival; a batch closes when full or
 * `BATCH_TIMEOUT` after its first request, waits for the first free replica and is served in the time of a full batch.
 */
export function estimateP99(tables: Tables, configuration: Configuration, arrivals: Float64Array): number {
  if (arrivals.length === 0) return 0;
  let times = arrivals;
  configuration.forEach((stage, n) => {
    const service = secondsOf(tables, n, stage.variant, batchIndex(stage.batch));
    times = departures(times, stage.replicas, stage.batch, service);
  });
  // Departures keep the order of arrival: every batch of a stage takes equally long.
  const spent = times.map((left, i) => left - arrivals[i]!).sort();
  return spent[Math.ceil(0.99 * spent.length) - 1]!;
}

function departures(times: Float64Array, replicas: number, batch: number, service: number): Float64Array {
  const out = new Float64Array(times.length);
  const free = new Float64Array(replicas);
  // Equal service times: replicas become free in the order in which they were taken.
  for (let first = 0, turn = 0; first < times.length; turn = (turn + 1) % replicas) {
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

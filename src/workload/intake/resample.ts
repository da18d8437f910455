/** Stretches of load brought to one-second steps and added up. */
import { Decisions, counted, type Taken } from './steps.ts';
import { MOST_RATE } from './bounds.ts';
import { MOST_SECONDS } from './file.ts';
import { HISTORY_SECONDS, SHORTEST_REPLAY } from '../workload.ts';
import type { Pieces } from './life.ts';
import type { Samples } from './samples.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** Seconds of all pieces together that are added one by one; beyond, only their edges are. */
const ONE_BY_ONE = 100_000_000;
/** Times closer to a whole second than this are whole seconds: floats of nanoseconds end there. */
const ROUNDING = 1e-4;

/** Seconds of load, and when they begin by the clock of the file. */
export interface Resampled {
  readonly rates: Float64Array;
  readonly begin: number;
}

/** req/s of each second: the mean over the second of all series together. Keeps the number of requests. */
export function resample(
  series: readonly Pieces[],
  step: number,
  fileName: string,
): Result<Taken<Resampled>> {
  const log = new Decisions('resample');
  let begin = Infinity;
  let end = -Infinity;
  let work = 0;
  for (const { from, to, rate } of series) {
    const n = from.length;
    if (n === 0) continue;
    begin = Math.min(begin, from[0]!);
    end = Math.max(end, to[n - 1]!);
    for (let i = 0; i < n; i++) work += to[i]! - from[i]! + 1;
    const above = rate.findIndex((x) => !(x <= MOST_RATE));
    if (above >= 0)
      return refused(
        `${fileName}: ${rate[above]!.toExponential(2)} requests per second at ${shownTime(from[above]!)} is more than any service takes (${MOST_RATE.toLocaleString('en')}); check the column and its unit.`,
      );
  }
  const length = Math.max(0, Math.round(end - begin));
  const misfit = lengthMisfit(length, fileName);
  if (misfit !== undefined) return refused(misfit);
  const rates = new Float64Array(length + 1);
  const add = work <= ONE_BY_ONE || series.length === 1 ? addWhole : addEdges;
  for (const pieces of series) add(rates, pieces, begin);
  if (add === addEdges) accumulate(rates);
  if (isCoarse(step))
    log.assumed(
      `Each value stands for about ${step.toFixed(step < 10 ? 1 : 0)} s, through which the load is taken to be even: bursts shorter than that are not in it.`,
    );
  if (step < 0.99) log.changed(`Steps of about ${step.toPrecision(2)} s were averaged to one-second steps.`);
  return accepted(log.with({ rates: rates.slice(0, length), begin }));
}

/** Whether values stand for more than the second that the lab reckons with: times of a file are seldom exact. */
export const isCoarse = (step: number): boolean => step > 1.01;

/** Requests counted by the second of the clock. */
export function countEvents(series: readonly Samples[], fileName: string): Result<Taken<Resampled>> {
  const log = new Decisions('resample');
  let first = Infinity;
  let last = -Infinity;
  for (const { times } of series) {
    first = Math.min(first, Math.floor(times[0]!));
    last = Math.max(last, Math.floor(times.at(-1)!));
  }
  const length = last - first + 1;
  const misfit = lengthMisfit(length, fileName);
  if (misfit !== undefined) return refused(misfit);
  const rates = new Float64Array(length);
  let requests = 0;
  for (const { times } of series) {
    requests += times.length;
    for (const t of times) {
      const second = Math.floor(t) - first;
      rates[second] = rates[second]! + 1;
    }
  }
  log.read(`${counted(requests, 'request')} in ${length.toLocaleString('en')} s.`);
  return accepted(log.with({ rates, begin: first }));
}

function lengthMisfit(length: number, fileName: string): string | undefined {
  if (!(length <= MOST_SECONDS))
    return `${fileName}: it spans ${length.toLocaleString('en')} seconds from its first time to its last; the lab takes at most ${MOST_SECONDS.toLocaleString('en')}, so cut it, or check the unit of its times.`;
  if (length < SHORTEST_REPLAY)
    return `${fileName}: it holds ${String(length)} seconds, and a run needs at least ${String(SHORTEST_REPLAY)}: the first ${String(HISTORY_SECONDS)} only fill the history.`;
  return undefined;
}

function shownTime(seconds: number): string {
  return seconds >= 1e8 && seconds < 1e11 ? new Date(seconds * 1000).toISOString() : `${String(seconds)} s`;
}

const snapped = (t: number): number => (Math.abs(t - Math.round(t)) < ROUNDING ? Math.round(t) : t);

function addWhole(rates: Float64Array, { from, to, rate }: Pieces, begin: number): void {
  for (let i = 0; i < from.length; i++) {
    const a = snapped(from[i]! - begin);
    const b = snapped(to[i]! - begin);
    const value = rate[i]!;
    for (let t = Math.floor(a); t < b && t < rates.length; t++) {
      const share = Math.min(b, t + 1) - Math.max(a, t);
      rates[t] = rates[t]! + value * share;
    }
  }
}

/** As `addWhole`, but every second holds its difference from the one before. */
function addEdges(rates: Float64Array, { from, to, rate }: Pieces, begin: number): void {
  const edge = (at: number, by: number): void => {
    const t = Math.floor(at);
    const share = t + 1 - at;
    if (t < rates.length) rates[t] = rates[t]! + by * share;
    if (t + 1 < rates.length) rates[t + 1] = rates[t + 1]! + by * (1 - share);
  };
  for (let i = 0; i < from.length; i++) {
    edge(snapped(from[i]! - begin), rate[i]!);
    edge(snapped(to[i]! - begin), -rate[i]!);
  }
}

/** Sums the differences up; a rest of rounding below zero is zero. */
function accumulate(rates: Float64Array): void {
  let sum = 0;
  for (let t = 0; t < rates.length; t++) {
    sum += rates[t]!;
    rates[t] = sum < 1e-9 ? 0 : sum;
  }
}

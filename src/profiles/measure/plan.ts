/** How the time of a measurement is divided, and when a batch has been timed often enough. */
import { quantileInterval, type QuantileInterval } from './interval.ts';

export interface Plan {
  /** Ascending. */
  readonly batches: readonly number[];
  /** Of the latencies, within `BOUNDS.measuredQuantile`. */
  readonly quantile: number;
  /** Seconds for one model in all. */
  readonly seconds: number;
}

/** For one model, unless told otherwise. */
export const DEFAULT_SECONDS = 20;
export const DEFAULT_QUANTILE = 0.99;

/** Share of the time for start-ups; the batches share the rest. */
const STARTUP_SHARE = 0.2;
/** Start-ups, where the time allows as many. */
export const MOST_STARTS = 5;
/** Share of a batch's time that warms up: caches and the processor's clock settle, memory is taken once. */
const WARM_SHARE = 0.1;
/** Runs that warm up: the first takes memory, the second has found it. */
const LEAST_WARM = 2;
/** Timed runs whatever they take: fewer say nothing of how they spread. */
export const LEAST_RUNS = 5;
/** Timed runs at most; the interval of a 99.9th percentile closes with 3,688. */
export const MOST_RUNS = 20_000;
/** Width of an interval, as a share of its quantile, at which a batch is done: what a fit to load tests may be off by. */
export const NARROW = 0.05;
/** Runs between two looks at the interval, as a share of all: sorting stays a small part of the time. */
const LOOK_EVERY = 0.1;
/** Ticks of the clock that one timed piece takes at least, so that a tick is at most a twentieth of it. */
const TICKS = 20;

/** Seconds for start-ups. */
export const startupSeconds = ({ seconds }: Plan): number => STARTUP_SHARE * seconds;

/** Whether another start-up is due; the last one's session stays for the runs. */
export function startAgain(starts: readonly number[], spent: number, plan: Plan): boolean {
  if (starts.length >= MOST_STARTS) return false;
  const longest = Math.max(0, ...starts);
  return starts.length === 0 || spent + longest <= startupSeconds(plan);
}

/** Seconds for the next batch: what is left, in equal parts. */
export const shareOf = (left: number, batchesLeft: number): number => Math.max(0, left) / batchesLeft;

/** Whether warming up goes on. */
export const warmAgain = (runs: number, spent: number, share: number): boolean =>
  runs < LEAST_WARM || spent < WARM_SHARE * share;

/** Runs in one timed piece: 1, unless a run is too short for a clock that ticks every `tick` seconds. */
export const runsInPiece = (oneRun: number, tick: number): number =>
  oneRun <= 0 ? TICKS : Math.max(1, Math.ceil((TICKS * tick) / oneRun - 1e-9));

/** The timed pieces of a batch as they come in, seconds each. */
export class Pieces {
  readonly #quantile: number;
  readonly #seconds: number[] = [];
  #next = LEAST_RUNS;

  constructor(quantile: number) {
    this.#quantile = quantile;
  }

  get count(): number {
    return this.#seconds.length;
  }

  add(seconds: number): void {
    this.#seconds.push(seconds);
  }

  /** Whether the batch is done after `spent` of its `share` seconds. */
  done(spent: number, share: number): boolean {
    if (this.count < LEAST_RUNS) return false;
    if (spent >= share || this.count >= MOST_RUNS) return true;
    if (this.count < this.#next) return false;
    this.#next = Math.ceil(this.count * (1 + LOOK_EVERY));
    return isNarrow(this.result().interval);
  }

  /** Of all, at least one. */
  result(): { readonly interval: QuantileInterval; readonly median: number } {
    const sorted = Float64Array.from(this.#seconds).sort();
    return {
      interval: quantileInterval(sorted, this.#quantile),
      median: quantileInterval(sorted, 0.5).estimate,
    };
  }
}

/** Whether an interval is as narrow as is asked for. */
export const isNarrow = ({ closed, low, high, estimate }: QuantileInterval): boolean =>
  closed && high - low <= NARROW * estimate;

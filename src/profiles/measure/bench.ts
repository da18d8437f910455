/** Where a model is measured: its runtime, the clock, and who is told of it. */
import type { Runtime } from './session.ts';
import type { MeasuredBatch } from './measuredBatch.ts';

export interface Bench {
  readonly runtime: Runtime;
  /** Milliseconds. */
  readonly clock: () => number;
  /** Seconds of the clock's smallest step (`tickOf`). */
  readonly tick: number;
  readonly stopped: () => boolean;
  /** Lets messages through, so that a stop is heard. */
  readonly yieldToMessages: () => Promise<void>;
  readonly tell: (event: MeasureEvent) => void;
}

/** What is being done. */
export interface Doing {
  readonly doing: 'starting' | 'warming' | 'timing';
  /** The batch at work; undefined while it starts. */
  readonly batch: number | undefined;
  /** What was timed by now: start-ups, or runs of the batch. */
  readonly samples: number;
}

export type MeasureEvent =
  | (Doing & {
      readonly kind: 'progress';
      /** 0..1 of the time. */
      readonly share: number;
      /** At most: a batch whose interval is narrow early leaves its time to the next, and the last to nobody. */
      readonly secondsLeft: number;
    })
  | { readonly kind: 'started'; readonly startups: readonly number[] }
  | { readonly kind: 'batch'; readonly batch: MeasuredBatch };

/** Told between two runs; says how far it is, and listens, ten times a second. */
export type Breathe = (doing: Doing) => Promise<void>;

const BREATH_MS = 100;

/** `seconds` are those of the plan, `spent` how many are gone. */
export function breathing(bench: Bench, seconds: number, spent: () => number): Breathe {
  let last = -Infinity;
  return async (doing) => {
    if (bench.clock() - last < BREATH_MS) return;
    const gone = spent();
    bench.tell({
      kind: 'progress',
      ...doing,
      share: Math.min(1, gone / seconds),
      secondsLeft: Math.max(0, seconds - gone),
    });
    await bench.yieldToMessages();
    last = bench.clock();
  };
}

/** Steps of a clock that are looked at. */
const STEPS = 20;

/** Seconds of the smallest step of a clock in milliseconds: browsers make it coarse, 0.1 ms and more. */
export function tickOf(clock: () => number): number {
  let smallest = Infinity;
  for (let step = 0, before = clock(); step < STEPS; step++) {
    let now = clock();
    while (now === before) now = clock();
    smallest = Math.min(smallest, now - before);
    before = now;
  }
  return smallest / 1000;
}

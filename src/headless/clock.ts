/** The clock of a command, whose reading is also a sign of life for whoever waits for it (runCommand.ts). */
import { number, text, type Options } from './options.ts';
import { RANGES } from './ranges.ts';
import { patienceOf, type Patience } from '../model/patience.ts';

let beats: Int32Array | undefined;

/** Counts every reading of the clock in `shared`, and one a second where the command waits. */
export function beatIn(shared: Int32Array): void {
  beats = shared;
  setInterval(clock, 1000).unref();
}

/** Milliseconds. */
export function clock(): number {
  if (beats) Atomics.add(beats, 0, 1);
  return performance.now();
}

/** The option that sets another time limit for each single piece of work. */
export const TIME_LIMIT = 'time-limit';

/** The lab's time limits, or `--time-limit`. */
export function patienceIn(options: Options): Patience {
  const own =
    text(options, TIME_LIMIT) === undefined ? undefined : number(options, TIME_LIMIT, 0, RANGES.timeLimit);
  return patienceOf(clock, own);
}

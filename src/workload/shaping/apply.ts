/** What each step does to a load: pure, from the requests per second of each second to those of each second after it. */
import { MOST_SECONDS, numberKinds, type NumberStep } from './steps.ts';
import { spanWords } from './times.ts';
import { burst } from '../generators.ts';
import { BOUNDS } from '../../model/bounds.ts';
import { Random } from '../../model/random.ts';
import { figure } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { LONGEST_REPLAY } from '../workload.ts';

const MOST_RATE = BOUNDS.rate.max;

/**
 * Within what a load may be, to the millionth: engines differ in the last digit of exponentials and cosines, and a load is
 * to be the same in all of them.
 */
const held = (rate: number): number => Math.round(1e6 * Math.min(MOST_RATE, Math.max(0, rate))) / 1e6;

/** The load after one step with numbers; refused in a sentence where the step does not fit it. `seed` draws noise. */
export function applied(
  rates: Float64Array,
  { kind, values }: NumberStep,
  seed: number,
): Result<Float64Array> {
  const [first = 0, second = 0] = values;
  const beyond = beyondEnd(rates.length, { kind, values });
  if (beyond !== undefined) return refused(beyond);
  switch (kind) {
    case 'window':
      return windows(rates, values);
    case 'x':
      return accepted(rates.map((rate) => held(first * rate)));
    case 'shift':
      return accepted(rates.map((rate) => held(rate + first)));
    case 'clip':
      return accepted(rates.map((rate) => Math.min(second, Math.max(first, rate))));
    case 'repeat':
      return joined(Array.from({ length: first }, () => rates));
    case 'start':
      return joined([rates.subarray(first), rates.subarray(0, first)]);
    case 'noise':
      return accepted(noisy(rates, first / 100, second, seed));
    case 'burst':
      return accepted(bursting(rates, values));
    case 'drawn':
      return accepted(drawn(rates, values));
  }
}

/** Loads one after the other; refused where they are too long together. */
export function joined(parts: readonly Float64Array[]): Result<Float64Array> {
  const seconds = parts.reduce((sum, part) => sum + part.length, 0);
  if (seconds > MOST_SECONDS)
    return refused(
      `The load would be ${spanWords(seconds)} long; at most ${spanWords(MOST_SECONDS)} are taken, of which ${spanWords(LONGEST_REPLAY)} are replayed.`,
    );
  const whole = new Float64Array(seconds);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return accepted(whole);
}

/** Two loads second by second, as long as the first. */
export function sum(rates: Float64Array, other: Float64Array): Float64Array {
  return rates.map((rate, t) => held(rate + (other[t] ?? 0)));
}

/** Moments of a step that lie behind the end of the load it meets. */
function beyondEnd(seconds: number, { kind, values }: NumberStep): string | undefined {
  const pairs = kind === 'window' || kind === 'drawn';
  if (!pairs && kind !== 'burst' && kind !== 'start') return undefined;
  const latest =
    kind === 'window' || kind === 'drawn'
      ? Math.max(...values.filter((_, i) => kind === 'window' || i % 2 === 0))
      : values[0]!;
  // A window may end where the load does, and a line too; a burst begins within it.
  if (latest < seconds || (pairs && latest === seconds)) return undefined;
  return `${numberKinds[kind].name} speaks of second ${figure(latest)}, but the load is ${spanWords(seconds)} long there (${figure(seconds)} s).`;
}

function windows(rates: Float64Array, values: readonly number[]): Result<Float64Array> {
  const parts: Float64Array[] = [];
  for (let i = 0; i < values.length; i += 2) parts.push(rates.subarray(values[i], values[i + 1]));
  return joined(parts);
}

function noisy(rates: Float64Array, spread: number, draw: number, seed: number): Float64Array {
  const random = Random.stream(seed, 'noise of a shaped load', draw);
  return rates.map((rate) => held(rate * (1 + spread * random.normal())));
}

function bursting(rates: Float64Array, values: readonly number[]): Float64Array {
  const [start = 0, height = 0, ramp = 0, hold = 0, decay = 0] = values;
  // Without a decay it ends at once.
  const end = decay > 0 ? rates.length : start + ramp + hold;
  const after = Math.max(decay, 1);
  return rates.map((rate, t) =>
    t < start || t >= end ? rate : held(rate + height * burst(t - start, ramp, hold, after)),
  );
}

/** The mean of the line over each second. */
function drawn(rates: Float64Array, values: readonly number[]): Float64Array {
  const shaped = rates.slice();
  for (let i = 0; i + 3 < values.length; i += 2) {
    const [from, low, to, high] = [values[i]!, values[i + 1]!, values[i + 2]!, values[i + 3]!];
    for (let t = from; t < Math.min(to, rates.length); t++)
      shaped[t] = held(low + ((high - low) * (t + 0.5 - from)) / (to - from));
  }
  return shaped;
}

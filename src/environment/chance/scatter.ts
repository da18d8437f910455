/** How much demand is unmet by chance: requests of a second scatter about their rate as a Poisson variable does. */
import { normalCdf } from '../../model/normal.ts';

/** The tables below go so many deviations to either side, in so many steps. */
export const REACH = 5;
export const STEPS = 400;
/** Variance of the rates, in that of chance, up to which seconds are taken together. */
export const VARIES = 0.25;
const points = Float64Array.from({ length: STEPS + 1 }, (_, i) => -REACH + (2 * REACH * i) / STEPS);
const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
/** E[(Z - z)+] of a standard normal Z, and what the skew of a Poisson variable adds (Edgeworth's first term). */
export const beyond = points.map((z) => density(z) - z * (1 - normalCdf(z)));
export const skewed = points.map((z) => (z * density(z)) / 6);

/** E[(N - capacity)+] of a variable with such a mean, variance and third central moment, near enough normal; 0 or more. */
function above(mean: number, variance: number, third: number, capacity: number): number {
  const gap = capacity - mean;
  if (gap >= 0 && gap * gap >= REACH * REACH * variance) return 0;
  const deviation = Math.sqrt(variance);
  const z = gap / deviation;
  if (z <= -REACH) return -gap;
  const x = (z + REACH) * (STEPS / (2 * REACH));
  const i = x >= STEPS ? STEPS - 1 : Math.floor(x);
  const f = x - i;
  const normal = beyond[i]! + f * (beyond[i + 1]! - beyond[i]!);
  const more = deviation * normal + (third / variance) * (skewed[i]! + f * (skewed[i + 1]! - skewed[i]!));
  return more > 0 ? more : 0;
}

/** E[(N - capacity)+], req/s, of a Poisson variable N with mean `rate` >= 0; `capacity` >= 0. */
export function unmetByChance(rate: number, capacity: number): number {
  return above(rate, rate, rate, capacity);
}

/** Sum of the `rates` of the seconds [`from`, `until`). */
export function sumOf(rates: Float64Array, from: number, until: number): number {
  let sum = 0;
  for (let t = from; t < until && t < rates.length; t++) sum += rates[t]!;
  return sum;
}

/**
 * Sum over the seconds [`from`, `until`) of `unmetByChance` of their `rates`, none of which is above `most`. Where
 * these vary far less than chance does, the requests of any of the seconds are taken as one variable, whose variance is
 * that of chance and of the rates together.
 */
export function unmetOver(
  rates: Float64Array,
  from: number,
  until: number,
  most: number,
  capacity: number,
): number {
  const gap = capacity - most;
  if (gap >= 0 && gap * gap >= REACH * REACH * most) return 0;
  const end = Math.min(until, rates.length);
  const seconds = end - from;
  let sum = 0;
  let squares = 0;
  for (let t = from; t < end; t++) {
    const rate = rates[t]!;
    sum += rate;
    squares += rate * rate;
  }
  const mean = sum / seconds;
  const spread = squares / seconds - mean * mean;
  if (spread <= mean * VARIES)
    return seconds > 0 ? seconds * above(mean, mean + spread, mean + 3 * spread, capacity) : 0;
  let unmet = 0;
  for (let t = from; t < end; t++) unmet += unmetByChance(rates[t]!, capacity);
  return unmet;
}

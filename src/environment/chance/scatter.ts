/** How much demand is unmet by chance: requests of a second scatter about their rate as a Poisson variable does. */
import { normalCdf } from '../../model/normal.ts';

const REACH = 5;
const STEPS = 400;
const points = Float64Array.from({ length: STEPS + 1 }, (_, i) => -REACH + (2 * REACH * i) / STEPS);
const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
/** E[(Z - z)+] of a standard normal Z, and what the skew of a Poisson variable adds (Edgeworth's first term). */
const beyond = points.map((z) => density(z) - z * (1 - normalCdf(z)));
const skewed = points.map((z) => (z * density(z)) / 6);

/** E[(N - capacity)+], req/s, of a Poisson variable N with mean `rate` >= 0; `capacity` >= 0. */
export function unmetByChance(rate: number, capacity: number): number {
  const gap = capacity - rate;
  if (gap >= 0 && gap * gap >= REACH * REACH * rate) return 0;
  const deviation = Math.sqrt(rate);
  const z = gap / deviation;
  if (z <= -REACH) return -gap;
  const x = ((z + REACH) * STEPS) / (2 * REACH);
  const i = x >= STEPS ? STEPS - 1 : Math.floor(x);
  const f = x - i;
  const normal = beyond[i]! + f * (beyond[i + 1]! - beyond[i]!);
  return Math.max(0, deviation * normal + skewed[i]! + f * (skewed[i + 1]! - skewed[i]!));
}

/** What the seconds of an interval bring of which only the maximum is known. */
import { DECISION_SECONDS } from '../../workload/workload.ts';

/**
 * What ten draws of the normal distribution are on average, in order of size (Harter 1961), mixed: no second knows of the
 * one before it. They sum to nothing.
 */
const DRAWS = [0.123, -0.656, 1.001, -0.123, 0.376, -1.539, 0.656, 1.539, -1.001, -0.376] as const;
const LARGEST = 1.539;
/** Variance of a second over its mean: that of the real trace as the lab has it (`generators.ts`). */
export const DISPERSION = 0.16;

/**
 * Writes ten seconds whose maximum is `most` req/s into out[at..at + 10): the ten seconds of a flow that scatters about a
 * level without memory. `scatter` is the variance of a second over its mean.
 */
export function writeSeconds(out: Float64Array, at: number, most: number, scatter = DISPERSION): void {
  // level + LARGEST sqrt(scatter level) = most
  const half = (LARGEST * Math.sqrt(scatter)) / 2;
  const root = Math.sqrt(half * half + Math.max(0, most)) - half;
  const level = root * root;
  const deviation = Math.sqrt(scatter * level);
  for (let i = 0; i < DECISION_SECONDS; i++) out[at + i] = Math.max(0, level + DRAWS[i]! * deviation);
}

/** How much longer a service is at the quantile than in the mean, over all batches of a variant. */
import { differs, pooled, type Estimate } from './estimate.ts';
import type { Group } from './fitGroups.ts';
import { latencyAt, type Reading } from './fitReading.ts';
import { serviceIn, type Arrivals } from './fitService.ts';
import { quantileName } from './fitWords.ts';
import { threeDigits } from '../model/amountWords.ts';
import type { AssumedFigure } from '../model/pipeline.ts';

const NONE: Estimate = { log: 0, variance: 0 };

/** A tail that its own error explains is none, and no quantile above the median lies below the mean by more than noise. */
export const orNone = (tail: Estimate): Estimate => (tail.log > 0 && differs(tail) ? tail : NONE);

/**
 * The tail by the clients' latencies: of each reading, the service that its latency at the quantile comes to, by that which its
 * typical one does. Undefined where no reading below saturation has both.
 */
export function tailOfLatencies(
  readings: readonly Reading[],
  quantile: number,
  arrivals: Arrivals,
): Estimate | undefined {
  const ratios: Estimate[] = [];
  for (const reading of readings) {
    const at = latencyAt(reading.point, quantile);
    const { mean, quantiles } = reading.point;
    const middle = quantiles.get(0.5);
    if (at?.quantile === undefined || (mean ?? middle) === undefined) continue;
    const high = serviceIn(reading, at.seconds, at.quantile, arrivals);
    const typical =
      mean === undefined
        ? serviceIn(reading, middle!, 0.5, arrivals)
        : serviceIn(reading, mean, undefined, arrivals);
    if (high && typical)
      ratios.push({
        log: Math.log(high.seconds / typical.seconds),
        variance: high.variance + typical.variance,
      });
  }
  const tail = pooled(ratios);
  return tail && orNone(tail);
}

/** What makes a mean that the server tells one at the quantile. */
export function tailForTold(
  groups: readonly Group[],
  sound: readonly Reading[],
  quantile: number,
  arrivals: Arrivals,
  notes: string[],
  assumed: Set<AssumedFigure>,
): Estimate {
  if (groups.every(({ told }) => told.length === 0) || quantile === 0.5) return NONE;
  const tail = tailOfLatencies(sound, quantile, arrivals);
  if (!tail) {
    assumed.add('latency');
    notes.push(
      `Its server tells means, and no point below saturation says how far ${quantileName(quantile)} is above them: the means are taken.`,
    );
    return NONE;
  }
  if (tail.log > 0)
    notes.push(
      `Its server tells means; ${quantileName(quantile)} of the clients’ latencies below saturation is ${threeDigits(Math.exp(tail.log))} times their mean, and so is that of the service taken to be.`,
    );
  return tail;
}

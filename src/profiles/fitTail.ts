/** How much longer a service is at the quantile than in the mean, over all batches of a variant. */
import { differs, pooled, type Estimate } from './estimate.ts';
import { latencyAt, type Reading } from './fitReading.ts';
import { NOISE, serviceIn, type Arrivals } from './fitService.ts';

const NONE: Estimate = { log: 0, variance: 0 };

/** A tail that its own error explains is none, and no quantile above the median lies below the mean by more than noise. */
const orNone = (tail: Estimate): Estimate => (tail.log > 0 && differs(tail) ? tail : NONE);

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

/** What a batch's readings below saturation come to, and what its capacity does. */
export interface BySaturation {
  readonly read: Estimate;
  readonly capacity: Estimate;
}

/** The tail by what the replicas answer at most: the service read at the quantile, by the mean service while all are busy. */
export function tailOfCapacity(pairs: readonly BySaturation[]): Estimate | undefined {
  const tail = pooled(
    pairs.map(({ read, capacity }) => ({
      log: read.log - capacity.log,
      variance: read.variance + capacity.variance,
    })),
  );
  return tail && orNone(tail);
}

/** Mean service of a call by points at which all replicas are busy: c / X. */
export function capacityOf(saturated: readonly Reading[]): Estimate | undefined {
  return pooled(
    saturated.map(({ replicas, answered }) => ({
      log: Math.log(replicas / answered),
      variance: NOISE ** 2,
    })),
  );
}

/** Whether the calls of a load test came at random or evenly, told by its own latencies. */
import type { Reading } from './fitReading.ts';
import { serviceIn, type Arrivals } from './fitService.ts';
import { middleOf } from './middle.ts';

/** A reading that fits no better than by this factor's logarithm does not fit: further off counts as much. */
const FAR = Math.log(1.65);
/** The logarithm of a likelihood's ratio that says something, 95 %: half the quantile of chi-squared, one degree of freedom. */
const TELLING = 1.92;

/** Mean squared error, in logarithms, of the services that all latencies of `readings` come to, batch by batch; `counts`: how many. */
function errorOf(
  readings: readonly Reading[],
  arrivals: Arrivals,
): { readonly error: number; readonly counts: number } {
  const byBatch = new Map<number, (number | undefined)[]>();
  for (const reading of readings) {
    const list = byBatch.get(reading.batch) ?? [];
    byBatch.set(reading.batch, list);
    const { quantiles, mean } = reading.point;
    for (const [quantile, seconds] of quantiles)
      list.push(serviceIn(reading, seconds, quantile, arrivals)?.seconds);
    if (mean !== undefined) list.push(serviceIn(reading, mean, undefined, arrivals)?.seconds);
  }
  let sum = 0;
  let counts = 0;
  for (const list of byBatch.values()) {
    const known = list.filter((seconds) => seconds !== undefined);
    if (known.length === 0) continue;
    const middle = middleOf(known);
    counts += list.length - 1;
    for (const seconds of list)
      sum += seconds === undefined ? FAR ** 2 : Math.min(FAR, Math.abs(Math.log(seconds / middle))) ** 2;
  }
  return { error: counts > 0 ? sum / counts : 0, counts };
}

/**
 * How the calls of the readings in open loop came: the kind under which all their latencies, at whatever load and quantile,
 * come to one service time a batch. Undefined where both explain them alike.
 */
export function arrivalsOf(readings: readonly Reading[]): Arrivals | undefined {
  const open = readings.filter(({ loop }) => loop === 'open');
  if (open.length === 0) return 'paced';
  const [poisson, paced] = [errorOf(open, 'poisson'), errorOf(open, 'paced')];
  const counts = Math.max(poisson.counts, paced.counts);
  if (counts < 1 || poisson.error === paced.error) return undefined;
  // Of normal errors with an unknown variance.
  const ratio = (counts / 2) * Math.log(paced.error / poisson.error);
  if (ratio > TELLING) return 'poisson';
  return ratio < -TELLING ? 'paced' : undefined;
}

/** What points beyond saturation say by their throughput: while all replicas are busy, X = c / s. */
import { differs, pooled, shifted, type Estimate } from './estimate.ts';
import type { Group } from './fitGroups.ts';
import type { Reading } from './fitReading.ts';
import { NOISE } from './fitService.ts';
import { orNone } from './fitTail.ts';
import { middleOf } from './middle.ts';
import { replicasWords } from './saturation.ts';
import { secondsOf, threeDigits } from '../model/amountWords.ts';

/** Mean service and capacity may differ by so much: noise of 5 % in each, twice. Beyond it something else limits. */
const ALIKE = 0.15;
/** What a batch's readings below saturation come to, and what its capacity does. */
interface BySaturation {
  readonly read: Estimate;
  readonly capacity: Estimate;
}

/** The tail by what the replicas answer at most: the service read at the quantile, by the mean service while all are busy. */
function tailOfCapacity(pairs: readonly BySaturation[]): Estimate | undefined {
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

const readAs = (seconds: number): Estimate => ({ log: Math.log(seconds), variance: NOISE ** 2 });

/**
 * Whether the clients of these readings in closed loop call again at once: then N = X R (Little's law), throughput and mean
 * latency are two readings of one service. Over all batches, since what clients do between calls is theirs.
 */
function callAtOnce(readings: readonly Reading[]): boolean {
  const ratios = readings.flatMap(({ loop, point: { concurrency, mean }, answered }) =>
    loop === 'open' || concurrency === undefined || mean === undefined
      ? []
      : [{ log: Math.log(concurrency / (answered * mean)), variance: 2 * NOISE ** 2 }],
  );
  const ratio = pooled(ratios);
  return ratio !== undefined && !differs(ratio);
}

/**
 * Mean service of a call by a point in closed loop, beside c / X. With N clients and no pauses the mean latency is N / X, which is
 * N s / c while all c replicas are busy, and s while none of the clients waits.
 */
function closedMeans({
  loop,
  replicas,
  answered,
  point: { concurrency, mean },
}: Reading): readonly Estimate[] {
  if (loop === 'open' || concurrency === undefined || mean === undefined) return [];
  return loop === 'full'
    ? [readAs((replicas * mean) / concurrency)]
    : [readAs(mean), readAs(concurrency / answered)];
}

/** By batch, what points beyond saturation say by their throughput, where it agrees with those below. */
export function capacities(groups: readonly Group[], notes: string[]): ReadonlyMap<number, Estimate> {
  const atOnce = callAtOnce(
    groups.flatMap(({ saturated, read: below }) => [...saturated, ...below.map(({ reading }) => reading)]),
  );
  const pairs = new Map<number, BySaturation>();
  for (const { batch, saturated, read: below, told } of groups) {
    const busy = capacityOf(saturated);
    const own = pooled(below.map(({ estimate }) => estimate));
    const free = atOnce ? below.filter(({ reading }) => reading.point.quantiles.size > 0) : [];
    const means = free.flatMap(({ reading }) => closedMeans(reading));
    const capacity =
      busy && pooled([busy, ...means, ...(atOnce ? saturated.flatMap((one) => closedMeans(one)) : [])]);
    if (!busy || !capacity || !own || told.length > 0) continue;
    const typical =
      pooled(means)?.log ??
      middleOf(
        below.map(({ reading, estimate }) => Math.min(estimate.log, Math.log(reading.typical ?? Infinity))),
      );
    if (Math.abs(typical - busy.log) <= ALIKE) pairs.set(batch, { read: own, capacity });
    else {
      const { replicas } = saturated[0]!;
      notes.push(
        `Of batch ${String(batch)} at most ${threeDigits((replicas * batch) / Math.exp(busy.log))} req/s are answered, where ${replicasWords(replicas)} at ${secondsOf(Math.exp(typical))} a batch would answer ${threeDigits((replicas * batch) / Math.exp(typical))}: ${typical > busy.log ? 'more replicas served, or the latency has parts that are not theirs' : 'fewer replicas served, or something else limits them'}.`,
      );
    }
  }
  if (pairs.size > 0)
    notes.push(
      'What is answered beyond saturation agrees with the latencies below it: the mean service that it says (replicas by calls a second) counts beside them.',
    );
  const tail = tailOfCapacity([...pairs.values()]);
  return new Map([...pairs].map(([batch, { capacity }]) => [batch, shifted(capacity, tail!)]));
}

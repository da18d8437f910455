/** The points of a load test by batch: what is read off each, what is beyond saturation, and what is left out and why. */
import type { Estimate } from './estimate.ts';
import { UNITS } from './fitChecks.ts';
import { latencyAt, serviceTold, type Reading } from './fitReading.ts';
import { NOISE, serviceIn, type Arrivals } from './fitService.ts';
import { middleOf } from './middle.ts';
import type { OperatingPoint } from './point.ts';
import { MOST_BUSY } from './saturation.ts';
import { secondsOf, threeDigits } from '../model/amountWords.ts';

export interface LeftPoint {
  readonly point: OperatingPoint;
  /** Completes "left out: ..". */
  readonly why: string;
}

/** Points of one batch this far from the middle are not taken: far beyond a noise of 5 %. */
const STRAY = 0.2;

/** A service read off a point. */
export interface Service {
  readonly reading: Reading;
  readonly estimate: Estimate;
}

/** The points of one batch on the way to its figure. */
export interface Group {
  readonly batch: number;
  readonly saturated: Reading[];
  /** So near to saturation that service and wait cannot be told apart. */
  readonly busy: Reading[];
  readonly told: Service[];
  read: Service[];
}

/** `why`: of readings beyond saturation, why their latency is of no use. What is left out is added to `left`. */
export function groupsOf(
  readings: readonly Reading[],
  why: ReadonlyMap<Reading, string>,
  arrivals: Arrivals,
  quantile: number,
  left: LeftPoint[],
): readonly Group[] {
  const groups = new Map<number, Group>();
  for (const batch of [...new Set(readings.map((one) => one.batch))].sort((a, b) => a - b))
    groups.set(batch, { batch, saturated: [], busy: [], told: [], read: [] });
  for (const reading of readings) {
    const { point } = reading;
    const group = groups.get(reading.batch)!;
    const because = why.get(reading);
    if (because !== undefined && point.errors !== 1) group.saturated.push(reading);
    const told = serviceTold(point.parts);
    if (told !== undefined) {
      group.told.push({ reading, estimate: { log: Math.log(told), variance: NOISE ** 2 } });
      continue;
    }
    if (because !== undefined) {
      left.push({ point, why: because });
      continue;
    }
    const at = latencyAt(point, quantile);
    if (!at) {
      left.push({ point, why: 'it has no latency' });
      continue;
    }
    const read = serviceIn(reading, at.seconds, at.quantile, arrivals);
    if (read)
      group.read.push({ reading, estimate: { log: Math.log(read.seconds), variance: read.variance } });
    else {
      group.busy.push(reading);
      left.push({
        point,
        why: `with a latency of ${secondsOf(at.seconds)} its replicas are busy more than ${threeDigits(100 * MOST_BUSY)} % of the time: what is service and what is wait cannot be told apart there`,
      });
    }
  }
  return [...groups.values()];
}

/** Latencies of one batch that no load and no noise takes so far apart. */
export function unitsFault({ batch, read }: Group): string | undefined {
  const all = read.map(({ estimate }) => Math.exp(estimate.log));
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return most > UNITS * least
    ? `The points of batch ${String(batch)} come to between ${secondsOf(least)} and ${secondsOf(most)}: some of them seem to be in another unit.`
    : undefined;
}

/** Points far from the others of their batch are left out, where others are more; the rest is returned. */
export function takeStrays(group: Group, left: LeftPoint[], notes: string[]): readonly Estimate[] {
  const { batch } = group;
  if (group.read.length > 1) {
    const middle = middleOf(group.read.map(({ estimate }) => estimate.log));
    const strays = new Set(
      group.read.filter(
        ({ estimate: { log, variance } }) =>
          Math.abs(log - middle) > Math.max(STRAY, 4 * Math.sqrt(variance)),
      ),
    );
    if (strays.size > 0 && 2 * strays.size < group.read.length) {
      for (const { reading, estimate } of strays)
        left.push({
          point: reading.point,
          why: `it comes to ${secondsOf(Math.exp(estimate.log))} a batch where the others of batch ${String(batch)} come to ${secondsOf(Math.exp(middle))}`,
        });
      group.read = group.read.filter((one) => !strays.has(one));
    } else if (strays.size > 0) {
      const all = group.read.map(({ estimate }) => Math.exp(estimate.log));
      notes.push(
        `The points of batch ${String(batch)} contradict one another: they come to between ${secondsOf(Math.min(...all))} and ${secondsOf(Math.max(...all))}; a mean of them is taken.`,
      );
    }
  }
  return group.read.map(({ estimate }) => estimate);
}

/** Curves of a training, thinned to what a chart can show. Pure. */
import { interquartileMean } from '../../../experiments/statistics.ts';
import type { TrainPoint } from '../../../learning/training/progress.ts';

/** A line with the band around it. */
export interface Curve {
  readonly x: Float64Array;
  /** One seed: the mean of the updates drawn as one. Several: the interquartile mean over the seeds. */
  readonly mid: Float64Array;
  /** One seed: least and greatest of those updates. Several: lowest and highest seed. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export type Reading = (point: TrainPoint) => number;
export type Clock = 'steps' | 'seconds';

export const clockOf: Record<Clock, Reading> = {
  steps: (point) => point.steps,
  seconds: (point) => point.elapsedSeconds,
};

/** At most this many marks a curve. */
const MOST = 240;
/** Seeds whose number of updates differs by less than this share end together. */
const ALIKE = 0.75;

export function curveOf(
  members: readonly (readonly TrainPoint[])[],
  x: Reading,
  y: Reading,
  most = MOST,
): Curve {
  const lengths = members.map((points) => points.length);
  const longest = Math.max(0, ...lengths);
  const stride = Math.max(1, Math.ceil(longest / most));
  // Where seeds end within a few updates of each other the line ends with the first: without it the mean would jump.
  const shortest = Math.min(longest, ...lengths);
  const marks = Math.ceil((shortest >= ALIKE * longest ? shortest : longest) / stride);
  const curve = {
    x: new Float64Array(marks),
    mid: new Float64Array(marks),
    low: new Float64Array(marks),
    high: new Float64Array(marks),
  };
  for (let k = 0; k < marks; k++) {
    const means: number[] = [];
    let at = 0;
    let low = Infinity;
    let high = -Infinity;
    for (const points of members) {
      const end = Math.min(points.length, (k + 1) * stride);
      if (end <= k * stride) continue;
      let sum = 0;
      for (let i = k * stride; i < end; i++) {
        const value = y(points[i]!);
        sum += value;
        if (value < low) low = value;
        if (value > high) high = value;
      }
      means.push(sum / (end - k * stride));
      at += x(points[end - 1]!);
    }
    curve.x[k] = Math.max(at / means.length, curve.x[k - 1] ?? 0);
    curve.mid[k] = interquartileMean(means);
    curve.low[k] = members.length > 1 ? Math.min(...means) : low;
    curve.high[k] = members.length > 1 ? Math.max(...means) : high;
  }
  return curve;
}

/** Running mean over about `window` marks, so that a trend shows through the noise of single rollouts. */
export function smooth(values: Float64Array, window: number): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const reach = Math.min(window, i, values.length - 1 - i);
    let sum = 0;
    for (let k = i - reach; k <= i + reach; k++) sum += values[k]!;
    out[i] = sum / (2 * reach + 1);
  }
  return out;
}

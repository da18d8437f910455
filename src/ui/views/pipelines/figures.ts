/** Latencies, rates and batches as the Pipelines view writes them, and the axis of batches that its charts share. */
import type { Axis, Frame, Tick } from '../../charts/frame.ts';
import { stretch } from '../../charts/marks.ts';
import type { Mark } from '../../charts/model.ts';
import { fixed, short } from '../../format.ts';
import { batchSizes, latency, type LatencyProfile } from '../../../model/pipeline.ts';

/** 8.42 ms, 238 ms, 1.81 s. */
export function secondsWords(seconds: number): string {
  const ms = 1000 * seconds;
  return Math.abs(ms) < 999.5 ? `${short(ms)} ms` : `${short(seconds)} s`;
}

/** p99, p99.9. */
export function quantileName(quantile: number): string {
  return `p${String(Number((100 * quantile).toFixed(2)))}`;
}

/** Round seconds within a domain whose scale is logarithmic, at most `most`: 1, 2 and 5 of a decade where there is room. */
export function secondsTicks([low, high]: readonly [number, number], most: number): readonly Tick[] {
  const from = Math.floor(Math.log10(low));
  const decades = Array.from({ length: Math.ceil(Math.log10(high)) - from + 1 }, (_, i) => from + i);
  const within = (steps: readonly number[]): readonly number[] =>
    decades
      .flatMap((decade) => steps.map((step) => step * 10 ** decade))
      .filter((at) => at >= low && at <= high);
  const chosen = [[1, 2, 5], [1, 3], [1]].map(within).find((list) => list.length <= most) ?? within([1]);
  const skip = Math.max(1, Math.ceil(chosen.length / most));
  return chosen.filter((_, i) => i % skip === 0).map((at) => ({ at, text: tickText(at) }));
}

const tickText = (seconds: number): string => {
  const [value, unit] = seconds < 0.9995 ? [1000 * seconds, 'ms'] : [seconds, 's'];
  return `${fixed(value, value >= 0.95 ? 0 : Math.ceil(-Math.log10(value)))} ${unit}`;
};

/** Room at both ends of the axis of batches, as a factor. */
const AIR = 1.25;

/** Batches on a scale on which each is twice as far as its half; its texts are the sizes that can be ordered. */
export function batchAxis(stops: ArrayLike<number>): Axis {
  const last = Math.max(1, stops[stops.length - 1] ?? 1);
  const powers = batchSizes(Math.max(last, 2));
  return {
    domain: [1 / AIR, Math.max(2, last) * AIR],
    scale: 'log',
    ticks: powers.map((at) => ({ at, text: String(at) })),
    overhang: 10,
  };
}

/** What of the axis is larger than the largest batch that can be ordered. */
export function notOrdered(f: Frame, maxBatch: number, last: number): Mark {
  return stretch(f, 'x', [maxBatch * AIR, last * AIR], {
    ...{ ink: 'soft', opacity: 0.07 },
    hint: `Larger than the largest batch that can be ordered, ${String(maxBatch)}`,
  });
}

/** Where a chart of a variant stops: at what was measured and at what can be ordered; ascending. */
export function batchStops({ batches }: LatencyProfile, maxBatch: number): Float64Array {
  return Float64Array.from(new Set(batches.length === 0 ? [] : [...batches, ...batchSizes(maxBatch)])).sort();
}

/** Requests a second of one replica whose batches of that size are always full; NaN where the profile says nothing. */
export function rateAt(profile: LatencyProfile, batch: number): number {
  const seconds = profile.batches.length === 0 ? NaN : latency(profile, batch);
  return seconds > 0 ? batch / seconds : NaN;
}

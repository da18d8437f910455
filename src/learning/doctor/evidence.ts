/** Where in a training a metric was out of its range. */
import type { TrainPoint } from '../training/progress.ts';

/** Metrics that a finding may point at. */
export type EvidenceMetric =
  | 'entropy'
  | 'approxKl'
  | 'clipFraction'
  | 'explainedVariance'
  | 'valueScale'
  | 'masked'
  | 'expertShare'
  | 'regret';

export interface Stretch {
  /** Updates, both included. */
  readonly from: number;
  readonly to: number;
  /** The running mean furthest out of range. */
  readonly worst: number;
  /** Share of all updates that were out of range. */
  readonly share: number;
  /** It reaches into the newest updates. */
  readonly recent: boolean;
}

/** Updates that count as now. */
const RECENT = 10;

/** Mean of a knob's head entropies over the stages; heads stand in threes (variant, replicas, batch). */
export function knobEntropy({ headEntropies }: TrainPoint, knob: number): number {
  let sum = 0;
  for (let i = knob; i < headEntropies.length; i += 3) sum += headEntropies[i]!;
  return sum / Math.max(1, Math.ceil((headEntropies.length - knob) / 3));
}

/** The newest stretch where the mean of `value` over `window` updates is beyond `limit`; undefined where it never was. */
export function evidenceStretch(
  points: readonly TrainPoint[],
  value: (point: TrainPoint) => number,
  window: number,
  beyond: 'above' | 'below',
  limit: number,
): Stretch | undefined {
  const sign = beyond === 'above' ? 1 : -1;
  let sum = 0;
  let out = 0;
  let found: { from: number; to: number; worst: number } | undefined;
  let before = false;
  for (let i = 0; i < points.length; i++) {
    sum += value(points[i]!);
    if (i >= window) sum -= value(points[i - window]!);
    if (i + 1 < window) continue;
    const mean = sum / window;
    const now = sign * mean > sign * limit;
    if (now) {
      out++;
      const to = points[i]!.update;
      if (!before || !found) found = { from: points[i + 1 - window]!.update, to, worst: mean };
      else found = { ...found, to, worst: sign * Math.max(sign * found.worst, sign * mean) };
    }
    before = now;
  }
  if (!found) return undefined;
  const judged = points.length + 1 - window;
  return { ...found, share: out / judged, recent: found.to > (points.at(-1)?.update ?? 0) - RECENT };
}

export function meanOf(points: readonly TrainPoint[], value: (point: TrainPoint) => number): number {
  let sum = 0;
  for (const point of points) sum += value(point);
  return sum / Math.max(1, points.length);
}

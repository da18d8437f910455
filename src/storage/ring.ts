/** Which checkpoints of a run's past are kept: a few, spread over it. */
import type { CheckpointInfo, Slot } from './records.ts';

/** Checkpoints beside the latest and the best. */
export const RING = 6;
/** Part of the run so far that must have passed since the last one. */
const SPACING = 1 / RING;

type Kept = Pick<CheckpointInfo, 'slot' | 'steps'>;

/**
 * The slot for a checkpoint at `steps` decisions, or undefined where it is too soon for one. A full ring gives up the
 * one whose neighbours lie closest together, so that what stays is spread over the run; its first stays.
 */
export function ringSlot(kept: readonly Kept[], steps: number): Slot | undefined {
  const ring = kept.filter(({ slot }) => slot.startsWith('ring-')).sort((a, b) => a.steps - b.steps);
  const last = ring.at(-1);
  if (last && steps - last.steps < Math.max(1, SPACING * steps)) return undefined;
  for (let k = 0; k < RING; k++) {
    const slot: Slot = `ring-${String(k) as `${number}`}`;
    if (!ring.some((entry) => entry.slot === slot)) return slot;
  }
  const gap = (k: number): number => (ring[k + 1]?.steps ?? steps) - ring[k - 1]!.steps;
  let crowded = 1;
  for (let k = 2; k < ring.length; k++) if (gap(k) < gap(crowded)) crowded = k;
  return ring[crowded]!.slot;
}

import { describe, expect, it } from 'vitest';
import { RING, ringSlot } from './ring.ts';
import type { Slot } from './records.ts';

describe('the ring of checkpoints', () => {
  it('keeps the first and a few more, spread over a run of any length', () => {
    const ring = new Map<Slot, number>();
    for (let steps = 256; steps <= 2_000_000; steps += 256) {
      const slot = ringSlot(
        [...ring].map(([name, at]) => ({ slot: name, steps: at })),
        steps,
      );
      if (slot) ring.set(slot, steps);
      const kept = [...ring.values()].sort((a, b) => a - b);
      expect(kept.length).toBeLessThanOrEqual(RING);
      if (steps < 10_000) continue;
      expect(kept[0]).toBe(256);
      // No stretch without a checkpoint is longer than half the run.
      const gaps = [...kept.slice(1), steps].map((at, i) => at - kept[i]!);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(0.5 * steps);
    }
    expect(ring.size).toBe(RING);
  });
});

import type { Tables } from '../../model/tables.ts';

/**
 * Several categorical heads drawn in order; what a head may choose can depend on the heads before it.
 * Masks are recomputed from the stored action at update time, so they are exactly those it was chosen under.
 */
export interface ActionSpace {
  /** Choices of each head. */
  readonly heads: readonly number[];
  /** Writes 1 (allowed) or 0 per choice of `head` into mask[0..heads[head]), given action[at..at+head). */
  mask(head: number, action: Int32Array, at: number, mask: Uint8Array): void;
}

/** Heads without restrictions, or with fixed ones. */
export function freeActions(heads: readonly number[], fixed?: readonly Uint8Array[]): ActionSpace {
  return {
    heads,
    mask: (head, _action, _at, mask) => {
      const own = fixed?.[head];
      if (own) mask.set(own);
      else mask.fill(1, 0, heads[head]);
    },
  };
}

/**
 * Three heads a stage - variant, replicas, batch - under sequential capacity masks: a choice is allowed if the
 * cheapest single replica of every later stage still fits, so that no drawn action exceeds W_max.
 */
export function pipelineActions(tables: Tables): ActionSpace {
  const { capacity, units } = tables;
  const { maxReplicas } = tables.limits;
  const heads = Array.from({ length: tables.stages }, (_, n) => [
    tables.variants[n]!,
    maxReplicas,
    tables.batches.length,
  ]).flat();
  return {
    heads,
    mask: (head, action, at, mask) => {
      const knob = head % 3;
      if (knob === 2) {
        mask.fill(1, 0, heads[head]);
        return;
      }
      const n = (head - knob) / 3;
      let room = capacity - tables.reserve[n]!;
      for (let m = 0; m < n; m++) {
        room -= (action[at + 3 * m + 1]! + 1) * units[tables.variantOffset[m]! + action[at + 3 * m]!]!;
      }
      const first = tables.variantOffset[n]!;
      if (knob === 0) {
        for (let z = 0; z < heads[head]!; z++) mask[z] = units[first + z]! <= room ? 1 : 0;
      } else {
        const each = units[first + action[at + 3 * n]!]!;
        for (let f = 0; f < maxReplicas; f++) mask[f] = (f + 1) * each <= room ? 1 : 0;
      }
    },
  };
}

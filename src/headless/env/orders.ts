/**
 * Orders of a sampler that draws each head by itself, where what fits depends on the heads together: the choices that it
 * may draw at all, and what becomes of an order that takes more cores than there are.
 */
import type { ActionSpace } from '../../learning/network/actions.ts';
import type { Tables } from '../../model/tables.ts';

/** One byte for each choice, the heads one after another: 1 where some order within the limits has the choice. */
export function widestMasks({
  stages,
  variants,
  variantOffset,
  units,
  capacity,
  limits,
  batches,
}: Tables): Uint8Array {
  const cheapest = Array.from({ length: stages }, (_, n) =>
    Math.min(...units.subarray(variantOffset[n], variantOffset[n + 1])),
  );
  const all = cheapest.reduce((sum, one) => sum + one, 0);
  return Uint8Array.from(
    cheapest.flatMap((least, n) => {
      // What the stage may hold where the others hold their least.
      const room = capacity - (all - least);
      const first = variantOffset[n]!;
      return [
        ...Array.from({ length: variants[n]! }, (_, z) => (units[first + z]! <= room ? 1 : 0)),
        ...Array.from({ length: limits.maxReplicas }, (_, f) => ((f + 1) * least <= room ? 1 : 0)),
        ...batches.map(() => 1),
      ];
    }),
  );
}

/** Makes orders fit, head by head under the masks under which the lab's own agents choose. */
export class Repair {
  readonly #tables: Tables;
  readonly #space: ActionSpace;
  readonly #mask: Uint8Array;

  constructor(tables: Tables, space: ActionSpace) {
    this.#tables = tables;
    this.#space = space;
    this.#mask = new Uint8Array(Math.max(...space.heads));
  }

  /**
   * Changes actions[at..) in the order of its heads: a variant that no longer fits becomes the one with the most cores that
   * does, a number of replicas that no longer fits the largest that does. Whether anything was changed.
   */
  fit(actions: Int32Array, at: number): boolean {
    let changed = false;
    for (let head = 0; head < this.#space.heads.length; head++) {
      this.#space.mask(head, actions, at, this.#mask);
      const chosen = actions[at + head]!;
      if (this.#mask[chosen] === 1) continue;
      actions[at + head] = head % 3 === 0 ? this.#largest((head - (head % 3)) / 3) : this.#fewer(chosen);
      changed = true;
    }
    return changed;
  }

  /** The allowed variant of stage `n` with the most cores. */
  #largest(n: number): number {
    const { variants, variantOffset, units } = this.#tables;
    const cores = (z: number): number => (this.#mask[z] === 1 ? units[variantOffset[n]! + z]! : -1);
    let most = 0;
    for (let z = 1; z < variants[n]!; z++) if (cores(z) > cores(most)) most = z;
    return most;
  }

  /** The highest allowed choice below `chosen`; one replica always is allowed. */
  #fewer(chosen: number): number {
    let fewer = chosen;
    while (fewer > 0 && this.#mask[fewer] === 0) fewer--;
    return fewer;
  }
}

import type { ActionSpace } from '../../network/actions.ts';

/** What an action allows, as bits: bit j of a head's words for its choice j (kernel/loss.as). */
export class MaskBits {
  readonly space: ActionSpace;
  /** Words of a row. */
  readonly words: number;
  /** For each head its first logit, its choices and its first word. */
  readonly heads: Int32Array;
  readonly #mask: Uint8Array;

  constructor(space: ActionSpace) {
    this.space = space;
    this.heads = new Int32Array(3 * space.heads.length);
    let logit = 0;
    let word = 0;
    space.heads.forEach((count, h) => {
      this.heads.set([logit, count, word], 3 * h);
      logit += count;
      word += Math.ceil(count / 32);
    });
    this.words = word;
    this.#mask = new Uint8Array(Math.max(...space.heads));
  }

  /** The words of head `h` after the choices action[at..at+h), into out[to + its first word ..]. */
  head(h: number, action: Int32Array, at: number, out: Int32Array, to: number): void {
    const mask = this.#mask;
    this.space.mask(h, action, at, mask);
    const count = this.heads[3 * h + 1]!;
    let word = to + this.heads[3 * h + 2]!;
    let bits = 0;
    for (let j = 0; j < count; j++) {
      if (mask[j]) bits |= 1 << (j & 31);
      if ((j & 31) === 31 || j === count - 1) {
        out[word++] = bits;
        bits = 0;
      }
    }
  }

  /** The words of all heads of each of `rows` actions. */
  rows(actions: Int32Array, rows: number, out: Int32Array): void {
    const heads = this.space.heads.length;
    for (let row = 0; row < rows; row++) {
      for (let h = 0; h < heads; h++) this.head(h, actions, row * heads, out, row * this.words);
    }
  }
}

/** A cumulative curve over the seconds of a run, summed only as far as it is asked for: a week has 604,800 of them. */

/** Seconds that are summed one by one at once. */
const BLOCK = 1024;

/** What a curve sums: of each second `k` the columns' values at `stride * k + offset`, times `scale`. */
export interface Summed {
  /** Whole seconds. */
  readonly seconds: number;
  readonly column: ArrayLike<number>;
  readonly other?: ArrayLike<number>;
  readonly stride?: number;
  readonly offset?: number;
  readonly scale?: number;
}

export class Curve {
  readonly #of: Summed;
  readonly #seconds: number;
  /** Sums before each block, as many as are known. */
  readonly #before: number[] = [0];
  /** Sums before each second of a block and behind its last. */
  readonly #blocks = new Map<number, Float64Array>();
  #last: { readonly block: number; readonly sums: Float64Array } | undefined;

  constructor(of: Summed) {
    this.#of = of;
    this.#seconds = of.seconds;
  }

  /** By the beginning of second `k`, 0 .. seconds. */
  at(k: number): number {
    const block = Math.min(Math.floor(k / BLOCK), this.#lastBlock);
    return this.#sums(block)[k - block * BLOCK]!;
  }

  /** The curve at `t` seconds, straight between whole seconds, flat outside. */
  valueAt(t: number): number {
    if (t <= 0) return 0;
    if (t >= this.#seconds) return this.at(this.#seconds);
    const k = Math.floor(t);
    const before = this.at(k);
    return before + (t - k) * (this.at(k + 1) - before);
  }

  /** The first time at which the curve reaches `value`; Infinity where it never does. */
  inverse(value: number): number {
    let low = 0;
    // The block in whose course it does: what lies behind is not summed.
    while (low < this.#lastBlock && this.#total(low + 1) < value) low++;
    const sums = this.#sums(low);
    const last = sums.length - 1;
    if (sums[last]! < value) return Infinity;
    let [from, to] = [0, last];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (sums[middle]! < value) from = middle + 1;
      else to = middle;
    }
    const k = low * BLOCK + from;
    if (k === 0) return 0;
    const before = this.at(k - 1);
    const step = sums[from]! - before;
    return k - 1 + (step > 0 ? (value - before) / step : 1);
  }

  get #lastBlock(): number {
    return Math.max(0, Math.ceil(this.#seconds / BLOCK) - 1);
  }

  /** The sum before a block. */
  #total(block: number): number {
    const before = this.#before;
    while (before.length <= block) before.push(this.#sum(before.length - 1));
    return before[block]!;
  }

  #sums(block: number): Float64Array {
    if (this.#last?.block === block) return this.#last.sums;
    const sums = this.#blocks.get(block) ?? this.#summed(block);
    this.#last = { block, sums };
    return sums;
  }

  #summed(block: number): Float64Array {
    const from = block * BLOCK;
    const sums = new Float64Array(Math.min(BLOCK, this.#seconds - from) + 1);
    sums[0] = this.#total(block);
    this.#sum(block, sums);
    this.#blocks.set(block, sums);
    return sums;
  }

  /** The sum behind a block, and into `sums` those on the way; a whole week of blocks is a matter of milliseconds. */
  #sum(block: number, sums?: Float64Array): number {
    const { column, other, stride = 1, offset = 0, scale = 1 } = this.#of;
    let sum = this.#before[block]!;
    let i = stride * block * BLOCK + offset;
    const end = Math.min(BLOCK, this.#seconds - block * BLOCK);
    for (let k = 1; k <= end; k++, i += stride) {
      sum += (other ? column[i]! + other[i]! : column[i]!) * scale;
      if (sums) sums[k] = sum;
    }
    return sum;
  }
}

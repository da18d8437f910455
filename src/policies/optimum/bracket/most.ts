/** The most that some seconds can earn, whatever serves in each stage, within the cores of the device. */

/** What can serve in one stage, as columns, by the capacity that it has as a bottleneck; without what can never be best. */
export interface Columns {
  readonly high: Float64Array;
  /** In steps, rounded down. */
  readonly cores: Int32Array;
  readonly batch: Int32Array;
  /** Points. */
  readonly score: Float64Array;
  /** Where those begin whose capacity is that of an atom, [atoms + 1]. */
  readonly begins: Int32Array;
  /** Those that may be best where another stage is the bottleneck, largest capacity first. */
  readonly any: Int32Array;
}

/** Capacities that a bottleneck can have, req/s, lowest first; a range where several are taken together. */
export interface Atoms {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** What a throughput anywhere in [`low`, `high`] is worth at the most, points; never falls as the range grows. */
export type WorthOf = (low: number, high: number) => number;

interface Node {
  readonly from: number;
  readonly to: number;
  readonly cap: number;
  readonly bound: number;
}

/** After so many ranges the bound stands as it is. */
const MOST_RANGES = 600;

/**
 * Best first over ranges of the bottleneck's capacity: of a range no more can be earned than the best scores of the stages
 * together, where each has at least the range's least capacity and one of them lies in it, and the most that its throughput
 * is worth. The range that promises most is halved until it is a single capacity: exact but for what is taken together.
 */
export class Most {
  readonly #stages: readonly Columns[];
  readonly #atoms: Atoms;
  readonly #budget: number;
  readonly #penalties: readonly number[];
  readonly #own: Float64Array;
  readonly #ownIn: Float64Array;
  #all: Float64Array;
  #one: Float64Array;
  #nextAll: Float64Array;
  #nextOne: Float64Array;

  /** `budget`: steps of cores; `penalties`: points by the largest batch. */
  constructor(stages: readonly Columns[], atoms: Atoms, budget: number, penalties: readonly number[]) {
    this.#stages = stages;
    this.#atoms = atoms;
    this.#budget = budget;
    this.#penalties = penalties;
    const array = (): Float64Array => new Float64Array(budget + 1);
    this.#own = array();
    this.#ownIn = array();
    [this.#all, this.#one, this.#nextAll, this.#nextOne] = [array(), array(), array(), array()];
  }

  /** With the columns' scores as they are now. */
  of(worth: WorthOf): number {
    const open: Node[] = [];
    const push = (from: number, to: number, cap: number): void => {
      const bound = this.#bound(from, to, cap, worth);
      if (bound > -Infinity) open.push({ from, to, cap, bound });
    };
    for (let cap = 0; cap < this.#penalties.length; cap++) push(0, this.#atoms.low.length - 1, cap);
    for (let looked = 0; ; looked++) {
      let best = 0;
      for (let i = 1; i < open.length; i++) if (open[i]!.bound > open[best]!.bound) best = i;
      const node = open[best]!;
      if (node.from === node.to || looked >= MOST_RANGES) return node.bound;
      open[best] = open.at(-1)!;
      open.pop();
      const middle = (node.from + node.to) >> 1;
      push(node.from, middle, node.cap);
      push(middle + 1, node.to, node.cap);
    }
  }

  /**
   * The best scores by ranges of the bottleneck's capacity, each up to `step` times its least: with them no more than the best
   * of `score + worth(low, high)` is earned. Looser than `of`, and quick where scores stay as they are.
   */
  ranges(step: number): readonly { readonly low: number; readonly high: number; readonly score: number }[] {
    const { low } = this.#atoms;
    const found = [];
    for (let from = 0; from < low.length;) {
      let to = from;
      while (to + 1 < low.length && low[to + 1]! <= low[from]! * step) to++;
      let score = -Infinity;
      for (let cap = 0; cap < this.#penalties.length; cap++)
        score = Math.max(score, this.#scores(from, to, cap) - this.#penalties[cap]!);
      if (score > -Infinity) found.push({ low: low[from]!, high: this.#highest(from, to), score });
      from = to + 1;
    }
    return found;
  }

  #bound(from: number, to: number, cap: number, worth: WorthOf): number {
    const score = this.#scores(from, to, cap);
    return score === -Infinity
      ? score
      : score - this.#penalties[cap]! + worth(this.#atoms.low[from]!, this.#highest(from, to));
  }

  #highest(from: number, to: number): number {
    let high = 0;
    for (let i = from; i <= to; i++) if (this.#atoms.high[i]! > high) high = this.#atoms.high[i]!;
    return high;
  }

  /** The best scores together where each stage has at least the capacity of `from`, and one of them lies in the range. */
  #scores(from: number, to: number, cap: number): number {
    const least = this.#atoms.low[from]!;
    const size = this.#budget + 1;
    this.#all.fill(0);
    this.#one.fill(-Infinity);
    for (let n = 0; n < this.#stages.length; n++) {
      const { any, high, cores, batch, score, begins } = this.#stages[n]!;
      const own = this.#own.fill(-Infinity);
      for (let j = 0; j < any.length; j++) {
        const i = any[j]!;
        if (high[i]! < least) break;
        const c = cores[i]!;
        if (batch[i]! <= cap && score[i]! > own[c]!) own[c] = score[i]!;
      }
      const ownIn = this.#ownIn.fill(-Infinity);
      for (let i = begins[from]!, end = begins[to + 1]!; i < end; i++) {
        const c = cores[i]!;
        if (batch[i]! <= cap && score[i]! > ownIn[c]!) ownIn[c] = score[i]!;
      }
      const nextAll = this.#nextAll.fill(-Infinity);
      const nextOne = this.#nextOne.fill(-Infinity);
      // In the end only the whole budget is asked for.
      const first = n === this.#stages.length - 1 ? size - 1 : 0;
      let best = -Infinity;
      let bestIn = -Infinity;
      // More cores for less are never taken: the sums so far do not fall as the cores grow.
      for (let c = 0; c < size; c++) {
        const o = own[c]!;
        if (o > best) {
          best = o;
          for (let w = Math.max(c, first); w < size; w++) {
            const all = this.#all[w - c]! + o;
            if (all > nextAll[w]!) nextAll[w] = all;
            const one = this.#one[w - c]! + o;
            if (one > nextOne[w]!) nextOne[w] = one;
          }
        }
        const oIn = ownIn[c]!;
        if (oIn > bestIn) {
          bestIn = oIn;
          for (let w = Math.max(c, first); w < size; w++) {
            const one = this.#all[w - c]! + oIn;
            if (one > nextOne[w]!) nextOne[w] = one;
          }
        }
      }
      [this.#all, this.#nextAll] = [nextAll, this.#all];
      [this.#one, this.#nextOne] = [nextOne, this.#one];
    }
    return this.#one[size - 1]!;
  }
}

/** The most that some seconds can earn, whatever serves in each stage, within the cores of the device. */

/** What can serve in one stage, as columns; largest capacity first. */
export interface Columns {
  readonly count: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** In units of cores, rounded down. */
  readonly cores: Int32Array;
  readonly batch: Int32Array;
  /** Points. */
  readonly score: Float64Array;
  /** Index into the capacities that a bottleneck can have. */
  readonly atom: Int32Array;
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

  /** `budget`: units of cores; `penalties`: points by the largest batch. */
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
    for (const stage of this.#stages) {
      const own = this.#own.fill(-Infinity);
      const ownIn = this.#ownIn.fill(-Infinity);
      for (let i = 0; i < stage.count && stage.high[i]! >= least; i++) {
        if (stage.batch[i]! > cap) continue;
        const c = stage.cores[i]!;
        const score = stage.score[i]!;
        if (c >= size) continue;
        if (score > own[c]!) own[c] = score;
        const atom = stage.atom[i]!;
        if (atom >= from && atom <= to && score > ownIn[c]!) ownIn[c] = score;
      }
      const nextAll = this.#nextAll.fill(-Infinity);
      const nextOne = this.#nextOne.fill(-Infinity);
      for (let c = 0; c < size; c++) {
        const o = own[c]!;
        if (o === -Infinity) continue;
        const oIn = ownIn[c]!;
        for (let w = c; w < size; w++) {
          const all = this.#all[w - c]!;
          const one = this.#one[w - c]!;
          if (all + o > nextAll[w]!) nextAll[w] = all + o;
          if (one + o > nextOne[w]!) nextOne[w] = one + o;
          if (all + oIn > nextOne[w]!) nextOne[w] = all + oIn;
        }
      }
      [this.#all, this.#nextAll] = [nextAll, this.#all];
      [this.#one, this.#nextOne] = [nextOne, this.#one];
    }
    return this.#one[size - 1]!;
  }
}

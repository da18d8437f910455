import { Staircase } from './staircase.ts';

/**
 * Best score of a set of stages by units of cores, kept as prefix and suffix sums over the stages: `prefix[n]` is the best
 * of stages 0..n-1, `suffix[n]` of stages n..N-1. Sums are made when they are asked for.
 */
export class Knapsack {
  readonly #stages: number;
  readonly #capacity: number;
  readonly #best: readonly Staircase[];
  /** Per stage: the option of a step, by its units. */
  readonly #option: readonly Map<number, number>[];
  readonly #prefix: readonly Staircase[];
  readonly #suffix: readonly Staircase[];
  readonly #spare = new Staircase();
  /** prefix[0..fresh] and suffix[fresh..stages] hold. */
  #prefixFresh = 0;
  #suffixFresh: number;

  constructor(stages: number, capacity: number) {
    this.#stages = stages;
    this.#capacity = capacity;
    const stairs = (count: number): Staircase[] => Array.from({ length: count }, () => new Staircase());
    this.#best = stairs(stages);
    this.#option = Array.from({ length: stages }, () => new Map<number, number>());
    this.#prefix = stairs(stages + 1);
    this.#suffix = stairs(stages + 1);
    this.#prefix[0]!.insert(0, 0);
    this.#suffix[stages]!.insert(0, 0);
    this.#suffixFresh = stages;
  }

  /** Allows an option at stage n; false where one is allowed that is as good and takes no more. */
  insert(n: number, units: number, score: number, option: number): boolean {
    if (!this.#best[n]!.insert(units, score)) return false;
    this.#option[n]!.set(units, option);
    this.#prefixFresh = Math.min(this.#prefixFresh, n);
    this.#suffixFresh = Math.max(this.#suffixFresh, n + 1);
    return true;
  }

  /** Best score of all stages but n within `budget` units. */
  others(n: number, budget: number): number {
    this.#refresh(n);
    const split = this.#split(n, budget);
    return split < 0 ? -Infinity : this.#prefix[n]!.at(split) + this.#suffix[n + 1]!.at(budget - split);
  }

  /** Writes the options of all stages but n that reach `others(n, budget)`, which was asked for last. */
  trace(n: number, budget: number, out: Int32Array): void {
    const split = this.#split(n, budget);
    for (let m = n - 1, left = split; m >= 0; m--) left = this.#pick(this.#prefix[m]!, m, left, out);
    for (let m = n + 1, left = budget - split; m < this.#stages; m++)
      left = this.#pick(this.#suffix[m + 1]!, m, left, out);
  }

  /** The fewest units for the stages before n with which those and the ones after it are best; -1 where nothing fits. */
  #split(n: number, budget: number): number {
    return bestSplit(this.#prefix[n]!, this.#suffix[n + 1]!, budget);
  }

  #pick(rest: Staircase, m: number, budget: number, out: Int32Array): number {
    const own = bestSplit(this.#best[m]!, rest, budget);
    out[m] = this.#option[m]!.get(own)!;
    return budget - own;
  }

  #refresh(n: number): void {
    for (; this.#prefixFresh < n; this.#prefixFresh++) {
      const m = this.#prefixFresh;
      this.#prefix[m + 1]!.sumOf(this.#prefix[m]!, this.#best[m]!, this.#capacity, this.#spare);
    }
    for (; this.#suffixFresh > n + 1; this.#suffixFresh--) {
      const m = this.#suffixFresh - 1;
      this.#suffix[m]!.sumOf(this.#suffix[m + 1]!, this.#best[m]!, this.#capacity, this.#spare);
    }
  }
}

/** The fewest units for `a` with which it and `b` are worth the most within `budget`; -1 where nothing fits. */
function bestSplit(a: Staircase, b: Staircase, budget: number): number {
  let [best, split] = [-Infinity, -1];
  let other = b.size - 1;
  for (let i = 0; i < a.size && a.units[i]! <= budget; i++) {
    while (other >= 0 && b.units[other]! > budget - a.units[i]!) other--;
    if (other < 0) break;
    const worth = a.worth[i]! + b.worth[other]!;
    if (worth > best) [best, split] = [worth, a.units[i]!];
  }
  return split;
}

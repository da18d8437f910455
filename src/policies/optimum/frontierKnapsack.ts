import type { Ceiling } from './frontierCeiling.ts';
import { Staircase } from './staircase.ts';

/** Best score of all stages but one by units of cores, summed from both ends over the steps that a ceiling leaves. */
export class Knapsack {
  readonly #stages: number;
  readonly #best: readonly Staircase[];
  /** Per stage: the option of a step, by its units. */
  readonly #option: readonly Map<number, number>[];
  /** What the last question left of `best`. */
  readonly #left: readonly Staircase[];
  /** The best of the stages before n, and of those from n on. */
  readonly #prefix: readonly Staircase[];
  readonly #suffix: readonly Staircase[];
  readonly #spare = new Staircase();

  constructor(stages: number) {
    this.#stages = stages;
    const stairs = (count: number): Staircase[] => Array.from({ length: count }, () => new Staircase());
    this.#best = stairs(stages);
    this.#option = Array.from({ length: stages }, () => new Map<number, number>());
    this.#left = stairs(stages);
    this.#prefix = stairs(stages + 1);
    this.#suffix = stairs(stages + 1);
    this.#prefix[0]!.insert(0, 0);
    this.#suffix[stages]!.insert(0, 0);
  }

  /** Allows an option at stage n; false where one is allowed that is as good and takes no more. */
  insert(n: number, units: number, score: number, option: number): boolean {
    if (!this.#best[n]!.insert(units, score)) return false;
    this.#option[n]!.set(units, option);
    return true;
  }

  /**
   * Best score of all stages but n within `budget` units, where it is more than `ceiling` was asked for last, of an option of
   * stage n; else less, or -Infinity.
   */
  others(n: number, budget: number, ceiling: Ceiling): number {
    for (let m = 0; m < this.#stages; m++)
      if (m !== n) this.#left[m]!.takeFrom(this.#best[m]!, ceiling.price, ceiling.least(m));
    for (let m = 0; m < n; m++)
      this.#prefix[m + 1]!.sumOf(this.#prefix[m]!, this.#left[m]!, budget, this.#spare);
    for (let m = this.#stages - 1; m > n; m--)
      this.#suffix[m]!.sumOf(this.#suffix[m + 1]!, this.#left[m]!, budget, this.#spare);
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
    const own = bestSplit(this.#left[m]!, rest, budget);
    out[m] = this.#option[m]!.get(own)!;
    return budget - own;
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

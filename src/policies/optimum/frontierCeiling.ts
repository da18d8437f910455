/** So many prices of a unit of cores are tried beside nothing. */
const PRICES = 32;
/** They range from a quarter of what the scores differ by over all of W_max to so many times that. */
const LEAST = 0.25;
const MOST = 1e4;

/**
 * What a choice of one option a stage within W_max can be worth at the most, without looking for it: whoever may exceed
 * W_max, or leave some of it, at a price a unit chooses at least as well (Lagrange), and then each stage for itself. The least
 * over some prices is near the best choice.
 */
export class Ceiling {
  readonly #stages: number;
  readonly #capacity: number;
  readonly #prices: Float64Array;
  /** [stage][price]: best score, its units paid. */
  readonly #best: Float64Array;
  /** [price]: of all stages together. */
  readonly #sum: Float64Array;
  /** Fewest units of each stage, and of all together. */
  readonly #fewest: Float64Array;
  #fewestSum = Infinity;
  /** The price that said no last. */
  #last = 0;

  /** `range`: by how much scores differ. */
  constructor(stages: number, capacity: number, range: number) {
    this.#stages = stages;
    this.#capacity = capacity;
    this.#prices = Float64Array.from({ length: PRICES + 1 }, (_, j) =>
      j === 0 ? 0 : (range / capacity) * LEAST * (MOST / LEAST) ** ((j - 1) / (PRICES - 1)),
    );
    this.#best = new Float64Array(stages * this.#prices.length).fill(-Infinity);
    this.#sum = new Float64Array(this.#prices.length).fill(-Infinity);
    this.#fewest = new Float64Array(stages).fill(Infinity);
  }

  /** Allows an option at stage n. */
  insert(n: number, units: number, score: number): void {
    const count = this.#prices.length;
    for (let j = 0; j < count; j++) {
      const paid = score - this.#prices[j]! * units;
      if (!(paid > this.#best[n * count + j]!)) continue;
      this.#best[n * count + j] = paid;
      let sum = 0;
      for (let m = 0; m < this.#stages; m++) sum += this.#best[m * count + j]!;
      this.#sum[j] = sum;
    }
    if (units >= this.#fewest[n]!) return;
    this.#fewest[n] = units;
    this.#fewestSum = this.#fewest.reduce((sum, one) => sum + one, 0);
  }

  /**
   * Whether stage n with an option of so many units and such a score, the others with any, fits, and may be worth more than
   * `needed`.
   */
  mayExceed(needed: number, n: number, units: number, score: number): boolean {
    if (this.#fewestSum - this.#fewest[n]! + units > this.#capacity) return false;
    if (!(this.#most(this.#last, n, units, score) > needed)) return false;
    for (let j = 0; j < this.#prices.length; j++) {
      if (this.#most(j, n, units, score) > needed) continue;
      this.#last = j;
      return false;
    }
    return true;
  }

  #most(j: number, n: number, units: number, score: number): number {
    const others = this.#sum[j]! - this.#best[n * this.#prices.length + j]!;
    return score + others + this.#prices[j]! * (this.#capacity - units);
  }
}

/**
 * Prices of a unit of cores: nothing, and what all scores differ by, halved up to so often. What decides may be far less than
 * what the worst option lacks of the best.
 */
const HALVINGS = 40;
const PRICES = 1 + HALVINGS;

/**
 * What a choice of one option a stage within W_max can be worth at the most, without looking for it: whoever may exceed
 * W_max, or leave some of it, at a price a unit chooses at least as well (Lagrange), and then each stage for itself. The least
 * over some prices is near the best choice.
 */
export class Ceiling {
  readonly #capacity: number;
  readonly #margin: number;
  /** Ascending. */
  readonly #prices: Float64Array;
  /** [stage][price]: best score, its units paid, and those units. */
  readonly #best: Float64Array;
  readonly #taken: Int32Array;
  /** [price]: of all stages together. */
  readonly #bestSum: Float64Array;
  readonly #takenSum: Float64Array;
  /** Fewest units of each stage, and of all together. */
  readonly #fewest: Float64Array;
  #fewestSum = Infinity;
  /** The price that was looked at last: the next question's is near. */
  #at = 0;
  /** Of what was asked last: the ceiling, and how much less a choice is worth than what is known to be had. */
  #most = Infinity;
  #needed = -Infinity;

  /** `range`: by how much scores differ; sums of them in another order differ by less than `margin`. */
  constructor(stages: number, capacity: number, range: number, margin: number) {
    this.#capacity = capacity;
    this.#margin = margin;
    this.#prices = Float64Array.from({ length: PRICES }, (_, j) =>
      j === 0 ? 0 : range * 2 ** (j - HALVINGS),
    );
    this.#best = new Float64Array(stages * PRICES).fill(-Infinity);
    this.#taken = new Int32Array(stages * PRICES);
    this.#bestSum = new Float64Array(PRICES).fill(-Infinity);
    this.#takenSum = new Float64Array(PRICES);
    this.#fewest = new Float64Array(stages).fill(Infinity);
  }

  /** Allows an option at stage n. */
  insert(n: number, units: number, score: number): void {
    for (let j = 0; j < PRICES; j++) {
      const paid = score - this.#prices[j]! * units;
      const own = n * PRICES + j;
      if (!(paid > this.#best[own]!)) continue;
      this.#best[own] = paid;
      this.#takenSum[j]! += units - this.#taken[own]!;
      this.#taken[own] = units;
      let sum = 0;
      for (let m = j; m < this.#best.length; m += PRICES) sum += this.#best[m]!;
      this.#bestSum[j] = sum;
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
    let most = this.#mostAt(this.#at, n, units, score);
    // By price it falls and then rises: from the last price downhill.
    for (const step of [-1, 1]) {
      for (let next = this.#at + step; most > needed && next >= 0 && next < PRICES; next += step) {
        const there = this.#mostAt(next, n, units, score);
        if (!(there < most)) break;
        this.#at = next;
        most = there;
      }
    }
    this.#most = most;
    this.#needed = Math.max(needed, this.#had(n, units, score) - this.#margin);
    return most > needed;
  }

  /** With which worth, less its units at `price`, a step of stage m can be part of what was asked for last. */
  least(m: number): number {
    return this.#needed - this.#most + this.#best[m * PRICES + this.#at]!;
  }

  get price(): number {
    return this.#prices[this.#at]!;
  }

  #mostAt(j: number, n: number, units: number, score: number): number {
    const others = this.#bestSum[j]! - this.#best[n * PRICES + j]!;
    return score + others + this.#prices[j]! * (this.#capacity - units);
  }

  /** What the others choose for themselves at the least price at which all fits, from the last one on; -Infinity where nothing does. */
  #had(n: number, units: number, score: number): number {
    for (let j = this.#at; j < PRICES; j++) {
      const left = this.#capacity - units - (this.#takenSum[j]! - this.#taken[n * PRICES + j]!);
      if (left >= 0) return this.#mostAt(j, n, units, score) - this.#prices[j]! * left;
    }
    return -Infinity;
  }
}

import type { Weights } from '../../model/pipeline.ts';

/**
 * The best score of each throughput so far, and what a further one needs to matter.
 *
 * By load, the reward of a point rises by the spare weight a request up to its throughput and falls by the unmet weight from
 * there on: a tent. All tents are as steep, so one is nowhere above another where it is not at both ends: `score + short x
 * throughput` under heavy loads, `score + spare x throughput` under light ones. A point with another above it there is needed
 * for no load, and by no plan over many.
 */
export class Standings {
  /** Of each throughput, without what the throughput is worth. */
  readonly score: Float64Array;
  readonly #throughputs: Float64Array;
  /** Every throughput matters. */
  readonly #all: boolean;
  /** What a request a second is worth under heavy loads. */
  readonly #short: number;
  /** The same under light ones. */
  readonly #spare: number;
  /** [point]: the most under heavy loads of it and those of less throughput, when it was settled. */
  readonly #slower: Float64Array;
  /** [point]: the most under light loads of it and those of more throughput, when it was settled. */
  readonly #faster: Float64Array;
  /** The fastest that has a score. */
  #fastest = -1;
  /** The most under light loads of those that were raised since. */
  #raised = -Infinity;

  /** `throughputs`: req/s, ascending. */
  constructor(throughputs: Float64Array, weights: Weights, all: boolean) {
    const count = throughputs.length;
    this.#throughputs = throughputs;
    this.#all = all;
    this.#short = weights.throughputWeight + weights.unmetWeight;
    this.#spare = weights.throughputWeight - weights.spareWeight;
    this.score = new Float64Array(count).fill(-Infinity);
    this.#slower = new Float64Array(count).fill(-Infinity);
    this.#faster = new Float64Array(count).fill(-Infinity);
  }

  /** The most that a throughput can be worth, either way. */
  get steepest(): number {
    return Math.max(Math.abs(this.#short), Math.abs(this.#spare)) * (this.#throughputs.at(-1) ?? 0);
  }

  /** Point `p` matters with no lower score. Points are raised from the highest throughput to the lowest. */
  needed(p: number): number {
    const score = this.score[p]!;
    if (this.#all || p > this.#fastest) return score;
    const rate = this.#throughputs[p]!;
    const light = Math.max(this.#faster[p]!, this.#raised) - this.#spare * rate;
    return Math.max(score, light, this.#slower[p]! - this.#short * rate);
  }

  /** Whether so much is more than `p` had. */
  raise(p: number, score: number): boolean {
    if (!(score > this.score[p]!)) return false;
    this.score[p] = score;
    this.#fastest = Math.max(this.#fastest, p);
    this.#raised = Math.max(this.#raised, score + this.#spare * this.#throughputs[p]!);
    return true;
  }

  /** Before points are raised from the highest on again. */
  settle(): void {
    const { length } = this.score;
    this.#raised = -Infinity;
    let most = -Infinity;
    for (let p = 0; p < length; p++)
      this.#slower[p] = most = Math.max(most, this.score[p]! + this.#short * this.#throughputs[p]!);
    most = -Infinity;
    for (let p = length - 1; p >= 0; p--)
      this.#faster[p] = most = Math.max(most, this.score[p]! + this.#spare * this.#throughputs[p]!);
  }

  /** Settled points that have a score; or those of them that no other beats under every load by more than `margin`, and the fastest. */
  kept(margin: number): readonly number[] {
    return [...this.score.keys()].filter((p) => {
      const score = this.score[p]!;
      if (score === -Infinity || this.#all || p === this.#fastest) return score > -Infinity;
      const rate = this.#throughputs[p]!;
      const slower = p > 0 ? this.#slower[p - 1]! : -Infinity;
      const faster = this.#faster[p + 1] ?? -Infinity;
      return slower <= score + this.#short * rate + margin && faster <= score + this.#spare * rate + margin;
    });
  }
}

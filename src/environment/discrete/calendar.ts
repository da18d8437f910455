/**
 * When each of a fixed set of things happens next, and which is first: a winner tree over flat arrays. Setting a
 * time costs at most log2(entries) comparisons and allocates nothing. Of equal times the lower entry comes first, so
 * that the order of events depends on the state alone.
 */
export class Calendar {
  /** Seconds per entry; `Infinity` where nothing is due. Write with `set`. */
  readonly times: Float64Array;
  readonly #leaves: number;
  /** [1]: the first entry of all; node i has the children 2 i and 2 i + 1, the second half are the entries. */
  readonly #winner: Int32Array;

  constructor(entries: number) {
    this.#leaves = 2;
    while (this.#leaves < entries) this.#leaves *= 2;
    this.times = new Float64Array(this.#leaves);
    this.#winner = new Int32Array(2 * this.#leaves);
    this.clear();
  }

  /** The entry that is first. */
  get first(): number {
    return this.#winner[1]!;
  }

  set(entry: number, time: number): void {
    const { times } = this;
    const winner = this.#winner;
    times[entry] = time;
    for (let i = (entry + this.#leaves) >> 1; i >= 1; i >>= 1) {
      const a = winner[2 * i]!;
      const b = winner[2 * i + 1]!;
      const wins = times[b]! < times[a]! ? b : a;
      // Neither before nor now does this entry win here, so nothing above depends on it.
      if (wins === winner[i] && wins !== entry) return;
      winner[i] = wins;
    }
  }

  clear(): void {
    this.times.fill(Infinity);
    this.rebuild();
  }

  /** After `times` was written as a whole. */
  rebuild(): void {
    const winner = this.#winner;
    for (let i = 0; i < this.#leaves; i++) winner[this.#leaves + i] = i;
    for (let i = this.#leaves - 1; i >= 1; i--) {
      const a = winner[2 * i]!;
      const b = winner[2 * i + 1]!;
      winner[i] = this.times[b]! < this.times[a]! ? b : a;
    }
  }
}

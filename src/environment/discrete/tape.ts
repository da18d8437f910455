import { damaged } from '../damaged.ts';

type Numbers = Float64Array | Float32Array | Int32Array | Int8Array;

/** State written as one run of numbers and read back in the same order: what forks, snapshots and restores share. */
export class Tape {
  #values: Float64Array;
  #at = 0;

  constructor(values: Float64Array = new Float64Array(1024)) {
    this.#values = values;
  }

  /** Goes back to the start: what was written is read next, or written over. */
  rewind(): this {
    this.#at = 0;
    return this;
  }

  put(values: Numbers): void {
    const end = this.#at + values.length;
    if (end > this.#values.length) {
      const grown = new Float64Array(2 * end);
      grown.set(this.#values.subarray(0, this.#at));
      this.#values = grown;
    }
    this.#values.set(values, this.#at);
    this.#at = end;
  }

  putNumber(value: number): void {
    this.put(Float64Array.of(value));
  }

  /** Fills `into`. Throws where the tape is shorter. */
  take(into: Numbers): void {
    const end = this.#at + into.length;
    if (end > this.#values.length) throw damaged('are of another pipeline or other limits');
    into.set(this.#values.subarray(this.#at, end));
    this.#at = end;
  }

  takeNumber(): number {
    if (this.#at >= this.#values.length) throw damaged('are of another pipeline or other limits');
    return this.#values[this.#at++]!;
  }

  /** Numbers that are still to be read. */
  get left(): number {
    return this.#values.length - this.#at;
  }

  /** A copy of what was written. */
  written(): Float64Array {
    return this.#values.slice(0, this.#at);
  }
}

/** A value that changes often, handed on seldom enough to be drawn each time: at most once in so many milliseconds. */
export class Paced<T> {
  #value: T = $state.raw()!;
  #newest: T;
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(first: T, ms: number) {
    this.#value = first;
    this.#newest = first;
    this.#ms = ms;
  }

  /** As it was handed on last. */
  get value(): T {
    return this.#value;
  }

  offer(value: T): void {
    this.#newest = value;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#value = this.#newest;
    }, this.#ms);
  }

  /** At once, with what still waits. */
  now(value: T): void {
    this.stop();
    this.#newest = value;
    this.#value = value;
  }

  /** What waits is not handed on any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

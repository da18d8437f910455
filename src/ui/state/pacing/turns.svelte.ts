import { stepwise } from './frames.ts';

interface Slot<T> {
  value: T | undefined;
}

/**
 * The newest of a changing value, handed to the parts of a page one a frame: no redraw of all of them is one long task.
 * A part that has not had its turn yet keeps what it was handed last.
 */
export class Turns<T> {
  readonly #slots: Slot<T>[];
  #newest: T | undefined;
  #next = 0;
  #end: (() => void) | undefined;

  constructor(parts: number, first?: T) {
    this.#slots = Array.from({ length: parts }, () => {
      let value = $state.raw(first);
      return {
        get value() {
          return value;
        },
        set value(given) {
          value = given;
        },
      };
    });
    this.#newest = first;
  }

  /** What `part` shows; undefined before its first turn. */
  at(part: number): T | undefined {
    return this.#slots[part]?.value;
  }

  offer(value: T | undefined): void {
    this.#newest = value;
    this.#end ??= stepwise(() => this.#step());
  }

  /** No more turns. */
  stop(): void {
    this.#end?.();
    this.#end = undefined;
  }

  /** Nothing is shown any more: what comes next is drawn part by part as the first was. */
  clear(): void {
    this.stop();
    this.#newest = undefined;
    for (const slot of this.#slots) slot.value = undefined;
  }

  /** The next part in the round that shows something older. */
  #step(): boolean {
    const count = this.#slots.length;
    const stale = (i: number): boolean => this.#slots[i]!.value !== this.#newest;
    let i = 0;
    while (i < count && !stale((this.#next + i) % count)) i++;
    if (i === count) {
      this.#end = undefined;
      return false;
    }
    const part = (this.#next + i) % count;
    this.#slots[part]!.value = this.#newest;
    this.#next = (part + 1) % count;
    return true;
  }
}

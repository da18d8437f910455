import { unwatched, type Watch } from '../../model/watch.ts';

/**
 * The most that is worth within so many units of cores. It rises in steps, and few of them: those are kept, not the units
 * between, so that thousandths of a core cost no more than whole ones.
 */
export class Staircase {
  /** Steps. */
  size = 0;
  /** Of each step, ascending. */
  units = new Int32Array(16);
  /** From its units on, ascending. */
  worth = new Float64Array(16);

  /** -Infinity where nothing fits. */
  at(units: number): number {
    const i = this.stepAt(units);
    return i < 0 ? -Infinity : this.worth[i]!;
  }

  /** The fewest that are worth so much or more; -1 where none are. */
  unitsFor(worth: number): number {
    for (let i = 0; i < this.size; i++) if (this.worth[i]! >= worth) return this.units[i]!;
    return -1;
  }

  /** The last step that fits; -1 where none does. */
  stepAt(units: number): number {
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.units[middle]! <= units) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Allows so much from `units` on; false where as much was there already. */
  insert(units: number, worth: number): boolean {
    const before = this.stepAt(units);
    if (before >= 0 && !(worth > this.worth[before]!)) return false;
    const at = before >= 0 && this.units[before] === units ? before : before + 1;
    let next = at;
    while (next < this.size && this.worth[next]! <= worth) next++;
    const size = this.size + at + 1 - next;
    this.#reserve(size);
    this.units.copyWithin(at + 1, next, this.size);
    this.worth.copyWithin(at + 1, next, this.size);
    this.units[at] = units;
    this.worth[at] = worth;
    this.size = size;
    return true;
  }

  /** Becomes the steps of `other` that are worth more than `least`, each unit paid at `price`. */
  takeFrom(other: Staircase, price: number, least: number): void {
    this.#reserve(other.size);
    let size = 0;
    for (let i = 0; i < other.size; i++) {
      const units = other.units[i]!;
      const worth = other.worth[i]!;
      if (!(worth - price * units > least)) continue;
      this.units[size] = units;
      this.worth[size++] = worth;
    }
    this.size = size;
  }

  /** Becomes the most of `a` and `b` together within `capacity` units; `spare` is overwritten. Neither is one of the two. */
  sumOf(a: Staircase, b: Staircase, capacity: number, spare: Staircase): void {
    const [few, many] = a.size < b.size ? [a, b] : [b, a];
    this.size = 0;
    for (let j = 0; j < few.size; j++) {
      spare.#higher(this, many, few.units[j]!, few.worth[j]!, capacity);
      this.#swap(spare);
    }
  }

  /** Becomes the higher of `kept` and of `moved` by so many units and so much worth. */
  #higher(kept: Staircase, moved: Staircase, units: number, worth: number, capacity: number): void {
    this.#reserve(kept.size + moved.size);
    const { units: toUnits, worth: toWorth } = this;
    let [i, j, size, last] = [0, 0, 0, -Infinity];
    let ownUnits = kept.size > 0 ? kept.units[0]! : Infinity;
    let otherUnits = moved.size > 0 ? moved.units[0]! + units : Infinity;
    for (;;) {
      const at = Math.min(ownUnits, otherUnits);
      if (at > capacity) break;
      let most = last;
      if (ownUnits === at) {
        most = Math.max(most, kept.worth[i]!);
        ownUnits = ++i < kept.size ? kept.units[i]! : Infinity;
      }
      if (otherUnits === at) {
        most = Math.max(most, moved.worth[j]! + worth);
        otherUnits = ++j < moved.size ? moved.units[j]! + units : Infinity;
      }
      if (!(most > last)) continue;
      toUnits[size] = at;
      toWorth[size++] = last = most;
    }
    this.size = size;
  }

  #swap(other: Staircase): void {
    [this.units, other.units] = [other.units, this.units];
    [this.worth, other.worth] = [other.worth, this.worth];
    [this.size, other.size] = [other.size, this.size];
  }

  /** Makes room; what stands here is kept. */
  #reserve(size: number): void {
    if (size <= this.units.length) return;
    const { units, worth } = this;
    this.units = new Int32Array(2 * size);
    this.worth = new Float64Array(2 * size);
    this.units.set(units);
    this.worth.set(worth);
  }
}

/** By n: the most that one option of each of the stages n.. is worth together within `capacity` units; after the last, nothing. */
export function suffixSums<One extends { readonly units: number }>(
  stages: readonly (readonly One[])[],
  worthOf: (option: One) => number,
  capacity: number,
  watch: Watch = unwatched,
): readonly Staircase[] {
  const spare = new Staircase();
  let after = new Staircase();
  after.insert(0, 0);
  const sums = [after];
  for (const options of [...stages].reverse()) {
    watch.look();
    const own = new Staircase();
    for (const option of options) own.insert(option.units, worthOf(option));
    const here = new Staircase();
    here.sumOf(after, own, capacity, spare);
    sums.unshift((after = here));
  }
  return sums;
}

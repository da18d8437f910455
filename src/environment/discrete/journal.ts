/** What a replica does; it is free before its first spell and after its last. */
export type ReplicaState = 'starting' | 'serving' | 'replaced' | 'draining';

/** A stretch in which the replica on one slot did one thing. */
export interface Spell {
  readonly slot: number;
  readonly stage: number;
  readonly variant: number;
  readonly state: ReplicaState;
  /** Seconds of the trace: [from, until); `Infinity` where it had not ended. */
  readonly from: number;
  readonly until: number;
  /** Second at which a starting replica is to be ready, whether or not it was cancelled before. */
  readonly due: number;
}

/**
 * Every request that arrived on a lane since its journal was opened, in the order of arrival, with its times in seconds
 * of the trace. Columns of `count`, or of `count` x `stages`, row-major. Plain data on buffers of their own: it may be
 * transferred.
 */
export interface RequestJournal {
  readonly stages: number;
  readonly count: number;
  readonly arrival: Float64Array;
  /** Per stage: when a replica took it, and when that batch is done; `Infinity` where none did. */
  readonly started: Float64Array;
  readonly done: Float64Array;
  /** Per stage: the slot of that replica, the size of the batch, and the request's place in it from 0 on. */
  readonly slot: Uint16Array;
  readonly batch: Uint16Array;
  readonly seat: Uint16Array;
  /** When it was dropped (`Infinity`: it was not), and the stage in whose queue that was, or -1. */
  readonly dropped: Float64Array;
  readonly droppedIn: Int8Array;
  /** In the order of `from`. */
  readonly spells: readonly Spell[];
}

/**
 * Writes a `RequestJournal` while a lane runs. A request is known by its number, which counts up in the order of arrival;
 * those under way when the journal was opened are left out.
 */
export class Journal {
  readonly #stages: number;
  readonly #first: number;
  #count = 0;
  #capacity = 1024;
  #arrival: Float64Array;
  #started: Float64Array;
  #done: Float64Array;
  #slot: Uint16Array;
  #batch: Uint16Array;
  #seat: Uint16Array;
  #dropped: Float64Array;
  #droppedIn: Int8Array;
  readonly #spells: Spell[] = [];
  /** Index of the spell that lasts, by slot. */
  readonly #open = new Map<number, number>();

  /** `first` is the number of the next request to arrive. */
  constructor(stages: number, first: number) {
    this.#stages = stages;
    this.#first = first;
    const cells = this.#capacity * stages;
    this.#arrival = new Float64Array(this.#capacity);
    this.#started = new Float64Array(cells).fill(Infinity);
    this.#done = new Float64Array(cells).fill(Infinity);
    this.#slot = new Uint16Array(cells);
    this.#batch = new Uint16Array(cells);
    this.#seat = new Uint16Array(cells);
    this.#dropped = new Float64Array(this.#capacity).fill(Infinity);
    this.#droppedIn = new Int8Array(this.#capacity).fill(-1);
  }

  arrive(now: number): void {
    if (this.#count === this.#capacity) this.#grow();
    this.#arrival[this.#count++] = now;
  }

  /** The replica on `slot` takes request `id` as the `seat`-th of `batch` into service until `done`. */
  serve(n: number, id: number, slot: number, seat: number, batch: number, now: number, done: number): void {
    const at = (id - this.#first) * this.#stages + n;
    if (at < 0) return;
    this.#started[at] = now;
    this.#done[at] = done;
    this.#slot[at] = slot;
    this.#batch[at] = batch;
    this.#seat[at] = seat;
  }

  drop(n: number, id: number, now: number): void {
    const at = id - this.#first;
    if (at < 0) return;
    this.#dropped[at] = now;
    this.#droppedIn[at] = n;
  }

  /** From `now` on the replica on `slot` is in `state`; undefined: it is gone. */
  replica(
    slot: number,
    stage: number,
    variant: number,
    state: ReplicaState | undefined,
    now: number,
    due: number,
  ): void {
    const open = this.#open.get(slot);
    if (open !== undefined) this.#spells[open] = { ...this.#spells[open]!, until: now };
    this.#open.delete(slot);
    if (state === undefined) return;
    this.#open.set(slot, this.#spells.length);
    this.#spells.push({ slot, stage, variant, state, from: now, until: Infinity, due });
  }

  /** What was written so far; a copy. */
  written(): RequestJournal {
    const count = this.#count;
    const cells = count * this.#stages;
    return {
      stages: this.#stages,
      count,
      arrival: this.#arrival.slice(0, count),
      started: this.#started.slice(0, cells),
      done: this.#done.slice(0, cells),
      slot: this.#slot.slice(0, cells),
      batch: this.#batch.slice(0, cells),
      seat: this.#seat.slice(0, cells),
      dropped: this.#dropped.slice(0, count),
      droppedIn: this.#droppedIn.slice(0, count),
      spells: this.#spells.filter(({ from, until }) => from < until),
    };
  }

  #grow(): void {
    const capacity = 2 * this.#capacity;
    const cells = capacity * this.#stages;
    const times = (old: Float64Array, length: number): Float64Array => {
      const grown = new Float64Array(length).fill(Infinity, old.length);
      grown.set(old);
      return grown;
    };
    const numbers = (old: Uint16Array): Uint16Array => {
      const grown = new Uint16Array(cells);
      grown.set(old);
      return grown;
    };
    this.#capacity = capacity;
    this.#arrival = times(this.#arrival, capacity);
    this.#started = times(this.#started, cells);
    this.#done = times(this.#done, cells);
    this.#slot = numbers(this.#slot);
    this.#batch = numbers(this.#batch);
    this.#seat = numbers(this.#seat);
    this.#dropped = times(this.#dropped, capacity);
    const droppedIn = new Int8Array(capacity).fill(-1, this.#droppedIn.length);
    droppedIn.set(this.#droppedIn);
    this.#droppedIn = droppedIn;
  }
}

import type { Tape } from './tape.ts';
import { areIndices, damaged, isIndex } from '../damaged.ts';

/** Place of a request that a replica works on; places from 0 on are the stage in whose queue it waits. */
const IN_SERVICE = -1;
/** Place of a request that was served or dropped. */
const DONE = -2;
const NONE = -1;

/**
 * Every request in the pipeline, and one first-in first-out queue per stage. A request is a number that counts up in
 * the order of arrival; its fields lie in a ring at `id & mask`, and the queues and batches are chains through `next`,
 * so that a request moves without being copied. The ring grows where more are under way than it holds.
 */
export class Requests {
  readonly #dropSeconds: number;
  mask = 255;
  /** Second of arrival at the pipeline: kept through all stages. */
  arrival = new Float64Array(256);
  /** Second of arrival at the stage in which the request is. */
  entered = new Float64Array(256);
  /** The request behind it in its queue or batch. */
  next = new Int32Array(256);
  #prev = new Int32Array(256);
  #place = new Int8Array(256);
  /** Per stage: first and last of its queue, and how many wait. */
  readonly head: Int32Array;
  readonly #tail: Int32Array;
  readonly waiting: Int32Array;
  /** The oldest request whose slot may still be needed, the oldest whose deadline lies ahead, and the next to come. */
  #first = 0;
  #due = 0;
  #end = 0;

  constructor(stages: number, dropSeconds: number) {
    this.#dropSeconds = dropSeconds;
    this.head = new Int32Array(stages);
    this.#tail = new Int32Array(stages);
    this.waiting = new Int32Array(stages);
    this.clear();
  }

  clear(): void {
    this.head.fill(NONE);
    this.#tail.fill(NONE);
    this.waiting.fill(0);
    this.#first = this.#due = this.#end = 0;
  }

  /** The number of the next request to arrive. */
  get upcoming(): number {
    return this.#end;
  }

  /** The request that `expire` took out last. */
  get expired(): number {
    return this.#due - 1;
  }

  /** A request arrives at the pipeline and joins the first queue. */
  arrive(now: number): void {
    const id = this.#end;
    if (id - this.#first > this.mask) this.#makeRoom();
    this.#end = id + 1;
    this.arrival[id & this.mask] = now;
    this.join(0, id, now);
  }

  /** Request `id` joins the end of the queue of stage `n`. */
  join(n: number, id: number, now: number): void {
    const slot = id & this.mask;
    const tail = this.#tail[n]!;
    this.entered[slot] = now;
    this.#place[slot] = n;
    this.next[slot] = NONE;
    this.#prev[slot] = tail;
    if (tail === NONE) this.head[n] = id;
    else this.next[tail & this.mask] = id;
    this.#tail[n] = id;
    this.waiting[n] = this.waiting[n]! + 1;
  }

  /** Takes the first `count` of the queue of stage `n` into service; returns the first, `next` leads to the others. */
  take(n: number, count: number): number {
    const { next, mask } = this;
    const place = this.#place;
    const first = this.head[n]!;
    let id = first;
    for (let i = 0; i < count; i++) {
      place[id & mask] = IN_SERVICE;
      id = next[id & mask]!;
    }
    this.head[n] = id;
    if (id === NONE) this.#tail[n] = NONE;
    else this.#prev[id & mask] = NONE;
    this.waiting[n] = this.waiting[n]! - count;
    return first;
  }

  /** Request `id`, in service, leaves the pipeline. */
  finish(id: number): void {
    this.#place[id & this.mask] = DONE;
  }

  /** Whether request `id` is older than the drop limit. */
  overdue(id: number, now: number): boolean {
    return now - this.arrival[id & this.mask]! > this.#dropSeconds;
  }

  /** Second at which the oldest request under way reaches the drop limit. Deadlines come in the order of arrival. */
  deadline(): number {
    const place = this.#place;
    let due = this.#due;
    while (due < this.#end && place[due & this.mask] === DONE) due++;
    this.#due = due;
    return due < this.#end ? this.arrival[due & this.mask]! + this.#dropSeconds : Infinity;
  }

  /**
   * The deadline has come: the request leaves the queue it waits in, and that stage is returned. One in service is
   * let finish (-1); it is dropped where it would queue again.
   */
  expire(): number {
    const id = this.#due++;
    const slot = id & this.mask;
    const n = this.#place[slot]!;
    if (n < 0) return NONE;
    const before = this.#prev[slot]!;
    const behind = this.next[slot]!;
    if (before === NONE) this.head[n] = behind;
    else this.next[before & this.mask] = behind;
    if (behind === NONE) this.#tail[n] = before;
    else this.#prev[behind & this.mask] = before;
    this.#place[slot] = DONE;
    this.waiting[n] = this.waiting[n]! - 1;
    return n;
  }

  /** Frees the slots of what has left; where that is not enough, doubles the ring. */
  #makeRoom(): void {
    while (this.#first < this.#end && this.#place[this.#first & this.mask] === DONE) this.#first++;
    this.#due = Math.max(this.#due, this.#first);
    if (this.#end - this.#first > this.mask / 2) this.#resize(2 * (this.mask + 1));
  }

  #resize(capacity: number): void {
    const { mask, arrival, entered, next } = this;
    const prev = this.#prev;
    const place = this.#place;
    this.mask = capacity - 1;
    this.arrival = new Float64Array(capacity);
    this.entered = new Float64Array(capacity);
    this.next = new Int32Array(capacity);
    this.#prev = new Int32Array(capacity);
    this.#place = new Int8Array(capacity);
    for (let id = this.#first; id < this.#end; id++) {
      const from = id & mask;
      const to = id & this.mask;
      this.arrival[to] = arrival[from]!;
      this.entered[to] = entered[from]!;
      this.next[to] = next[from]!;
      this.#prev[to] = prev[from]!;
      this.#place[to] = place[from]!;
    }
  }

  /** Requests in service or waiting, counted one by one. */
  underWay(): number {
    let count = 0;
    for (let id = this.#first; id < this.#end; id++) if (this.#place[id & this.mask] !== DONE) count++;
    return count;
  }

  save(tape: Tape): void {
    tape.put(Float64Array.of(this.mask + 1, this.#first, this.#due, this.#end));
    for (const values of this.#arrays()) tape.put(values);
  }

  load(tape: Tape): void {
    const capacity = tape.takeNumber();
    // Before any of it is allocated: each of its slots lies on the tape.
    if (!isIndex(capacity, 256, tape.left) || !Number.isInteger(Math.log2(capacity)))
      throw damaged('have requests that are cut off');
    this.#first = this.#end = 0;
    if (capacity !== this.mask + 1) this.#resize(capacity);
    this.#first = tape.takeNumber();
    this.#due = tape.takeNumber();
    this.#end = tape.takeNumber();
    for (const values of this.#arrays()) tape.take(values);
  }

  /** Whether what was loaded can be what a run left: numbers in their ranges, and queues that end where they say. */
  sound(): boolean {
    const [first, due, end] = [this.#first, this.#due, this.#end];
    const stages = this.head.length;
    const kept =
      isIndex(first, 0, due) &&
      isIndex(due, first, end) &&
      isIndex(end, first, first + this.mask + 1) &&
      this.arrival.every(Number.isFinite) &&
      this.entered.every(Number.isFinite) &&
      areIndices(this.#place, DONE, stages - 1);
    return kept && Array.from(this.head.keys()).every((n) => this.#isQueue(n));
  }

  #isQueue(n: number): boolean {
    let last = NONE;
    let id = this.head[n]!;
    for (let i = 0; i < this.waiting[n]!; i++) {
      const slot = id & this.mask;
      if (!isIndex(id, this.#first, this.#end - 1)) return false;
      if (this.#place[slot] !== n || this.#prev[slot] !== last) return false;
      last = id;
      id = this.next[slot]!;
    }
    return id === NONE && this.#tail[n] === last && this.waiting[n]! >= 0;
  }

  #arrays(): readonly (Float64Array | Int32Array | Int8Array)[] {
    return [
      this.arrival,
      this.entered,
      this.next,
      this.#prev,
      this.#place,
      this.head,
      this.#tail,
      this.waiting,
    ];
  }
}

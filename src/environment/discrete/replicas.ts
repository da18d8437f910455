import type { Calendar } from './calendar.ts';
import type { Journal } from './journal.ts';
import type { Tape } from './tape.ts';
import { areIndices, isIndex } from '../damaged.ts';
import type { EnvironmentOptions } from '../environment.ts';
import type { Tables } from '../../model/tables.ts';

const FREE = 0;
const STARTING = 1;
const IDLE = 2;
const BUSY = 3;

/** Role of a replica: of the ordered variant, of the one being replaced, or finishing its last batch. */
export const ORDERED = 0;
export const OLD = 1;
const DRAINING = 2;
const ROLE_STATES = ['serving', 'replaced', 'draining'] as const;

const NONE = -1;

/** Most replicas of a lane: as many as its smallest ones fill the device with, and one a core where those take more. */
export function slotsOf({ capacity, grain, units }: Tables): number {
  return Math.floor((capacity * grain) / Math.min(1000, grain * Math.min(...units)));
}

/**
 * The replicas of one lane, each on a slot and a node. Cores are counted exactly: a replica holds its own from the
 * moment it starts until it has finished its last batch. A replica that no node has room for is pending and holds none.
 */
export class Replicas {
  readonly slots: number;
  readonly #options: EnvironmentOptions;
  readonly #calendar: Calendar;
  // Per slot. The calendar holds when a starting replica is ready or a batch is done.
  readonly stageOf: Int32Array;
  readonly variantOf: Int32Array;
  readonly #status: Int32Array;
  readonly #role: Int32Array;
  readonly #node: Int32Array;
  /** The batch in service: its first request, and how many. */
  readonly batchHead: Int32Array;
  readonly batchCount: Int32Array;
  /** The slot below it among the idle ones of its stage and role, or among the free ones. */
  readonly #below: Int32Array;
  // Per stage.
  readonly variant: Int32Array;
  /** Index into `tables.batches`, by 2 n + role. */
  readonly batch: Int32Array;
  readonly oldVariant: Int32Array;
  /** Serving replicas, by 2 n + role. */
  readonly serving: Int32Array;
  readonly starting: Int32Array;
  readonly pending: Int32Array;
  /** Top idle slot, by 2 n + role. */
  readonly #idle: Int32Array;
  /** Units of cores held by all its replicas, draining ones too. */
  readonly heldBy: Int32Array;
  readonly #nodeFree: Int32Array;
  #journal: Journal | undefined;
  /** [units of cores held, unit-seconds since `begin`, second up to which those are counted, top free slot]. */
  readonly #sums = new Float64Array(4);

  constructor(options: EnvironmentOptions, calendar: Calendar, nodes: number) {
    const { stages } = options.tables;
    this.#options = options;
    this.#calendar = calendar;
    this.slots = slotsOf(options.tables);
    const perSlot = (): Int32Array => new Int32Array(this.slots);
    const perStage = (): Int32Array => new Int32Array(stages);
    this.stageOf = perSlot();
    this.variantOf = perSlot();
    this.#status = perSlot();
    this.#role = perSlot();
    this.#node = perSlot();
    this.batchHead = perSlot();
    this.batchCount = perSlot();
    this.#below = perSlot();
    this.variant = perStage();
    this.oldVariant = perStage();
    this.starting = perStage();
    this.pending = perStage();
    this.heldBy = perStage();
    this.batch = new Int32Array(2 * stages);
    this.serving = new Int32Array(2 * stages);
    this.#idle = new Int32Array(2 * stages);
    this.#nodeFree = new Int32Array(nodes);
  }

  /** No replica at all, at second `t`. */
  clear(t: number): void {
    for (const values of this.#arrays()) values.fill(0);
    this.oldVariant.fill(NONE);
    this.#idle.fill(NONE);
    this.#nodeFree.fill(this.#nodeUnits());
    this.#sums[2] = t;
    for (let slot = 0; slot < this.slots; slot++) this.#below[slot] = slot + 1 < this.slots ? slot + 1 : NONE;
  }

  /** Tells `journal` what every replica is at second `t`, and then every change. */
  writeTo(journal: Journal | undefined, t: number): void {
    this.#journal = journal;
    if (!journal) return;
    for (let slot = 0; slot < this.slots; slot++) if (this.#status[slot] !== FREE) this.#note(slot, t);
  }

  /** The replica on `slot` has become something else. */
  #note(slot: number, now: number): void {
    if (!this.#journal) return;
    const status = this.#status[slot]!;
    const state =
      status === FREE ? undefined : status === STARTING ? 'starting' : ROLE_STATES[this.#role[slot]!]!;
    const due = status === STARTING ? this.#calendar.times[slot]! : now;
    this.#journal.replica(slot, this.stageOf[slot]!, this.variantOf[slot]!, state, now, due);
  }

  /** Units of cores. */
  get held(): number {
    return this.#sums[0]!;
  }

  /** Core-seconds up to `now` since the last call. */
  takeCoreSeconds(now: number): number {
    this.#count(0, now);
    const sum = this.#sums[1]!;
    this.#sums[1] = 0;
    return sum * (this.#options.tables.grain / 1000);
  }

  /** Of one replica. */
  units(n: number, variant: number): number {
    const { tables } = this.#options;
    return tables.units[tables.variantOffset[n]! + variant]!;
  }

  /** Units of cores of a node: whole replicas fill no more of its share of W_max. */
  #nodeUnits(): number {
    return Math.floor(this.#options.tables.capacity / this.#nodeFree.length);
  }

  /** Ordered replicas that do not serve yet. */
  awaited(n: number): number {
    return this.starting[n]! + this.pending[n]!;
  }

  anyIdle(n: number): boolean {
    return this.#idle[2 * n]! !== NONE || this.#idle[2 * n + 1]! !== NONE;
  }

  /**
   * An idle replica of stage `n` that may take a batch while `waiting` requests wait, or -1: one of the ordered
   * variant where there is one. `partial`: a batch that is not full may go.
   */
  pick(n: number, waiting: number, partial: boolean): number {
    for (let group = 2 * n; group <= 2 * n + 1; group++) {
      const slot = this.#idle[group]!;
      if (slot !== NONE && (partial || waiting >= 1 << this.batch[group]!)) return slot;
    }
    return NONE;
  }

  /** The batch limit of the replica on `slot`. */
  batchLimit(slot: number): number {
    return 1 << this.batch[2 * this.stageOf[slot]! + this.#role[slot]!]!;
  }

  /** The replica on `slot`, the top idle one of its group, works on `count` requests from `head` until `done`. */
  serve(slot: number, head: number, count: number, done: number): void {
    this.#idle[2 * this.stageOf[slot]! + this.#role[slot]!] = this.#below[slot]!;
    this.#status[slot] = BUSY;
    this.batchHead[slot] = head;
    this.batchCount[slot] = count;
    this.#calendar.set(slot, done);
  }

  isStarting(slot: number): boolean {
    return this.#status[slot] === STARTING;
  }

  /** The replica on `slot` has started, or done its batch: it becomes idle, or leaves if it was draining. */
  rest(slot: number, now: number): void {
    const n = this.stageOf[slot]!;
    if (this.#status[slot] === STARTING) {
      this.starting[n] = this.starting[n]! - 1;
      this.serving[2 * n] = this.serving[2 * n]! + 1;
    }
    if (this.#role[slot] === DRAINING) {
      this.#release(slot, now);
      return;
    }
    const group = 2 * n + this.#role[slot]!;
    const started = this.#status[slot] === STARTING;
    this.#status[slot] = IDLE;
    if (started) this.#note(slot, now);
    this.#below[slot] = this.#idle[group]!;
    this.#idle[group] = slot;
    this.#calendar.set(slot, Infinity);
  }

  /** Removes `count` serving replicas of a role: idle ones at once, busy ones after their batch. */
  retire(n: number, role: number, count: number, now: number): void {
    const group = 2 * n + role;
    this.serving[group] = this.serving[group]! - count;
    let left = count;
    for (; left > 0 && this.#idle[group]! !== NONE; left--) {
      const slot = this.#idle[group]!;
      this.#idle[group] = this.#below[slot]!;
      this.#release(slot, now);
    }
    for (let slot = this.slots - 1; left > 0 && slot >= 0; slot--) {
      if (this.#status[slot] !== BUSY || this.stageOf[slot] !== n || this.#role[slot] !== role) continue;
      this.#role[slot] = DRAINING;
      this.#note(slot, now);
      left--;
    }
    if (role === OLD && this.serving[group] === 0) this.oldVariant[n] = NONE;
  }

  /** Cancels `count` replicas that do not serve yet: pending ones first, then the latest started. */
  cancel(n: number, count: number, now: number): void {
    const pending = Math.min(count, this.pending[n]!);
    this.pending[n] = this.pending[n]! - pending;
    for (let left = count - pending; left > 0; left--) {
      let latest = NONE;
      for (let slot = 0; slot < this.slots; slot++) {
        if (this.#status[slot] !== STARTING || this.stageOf[slot] !== n) continue;
        if (latest === NONE || this.#calendar.times[slot]! >= this.#calendar.times[latest]!) latest = slot;
      }
      this.#release(latest, now);
      this.starting[n] = this.starting[n]! - 1;
    }
  }

  /** The serving replicas of the two roles change places. */
  swapRoles(n: number, now: number): void {
    for (let slot = 0; slot < this.slots; slot++) {
      const status = this.#status[slot]!;
      const role = this.#role[slot]!;
      if (this.stageOf[slot] !== n || (status !== IDLE && status !== BUSY) || role === DRAINING) continue;
      this.#role[slot] = 1 - role;
      this.#note(slot, now);
    }
    for (const pair of [this.serving, this.#idle, this.batch]) {
      const first = pair[2 * n]!;
      pair[2 * n] = pair[2 * n + 1]!;
      pair[2 * n + 1] = first;
    }
    const variant = this.variant[n]!;
    this.variant[n] = this.oldVariant[n]!;
    this.oldVariant[n] = this.serving[2 * n + 1]! > 0 ? variant : NONE;
  }

  /** Starts pending replicas where a node has room: those with most cores first, each on the first node that fits. */
  admit(now: number, startup: (n: number) => number): void {
    const { stages } = this.#options.tables;
    for (let below = Infinity; ;) {
      let size = 0;
      for (let n = 0; n < stages; n++) {
        const units = this.pending[n]! > 0 ? this.units(n, this.variant[n]!) : 0;
        if (units < below && units > size) size = units;
      }
      if (size === 0) return;
      for (let n = 0; n < stages; n++) {
        if (this.units(n, this.variant[n]!) !== size) continue;
        while (this.pending[n]! > 0) {
          const node = this.#nodeFree.findIndex((free) => free >= size);
          if (node < 0) break;
          this.#start(n, node, now, startup(n));
        }
      }
      below = size;
    }
  }

  #start(n: number, node: number, now: number, startup: number): void {
    const slot = this.#sums[3]!;
    const units = this.units(n, this.variant[n]!);
    this.#sums[3] = this.#below[slot]!;
    this.#nodeFree[node] = this.#nodeFree[node]! - units;
    this.#count(units, now);
    this.heldBy[n] = this.heldBy[n]! + units;
    this.stageOf[slot] = n;
    this.variantOf[slot] = this.variant[n]!;
    this.#role[slot] = ORDERED;
    this.#node[slot] = node;
    this.#status[slot] = STARTING;
    this.pending[n] = this.pending[n]! - 1;
    this.starting[n] = this.starting[n]! + 1;
    if (startup > 0) {
      this.#calendar.set(slot, now + startup);
      this.#note(slot, now);
    } else this.rest(slot, now);
  }

  #release(slot: number, now: number): void {
    const n = this.stageOf[slot]!;
    const units = this.units(n, this.variantOf[slot]!);
    const node = this.#node[slot]!;
    this.#nodeFree[node] = this.#nodeFree[node]! + units;
    this.#count(-units, now);
    this.heldBy[n] = this.heldBy[n]! - units;
    this.#status[slot] = FREE;
    this.#note(slot, now);
    this.#below[slot] = this.#sums[3]!;
    this.#sums[3] = slot;
    this.#calendar.set(slot, Infinity);
  }

  /** Units are taken (or given back) at `now`. */
  #count(units: number, now: number): void {
    const sums = this.#sums;
    sums[1] = sums[1]! + sums[0]! * (now - sums[2]!);
    sums[2] = now;
    sums[0] = sums[0]! + units;
    if (sums[0] > this.#options.tables.capacity) throw new Error('more cores are held than W_max');
  }

  save(tape: Tape): void {
    for (const values of this.#arrays()) tape.put(values);
  }

  load(tape: Tape): void {
    for (const values of this.#arrays()) tape.take(values);
  }

  /** Whether what was loaded can be what a run left: numbers in their ranges, and chains of slots that end. */
  sound(): boolean {
    const { tables } = this.#options;
    const { stages, limits, batches } = tables;
    const kept =
      areIndices(this.stageOf, 0, stages - 1) &&
      areIndices(this.#status, FREE, BUSY) &&
      areIndices(this.#role, ORDERED, DRAINING) &&
      areIndices(this.#node, 0, this.#nodeFree.length - 1) &&
      areIndices(this.batchCount, 0, limits.maxBatch) &&
      areIndices(this.#below, NONE, this.slots - 1) &&
      areIndices(this.batch, 0, batches.length - 1) &&
      areIndices(this.pending, 0, limits.maxReplicas) &&
      this.#sums.every(Number.isFinite) &&
      isIndex(this.#sums[3]!, NONE, this.slots - 1);
    if (!kept) return false;
    const variants = (n: number): number => tables.variants[n]! - 1;
    for (let n = 0; n < stages; n++)
      if (!isIndex(this.variant[n]!, 0, variants(n)) || !isIndex(this.oldVariant[n]!, NONE, variants(n)))
        return false;
    for (let slot = 0; slot < this.slots; slot++)
      if (!isIndex(this.variantOf[slot]!, 0, variants(this.stageOf[slot]!))) return false;
    return (
      this.#countsHold() &&
      this.#isChain(this.#sums[3]!, FREE) &&
      Array.from(this.#idle).every((top) => this.#isChain(top, IDLE))
    );
  }

  /** Whether what is counted by stage and node is what the slots come to. */
  #countsHold(): boolean {
    const serving = new Int32Array(this.serving.length);
    const starting = new Int32Array(this.starting.length);
    const heldBy = new Int32Array(this.heldBy.length);
    const nodeFree = this.#nodeFree.map(() => this.#nodeUnits());
    for (let slot = 0; slot < this.slots; slot++) {
      const [n, status, role] = [this.stageOf[slot]!, this.#status[slot]!, this.#role[slot]!];
      if (status === FREE) continue;
      const units = this.units(n, this.variantOf[slot]!);
      heldBy[n] = heldBy[n]! + units;
      nodeFree[this.#node[slot]!] = nodeFree[this.#node[slot]!]! - units;
      if (status === STARTING) starting[n] = starting[n]! + 1;
      else if (role !== DRAINING) serving[2 * n + role] = serving[2 * n + role]! + 1;
    }
    const same = (a: Int32Array, b: Int32Array): boolean => a.every((value, i) => value === b[i]);
    return (
      same(serving, this.serving) &&
      same(starting, this.starting) &&
      same(heldBy, this.heldBy) &&
      same(nodeFree, this.#nodeFree) &&
      heldBy.reduce((sum, units) => sum + units, 0) === this.#sums[0]
    );
  }

  /** Whether the slots from `top` downwards are all of a status, and come to an end. */
  #isChain(top: number, status: number): boolean {
    let slot = top;
    for (let i = 0; i <= this.slots; i++) {
      if (slot === NONE) return true;
      if (this.#status[slot] !== status) return false;
      slot = this.#below[slot]!;
    }
    return false;
  }

  #arrays(): readonly (Int32Array | Float64Array)[] {
    return [
      this.stageOf,
      this.variantOf,
      this.#status,
      this.#role,
      this.#node,
      this.batchHead,
      this.batchCount,
      this.#below,
      this.variant,
      this.batch,
      this.oldVariant,
      this.serving,
      this.starting,
      this.pending,
      this.#idle,
      this.heldBy,
      this.#nodeFree,
      this.#sums,
    ];
  }
}

/** Seconds that chance and service cost the requests of one lane, stage by stage, over an interval. */
import {
  DELAYED,
  FILL,
  LEAST,
  LEAVES,
  MEAN,
  NUMBERS,
  POINTS,
  PRESSURE,
  rowsOf,
  SINGLE,
  type StayRows,
  THIRD,
  VARIANCE,
} from './rows.ts';
import type { EnvironmentOptions } from '../environment.ts';
import {
  BACKLOG,
  BATCH,
  CAPACITY,
  OLD_BATCH,
  OLD_READY,
  OLD_VARIANT,
  READY,
  VARIANT,
  type FluidLayout,
} from '../fluidState.ts';
import { shareWithin } from '../../model/queueing/lateness.ts';

/** What a stage's state holds beside the fluid's: requests that wait by chance for a replica, and all that wait by chance. */
export const WAITS = 0;
export const WAITING = 1;
export const OWN = 2;

/**
 * A queue that has just begun to fill is half-normal, of a mean of sqrt(2 / pi) of what the root of time alone would give:
 * its growth by chance is so much of that in the long run, and its second and third moment so many of the mean's powers
 * (those of the long run, exponential, 2 and 6). Between the two a straight line: within 0.04 of the mean that Abate and
 * Whitt (1987, "Transient behavior of regulated Brownian motion, I", section 1) give. Nobody waits longer than the drop
 * limit M: where nothing is spare waits end up even between 0 and M, with a mean of M / 2, towards which they go as a motion
 * between two barriers does if the growth falls with the fourth power of the mean; with something spare the mean is then
 * within 5 % of that of an exponential cut at M.
 */
export const YOUNG_GROWTH = 2 / Math.PI;
export const YOUNG_SECOND = Math.PI / 2;

/**
 * The waits for a free replica approach those of the long run as fast as a queue fills and drains: of L requests waiting,
 * dL/dt = (growth by chance) / L - (spare capacity), whose rest is the long run's L, and which grows as the root of time
 * where nothing is spare. One implicit step a look; what is behind a backlog already waits no longer by chance.
 */
export class Stays {
  readonly #layout: FluidLayout;
  readonly #rows: StayRows;
  readonly #most: number;
  /** Per stage, s: fill, turns and service; the wait by chance for a replica; both together. */
  readonly moving: Float64Array;
  readonly wait: Float64Array;
  readonly each: Float64Array;
  /** Per stage, s: how old a request may be when it has its turn, but for what it spends on the way beside a backlog. */
  readonly limit: Float64Array;
  /** Of all stages together: both, s. */
  sum = 0;
  #variance = 0;
  #third = 0;
  #least = 0;
  /** Share in time of what has no backlog behind it; -1 where it was not asked for. */
  #share = -1;
  /** Shares in time by whole seconds of backlog behind a request, and how many of them are known. */
  #known = 0;
  readonly #shares: Float64Array;

  constructor(options: EnvironmentOptions, layout: FluidLayout) {
    this.#layout = layout;
    this.#rows = rowsOf(options, 2 * layout.maxReplicas);
    this.#most = options.dropAfterSla * options.slaSeconds;
    this.moving = new Float64Array(layout.stages);
    this.wait = new Float64Array(layout.stages);
    this.each = new Float64Array(layout.stages);
    this.limit = new Float64Array(layout.stages);
    this.#shares = new Float64Array(layout.ring + 1);
  }

  /** The lane at `base` of `s` under `rate` req/s, `seconds` after the look before: fills the fields above. */
  look(s: Float64Array, base: number, rate: number, seconds: number): void {
    const { stages, stageStride, own } = this.#layout;
    this.#share = -1;
    this.#known = 0;
    let sum = 0;
    let variance = 0;
    let third = 0;
    let least = 0;
    let flow = rate;
    let kind = SINGLE;
    for (let n = 0, at = base; n < stages; n++, at += stageStride) {
      const capacity = s[at + CAPACITY]!;
      if (!(capacity > 0)) {
        this.moving[n] = 0;
        this.wait[n] = 0;
        this.each[n] = 0;
        this.limit[n] = this.#most - sum;
        s[at + own + WAITING] = 0;
        continue;
      }
      const ready = s[at + READY]!;
      const old = s[at + OLD_READY]!;
      const begin =
        ready > 0
          ? this.#rows.of(n, s[at + VARIANT]!, s[at + BATCH]!, ready + old, kind)
          : this.#rows.of(n, s[at + OLD_VARIANT]!, s[at + OLD_BATCH]!, old, kind);
      const each = 1 / capacity;
      const busy = flow * each;
      const x = busy * (POINTS - 1);
      const i = x >= POINTS - 1 ? POINTS - 2 : Math.floor(x);
      const f = busy < 1 ? x - i : 1;
      const row = this.#rows.numbers;
      const a = begin + i * NUMBERS;
      const b = a + NUMBERS;
      const pressure = row[a + PRESSURE]! + f * (row[b + PRESSURE]! - row[a + PRESSURE]!);
      const moving = row[a + MEAN]! + f * (row[b + MEAN]! - row[a + MEAN]!);
      const fill = row[a + FILL]! + f * (row[b + FILL]! - row[a + FILL]!);
      const before = s[at + own + WAITS]! * each;
      const behind = s[at + BACKLOG]! * each;
      const spare = seconds * (1 - busy);
      const left = behind + before - spare;
      // One over the wait of the long run; nothing where no capacity is spare.
      const lasting = busy < 1 ? (1 - busy) / (pressure + 1e-12) : 0;
      const settled = before * lasting < 1 ? before * lasting : 1;
      // Where nothing is spare waits end up even between 0 and what the drop limit leaves.
      const limit = this.#most - sum;
      const half = limit > moving ? (limit - moving) / 2 : 0;
      let near = before < half ? before / half : 1;
      near *= near;
      near *= near;
      const growth = pressure * (YOUNG_GROWTH + (1 - YOUNG_GROWTH) * settled) * (1 - near);
      const together = (left + Math.sqrt(left * left + 4 * seconds * growth)) / 2;
      const backlog = behind > spare ? behind - spare : 0;
      let after = together - backlog;
      if (after <= 0) after = 0;
      else if (after > half) after = half;
      const wait = (before + after) / 2;
      this.wait[n] = wait;
      this.moving[n] = moving;
      this.each[n] = moving + wait;
      this.limit[n] = limit;
      sum += moving + wait;
      // A wait is 0, or where a request is delayed half-normal at first, exponential in the long run, even under the limit.
      const whole = wait / (row[a + DELAYED]! + f * (row[b + DELAYED]! - row[a + DELAYED]!));
      const ripe = wait * lasting < 1 ? wait * lasting : 1;
      const ripeSecond = YOUNG_SECOND + (2 - YOUNG_SECOND) * ripe;
      const ripeThird = Math.PI + (6 - Math.PI) * ripe;
      const second = ripeSecond + (4 / 3 - ripeSecond) * near;
      const cube = ripeThird + (2 - ripeThird) * near;
      variance +=
        row[a + VARIANCE]! + f * (row[b + VARIANCE]! - row[a + VARIANCE]!) + wait * (second * whole - wait);
      third +=
        row[a + THIRD]! +
        f * (row[b + THIRD]! - row[a + THIRD]!) +
        wait * (whole * (cube * whole - 3 * second * wait) + 2 * wait * wait);
      least += row[a + LEAST]!;
      kind = row[(f < 0.5 ? a : b) + LEAVES]!;
      s[at + own + WAITS] = after * capacity;
      s[at + own + WAITING] = flow * (wait + fill);
      if (flow > capacity) flow = capacity;
    }
    this.sum = sum;
    this.#variance = variance;
    this.#third = third;
    this.#least = least;
  }

  /** Share, 0..1, of the requests that are through within `limit` s. */
  within(limit: number): number {
    if (this.#share < 0) this.#share = this.#shareIn(limit);
    return this.#share;
  }

  /** Of those that `flow` holds by the second from which they are, up to second `t`, how many are through within `limit` s. */
  inTime(flow: Float64Array, first: number, t: number, limit: number): number {
    const { ring } = this.#layout;
    const shares = this.#shares;
    // Who is older is late whatever comes.
    const from = Math.max(first, Math.ceil(t - limit + this.#least));
    let sum = 0;
    for (let second = from, slot = (from + ring) % ring; second <= t; second++, slot++) {
      if (slot === ring) slot = 0;
      const passed = flow[slot]!;
      if (passed === 0) continue;
      const behind = t - second;
      for (; this.#known <= behind; this.#known++) shares[this.#known] = this.#shareIn(limit - this.#known);
      sum += passed * shares[behind]!;
    }
    return sum;
  }

  #shareIn(left: number): number {
    return left < this.#least ? 0 : shareWithin(this.sum, this.#variance, this.#third, left);
  }
}

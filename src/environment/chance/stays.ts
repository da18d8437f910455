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
  SINGLE,
  StayRows,
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
const WAITS = 0;
export const WAITING = 1;
export const OWN = 2;

/**
 * The waits for a free replica approach those of the long run as fast as a queue fills and drains: of L requests waiting,
 * dL/dt = (growth by chance) / L - (spare capacity), whose rest is the long run's L, and which grows as the root of time
 * where nothing is spare. One implicit step a look; what is behind a backlog already waits no longer by chance.
 */
export class Stays {
  readonly #layout: FluidLayout;
  readonly #rows: StayRows;
  readonly #most: number;
  /** Per stage, s: fill, turns and service; and the wait by chance for a replica. */
  readonly moving: Float64Array;
  readonly wait: Float64Array;
  /** Of all stages together: both, s. */
  sum = 0;
  #variance = 0;
  #third = 0;
  #least = 0;
  /** Shares in time by whole seconds of backlog behind a request; -1 where none was asked for. */
  readonly #shares: Float64Array;

  constructor(options: EnvironmentOptions, layout: FluidLayout) {
    this.#layout = layout;
    this.#rows = new StayRows(options, 2 * layout.maxReplicas);
    this.#most = options.dropAfterSla * options.slaSeconds;
    this.moving = new Float64Array(layout.stages);
    this.wait = new Float64Array(layout.stages);
    this.#shares = new Float64Array(layout.ring + 1);
  }

  /** The lane at `base` of `s` under `rate` req/s, `seconds` after the look before: fills the fields above. */
  look(s: Float64Array, base: number, rate: number, seconds: number): void {
    const { stages, stageStride, own } = this.#layout;
    this.#shares[0] = -1;
    let [sum, variance, third, least] = [0, 0, 0, 0];
    let flow = rate;
    let kind = SINGLE;
    for (let n = 0, at = base; n < stages; n++, at += stageStride) {
      const capacity = s[at + CAPACITY]!;
      if (!(capacity > 0)) {
        this.moving[n] = 0;
        this.wait[n] = 0;
        s[at + own + WAITING] = 0;
        continue;
      }
      const ready = s[at + READY]!;
      const old = s[at + OLD_READY]!;
      const row =
        ready > 0
          ? this.#rows.of(n, s[at + VARIANT]!, s[at + BATCH]!, ready + old, kind)
          : this.#rows.of(n, s[at + OLD_VARIANT]!, s[at + OLD_BATCH]!, old, kind);
      const busy = flow / capacity;
      const x = busy < 1 ? busy * (POINTS - 1) : POINTS - 1;
      const i = x >= POINTS - 1 ? POINTS - 2 : Math.floor(x);
      const f = x - i;
      const a = i * NUMBERS;
      const b = a + NUMBERS;
      const pressure = row[a + PRESSURE]! + f * (row[b + PRESSURE]! - row[a + PRESSURE]!);
      const before = s[at + own + WAITS]! / capacity;
      const behind = s[at + BACKLOG]! / capacity;
      const spare = seconds * (1 - busy);
      const left = behind + before - spare;
      const together = (left + Math.sqrt(left * left + 4 * seconds * pressure)) / 2;
      const backlog = behind > spare ? behind - spare : 0;
      const after = together <= backlog ? 0 : this.#kept(together - backlog, pressure / (1 - busy));
      s[at + own + WAITS] = after * capacity;
      const wait = (before + after) / 2;
      const moving = row[a + MEAN]! + f * (row[b + MEAN]! - row[a + MEAN]!);
      const delayed = row[a + DELAYED]! + f * (row[b + DELAYED]! - row[a + DELAYED]!);
      this.wait[n] = wait;
      this.moving[n] = moving;
      sum += moving + wait;
      // A wait is 0, or exponential where a request is delayed.
      variance +=
        row[a + VARIANCE]! + f * (row[b + VARIANCE]! - row[a + VARIANCE]!) + wait * wait * (2 / delayed - 1);
      third +=
        row[a + THIRD]! +
        f * (row[b + THIRD]! - row[a + THIRD]!) +
        wait * wait * wait * ((6 / delayed - 6) / delayed + 2);
      least += row[a + LEAST]!;
      kind = row[(f < 0.5 ? a : b) + LEAVES]!;
      s[at + own + WAITING] = flow * (wait + row[a + FILL]! + f * (row[b + FILL]! - row[a + FILL]!));
      if (flow > capacity) flow = capacity;
    }
    this.sum = sum;
    this.#variance = variance;
    this.#third = third;
    this.#least = least;
  }

  /**
   * A mean wait of `wait` s where that of the long run is `lasting` s, and nobody waits longer than the drop limit: a wait
   * with an exponential tail, cut there. (Without spare capacity `lasting` is no wait, and only the limit holds.)
   */
  #kept(wait: number, lasting: number): number {
    const most = this.#most;
    if (wait < most / 8) return wait;
    const cut = lasting > 0 && lasting < 50 * most ? lasting - most / Math.expm1(most / lasting) : most / 2;
    return Math.min(wait, cut);
  }

  /** Share, 0..1, of the requests that are through within `limit` s, of those that have `behind` whole seconds of backlog behind them. */
  within(limit: number, behind: number): number {
    const shares = this.#shares;
    if (shares[0]! < 0) {
      shares.fill(-1);
      shares[0] = this.#share(limit);
    }
    return shares[behind]! >= 0 ? shares[behind]! : (shares[behind] = this.#share(limit - behind));
  }

  #share(left: number): number {
    return left < this.#least ? 0 : shareWithin(this.sum, this.#variance, this.#third, left);
  }
}

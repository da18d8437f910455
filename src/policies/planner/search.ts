/** Plays plans forward in the model: an order held, and a second one after some decisions. */
import type { Futures } from './futures.ts';
import { createModel, type Twin } from './twin.ts';
import type { Environment, EnvironmentOptions } from '../../environment/environment.ts';
import type { Lanes } from '../../environment/lanes.ts';

export interface SearchSettings {
  /** Decisions that a plan is played for. */
  readonly horizon: number;
  /** Futures at the most. */
  readonly futures: number;
  /** As many of the best orders are tried with a second order after them, */
  readonly firsts: number;
  /** which is one of so many of the best, */
  readonly seconds: number;
  /** after so many decisions. */
  readonly after: readonly number[];
}

/** What an order may bring. */
export interface Prospect {
  readonly action: Int32Array;
  /** Mean reward of a decision over the horizon, over all futures: the order held, and with the best that may follow it. */
  readonly held: number;
  readonly value: number;
}

/** One lane a future: the models advance together, and nothing of a plan outlives it. */
export class Search {
  readonly #settings: SearchSettings;
  readonly #now: Lanes;
  readonly #later: readonly Lanes[];
  readonly #play: Lanes;
  readonly #orders: Int32Array;
  readonly #width: number;
  /** Per future, the reward until then. */
  readonly #until: readonly Float64Array[];
  readonly #rewards: Float64Array;
  readonly #best: Float64Array;
  #count = 0;
  #weights: Float64Array = new Float64Array(0);

  constructor(kind: Environment['kind'], options: EnvironmentOptions, settings: SearchSettings) {
    const { futures, after } = settings;
    this.#settings = settings;
    this.#now = createModel(kind, options, futures);
    this.#later = after.map(() => createModel(kind, options, futures));
    this.#play = createModel(kind, options, futures);
    this.#width = 3 * options.tables.stages;
    this.#orders = new Int32Array(futures * this.#width);
    this.#until = after.map(() => new Float64Array(futures));
    this.#rewards = new Float64Array(futures);
    this.#best = new Float64Array(futures);
  }

  /** Plays each order once, so that what the model reckons once of a configuration does not fall into a decision. */
  warm(twin: Twin, orders: readonly Int32Array[]): void {
    const play = this.#play;
    const track = twin.track([1]);
    for (let i = 0; i < orders.length; i += play.lanes) {
      for (let m = 0; m < play.lanes; m++) {
        const action = orders[Math.min(i + m, orders.length - 1)]!;
        play.reset(m, track, twin.now, action);
        this.#orders.set(action, m * this.#width);
      }
      play.step(this.#orders);
    }
  }

  /** The candidates by what they may bring, the best first; of equals the one that comes first in `candidates`. */
  run(twin: Twin, { loads, weights }: Futures, candidates: readonly Int32Array[]): readonly Prospect[] {
    const { horizon, futures, firsts, seconds, after } = this.#settings;
    this.#count = loads.length;
    this.#weights = weights;
    for (let m = 0; m < futures; m++) {
      this.#now.copyLane(m, twin.lanes, 0);
      // Lanes without a future of their own run along and count for nothing.
      this.#now.moveLane(m, twin.track(loads[Math.min(m, loads.length - 1)]!), twin.now);
    }
    const held = candidates.map((action) => {
      this.#copy(this.#play, this.#now);
      this.#rewards.fill(0);
      this.#hold(action, horizon);
      const value = this.#mean(this.#rewards);
      return { action, held: value, value };
    });
    held.sort((a, b) => b.value - a.value);
    if (firsts === 0) return held;
    const next = held.slice(0, seconds);
    const prospects = held.map((one, i) => {
      if (i >= firsts) return one;
      this.#saveLater(one.action);
      let value = one.held;
      after.forEach((steps, k) => {
        const best = this.#best.fill(-Infinity);
        for (const { action } of next) {
          this.#copy(this.#play, this.#later[k]!);
          this.#rewards.set(this.#until[k]!);
          this.#hold(action, horizon - steps);
          for (let m = 0; m < this.#count; m++) best[m] = Math.max(best[m]!, this.#rewards[m]!);
        }
        value = Math.max(value, this.#mean(best));
      });
      return { ...one, value };
    });
    return prospects.sort((a, b) => b.value - a.value);
  }

  /** Plays `action` as far as the last of the second orders, and keeps the lanes where each would come. */
  #saveLater(action: Int32Array): void {
    this.#copy(this.#play, this.#now);
    this.#rewards.fill(0);
    let played = 0;
    this.#settings.after.forEach((steps, k) => {
      this.#hold(action, steps - played);
      played = steps;
      this.#copy(this.#later[k]!, this.#play);
      this.#until[k]!.set(this.#rewards);
    });
  }

  #copy(to: Lanes, from: Lanes): void {
    for (let m = 0; m < to.lanes; m++) to.copyLane(m, from, m);
  }

  /** Plays on with `action` ordered, and adds what it brings to the rewards of each future. */
  #hold(action: Int32Array, decisions: number): void {
    const play = this.#play;
    const orders = this.#orders;
    for (let m = 0; m < play.lanes; m++) orders.set(action, m * this.#width);
    for (let j = 0; j < decisions; j++) {
      play.step(orders);
      const { reward } = play.results;
      for (let m = 0; m < play.lanes; m++) this.#rewards[m] = this.#rewards[m]! + reward[m]!;
    }
  }

  #mean(sums: Float64Array): number {
    let mean = 0;
    for (let m = 0; m < this.#count; m++) mean += this.#weights[m]! * sums[m]!;
    return mean / this.#settings.horizon;
  }
}

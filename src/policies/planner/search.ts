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
  /**
   * Steps of the model that a search may play, each one decision under one future; what is left is then not tried. The first
   * of the candidates always is. Infinity: no bound.
   */
  readonly steps: number;
}

/** Where the models begin: a lane at second `now` of a load, and that load with what may come (`Twin`). */
export type Standing = Pick<Twin, 'lanes' | 'now' | 'track'>;

/** What an order may bring. */
export interface Prospect {
  readonly action: Int32Array;
  /** Mean reward of a decision over the horizon, over all futures: the order held, and with the best that may follow it. */
  readonly held: number;
  readonly value: number;
  /** Decisions that it was played for: fewer than the horizon where it was given up; both values then take the rest as well as any went. */
  readonly played: number;
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
  /** [futures][horizon]: the most that any order played so far has earned in that decision. */
  readonly #most: Float64Array;
  /** [futures][horizon + 1]: its sums from that decision to the end. */
  readonly #rest: Float64Array;
  #count = 0;
  /** Played in this search. */
  #steps = 0;
  #weights: Float64Array = new Float64Array(0);

  constructor(kind: Environment['kind'], options: EnvironmentOptions, settings: SearchSettings) {
    const { futures, after, horizon } = settings;
    this.#settings = settings;
    this.#now = createModel(kind, options, futures);
    this.#later = after.map(() => createModel(kind, options, futures));
    this.#play = createModel(kind, options, futures);
    this.#width = 3 * options.tables.stages;
    this.#orders = new Int32Array(futures * this.#width);
    this.#until = after.map(() => new Float64Array(futures));
    this.#rewards = new Float64Array(futures);
    this.#best = new Float64Array(futures);
    this.#most = new Float64Array(futures * horizon);
    this.#rest = new Float64Array(futures * (horizon + 1));
  }

  /**
   * The candidates by what they may bring, the best first; of equals the one that comes first in `candidates`. Given up is
   * who would be none of the best even if it earned, from there on, the most that any has earned so far. Who was not tried,
   * because the steps were used up, is not among them.
   */
  run(twin: Standing, { loads, weights }: Futures, candidates: readonly Int32Array[]): readonly Prospect[] {
    const { horizon, futures, firsts, seconds } = this.#settings;
    this.#count = loads.length;
    this.#steps = 0;
    this.#weights = weights;
    for (let m = 0; m < futures; m++) {
      this.#now.copyLane(m, twin.lanes, 0);
      // Lanes without a future of their own run along and count for nothing.
      this.#now.moveLane(m, twin.track(loads[Math.min(m, loads.length - 1)]!), twin.now);
    }
    this.#most.fill(-Infinity);
    // What the best have earned so far, the most first.
    const ahead: number[] = [];
    const needed = Math.max(1, firsts, seconds);
    const sums = new Map<Int32Array, Float64Array>();
    const held: Prospect[] = [];
    for (const action of candidates) {
      if (held.length > 0 && !this.#mayPlay(horizon)) break;
      this.#copy(this.#play, this.#now);
      this.#rewards.fill(0);
      const played = this.#hold(action, 0, ahead[needed - 1] ?? -Infinity);
      const sum = this.#mean(this.#rewards);
      if (played === horizon) {
        sums.set(action, this.#rewards.slice());
        const at = ahead.findIndex((one) => one < sum);
        ahead.splice(at < 0 ? ahead.length : at, 0, sum);
      }
      held.push({ action, held: sum / horizon, value: sum / horizon, played });
    }
    held.sort(byValue);
    if (firsts === 0) return held;
    const next = held.slice(0, seconds);
    return held
      .map((one, i) => {
        const own = sums.get(one.action);
        return i < firsts && own ? { ...one, value: this.#followed(one.action, own, next) } : one;
      })
      .sort(byValue);
  }

  /** Mean reward of a decision where one of `next` follows on `action`, whose sums are `held` without it. */
  #followed(action: Int32Array, held: Float64Array, next: readonly Prospect[]): number {
    const { after, horizon } = this.#settings;
    let most = this.#mean(held);
    if (!this.#mayPlay(Math.max(...after))) return most / horizon;
    this.#saveLater(action);
    after.forEach((steps, k) => {
      const best = this.#best;
      best.set(held);
      for (const { action: second } of next) {
        if (second === action || !this.#mayPlay(horizon - steps)) continue;
        this.#copy(this.#play, this.#later[k]!);
        this.#rewards.set(this.#until[k]!);
        if (this.#hold(second, steps, best) < horizon) continue;
        for (let m = 0; m < this.#count; m++) best[m] = Math.max(best[m]!, this.#rewards[m]!);
      }
      most = Math.max(most, this.#mean(best));
    });
    return most / horizon;
  }

  /** Plays `action` as far as the last of the second orders, and keeps the lanes where each would come. */
  #saveLater(action: Int32Array): void {
    this.#copy(this.#play, this.#now);
    this.#rewards.fill(0);
    let played = 0;
    this.#settings.after.forEach((steps, k) => {
      for (; played < steps; played++) this.#step(action, played);
      this.#copy(this.#later[k]!, this.#play);
      this.#until[k]!.set(this.#rewards);
    });
  }

  #copy(to: Lanes, from: Lanes): void {
    for (let m = 0; m < to.lanes; m++) to.copyLane(m, from, m);
  }

  /**
   * Plays on from decision `from` to the horizon with `action` ordered, and returns the decision that it reached. It ends
   * early where the order would not come above `floor`, a mean over the futures or a sum in each of them, though the rest
   * went as well as any did; the rewards then take the rest so.
   */
  #hold(action: Int32Array, from: number, floor: number | Float64Array): number {
    const { horizon } = this.#settings;
    let j = from;
    while (j < horizon) {
      this.#step(action, j++);
      if (j < horizon && this.#isBehind(j, floor)) {
        for (let m = 0; m < this.#count; m++)
          this.#rewards[m] = this.#rewards[m]! + this.#rest[m * (horizon + 1) + j]!;
        break;
      }
    }
    this.#sumRest();
    return j;
  }

  /** Whether what has been earned, and the most from decision `j` on, stays below `floor`. */
  #isBehind(j: number, floor: number | Float64Array): boolean {
    const width = this.#settings.horizon + 1;
    let mean = 0;
    for (let m = 0; m < this.#count; m++) {
      const reach = this.#rewards[m]! + this.#rest[m * width + j]!;
      if (typeof floor !== 'number' && reach > floor[m]!) return false;
      mean += this.#weights[m]! * reach;
    }
    return typeof floor !== 'number' || mean < floor;
  }

  /** Whether the steps that are left suffice for so many decisions. */
  #mayPlay(decisions: number): boolean {
    return this.#steps + decisions * this.#count <= this.#settings.steps;
  }

  /** One decision, the `j`th, with `action` ordered: adds what it brings to the rewards of each future. */
  #step(action: Int32Array, j: number): void {
    const { horizon } = this.#settings;
    const play = this.#play;
    const orders = this.#orders;
    for (let m = 0; m < play.lanes; m++) orders.set(action, m * this.#width);
    play.step(orders);
    this.#steps += this.#count;
    const { reward } = play.results;
    for (let m = 0; m < play.lanes; m++) {
      const at = m * horizon + j;
      const here = reward[m]!;
      this.#rewards[m] = this.#rewards[m]! + here;
      if (here > this.#most[at]!) this.#most[at] = here;
    }
  }

  #sumRest(): void {
    const { horizon, futures } = this.#settings;
    for (let m = 0; m < futures; m++)
      for (let j = horizon - 1, sum = 0; j >= 0; j--)
        this.#rest[m * (horizon + 1) + j] = sum += this.#most[m * horizon + j]!;
  }

  #mean(sums: Float64Array): number {
    let mean = 0;
    for (let m = 0; m < this.#count; m++) mean += this.#weights[m]! * sums[m]!;
    return mean;
  }
}

const byValue = (a: Prospect, b: Prospect): number => b.value - a.value;

/** An upper bound of what any orders can earn, interval by interval; docs/bracket.md has the proof. */
import { columnsOf, type StageColumns, type Standing } from './columns.ts';
import { cutsOf } from './cuts.ts';
import { leastMoving } from './moving.ts';
import { Most, type WorthOf } from './most.ts';
import { servingsOf, type Serving } from './servings.ts';
import { MEAN, NUMBERS, POINTS, rowsOf, SINGLE, type StayRows } from '../../../environment/chance/rows.ts';
import { sumOf, unmetByChance, unmetOver } from '../../../environment/chance/scatter.ts';
import type { EnvironmentOptions } from '../../../environment/environment.ts';
import { qosOf } from '../../../model/objective.ts';
import type { Tables } from '../../../model/tables.ts';
import { DECISION_SECONDS } from '../../../workload/workload.ts';

/** Worlds with after-effects that have a bound. */
export type BoundedWorld = 'fluid' | 'chance';

/** Steps into which the cores of a device are divided at the most. */
const MOST_STEPS = 256;
/** A first bound takes capacities together whose largest is so many times the least. */
const COARSE_STEP = 1.04;
/** Sums of some thousand numbers in another order differ by less, relative to their size. */
const ROUNDING = 1e-9;
/** Numbers of `StayRows` are single precision. */
const SINGLE_PRECISION = 1e-6;

/** Bounds by their tables: without them nobody asks for them. */
const shared = new WeakMap<Tables, Map<string, UpperBound>>();

/** The bound of a world, one for all its loads: most of what it knows takes longer to make than a load takes. */
export function upperBoundOf(world: BoundedWorld, options: EnvironmentOptions): UpperBound {
  const { tables, ...rest } = options;
  let all = shared.get(tables);
  if (!all) shared.set(tables, (all = new Map<string, UpperBound>()));
  const key = JSON.stringify([world, rest]);
  let bound = all.get(key);
  if (!bound) all.set(key, (bound = new UpperBound(world, options)));
  return bound;
}

/** A first bound at once (`first`), and after `prepare` a closer one (`of`). */
export class UpperBound {
  readonly #world: BoundedWorld;
  readonly #options: EnvironmentOptions;
  readonly #lists: readonly (readonly Serving[])[];
  readonly #stages: readonly StageColumns[];
  readonly #most: Most;
  readonly #cuts: readonly number[];
  readonly #rows: StayRows | undefined;
  /** What `first` knows of every load: ranges of throughput and the best scores with it. */
  readonly #ranges: ReturnType<Most['ranges']>;
  /** What `prepare` found, per stage and serving, and how often it yielded. */
  #below: readonly (readonly (Float64Array | undefined)[] | undefined)[] = [];
  #steps: number | undefined;

  constructor(world: BoundedWorld, options: EnvironmentOptions) {
    const { tables, weights } = options;
    this.#world = world;
    this.#options = options;
    const lists = Array.from({ length: tables.stages }, (_, n) => servingsOf(options, n));
    const step = Math.max(1, Math.ceil(tables.capacity / MOST_STEPS));
    const budget = Math.floor(tables.capacity / step);
    const { stages, atoms } = columnsOf(lists, (serving, n) => this.#standing(serving, n), step, budget);
    this.#lists = lists;
    this.#stages = stages;
    this.#most = new Most(
      this.#stages,
      atoms,
      budget,
      tables.batches.map((batch) => weights.batchWeight * batch),
    );
    this.#cuts = cutsOf(options);
    this.#rows = world === 'chance' ? rowsOf(options, 2 * tables.limits.maxReplicas) : undefined;
    // Whatever flows: the scores are the best there are.
    this.#ranges = this.#most.ranges(COARSE_STEP);
  }

  /**
   * What `of` needs to know of flows; yields often, and as often where it is known already: a search that counts its steps
   * finds the same.
   */
  *prepare(): Generator<void> {
    if (!this.#rows) return;
    if (this.#steps !== undefined) {
      for (let step = 0; step < this.#steps; step++) yield;
      return;
    }
    const work = leastMoving(this.#options, this.#rows, this.#lists);
    for (let steps = 0; ; steps++) {
      const step = work.next();
      if (step.done !== true) {
        yield;
        continue;
      }
      this.#below = this.#stages.map(({ servings }, n) => {
        const least = step.value[n];
        const index = least && new Map(this.#lists[n]!.map((serving, i) => [serving, i]));
        return index && servings.map((serving) => least[index.get(serving)!]);
      });
      this.#steps = steps;
      return;
    }
  }

  /** No orders earn more in the interval that begins at second `from` of `rates` (req/s per second); at once, and loose. */
  first(rates: Float64Array, from: number): number {
    return this.#interval(rates, from, (worth) => {
      let best = -Infinity;
      for (const { low, high, score } of this.#ranges) best = Math.max(best, score + worth(low, high));
      return best;
    });
  }

  /** The same, closer. */
  of(rates: Float64Array, from: number): number {
    if (this.#world === 'chance') {
      let rate = 0;
      for (let t = from; t < from + DECISION_SECONDS && t < rates.length; t++)
        rate += rates[t]! / DECISION_SECONDS;
      this.#scoreByChance(rate);
    }
    return this.#interval(rates, from, (worth, since, until) => {
      if (this.#world === 'fluid') this.#scoreFluid(rates, since, until);
      return this.#most.of(worth);
    });
  }

  /** `best`: the most that a second earns of some that are looked at together. */
  #interval(
    rates: Float64Array,
    from: number,
    best: (worth: WorthOf, since: number, until: number) => number,
  ): number {
    const cuts = this.#cuts;
    let most = 0;
    for (let t = from; t < from + DECISION_SECONDS && t < rates.length; t++) most = Math.max(most, rates[t]!);
    // The world looks where something changes, which may be at any of the cuts: the best of all ways to look.
    const sums = new Float64Array(cuts.length).fill(-Infinity);
    sums[0] = 0;
    for (let j = 1; j < cuts.length; j++)
      for (let i = this.#world === 'fluid' ? j - 1 : 0; i < j; i++) {
        const [since, until] = [from + cuts[i]!, from + cuts[j]!];
        const worth =
          this.#world === 'fluid'
            ? this.#worthFluid(rates, since, until)
            : this.#worthByChance(rates, since, until, most);
        sums[j] = Math.max(sums[j]!, sums[i]! + (until - since) * best(worth, since, until));
      }
    const bound = sums.at(-1)! / DECISION_SECONDS;
    return bound + ROUNDING * (1 + Math.abs(bound) + most * this.#weightOfLoad());
  }

  #weightOfLoad(): number {
    const { unmetWeight, spareWeight, throughputWeight } = this.#options.weights;
    return unmetWeight + spareWeight + throughputWeight;
  }

  #standing({ worth, service, least, fill, pure }: Serving, n: number): Standing {
    return this.#world === 'fluid'
      ? { base: worth - service, drag: n === 0 ? fill : 0 }
      : { base: worth - least * (1 - SINGLE_PRECISION), drag: pure ? NaN : 0 };
  }

  /** Arrivals reach the first stage as they come: there it is known how long batches fill. */
  #scoreFluid(rates: Float64Array, from: number, until: number): void {
    const { batchTimeoutSeconds } = this.#options;
    const { servings, base, score, moved } = this.#stages[0]!;
    for (const i of moved) {
      const { fill } = servings[i]!;
      let waits = 0;
      for (let t = from; t < until; t++)
        waits += Math.min(batchTimeoutSeconds, fill / (t < rates.length ? rates[t]! : 0));
      score[i] = base[i]! - waits / (until - from);
    }
  }

  /** In the first stage requests come one by one, `rate` a second: there it is known how long they are under way. */
  #scoreByChance(rate: number): void {
    const rows = this.#rows!;
    this.#stages.forEach(({ servings, score, moved }, n) => {
      const below = this.#below[n];
      if (n > 0 && !below) return;
      for (const i of moved) {
        const { worth, least, pure, high } = servings[i]!;
        let moving = least;
        if (n === 0) {
          const begin = rows.of(n, pure!.variant, pure!.batch, pure!.replicas, SINGLE);
          moving = Math.max(least, meanAt(rows.numbers, begin, rate / high));
        }
        // Later stages are reached by as much or by less.
        const row = below?.[i];
        if (row)
          moving = Math.max(least, row[Math.min(POINTS - 1, Math.floor((rate / high) * (POINTS - 1)) + 1)]!);
        score[i] = worth - moving * (1 - SINGLE_PRECISION);
      }
    });
  }

  #worthFluid(rates: Float64Array, from: number, until: number): WorthOf {
    const { weights } = this.#options;
    const loads = Array.from({ length: until - from }, (_, i) => rates[from + i] ?? 0);
    const worth = (throughput: number): number =>
      loads.reduce((sum, load) => sum + qosOf(weights, 0, throughput, 0, load - throughput), 0) /
      loads.length;
    // Concave in the throughput, with its corners at the loads.
    const rising = weights.throughputWeight > weights.spareWeight;
    const peak = rising
      ? Infinity
      : loads.reduce((best, load) => (worth(load) > worth(best) ? load : best), loads[0]!);
    return (low, high) => worth(Math.min(Math.max(peak, low), high));
  }

  #worthByChance(rates: Float64Array, from: number, until: number, most: number): WorthOf {
    const { weights, batchRestartSeconds } = this.#options;
    const seconds = until - from;
    const came = sumOf(rates, from, until) / seconds;
    const slope = weights.throughputWeight - weights.spareWeight;
    const unmetAt = (throughput: number): number => {
      const unmet = unmetOver(rates, from, until, most, throughput);
      if (batchRestartSeconds === 0) return unmet / seconds;
      // While stages may restart the world counts second by second.
      let apart = 0;
      for (let t = from; t < until; t++) apart += unmetByChance(rates[t] ?? 0, throughput);
      return Math.min(unmet, apart) / seconds;
    };
    return (low, high) => {
      // Unmet demand falls as throughput grows.
      const unmet = unmetAt(high) * (1 - SINGLE_PRECISION);
      return (
        slope * (slope > 0 ? high : low) +
        weights.spareWeight * came -
        (weights.unmetWeight + weights.spareWeight) * unmet
      );
    };
  }
}

/** The row's mean at a utilisation, as the world reads it. */
function meanAt(row: Float32Array, begin: number, busy: number): number {
  const x = busy * (POINTS - 1);
  const i = x >= POINTS - 1 ? POINTS - 2 : Math.floor(x);
  const f = busy < 1 ? x - i : 1;
  const a = row[begin + i * NUMBERS + MEAN]!;
  return a + f * (row[begin + (i + 1) * NUMBERS + MEAN]! - a);
}

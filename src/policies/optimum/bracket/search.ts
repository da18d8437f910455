/** The best plan that is found by trying, in the environment itself: what it earns can be earned. */
import type { Environment, LoadTrack } from '../../../environment/environment.ts';
import { isFeasible, toAction, toConfiguration, type Tables } from '../../../model/tables.ts';
import { Random } from '../../../model/random.ts';
import type { Frontier } from '../frontier.ts';

/** What a plan is made for. */
export interface Course {
  /** An environment with so many lanes, of the world in question. */
  readonly environment: (lanes: number) => Environment;
  readonly track: LoadTrack;
  readonly frontier: Frontier;
  /** Second of the first decision. */
  readonly from: number;
  /** Maximum of the coming ten seconds at each decision, req/s. */
  readonly loads: Float64Array;
}

/** Orders, [decisions x 3 stages] head indices, and the sum of their rewards. */
export interface Plan {
  readonly orders: Int32Array;
  readonly total: number;
}

/** For so many decisions a candidate is held. */
const HOLDS = [1, 2, 3, 6, 12] as const;
/** Decisions after which futures are compared. */
const HORIZON = 14;
/** Candidates: the best for so many times a load that is to come. */
const MARGINS = [0.6, 0.75, 0.85, 0.92, 0.97, 1, 1.03, 1.08, 1.15, 1.25, 1.4, 1.6, 1.9] as const;
/** Gains below are rounding. */
const GAIN = 1e-9;
const MOST_CANDIDATES = 48;
/** A window is so many decisions, and begins so many after the one before: they overlap. */
const WINDOW = 60;
const STRIDE = 48;
/** Decisions that are played at a time. */
const AT_A_TIME = 500;

/**
 * Where candidates come from: the best for loads that come, what differs little from what is ordered, or two of either, one
 * after the other, drawn at random.
 */
type Reach = 'far' | 'near' | 'pairs';
const REACHES = ['far', 'near', 'pairs'] as const satisfies readonly Reach[];

/** An order held for `hold` decisions, and perhaps another after it. */
interface Trial {
  readonly order: Int32Array;
  readonly hold: number;
  readonly then?: { readonly order: Int32Array; readonly hold: number };
}

/** Plays whole plans, many at once; yields often. */
export function* playAll(course: Course, plans: readonly Int32Array[]): Generator<void, readonly Plan[]> {
  const { track, from, loads } = course;
  const environment = course.environment(plans.length);
  const width = environment.actions.length / plans.length;
  for (let lane = 0; lane < plans.length; lane++) environment.reset(lane, track, from);
  const totals = new Float64Array(plans.length);
  const orders = new Int32Array(plans.length * width);
  for (let k = 0; k < loads.length; k++) {
    if (k % AT_A_TIME === 0) yield;
    plans.forEach((plan, lane) => {
      orders.set(plan.subarray(k * width, (k + 1) * width), lane * width);
    });
    environment.step(orders);
    for (let lane = 0; lane < plans.length; lane++)
      totals[lane] = totals[lane]! + environment.results.reward[lane]!;
  }
  return plans.map((plan, lane) => ({ orders: plan, total: totals[lane]! }));
}

/** Betters a plan decision by decision. */
export class PlanSearch {
  readonly #course: Course;
  readonly #width: number;
  /** Where the window begins, where its sweep is, and what may follow. */
  readonly #base: Environment;
  readonly #now: Environment;
  readonly #futures: Environment;
  readonly #lanes: number;
  /** All orders, where they are few. */
  readonly #few: readonly Int32Array[];
  /** Which pairs are tried. */
  readonly #random = Random.stream(1, 'bracket');

  constructor(course: Course) {
    this.#few = fewOrders(course.frontier.tables);
    this.#course = course;
    this.#width = 3 * course.frontier.tables.stages;
    this.#lanes = MOST_CANDIDATES * HOLDS.length + 1;
    this.#base = course.environment(1);
    this.#now = course.environment(1);
    this.#futures = course.environment(this.#lanes);
  }

  /**
   * Betters `plan` window by window, in turn, until no kind of sweep betters any. Yields often, and with it each plan that is
   * better than the one before.
   */
  *better(plan: Plan): Generator<Plan | undefined> {
    const { track, from, loads } = this.#course;
    const width = this.#width;
    const count = Math.max(1, Math.ceil((loads.length - WINDOW) / STRIDE) + 1);
    /** By window, which kind of sweep is next and how many found nothing since one did. */
    const kind = new Int32Array(count);
    const idle = new Int32Array(count);
    while (idle.some((times) => times < REACHES.length)) {
      this.#base.reset(0, track, from);
      let total = 0;
      for (let w = 0, at = 0; w < count; w++) {
        for (; at < w * STRIDE; at++) {
          if (at % AT_A_TIME === 0) yield undefined;
          this.#base.step(plan.orders.subarray(at * width, (at + 1) * width));
          total += this.#base.results.reward[0]!;
        }
        if (idle[w]! >= REACHES.length) continue;
        const better = yield* this.#sweep(plan, at, total, REACHES[kind[w]!]!);
        if (better) {
          plan = better;
          yield plan;
          // What its neighbours tried they tried before another plan.
          idle.fill(0, Math.max(0, w - 1), w + 2);
        } else {
          idle[w] = idle[w]! + 1;
          kind[w] = (kind[w]! + 1) % REACHES.length;
        }
      }
    }
  }

  /**
   * One sweep over the window that begins at decision `start`, where `#base` stands: at each decision, candidates held for a
   * while in the place of what `plan` orders. Taken is what earns most by the time at which futures are compared. Returns the
   * plan with it if that is better to the end; `before` is the sum of rewards up to `start`.
   */
  *#sweep(plan: Plan, start: number, before: number, reach: Reach): Generator<undefined, Plan | undefined> {
    const decisions = this.#course.loads.length;
    const width = this.#width;
    const now = this.#now;
    const orders = plan.orders.slice();
    now.copyLane(0, this.#base, 0);
    let changed = false;
    for (let k = start; k < Math.min(start + WINDOW, decisions); k++) {
      yield undefined;
      changed = this.#better(orders, k, reach) || changed;
      now.step(orders.subarray(k * width, (k + 1) * width));
    }
    if (!changed) return undefined;
    // What pays within the horizon may cost behind it.
    now.copyLane(0, this.#base, 0);
    let total = before;
    for (let k = start; k < decisions; k++) {
      if (k % AT_A_TIME === 0) yield undefined;
      now.step(orders.subarray(k * width, (k + 1) * width));
      total += now.results.reward[0]!;
    }
    return total > plan.total + GAIN ? { orders, total } : undefined;
  }

  /** Writes into `orders` from decision `k` on what is better than they are. */
  #better(orders: Int32Array, k: number, reach: Reach): boolean {
    const decisions = this.#course.loads.length;
    const width = this.#width;
    const steps = Math.min(HORIZON, decisions - k);
    const trials = this.#trials(orders, k, reach, steps);
    const futures = this.#futures;
    const totals = new Float64Array(this.#lanes);
    const acts = new Int32Array(this.#lanes * width);
    for (let lane = 0; lane < this.#lanes; lane++) futures.copyLane(lane, this.#now, 0);
    // Lane 0 goes on as it is; lanes beyond the trials do as well.
    for (let step = 0; step < steps; step++) {
      const own = orders.subarray((k + step) * width, (k + step + 1) * width);
      for (let lane = 0; lane < this.#lanes; lane++)
        acts.set((lane > 0 && orderAt(trials[lane - 1], step)) || own, lane * width);
      futures.step(acts);
      for (let lane = 0; lane < this.#lanes; lane++)
        totals[lane] = totals[lane]! + futures.results.reward[lane]!;
    }
    let best = 0;
    for (let lane = 1; lane <= trials.length; lane++) if (totals[lane]! > totals[best]! + GAIN) best = lane;
    if (best === 0) return false;
    for (let step = 0; step < steps; step++) {
      const order = orderAt(trials[best - 1], step);
      if (order) orders.set(order, (k + step) * width);
    }
    return true;
  }

  #trials(orders: Int32Array, k: number, reach: Reach, steps: number): readonly Trial[] {
    const holds = HOLDS.filter((_, i) => i === 0 || HOLDS[i - 1]! < steps);
    if (reach !== 'pairs')
      return this.#candidates(orders, k, reach).flatMap((order) => holds.map((hold) => ({ order, hold })));
    const random = this.#random;
    const all = [...this.#candidates(orders, k, 'far'), ...this.#candidates(orders, k, 'near')];
    if (all.length === 0) return [];
    const drawn = (): Trial => ({
      order: all[random.integer(all.length)]!,
      hold: holds[random.integer(holds.length)]!,
    });
    return Array.from({ length: this.#lanes - 1 }, () => ({ ...drawn(), then: drawn() }));
  }

  /** What may be ordered at decision `k`: what neighbours order, and what `reach` says. */
  #candidates(orders: Int32Array, k: number, reach: Reach): readonly Int32Array[] {
    const { frontier, loads } = this.#course;
    const { tables } = frontier;
    const width = this.#width;
    const own = orders.subarray(k * width, (k + 1) * width).join();
    const found = new Map<string, Int32Array>();
    const add = (order: Int32Array): void => {
      const key = order.join();
      if (key !== own && found.size < MOST_CANDIDATES && !found.has(key)) found.set(key, order);
    };
    for (const at of [k - 1, k + 1, k - 2, k + 2, k + 3, k + 4])
      if (at >= 0 && at < loads.length) add(orders.slice(at * width, (at + 1) * width));
    if (reach === 'near') {
      const order = orders.subarray(k * width, (k + 1) * width);
      for (const [head, value] of changesOf(tables, order)) {
        const changed = order.slice();
        changed[head] = value;
        if (isFeasible(tables, toConfiguration(tables, changed))) add(changed);
      }
      for (const any of this.#few) add(any);
      return [...found.values()];
    }
    for (const ahead of [0, 1, 2, 3, 5, 8, 11]) {
      if (k + ahead >= loads.length) break;
      for (const margin of MARGINS) {
        const order = new Int32Array(width);
        toAction(frontier.best(loads[k + ahead]! * margin), order);
        add(order);
      }
    }
    return [...found.values()];
  }
}

/** What a trial orders so many decisions after its first; undefined where it leaves the plan as it is. */
function orderAt(trial: Trial | undefined, step: number): Int32Array | undefined {
  if (!trial) return undefined;
  if (step < trial.hold) return trial.order;
  return trial.then && step < trial.hold + trial.then.hold ? trial.then.order : undefined;
}

/** All orders within the limits, if no more than are tried at once; else none. */
function fewOrders(tables: Tables): readonly Int32Array[] {
  const { maxReplicas } = tables.limits;
  let count = 1;
  for (const variants of tables.variants) count *= variants * maxReplicas * tables.batches.length;
  if (count > MOST_CANDIDATES) return [];
  return Array.from({ length: count }, (_, index) => {
    const order = new Int32Array(3 * tables.stages);
    let rest = index;
    for (let head = 0; head < order.length; head++) {
      const choices = [tables.variants[Math.floor(head / 3)]!, maxReplicas, tables.batches.length][head % 3]!;
      order[head] = rest % choices;
      rest = Math.floor(rest / choices);
    }
    return order;
  }).filter((order) => isFeasible(tables, toConfiguration(tables, order)));
}

/** One number of an order changed: replicas and batch size by one step, the variant to any other. */
function* changesOf(tables: Tables, order: Int32Array): Generator<readonly [head: number, value: number]> {
  for (const by of [-1, 1])
    for (let head = 0; head < order.length; head++) {
      const most = [tables.variants[Math.floor(head / 3)]!, tables.limits.maxReplicas, tables.batches.length];
      const value = order[head]! + by;
      if (value >= 0 && value < most[head % 3]!) yield [head, value];
    }
  for (let n = 0; n < tables.stages; n++)
    for (let variant = 0; variant < tables.variants[n]!; variant++)
      if (Math.abs(variant - order[3 * n]!) > 1) yield [3 * n, variant];
  for (let head = 1; head < order.length; head++)
    if (head % 3 !== 0)
      for (const by of [-2, 2]) {
        const value = order[head]! + by;
        const most = head % 3 === 1 ? tables.limits.maxReplicas : tables.batches.length;
        if (value >= 0 && value < most) yield [head, value];
      }
}

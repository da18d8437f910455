/** What is possible in a world with after-effects where the whole load is known: at least what a plan found, at most a bound. */
import { upperBoundOf, type BoundedWorld, type UpperBound } from './bound.ts';
import { PlanSearch, playAll, type Course, type Plan } from './search.ts';
import type { EnvironmentOptions } from '../../../environment/environment.ts';
import { earlyOrders, offlineOrders } from '../informed.ts';
import { rounded } from '../timely.ts';
import { DECISION_SECONDS } from '../../../workload/workload.ts';

export interface Bracket {
  /** The best plan found: its orders at each decision, [decisions x 3 stages] head indices. */
  readonly orders: Int32Array;
  /** What it earns, and what no orders exceed: mean reward a decision. */
  readonly found: number;
  readonly bound: number;
  /** No orders earn more at each decision, points. */
  readonly bounds: Float64Array;
}

/** Known plans are made at these prices of a change, points. */
const SWITCHING = [0, 0.5, 1, 2, 4, 8] as const;
/** And for so many times the load. */
const MARGINS = [1, 1.1, 1.25, 1.5] as const;
/** The first bracket makes do with these. */
const FIRST_MARGINS = [1, 1.25] as const;
/** Intervals whose first bounds are counted at a time. */
const AT_A_TIME = 50;
/** So many closer bounds are told at a time. */
const TOLD = 30;
/** So many decisions are planned at a time. */
const STRETCH = 120;

/** The bound of each decision's interval: loose at first, then closer, one at a time; yields often. */
class Bounds {
  readonly all: Float64Array;
  readonly #course: Pick<Course, 'track' | 'from' | 'loads'>;
  readonly #upper: UpperBound;

  constructor(
    world: BoundedWorld,
    options: EnvironmentOptions,
    course: Pick<Course, 'track' | 'from' | 'loads'>,
  ) {
    this.all = new Float64Array(course.loads.length);
    this.#course = course;
    this.#upper = upperBoundOf(world, options);
  }

  *first(): Generator<void> {
    for (let k = 0; k < this.all.length; k++) {
      if (k % AT_A_TIME === 0) yield;
      this.all[k] = this.#upper.first(this.#course.track.rates, this.#from(k));
    }
  }

  /** Yields the interval that is closer now, or nothing. */
  *closer(): Generator<number | undefined> {
    for (const _ of this.#upper.prepare()) yield undefined;
    for (let k = 0; k < this.all.length; k++) {
      this.all[k] = Math.min(this.all[k]!, this.#upper.of(this.#course.track.rates, this.#from(k)));
      yield k;
    }
  }

  #from(k: number): number {
    return this.#course.from + k * DECISION_SECONDS;
  }
}

/** The bound of each decision's interval, points. */
export function boundsOf(
  world: BoundedWorld,
  options: EnvironmentOptions,
  course: Pick<Course, 'track' | 'from' | 'loads'>,
): { readonly first: Float64Array; readonly closest: Float64Array } {
  const bounds = new Bounds(world, options, course);
  for (const _ of bounds.first());
  const first = bounds.all.slice();
  for (const _ of bounds.closer());
  return { first, closest: bounds.all };
}

/** What orders those make who know the load; yields often. */
function* informed(
  { frontier, loads }: Course,
  margins: readonly number[],
): Generator<void, readonly Int32Array[]> {
  const plans: Int32Array[] = [];
  for (const margin of margins)
    for (const ahead of [0, 1]) plans.push(yield* earlyOrders(frontier, loads, margin, ahead));
  return plans;
}

/** Plans that pay for changes; yields often. */
function* offline({ frontier, loads }: Course): Generator<void, readonly Int32Array[]> {
  const plans: Int32Array[] = [];
  for (const margin of MARGINS)
    for (const cost of SWITCHING) plans.push(yield* offlineOrders(frontier, loads, margin, cost, STRETCH));
  return plans;
}

const bestOf = (plans: readonly Plan[]): Plan =>
  plans.reduce((best, plan) => (plan.total > best.total ? plan : best));

/** With a price on late requests each new load takes the frontier long. */
const quick = (course: Course): Course => ({ ...course, frontier: rounded(course.frontier) });

/** Runs `work` to its end and asks `goOn` all the while, which may throw; what it says is not heard. */
function asked<T>(work: Generator<unknown, T>, goOn: () => boolean): T {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    goOn();
  }
}

/** The best of `known` and of a few plans of those who know the load. */
function firstPlan(course: Course, goOn: () => boolean, known: readonly Int32Array[]): Plan {
  const plans = asked(informed(course, FIRST_MARGINS), goOn);
  return bestOf(asked(playAll(course, [...plans, ...known]), goOn));
}

/** The search of `bracketOf` without its bound: the orders of each plan that is better than the one before. */
export function* plansOf(
  given: Course,
  goOn: () => boolean = () => true,
  known: readonly Int32Array[] = [],
): Generator<Int32Array> {
  const course = quick(given);
  const plan = firstPlan(course, goOn, known);
  yield plan.orders;
  const searching = bettered(course, plan);
  while (goOn()) {
    const step = searching.next();
    if (step.done === true) return;
    if (step.value) yield step.value.orders;
  }
}

/**
 * Yields the bracket as it is, wider at first: at once, with a loose bound and the best of a few known plans, then as the
 * bound or the plan is bettered; ends where no sweep betters the plan. `goOn` is asked often; where it says no the search
 * ends, but the first bracket is always given (it may throw to end even that). `known` are orders that others gave on the
 * same load, in the form of a bracket's: no plan found is worse than they are. `loads` must not be empty.
 */
export function* bracketOf(
  world: BoundedWorld,
  options: EnvironmentOptions,
  given: Course,
  goOn: () => boolean = () => true,
  known: readonly Int32Array[] = [],
): Generator<Bracket> {
  const course = quick(given);
  const bounds = new Bounds(world, options, course);
  asked(bounds.first(), goOn);
  let plan = firstPlan(course, goOn, known);
  yield bracket(plan, bounds.all);

  // By turns a closer bound and a step of the search: a long load is bettered from its beginning on.
  const closer = bounds.closer();
  const searching = bettered(course, plan);
  for (let bounding = true, finding = true, closed = 0; bounding || finding;) {
    if (bounding) {
      if (!goOn()) break;
      const step = closer.next();
      if (step.done === true) bounding = false;
      else if (step.value !== undefined) closed++;
      if (closed === TOLD || (!bounding && closed > 0)) {
        closed = 0;
        yield bracket(plan, bounds.all);
      }
    }
    if (finding) {
      if (!goOn()) break;
      const step = searching.next();
      if (step.done === true) finding = false;
      else if (step.value) {
        plan = step.value;
        yield bracket(plan, bounds.all);
      }
    }
    if (bounding || finding) continue;
    return;
  }
  // What was bounded since it was told.
  yield bracket(plan, bounds.all);
}

/** Better plans than `plan`, each better than the one before: known ones, then by search; yields often. */
function* bettered(course: Course, plan: Plan): Generator<Plan | undefined> {
  const orders = [...(yield* silent(informed(course, MARGINS))), ...(yield* silent(offline(course)))];
  const best = bestOf(yield* silent(playAll(course, orders)));
  if (best.total > plan.total) yield best;
  yield* new PlanSearch(course).better(best.total > plan.total ? best : plan);
}

function* silent<T>(work: Generator<void, T>): Generator<undefined, T> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield undefined;
  }
}

function bracket({ orders, total }: Plan, bounds: Float64Array): Bracket {
  return {
    orders,
    found: total / bounds.length,
    bound: bounds.reduce((sum, bound) => sum + bound, 0) / bounds.length,
    bounds: bounds.slice(),
  };
}

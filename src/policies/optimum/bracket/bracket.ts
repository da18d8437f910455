/** What is possible in a world with after-effects where the whole load is known: at least what a plan found, at most a bound. */
import { UpperBound, type BoundedWorld } from './bound.ts';
import { ordersOf, PlanSearch, playAll, REACHES, type Course, type Plan } from './search.ts';
import type { EnvironmentOptions } from '../../../environment/environment.ts';
import { offlineOptimum } from '../offline.ts';
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

/** The bound of each decision's interval. */
export function* boundsOf(
  world: BoundedWorld,
  options: EnvironmentOptions,
  course: Pick<Course, 'track' | 'from' | 'loads'>,
): Generator<number, Float64Array> {
  const bounds = new Float64Array(course.loads.length);
  const upper = new UpperBound(world, options);
  for (let k = 0; k < bounds.length; k++) {
    if (k % 10 === 0) yield k / bounds.length;
    bounds[k] = upper.of(course.track.rates, course.from + k * DECISION_SECONDS);
  }
  return bounds;
}

/** The best of the plans that are known without a search, `known` among them. */
function bestKnown(course: Course, known: readonly Int32Array[]): Plan {
  const { frontier, loads } = course;
  const plans = MARGINS.flatMap((margin) => {
    const asked = loads.map((load) => load * margin);
    // What is on its way when a load comes serves in time.
    const early = (k: number): number => Math.max(asked[k]!, asked[Math.min(k + 1, loads.length - 1)]!);
    return [
      ordersOf(course, (k) => frontier.best(asked[k]!)),
      ordersOf(course, (k) => frontier.best(early(k))),
      ...SWITCHING.map((cost) => {
        const { points } = offlineOptimum(frontier, asked, cost);
        return ordersOf(course, (k) => frontier.configuration(points[k]!));
      }),
    ];
  });
  return playAll(course, [...plans, ...known]).reduce((best, plan) =>
    plan.total > best.total ? plan : best,
  );
}

/**
 * Yields the bracket as it is, wider at first: with the best of the known plans, then after every sweep of the search that
 * bettered the plan; ends where a sweep finds nothing better. `goOn` is asked often; where it says no, so does the search.
 * `known` are orders that others gave on the same load, in the form of a bracket's: no plan found is worse than they are.
 * `loads` must not be empty.
 */
export function* bracketOf(
  world: BoundedWorld,
  options: EnvironmentOptions,
  course: Course,
  goOn: () => boolean = () => true,
  known: readonly Int32Array[] = [],
): Generator<Bracket> {
  const counting = boundsOf(world, options, course);
  let step = counting.next();
  while (step.done !== true) step = counting.next();
  const bounds = step.value;
  let plan = bestKnown(course, known);
  yield bracket(plan, bounds);
  const search = new PlanSearch(course);
  // Ends where no kind of sweep betters the plan any more.
  for (let kind = 0, idle = 0; idle < REACHES.length && goOn();) {
    const sweep = search.sweep(plan, REACHES[kind]!);
    let done = sweep.next();
    while (done.done !== true) {
      if (!goOn()) return;
      done = sweep.next();
    }
    if (done.value === plan) {
      idle++;
      kind = (kind + 1) % REACHES.length;
    } else {
      idle = 0;
      plan = done.value;
      yield bracket(plan, bounds);
    }
  }
}

function bracket({ orders, total }: Plan, bounds: Float64Array): Bracket {
  return {
    orders,
    found: total / bounds.length,
    bound: bounds.reduce((sum, bound) => sum + bound, 0) / bounds.length,
    bounds,
  };
}

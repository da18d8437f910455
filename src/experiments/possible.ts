/** What is possible on a scenario's load for one who knows the whole of it: the one definition behind every optimum that is shown. */
import { playPlan, type PlayedPlan } from '../scenario/plan.ts';
import { createEnvironment, prepare, type Prepared } from '../scenario/prepare.ts';
import type { BoundedWorld } from '../policies/optimum/bracket/bound.ts';
import { bracketOf, plansOf } from '../policies/optimum/bracket/bracket.ts';
import type { Course } from '../policies/optimum/bracket/search.ts';
import { atOnce, earlyOrders } from '../policies/optimum/informed.ts';
import { HISTORY_SECONDS } from '../workload/workload.ts';

export interface Possible {
  /**
   * - `exact`: orders take effect at once; the plan is the optimum and the bound is what it earns;
   * - `bracket`: nobody earns more than the bound, and the plan earns what it earns;
   * - `plan`: single requests; the plan was found in the world with queues and is judged here, and no bound is proven.
   */
  readonly kind: 'exact' | 'bracket' | 'plan';
  /** Orders of the best plan found, [decisions x 3 stages] head indices. */
  readonly orders: Int32Array;
  /** What the plan comes to in the scenario's environment. */
  readonly played: PlayedPlan;
  /** No orders earn more: mean reward a decision, and that of each decision, points. */
  readonly bound: number | undefined;
  readonly bounds: Float64Array | undefined;
}

/**
 * Yields what is possible, wider at first, then narrower after each sweep of the search that found a better plan; ends where
 * no sweep finds more, or soon after `goOn` says no. `known` are orders that others gave on this load (`series.actions` of
 * their runs): the plan is never worse than they are. The load must have a decision (`prepared.loads`).
 */
export function* possibleIn(
  prepared: Prepared,
  goOn: () => boolean = () => true,
  known: readonly Int32Array[] = [],
): Generator<Possible> {
  const { environment } = prepared.scenario;
  if (environment === 'instant') yield exactly(prepared);
  else if (environment === 'discrete') yield* bySingles(prepared, goOn, known);
  else yield* bracketed(prepared, environment, goOn, known);
}

function* bracketed(
  prepared: Prepared,
  world: BoundedWorld,
  goOn: () => boolean,
  known: readonly Int32Array[],
): Generator<Possible> {
  let last: Possible | undefined;
  for (const found of bracketOf(world, prepared.options, courseOf(prepared), goOn, known)) {
    // Where the bound alone was bettered the plan has been played.
    const played = last?.orders === found.orders ? last.played : playPlan(prepared, found.orders);
    last = { kind: 'bracket', ...found, played };
    yield last;
  }
}

function courseOf(prepared: Prepared): Course {
  const { track, frontier, loads } = prepared;
  return {
    environment: (lanes) => createEnvironment(prepared, lanes),
    ...{ track, frontier, loads, from: HISTORY_SECONDS },
  };
}

function exactly(prepared: Prepared): Possible {
  const orders = atOnce(earlyOrders(prepared.frontier, prepared.loads, 1, 0));
  const played = playPlan(prepared, orders);
  return { kind: 'exact', orders, played, bound: played.summary.reward, bounds: played.series.reward };
}

/** Searched with queues, judged by the scenario's own arrivals: the best of the plans on the way there. */
function* bySingles(
  prepared: Prepared,
  goOn: () => boolean,
  known: readonly Int32Array[],
): Generator<Possible> {
  const { scenario, tables, patience } = prepared;
  const twin = prepare(
    { ...scenario, environment: 'chance', forecaster: 'last' },
    undefined,
    tables,
    patience,
  );
  let best: Possible | undefined;
  const judge = (orders: Int32Array): boolean => {
    const played = playPlan(prepared, orders);
    if (best && played.summary.reward <= best.played.summary.reward) return false;
    best = { kind: 'plan', orders, played, bound: undefined, bounds: undefined };
    return true;
  };
  for (const orders of known) judge(orders);
  let told = false;
  for (const orders of plansOf(courseOf(twin), goOn, known)) {
    if (!judge(orders) && told) continue;
    told = true;
    yield best!;
  }
}

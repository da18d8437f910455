/** What orders of one moment give in single requests, whatever world they were weighed in. */
import { shareInTime } from '../scenario/measures.ts';
import { createEnvironment, optionsOf, tablesOf } from '../scenario/prepare.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { inSingles } from '../scenario/singles.ts';
import { sizeOf } from '../scenario/size.ts';
import { COUNT_COLUMNS, entries } from '../environment/columns.ts';
import { shareOf } from '../environment/share.ts';
import type { Configuration } from '../model/pipeline.ts';
import { patient, type Patience } from '../model/patience.ts';
import { toAction } from '../model/tables.ts';
import { orTooMuch } from '../model/watch.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../workload/workload.ts';

/** The ten seconds that followed an order, request by request. */
export interface CountedOrder {
  readonly reward: number;
  /** Share of the requests answered or dropped in them that were in time, 0..1. */
  readonly inTime: number;
}

/**
 * Plays the orders `before` ([decisions x 3 stages] head indices, from the first decision on) in single requests, with the
 * scenario's seed, and then each of `orders` for ten seconds: all meet the same queues and the same requests. Nobody decides
 * anew, so that what an order changes is what it changed in the world in which it was weighed. Throws `TooMuch`, a sentence.
 */
export async function countOrders(
  scenario: Scenario,
  before: Int32Array,
  orders: readonly Configuration[],
  patience: Patience = patient,
): Promise<readonly CountedOrder[]> {
  return orTooMuch(
    'Judging this decision by single requests',
    () => sizeOf(scenario),
    () => counted(inSingles(scenario), before, orders, patience),
  );
}

function counted(
  scenario: Scenario,
  before: Int32Array,
  orders: readonly Configuration[],
  patience: Patience,
): readonly CountedOrder[] {
  const watch = patience.replay();
  const { rates } = scenario.workload;
  // Nobody looks at a forecast: the orders are given.
  const track = { rates, forecasts: new Float64Array(Math.ceil(rates.length / DECISION_SECONDS)) };
  const tables = tablesOf(scenario);
  const made = { options: optionsOf(scenario, tables), scenario, watch };
  const width = 3 * tables.stages;
  const decisions = before.length / width;
  const world = createEnvironment(made, 1);
  world.reset(0, track, HISTORY_SECONDS);
  const share = shareOf(world.kind, track, decisions);
  for (let k = 0; k < decisions; k++) {
    watch.look(share(k));
    world.step(before.subarray(k * width, (k + 1) * width));
  }
  const fan = createEnvironment(made, orders.length);
  const actions = new Int32Array(orders.length * width);
  orders.forEach((order, lane) => {
    fan.copyLane(lane, world, 0);
    toAction(order, actions, lane * width);
  });
  fan.step(actions);
  const { results } = fan;
  return orders.map((_, lane) => ({
    reward: results.reward[lane]!,
    inTime: shareInTime(entries(COUNT_COLUMNS, (column) => results[column][lane]!)) ?? NaN,
  }));
}

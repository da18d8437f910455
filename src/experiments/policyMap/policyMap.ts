/** What a policy would run in the steady state, over load and cores. */
import type { MapGrid } from './grid.ts';
import { settled } from './settled.ts';
import { steadyTrack } from './steady.ts';
import { createEnvironment, prepare, type Prepared } from '../../scenario/prepare.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { evaluate } from '../../model/objective.ts';
import { patient, type Patience } from '../../model/patience.ts';
import { toConfiguration } from '../../model/tables.ts';
import type { PolicyFactory } from '../../policies/policy.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../workload/workload.ts';

/** The cells of one row, all of one W_max: an entry a load, from the lowest. */
export interface MapRow {
  /** W_max, cores. */
  readonly cores: number;
  /** The configuration in the end, [loads x 3 stages] head indices. */
  readonly orders: Int32Array;
  /** 1 where it was not changed any more, 0 where the policy goes on changing it and the last is shown. */
  readonly settled: Uint8Array;
  /** Decisions until then. */
  readonly decisions: Int32Array;
  /** Cores held, V (the sum of accuracies) and the largest batch of the configuration. */
  readonly cost: Float64Array;
  readonly accuracy: Float64Array;
  readonly batch: Float64Array;
  /** Mean J a decision in the long run at this load, points: see `policyMap`. */
  readonly objective: Float64Array;
}

/** How long a configuration is held for its J, and the decisions at the end that are counted. */
const HELD = 30;
const COUNTED = 6;

/**
 * Yields the map of `factory` row by row, from the most cores down. In each cell the policy begins as at the start of a run,
 * meets a load that does not change and is forecast exactly, in the scenario's world (with queues instead of single requests,
 * where chance would decide), until it does not change its order any more. J is that of its order held at this load from the
 * beginning for five minutes, their last minute: so equal orders have equal J. Where it never settles, J is what it earned in
 * its last five minutes. Every row needs `cores` for the smallest configuration. Throws `TooMuch`, a sentence,
 * where a row takes too long, and what `factory.create` throws.
 */
export async function* policyMap(
  scenario: Scenario,
  factory: PolicyFactory,
  { loads, cores }: MapGrid,
  patience: Patience = patient,
): AsyncGenerator<MapRow> {
  for (const limit of [...cores].reverse())
    yield await rowOf(readyFor(scenario, limit, patience), factory, loads);
}

/** The scenario under W_max `limit`, without its load. */
function readyFor(scenario: Scenario, limit: number, patience: Patience): Prepared {
  const ready = prepare(
    {
      ...scenario,
      limits: { ...scenario.limits, maxCores: limit },
      environment: scenario.environment === 'discrete' ? 'chance' : scenario.environment,
      // What is forecast is the load itself.
      ...{ forecaster: 'last', predictor: undefined },
      workload: { ...scenario.workload, rates: new Float64Array(HISTORY_SECONDS + DECISION_SECONDS) },
    },
    undefined,
    undefined,
    patience,
  );
  return { ...ready, watch: patience.replay() };
}

async function rowOf(ready: Prepared, factory: PolicyFactory, loads: readonly number[]): Promise<MapRow> {
  const { tables, scenario } = ready;
  const width = 3 * tables.stages;
  const row: MapRow = {
    cores: tables.limits.maxCores,
    orders: new Int32Array(loads.length * width),
    settled: new Uint8Array(loads.length),
    decisions: new Int32Array(loads.length),
    cost: new Float64Array(loads.length),
    accuracy: new Float64Array(loads.length),
    batch: new Float64Array(loads.length),
    objective: new Float64Array(loads.length),
  };
  for (const [i, load] of loads.entries()) {
    const end = await settled(ready, factory, load);
    row.orders.set(end.order, i * width);
    row.settled[i] = end.settled ? 1 : 0;
    row.decisions[i] = end.decisions;
    const { cost, accuracy, batch } = evaluate(
      tables,
      scenario.weights,
      toConfiguration(tables, end.order),
      load,
    );
    row.cost[i] = cost;
    row.accuracy[i] = accuracy;
    row.batch[i] = batch;
    row.objective[i] = end.played ?? heldObjective(ready, end.order, load);
  }
  return row;
}

/** Mean J of the last minute of five in which `order` is held at `load`, with all replicas ready and no queue at first. */
function heldObjective(ready: Prepared, order: Int32Array, load: number): number {
  const environment = createEnvironment(ready, 1);
  environment.reset(0, steadyTrack(load, HELD), HISTORY_SECONDS, order);
  let sum = 0;
  for (let k = 0; k < HELD; k++) {
    environment.step(order);
    if (k >= HELD - COUNTED) sum += environment.results.objective[0]!;
  }
  return sum / COUNTED;
}

import { patienceIn } from './clock.ts';
import type { Notes } from './notes.ts';
import { text, type Options } from './options.ts';
import { loadLoads } from './scenario.ts';
import { differenceOf } from '../experiments/policyMap/difference.ts';
import { gridOf } from '../experiments/policyMap/grid.ts';
import { policyMap, type MapRow } from '../experiments/policyMap/policyMap.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { tablesOf } from '../scenario/prepare.ts';
import { toConfiguration } from '../model/tables.ts';
import type { PolicyFactory } from '../policies/policy.ts';

/** Options of `simulate` that mean something with `--map` alone. */
export const MAP_OPTIONS = ['against', 'loads'] as const;

/**
 * `simulate --map`: what a policy runs in the steady state at each load under each number of cores, and beside `other` where
 * they differ and what J that is worth: J of the first less J of the second, points a decision.
 */
export async function mapOf(
  options: Options,
  notes: Notes,
  scenario: Scenario,
  factory: PolicyFactory,
  other: PolicyFactory | undefined,
): Promise<object> {
  const grid = {
    ...gridOf(scenario),
    ...(text(options, 'loads') === undefined ? {} : { loads: loadLoads(options) }),
  };
  if (scenario.environment === 'discrete')
    notes.add(undefined, ['The map is made with queues: single requests would leave it to chance.']);
  const rowsOf = async (one: PolicyFactory): Promise<readonly MapRow[]> => {
    const rows: MapRow[] = [];
    for await (const row of policyMap(scenario, one, grid, patienceIn(options))) rows.unshift(row);
    return rows;
  };
  const first = await rowsOf(factory);
  const second = other && (await rowsOf(other));
  const width = 3 * scenario.pipeline.stages.length;
  const tables = tablesOf(scenario);
  const cell = (row: MapRow, i: number): object => ({
    configuration: toConfiguration(tables, row.orders, i * width).map((stage, n) => ({
      ...stage,
      name: scenario.pipeline.stages[n]!.variants[stage.variant]!.name,
    })),
    ...{ cost: row.cost[i], accuracy: row.accuracy[i], batch: row.batch[i], objective: row.objective[i] },
    ...{ settled: row.settled[i] === 1, decisions: row.decisions[i] },
  });
  return {
    ...{ pipeline: scenario.pipeline.id, environment: scenario.environment },
    ...{ weights: scenario.weights, limits: scenario.limits },
    policy: factory.info.id,
    against: other?.info.id ?? null,
    ...grid,
    cells: first.flatMap((row, r) => {
      const beside = second?.[r];
      const difference = beside && differenceOf(row, beside);
      return grid.loads.map((load, i) => ({
        ...{ load, cores: row.cores, ...cell(row, i) },
        ...(beside && difference
          ? {
              against: cell(beside, i),
              differs: difference.differs[i] === 1,
              price: difference.price[i],
            }
          : {}),
      }));
    }),
  };
}

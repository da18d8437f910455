import { describe, expect, it } from 'vitest';
import { differenceOf } from './difference.ts';
import { gridOf } from './grid.ts';
import { policyMap, type MapRow } from './policyMap.ts';
import { prepare } from '../../scenario/prepare.ts';
import { defaultScenario, type Scenario } from '../../scenario/scenario.ts';
import { evaluate } from '../../model/objective.ts';
import { presetById } from '../../model/presets/index.ts';
import { toConfiguration } from '../../model/tables.ts';
import { policyById } from '../../policies/registry.ts';
import { generateWorkload } from '../../workload/generators.ts';

const scenario: Scenario = defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7));
const grid = { loads: [4, 15, 30], cores: [8, 30] };

async function mapOf(id: string, on: Scenario = scenario): Promise<readonly MapRow[]> {
  const rows: MapRow[] = [];
  for await (const row of policyMap(on, policyById(id)!, grid)) rows.push(row);
  return rows;
}
const choice = (row: MapRow, i: number, on: Scenario = scenario) => {
  const { tables } = prepare({ ...on, limits: { ...on.limits, maxCores: row.cores } });
  const width = 3 * tables.stages;
  return toConfiguration(tables, row.orders, i * width);
};

describe('the policy map', () => {
  it('has in each cell of the myopic optimum the best configuration for that load under that limit', async () => {
    const rows = await mapOf('optimum-predicted');
    expect(rows.map(({ cores }) => cores)).toEqual([30, 8]);
    for (const row of rows) {
      const { frontier, tables } = prepare({
        ...scenario,
        limits: { ...scenario.limits, maxCores: row.cores },
      });
      grid.loads.forEach((load, i) => {
        const best = frontier.best(load);
        expect(choice(row, i)).toEqual(best);
        const told = evaluate(tables, scenario.weights, best, load);
        expect([row.cost[i], row.accuracy[i], row.batch[i]]).toEqual([told.cost, told.accuracy, told.batch]);
      });
      expect([...row.settled]).toEqual([1, 1, 1]);
      for (const cost of row.cost) expect(cost).toBeLessThanOrEqual(row.cores);
    }
  });

  it('shows no difference and no price between a policy and itself, and J by the equations where orders take effect at once', async () => {
    const on = { ...scenario, environment: 'instant' as const };
    const [optimum, again, greedy] = [
      await mapOf('optimum-predicted', on),
      await mapOf('optimum-predicted', on),
      await mapOf('greedy', on),
    ];
    optimum.forEach((row, k) => {
      const { differs, price } = differenceOf(row, again[k]!);
      expect([[...differs], [...price]]).toEqual([
        [0, 0, 0],
        [0, 0, 0],
      ]);
      const { tables } = prepare({ ...on, limits: { ...on.limits, maxCores: row.cores } });
      grid.loads.forEach((load, i) => {
        const { objective } = evaluate(tables, on.weights, choice(row, i, on), load);
        expect(row.objective[i]).toBeCloseTo(objective, 9);
      });
    });
    const other = optimum.map((row, k) => differenceOf(row, greedy[k]!));
    const differing = other.flatMap(({ differs }) => [...differs]).filter((one) => one === 1);
    expect(differing.length).toBeGreaterThan(0);
    // Greedy is best nowhere: the price of the batch aside, the optimum of J is never below it.
    const unpriced = { ...on, weights: { ...on.weights, batchWeight: 0 } };
    const best = await mapOf('optimum-predicted', unpriced);
    const worse = await mapOf('greedy', unpriced);
    for (const [k, row] of best.entries())
      for (const price of differenceOf(row, worse[k]!).price) expect(price).toBeGreaterThanOrEqual(-1e-9);
  });

  it('waits until HPA has settled, and says of a policy that draws lots that it never does', async () => {
    const hpa = await mapOf('hpa');
    for (const row of hpa) {
      expect([...row.settled]).toEqual([1, 1, 1]);
      expect(Math.max(...row.decisions)).toBeLessThan(84);
    }
    // More load, more replicas where there is room for them.
    expect(hpa[0]!.cost[2]).toBeGreaterThan(hpa[0]!.cost[0]!);
    const [row] = await mapOf('random');
    expect([...row!.settled]).toEqual([0, 0, 0]);
    // What it earned itself, not what its last draw would: far below who chooses.
    expect(row!.objective[2]).toBeLessThan(hpa[0]!.objective[2]!);
  });

  it('is made with queues where single requests are followed: the same as there', async () => {
    const [there, here] = [
      await mapOf('greedy', { ...scenario, environment: 'discrete' }),
      await mapOf('greedy'),
    ];
    expect(there).toEqual(here);
  });
});

describe('its grid', () => {
  it('reaches a little beyond the highest load, and from the smallest configuration to W_max', () => {
    const { loads, cores } = gridOf(scenario);
    expect(loads).toHaveLength(24);
    expect(loads.at(-1)).toBeCloseTo(1.2 * Math.max(...scenario.workload.rates), 9);
    expect(loads[0]).toBeGreaterThan(0);
    expect(cores.at(-1)).toBe(scenario.limits.maxCores);
    expect(cores).toEqual([...new Set(cores)].sort((a, b) => a - b));
    expect(cores[1]! - cores[0]!).toBeLessThan(cores.at(-1)! - cores.at(-2)!);
    // No row twice where there are few cores.
    const few = { ...scenario, limits: { ...scenario.limits, maxCores: cores[0]! + 2 } };
    expect(gridOf(few).cores).toEqual([cores[0], cores[0]! + 1, cores[0]! + 2]);
  });
});

import { expect, it } from 'vitest';
import { runEpisode } from './episode.ts';
import { fitsLoad, playPlan } from './plan.ts';
import { prepare } from './prepare.ts';
import { defaultScenario, environmentKinds } from './scenario.ts';
import { presets } from '../model/presets/index.ts';
import { policyById } from '../policies/registry.ts';
import { generateWorkload } from '../workload/generators.ts';

const scenario = defaultScenario(presets[0]!, generateWorkload('bursty', 3));

it.each(environmentKinds)('a run’s orders come to the run itself: %s', async (environment) => {
  const prepared = prepare({ ...scenario, environment, forecaster: 'last' });
  const { series, summary } = await runEpisode(prepared, policyById('greedy')!, {
    clock: () => 0,
    record: false,
  });
  expect(playPlan(prepared, series.actions)).toEqual({ series, summary });
});

it('orders that are too few, or break a limit, do not fit', () => {
  const prepared = prepare({ ...scenario, forecaster: 'last' });
  const width = 3 * prepared.tables.stages;
  const orders = new Int32Array(prepared.loads.length * width);
  expect(fitsLoad(prepared, orders)).toBe(true);
  expect(fitsLoad(prepared, orders.subarray(width))).toBe(false);
  for (const [head, value] of [
    [0, 99],
    [1, -1],
    [2, 40],
    [1, scenario.limits.maxReplicas],
  ] as const) {
    const broken = orders.slice();
    broken[5 * width + head] = value;
    expect(fitsLoad(prepared, broken), `${String(head)}: ${String(value)}`).toBe(false);
  }
});

import { expect, it } from 'vitest';
import { runEpisode } from './episode.ts';
import { prepare } from './prepare.ts';
import { defaultScenario } from './scenario.ts';
import { presets } from '../model/presets/index.ts';
import { toConfiguration } from '../model/tables.ts';
import { policyById } from '../policies/registry.ts';
import { generateWorkload } from '../workload/generators.ts';

it('orders by hand at each decision what was written for it', async () => {
  const scenario = {
    ...defaultScenario(presets[0]!, generateWorkload('fluctuating', 7)),
    forecaster: 'last',
  };
  const prepared = prepare(scenario);
  const { tables, loads } = prepared;
  const stages = Array.from({ length: tables.stages }, () => '1.1.1');
  const later = [...stages.slice(0, -1), '1.2.4'];
  const key = `hand:0=${stages.join('/')};3=${later.join('/')};5=${stages.join('/')}`;
  const { series } = await runEpisode(prepared, policyById(key)!, { clock: () => 0, record: false });
  const last = Array.from({ length: loads.length }, (_, k) =>
    toConfiguration(tables, series.actions, 3 * tables.stages * k).at(-1)!,
  );
  expect(last.slice(0, 6).map(({ replicas, batch }) => [replicas, batch])).toEqual([
    [1, 1],
    [1, 1],
    [1, 1],
    [2, 4],
    [2, 4],
    [1, 1],
  ]);
  expect(last.slice(5).every(({ replicas }) => replicas === 1)).toBe(true);
});

import { expect, it } from 'vitest';
import { runEpisode } from './episode.ts';
import { prepare } from './prepare.ts';
import { defaultScenario, environmentKinds } from './scenario.ts';
import { inSingles } from './singles.ts';
import { presetById } from '../model/presets/index.ts';
import { policyById } from '../policies/registry.ts';
import { generateWorkload } from '../workload/generators.ts';

const scenario = defaultScenario(presetById('video')!, generateWorkload('bursty', 3, 300));

it('judged by single requests, everything but the environment stays, and what is so already is itself', () => {
  for (const environment of environmentKinds) {
    const judged = inSingles({ ...scenario, environment });
    expect(judged).toEqual({ ...scenario, environment: 'discrete' });
    expect(inSingles(judged)).toBe(judged);
  }
});

it('every request of a run is counted there', async () => {
  const { summary } = await runEpisode(prepare(inSingles(scenario)), policyById('hpa')!, {
    clock: () => 0,
    record: false,
  });
  expect(summary.requests?.arrived).toBe(summary.arrived);
  expect(Number.isInteger(summary.inTime)).toBe(true);
});

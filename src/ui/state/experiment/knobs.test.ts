import { expect, it } from 'vitest';
import { defaultExperiment, scenarioOf } from '../../../scenario/experiment.ts';
import { knobs, turned } from './knobs.ts';
import { presetById } from '../../../model/presets/index.ts';
import { policyById } from '../../../policies/registry.ts';
import { runEpisode } from '../../../scenario/episode.ts';
import { prepare } from '../../../scenario/prepare.ts';
import { defaultScenario, environmentKinds } from '../../../scenario/scenario.ts';
import { generateWorkload } from '../../../workload/generators.ts';

it('a start-up time changes nothing exactly where its slider is idle', async () => {
  const knob = knobs.find(({ key }) => key === 'startup')!;
  const scenario = defaultScenario(presetById('video')!, generateWorkload('bursty', 3, 420));
  for (const environment of ['instant', 'fluid'] as const) {
    const [none, most] = await Promise.all(
      [knob.min, knob.max].map(async (startupSeconds) => {
        const prepared = prepare({ ...scenario, environment, startupSeconds });
        const { series } = await runEpisode(prepared, policyById('greedy')!, {
          clock: () => 0,
          record: false,
        });
        return [...series.reward, ...series.cost, ...series.latency];
      }),
    );
    expect(JSON.stringify(none) === JSON.stringify(most), environment).toBe(
      knob.idle?.environment === environment,
    );
  }
});

it('the price of late requests changes what is earned in every environment, and nothing of what happens', async () => {
  const knob = knobs.find(({ key }) => key === 'lateWeight')!;
  const pipeline = presetById('video')!;
  const workload = generateWorkload('bursty', 3, 420);
  for (const environment of environmentKinds) {
    const [free, dear] = await Promise.all(
      [0, 0.2].map(async (value) => {
        const experiment = turned({ ...defaultExperiment, environment }, knob, value);
        const prepared = prepare(scenarioOf(experiment, pipeline, workload));
        return runEpisode(prepared, policyById('random')!, { clock: () => 0, record: false });
      }),
    );
    expect(dear!.series.inTime, environment).toEqual(free!.series.inTime);
    expect(dear!.summary.qos, environment).toBe(free!.summary.qos);
    expect(free!.summary.objective - dear!.summary.objective, environment).toBeGreaterThan(0.1);
  }
});

import { expect, it } from 'vitest';
import { knobs } from './knobs.ts';
import { presetById } from '../../../model/presets/index.ts';
import { policyById } from '../../../policies/registry.ts';
import { runEpisode } from '../../../scenario/episode.ts';
import { prepare } from '../../../scenario/prepare.ts';
import { defaultScenario } from '../../../scenario/scenario.ts';
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

import { expect, it } from 'vitest';
import { seatsOn } from './seats.ts';
import { chance } from './world/chance.ts';
import { pipelineActions } from '../network/actions.ts';
import { FeatureEncoder } from '../network/features.ts';
import { DRAWN_WORLDS, defaultConfig, type TrainingConfig } from '../ppo/config.ts';
import { presetById } from '../../model/presets/index.ts';
import { testOptions } from '../../testing/pipelines.ts';

const options = testOptions(presetById('video')!);
const { tables } = options;
const inputs = new FeatureEncoder(tables, { load: 1, latency: 1, backlog: 1 }).size;

function seats(changes: Partial<TrainingConfig>, mebibytes = 128, seconds = 1320): number {
  const config = { ...defaultConfig, ...changes };
  return seatsOn({
    ...{ options, config, environment: chance, loads: [new Float64Array(seconds)] },
    shape: { inputs, width: config.width, blocks: config.blocks, heads: pipelineActions(tables).heads },
    drawn: Array.from({ length: config.randomise > 0 ? DRAWN_WORLDS : 1 }, () => options),
    limits: { maxStorageBufferBindingSize: mebibytes * 2 ** 20, maxBufferSize: 2 ** 28 },
  });
}

it('as many seeds as a page offers have room on any device, and fewer as what each needs in one piece grows', () => {
  expect(seats({})).toBeGreaterThanOrEqual(8);
  const rows = { lanes: 2048, horizon: 16 };
  const [small, large] = [seats({ ...rows, minibatch: 8192 }), seats({ ...rows, minibatch: 16_384 })];
  expect(small).toBeGreaterThan(1);
  expect(large).toBe(Math.floor(small / 2));
  expect(seats({ ...rows, minibatch: 8192 }, 256)).toBeGreaterThanOrEqual(2 * small);
  // The size of a buffer is limited too.
  expect(seats({ ...rows, minibatch: 8192 }, 4096)).toBe(seats({ ...rows, minibatch: 8192 }, 256));
});

it('worlds that are the same for all take room once, drawn ones for each', () => {
  const long = 604_800;
  expect(seats({}, 128, long)).toBe(seats({}));
  expect(seats({ randomise: 1 }, 128, long)).toBeLessThan(seats({}));
  expect(seats({ randomise: 1 }, 1)).toBe(1);
});

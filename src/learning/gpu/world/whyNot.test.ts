import { expect, it } from 'vitest';
import { chance } from './chance.ts';
import { fluid } from './fluid.ts';
import { whyNotOnDevice, type Asked } from './whyNot.ts';
import { defaultConfig } from '../../ppo/config.ts';
import { widestLimits } from '../../../model/bounds.ts';
import { presetById } from '../../../model/presets/index.ts';
import { syntheticPipeline } from '../../../model/synthetic.ts';
import { testOptions } from '../../../testing/pipelines.ts';

const options = testOptions(presetById('video')!);
const asked: Asked = {
  ...{ environment: fluid, options, loads: [new Float64Array(1320)], config: defaultConfig },
  limits: { maxStorageBufferBindingSize: 2 ** 27 },
};

const changed = (config: Partial<Asked['config']>): Asked => ({
  ...asked,
  config: { ...defaultConfig, ...config },
});

it('is asked for nothing that a training has by itself, with thousands of episodes too', () => {
  expect(whyNotOnDevice(asked)).toBeUndefined();
  expect(whyNotOnDevice(changed({ lanes: 4096 }))).toBeUndefined();
  expect(whyNotOnDevice(changed({ expertMode: 'none', expert: 'planner' }))).toBeUndefined();
  expect(whyNotOnDevice(changed({ randomise: 1, horizon: 120 }))).toBeUndefined();
  expect(
    whyNotOnDevice({ ...asked, loads: [new Float64Array(1320), new Float64Array(125)] }),
  ).toBeUndefined();
});

it.each<[string, Asked, RegExp]>([
  ['other worlds', { ...asked, environment: undefined }, /^Only the worlds with queues/],
  ['who plans', changed({ expert: 'planner-knows' }), /^The planner looks ahead/],
  [
    'updates longer than episodes',
    changed({ horizon: 128 }),
    /128 decisions of each episode and an episode 120/,
  ],
  [
    'loads shorter than updates',
    { ...asked, loads: [new Float64Array(1320), new Float64Array(420)] },
    /32 decisions of each episode and an episode 30/,
  ],
  [
    'loads without a decision',
    { ...asked, loads: [new Float64Array(125)] },
    /^The training load is too short/,
  ],
  [
    'very long waits',
    { ...asked, options: { ...options, dropAfterSla: 5000 } },
    /^Requests wait for up to \d+ s here, and on the graphics device for at most 896 s/,
  ],
  ['more than fits', changed({ lanes: 65_536 }), /^The training would need \d+ MB in one piece/],
  [
    'more load than fits',
    { ...changed({ randomise: 1 }), loads: Array.from({ length: 5 }, () => new Float64Array(604_800)) },
    /gives 128 MB: fewer episodes side by side, or shorter loads/,
  ],
  [
    'more ways to wait by chance than fit',
    {
      ...{ ...asked, environment: chance },
      options: { ...testOptions(syntheticPipeline(12, 32, 1), widestLimits), slaSeconds: 2 },
    },
    /^The waits by chance .+: at least [\d,]+ rows/,
  ],
  [
    'more worlds with waits by chance than fit',
    {
      ...{ ...changed({ randomise: 1 }), environment: chance },
      limits: { maxStorageBufferBindingSize: 2 ** 25 },
    },
    /^What requests wait by chance in 8 worlds would need \d+ MB in one piece, and this graphics device gives 32 MB/,
  ],
])('refuses %s in a sentence', (_, one, sentence) => {
  const told = whyNotOnDevice(one);
  expect(told).toMatch(sentence);
  expect(told).toMatch(/^[A-Z].*\.$/);
});

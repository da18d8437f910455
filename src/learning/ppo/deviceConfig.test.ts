import { expect, it } from 'vitest';
import { defaultConfig } from './config.ts';
import { deviceConfig, deviceSentence, deviceSettings } from './deviceConfig.ts';
import { configFrom, settingRemarks } from './settings.ts';
import { accept } from '../../testing/runs.ts';

it('the device’s defaults are taken by a training, and nothing of them is left out or cut', () => {
  const config = accept(configFrom(deviceConfig));
  expect(config).toEqual({ ...defaultConfig, ...deviceConfig });
  expect(settingRemarks(config)).toEqual([]);
});

it('they hold beside other settings, together or not at all', () => {
  expect(deviceSettings({})).toBe(deviceConfig);
  expect(deviceSettings({ width: 128, expert: 'ipa' })).toBe(deviceConfig);
  for (const name of Object.keys(deviceConfig))
    expect(deviceSettings({ [name]: defaultConfig[name as keyof typeof deviceConfig] })).toBeUndefined();
});

it('they do not hold where a training would not take them', () => {
  const wide = { width: 512, blocks: 2, epochs: 100 };
  expect(configFrom(wide).ok).toBe(true);
  expect(configFrom({ ...wide, ...deviceConfig }).ok).toBe(false);
  expect(deviceSettings(wide)).toBeUndefined();
});

it('are said in a sentence', () => {
  expect(deviceSentence({ lanes: 2048, learningRate: 2e-3 })).toBe(
    'The graphics device trains with defaults of its own: episodes side by side 2,048, learning rate 0.002.',
  );
});

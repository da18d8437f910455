/**
 * What a graphics device trains with in the place of the defaults (config.ts), which are a processor's: thousands of episodes
 * side by side, so that the device is busy, and few large steps. Found on the processor, which a device matches but for its
 * draws: docs/learning.md, "Defaults for thousands of lanes".
 */
import type { DeviceSettings } from './config.ts';
import { configFrom, type GivenSettings } from './settings.ts';
import { hyperparameters } from './hyperparameters.ts';
import { figure } from '../../model/range.ts';

export const deviceConfig = {
  lanes: 2048,
  horizon: 8,
  minibatch: 4096,
  learningRate: 2e-3,
  evaluateEvery: 5,
} as const satisfies DeviceSettings;

/**
 * The device's defaults beside the hyper-parameters of `given`. They belong together: where one of them is given, or a training
 * would not take all of it together, none holds (undefined), and the device trains as a processor would.
 */
export function deviceSettings(given: GivenSettings): DeviceSettings | undefined {
  if (Object.keys(deviceConfig).some((name) => Object.hasOwn(given, name))) return undefined;
  return configFrom({ ...given, ...deviceConfig }).ok ? deviceConfig : undefined;
}

/** Which settings a graphics device trains with, a sentence. */
export function deviceSentence(settings: DeviceSettings): string {
  const all = Object.entries(settings).map(([name, value]) => {
    const { label } = hyperparameters[name as keyof DeviceSettings];
    return `${label.replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase())} ${figure(value)}`;
  });
  return `The graphics device trains with defaults of its own: ${all.join(', ')}.`;
}

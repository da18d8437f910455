import { describe, expect, it } from 'vitest';
import {
  changeWords,
  configOf,
  hyperOf,
  hypers,
  hyperText,
  readHyper,
  withHyper,
  withHypers,
} from './hyper.ts';
import { defaultConfig } from '../../../learning/ppo/config.ts';
import { configWith } from '../../../learning/ppo/settings.ts';
import { Random } from '../../../model/random.ts';
import { outsideSettings } from '../../../testing/outsideSettings.ts';

describe('hyper-parameters on the page', () => {
  it('offers every default as a valid value, and every choice is one that a training takes', () => {
    for (const hyper of hypers) {
      expect(readHyper(hyper, String(defaultConfig[hyper.key]))).toEqual({
        ok: true,
        value: defaultConfig[hyper.key],
      });
      if (hyper.kind !== 'choice') continue;
      for (const [value] of hyper.options) expect(configWith({ [hyper.key]: value })[hyper.key]).toBe(value);
    }
  });

  it.each([
    ['learningRate', 'fast', 'Learning rate takes a number from 0.000001 to 0.1; “fast” is none.'],
    ['learningRate', '2', 'Learning rate takes a number from 0.000001 to 0.1; 2 is outside.'],
    ['epochs', '2.5', 'Epochs takes a whole number from 1 to 100 epochs; 2.5 is not whole.'],
    ['clip', '', 'Clip ε takes a number from 0.01 to 1; “” is none.'],
  ])('refuses %s = %s in a sentence', (key, text, sentence) => {
    expect(readHyper(hyperOf(key)!, text)).toEqual({ ok: false, message: sentence });
  });

  it('refuses what no training takes, by the sentence of every other door', () => {
    let tried = 0;
    for (const { name, value, sentence } of outsideSettings(Random.stream(2, 'page'))) {
      const hyper = hyperOf(name);
      if (hyper?.kind !== 'number') continue;
      tried++;
      expect(readHyper(hyper, String(value))).toEqual({ ok: false, message: sentence });
    }
    expect(tried).toBeGreaterThan(40);
  });

  it('keeps only what differs from the defaults', () => {
    const changed = withHypers({}, { learningRate: 3e-3, expertMode: 'none' });
    expect(changed).toEqual({ learningRate: 3e-3, expertMode: 'none' });
    expect(withHyper(changed, 'learningRate', defaultConfig.learningRate)).toEqual({ expertMode: 'none' });
    expect(changeWords(changed)).toBe('learning rate 0.003, mode none');
    expect(hyperText('finalRate', 1)).toBe('stays constant');
  });

  it('shows a run of a later version as far as it knows it', () => {
    expect(configOf({ learningRate: 3e-3, warmth: 3, expertMode: 'oracle' })).toEqual({
      ...defaultConfig,
      learningRate: 3e-3,
    });
  });

  it('reads a decimal comma', () => {
    expect(readHyper(hyperOf('clip')!, '0,3')).toEqual({ ok: true, value: 0.3 });
  });
});

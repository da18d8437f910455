import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { comparedOf, comparedPolicies } from '../comparing/compared.ts';
import { fitted, inOrder, readKey, readKeys } from './policyKeys.ts';
import { defaultLimits } from '../../../model/pipeline.ts';
import { settingsMisfit } from '../../../policies/settings/key.ts';
import { keysWithSettings } from '../../../testing/policyKeys.ts';
import { handKeys } from '../../../testing/handKeys.ts';
import { testPipeline } from '../../../testing/pipelines.ts';

const pipeline = testPipeline([
  [
    [0.5, 2, 0.1, 0.05],
    [0.6, 4, 0.1, 0.05],
  ],
  [[0.5, 3, 0.1, 0.05]],
]);
const first = pipeline.stages[0]!.variants[1]!.name;

describe('keys of policies', () => {
  it('stand after the policy that they set', () => {
    expect(inOrder(comparedPolicies)).toEqual(comparedPolicies);
    expect(inOrder(['kpa', 'hpa:target=0.6', 'hpa', 'greedy', 'hpa:target=0.5'])).toEqual([
      'greedy',
      'hpa',
      'hpa:target=0.6',
      'hpa:target=0.5',
      'kpa',
    ]);
  });

  it('are read out of one text, each once', () => {
    expect(readKeys('greedy,hpa:target=.5,stabilisation=120,hpa:stabilisation=120,target=0.5').keys).toEqual([
      'greedy',
      'hpa:target=0.5,stabilisation=120',
    ]);
  });

  it('that are not taken are said in a few sentences, however many they are', () => {
    expect(readKeys('hpa,zz,yy9,zz').refused).toEqual([
      'There are no policies “zz”, “yy9”; the view Policies shows all that there are.',
    ]);
    expect(readKeys('zz').refused).toEqual([
      'There is no policy “zz”; the view Policies shows all that there are.',
    ]);
    const many = Array.from({ length: 40 }, (_, i) => `q${'z'.repeat(60)}${String(i)}`);
    const wrong = Array.from({ length: 40 }, (_, i) => `hpa:target=${String(70 + i)}`);
    const near = Array.from(
      { length: 40 },
      (_, i) => `hp${String.fromCharCode(98 + (i % 24))}${i > 23 ? 'a' : ''}`,
    );
    for (const list of [many, wrong, near, [...many, ...wrong, ...near]]) {
      const { keys, refused } = readKeys(list.join());
      expect(keys).toEqual([]);
      expect(refused.length).toBeLessThan(7);
      expect(refused.join(' ').length).toBeLessThan(1500);
      expect(refused.join(' ')).toMatch(/ \d+ more/);
    }
  });

  it('run as they are where the pipeline has all that they name', () => {
    for (const key of ['hpa', 'opd', 'hpa:target=0.5,2.min=2', `hpa:1.variant=${first}`])
      expect(fitted(key, pipeline, defaultLimits), key).toEqual({ key, left: '' });
  });

  it.each([
    ['hpa:target=0.5,4.target=0.7', 'hpa:target=0.5', /set for stage 4, and .* has 2 stages/],
    ['hpa:metric=rate,target=20,3.min=2', 'hpa:metric=rate,target=20', /stage 3/],
    [`hpa:min=2,2.variant=${first},2.min=3`, 'hpa:min=2,2.min=3', /which stage 2 .* does not have/],
    ['kpa:window=30,batch=512', 'kpa:window=30', /batch 512/],
    ['hpa:1.variant=nobody', 'hpa', /"nobody"/],
  ])('%s runs as %s, and that is said', (key, runs, said) => {
    const { key: ran, left } = fitted(key, pipeline, defaultLimits);
    expect(ran).toBe(runs);
    expect(left).toMatch(said);
  });

  it('of orders by hand are taken wherever a policy’s are, and stay whole where they do not fit', () => {
    fc.assert(
      fc.property(handKeys, (key) => {
        expect(readKey(key)).toEqual({ ok: true, value: key });
        expect(readKeys(`hand,${key},hpa`).keys).toEqual(['hand', key, 'hpa']);
        const { key: ran, left } = fitted(key, pipeline, defaultLimits);
        expect(ran).toBe(key);
        if (settingsMisfit(key, pipeline, defaultLimits) !== undefined) expect(left).toMatch(/nearest/);
      }),
    );
    expect(fitted('hand:0=2.8.1/1.1.1', pipeline, defaultLimits).left).toMatch(/35 cores .* has 30/);
    expect(fitted('hand:0=2.2.1/1.1.1', pipeline, defaultLimits).left).toBe('');
    expect(readKeys('hand:2=1.1.1').refused).toEqual([
      expect.stringMatching(/needs an order for decision 0/),
    ]);
    expect(comparedOf(['hand', 'hand:0=1.1.1', 'hpa'])).toEqual(['hand:0=1.1.1', 'hpa']);
  });

  it('always fit once they are fitted', () => {
    fc.assert(
      fc.property(keysWithSettings, (key) => {
        const { key: ran, left } = fitted(key, pipeline, defaultLimits);
        expect(settingsMisfit(ran, pipeline, defaultLimits)).toBeUndefined();
        expect(left === '').toBe(ran === key);
      }),
    );
  });
});

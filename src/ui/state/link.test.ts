import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparedLoads, comparedPolicies, SEED_COUNTS } from './compared.ts';
import { defaultExperiment, type Experiment } from './experiment.ts';
import { clampTo, knobs } from './knobs.ts';
import { defaultView, linkTroubles, MAX_SEED, readLink, SPEEDS, writeLink, type Linked } from './link.ts';
import { PAGES } from './pages.ts';
import { inOrder } from './policyKeys.ts';
import { environmentKinds } from '../../experiments/scenario.ts';
import { policies } from '../../policies/registry.ts';
import { presets } from '../../model/presets/index.ts';
import { policyStyles } from '../theme/policies.ts';
import { keysWithSettings } from '../../testing/policyKeys.ts';

const anyPolicy = fc.oneof(fc.constantFrom(...policyStyles.map((p) => p.id)), keysWithSettings);

const experiments: fc.Arbitrary<Experiment> = fc
  .record({
    pipeline: fc.constantFrom(...presets.map((p) => p.id)),
    workload: fc.constantFrom('fluctuating', 'bursty', 'steady-low'),
    seed: fc.integer({ min: 0, max: MAX_SEED }),
    environment: fc.constantFrom('fluid' as const, 'instant' as const, 'discrete' as const),
    forecaster: fc.constantFrom('ewma', 'true', 'last'),
    a: anyPolicy,
    b: anyPolicy,
    rollout: fc.constantFrom('surge' as const, 'recreate' as const),
    turns: fc.array(fc.tuple(fc.nat(knobs.length - 1), fc.double({ min: -10, max: 100, noNaN: true }))),
  })
  .map(({ turns, ...choices }) =>
    turns.reduce<Experiment>((e, [i, value]) => ({ ...e, [knobs[i]!.key]: clampTo(knobs[i]!, value) }), {
      ...defaultExperiment,
      ...choices,
    }),
  );

const linked: fc.Arbitrary<Linked> = fc.record({
  experiment: experiments,
  view: fc
    .record({
      page: fc.constantFrom(...PAGES.map(({ id }) => id)),
      time: fc.integer({ min: 0, max: 86_400 }),
      speed: fc.constantFrom(...SPEEDS),
      playing: fc.boolean(),
      why: fc.constantFrom('a' as const, 'b' as const, undefined),
      policy: anyPolicy,
      compared: fc.record({
        pipelines: fc.subarray(
          presets.map((p) => p.id),
          { minLength: 1 },
        ),
        workloads: fc.subarray(
          comparedLoads.map((load) => load.id),
          { minLength: 1 },
        ),
        policies: fc
          .tuple(
            fc.subarray([...comparedPolicies], { minLength: 1 }),
            fc.uniqueArray(keysWithSettings, { maxLength: 4 }),
          )
          .map(([plain, set]) => inOrder([...plain, ...set])),
        seeds: fc.constantFrom(...SEED_COUNTS),
        environment: fc.constantFrom(...environmentKinds),
      }),
    })
    .map((view) => view),
});

describe('the link', () => {
  it('restores exactly what it was made of', () => {
    fc.assert(
      fc.property(linked, (state) => {
        expect(readLink(writeLink(state))).toEqual(state);
      }),
    );
  });

  it('is empty for the page as it opens', () => {
    expect(writeLink({ experiment: defaultExperiment, view: defaultView })).toBe('');
  });

  it('ignores unknown fields and values that make no sense, and holds numbers in their range', () => {
    const { experiment, view } = readLink(
      '#nonsense=1&p=oracle&pipeline=toaster&seed=abc&price=9&cores=-4&batch=11&speed=3&a=&t=x&play=1',
    );
    expect(experiment).toEqual({ ...defaultExperiment, costWeight: 0.6, maxCores: 2, maxBatch: 8 });
    expect(view).toEqual(defaultView);
  });

  it('keeps policies with settings apart, in their one form', () => {
    const { experiment, view } = readLink(
      '#a=hpa:tolerance=0.05,target=0.50&b=hpa:2.target=0.7&p=kpa:window=30&c-policies=greedy,hpa:stabilisation=120,target=0.5,hpa,kpa',
    );
    expect(experiment.a).toBe('hpa:target=0.5,upTolerance=0.05,downTolerance=0.05');
    expect(experiment.b).toBe('hpa:2.target=0.7');
    expect(view.policy).toBe('kpa:window=30');
    expect(view.compared.policies).toEqual(['greedy', 'hpa', 'hpa:target=0.5,stabilisation=120', 'kpa']);
  });

  it('says which policies and settings it does not know, and keeps the rest', () => {
    const hash = '#a=hpa:target=70&b=hpa:goal=1&p=oracle&c-policies=hpa,vpa:loop=0,toaster';
    expect(linkTroubles(hash)).toEqual([
      expect.stringMatching(/^The setting target of HPA must be a share from 0\.01 to 10 .*, not "70"\.$/),
      expect.stringMatching(/^HPA has no setting "goal"; it has metric, target, /),
      expect.stringMatching(/^There is no policy "oracle"; there are /),
      'The setting loop of VPA must be a whole number from 1 to 3600 (seconds), not "0".',
      expect.stringMatching(/^There is no policy "toaster"; there are /),
    ]);
    const { experiment, view } = readLink(hash);
    expect([experiment.a, experiment.b, view.policy]).toEqual([
      defaultExperiment.a,
      defaultExperiment.b,
      defaultView.policy,
    ]);
    expect(view.compared.policies).toEqual(['hpa']);
    expect(linkTroubles(writeLink({ experiment: defaultExperiment, view: defaultView }))).toEqual([]);
  });

  it('never throws, whatever the hash', () => {
    fc.assert(
      fc.property(fc.string(), (hash) => {
        readLink(hash);
        linkTroubles(hash);
      }),
    );
  });

  it('knows every policy of the registry', () => {
    for (const { info } of policies) expect(policyStyles.map((p) => p.id)).toContain(info.id);
  });
});

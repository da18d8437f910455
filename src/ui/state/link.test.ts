import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparedLoads, comparedPolicies, SEED_COUNTS } from './compared.ts';
import { defaultExperiment, type Experiment } from './experiment.ts';
import { clampTo, knobs } from './knobs.ts';
import { defaultView, MAX_SEED, readLink, SPEEDS, writeLink, type Linked } from './link.ts';
import { PAGES } from './pages.ts';
import { environmentKinds } from '../../experiments/scenario.ts';
import { policies } from '../../policies/registry.ts';
import { presets } from '../../model/presets/index.ts';
import { policyStyles } from '../theme/policies.ts';

const experiments: fc.Arbitrary<Experiment> = fc
  .record({
    pipeline: fc.constantFrom(...presets.map((p) => p.id)),
    workload: fc.constantFrom('fluctuating', 'bursty', 'steady-low'),
    seed: fc.integer({ min: 0, max: MAX_SEED }),
    environment: fc.constantFrom('fluid' as const, 'instant' as const, 'discrete' as const),
    forecaster: fc.constantFrom('ewma', 'true', 'last'),
    a: fc.constantFrom(...policyStyles.map((p) => p.id)),
    b: fc.constantFrom(...policyStyles.map((p) => p.id)),
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
      policy: fc.constantFrom(...policyStyles.map((p) => p.id)),
      compared: fc.record({
        pipelines: fc.subarray(
          presets.map((p) => p.id),
          { minLength: 1 },
        ),
        workloads: fc.subarray(
          comparedLoads.map((load) => load.id),
          { minLength: 1 },
        ),
        policies: fc.subarray([...comparedPolicies], { minLength: 1 }),
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

  it('never throws, whatever the hash', () => {
    fc.assert(
      fc.property(fc.string(), (hash) => {
        readLink(hash);
      }),
    );
  });

  it('knows every policy of the registry', () => {
    for (const { info } of policies) expect(policyStyles.map((p) => p.id)).toContain(info.id);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparedLoads, comparedPolicies, SEED_COUNTS } from './compared.ts';
import { defaultExperiment, type Experiment } from './experiment.ts';
import { clampTo, knobs } from './knobs.ts';
import { defaultView, MAX_SEED, parseLink, SPEEDS, troubleWords, writeLink, type Linked } from './link.ts';
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

const opening: Linked = { experiment: defaultExperiment, view: defaultView };
/** What a page may show when a link comes in: little of it is a default. */
const shownBefore: Linked = {
  experiment: {
    ...defaultExperiment,
    pipeline: 'my own',
    workload: 'import:0123abcd',
    seed: 11,
    environment: 'discrete',
    forecaster: 'last',
    a: 'greedy',
    b: 'hpa:target=0.5',
    rollout: 'recreate',
    costWeight: 0.3,
  },
  view: {
    ...defaultView,
    page: 'compare',
    time: 700,
    speed: 16,
    playing: false,
    policy: 'kpa',
    compared: { ...defaultView.compared, policies: ['random'], seeds: 20, environment: 'instant' },
  },
};

describe('the link', () => {
  it('restores exactly what it was made of, whatever stood before, and nothing is said', () => {
    fc.assert(
      fc.property(linked, (state) => {
        const link = writeLink(state);
        expect(parseLink(link)).toEqual({ ...state, troubles: [] });
        expect(parseLink(link, shownBefore)).toEqual({ ...state, troubles: [] });
      }),
    );
  });

  it('is empty for the page as it opens', () => {
    expect(writeLink(opening)).toBe('');
    expect(parseLink('', shownBefore)).toEqual({ ...opening, troubles: [] });
  });

  it('holds numbers in their range, and says so', () => {
    const { experiment, troubles } = parseLink('#price=9&cores=-4&batch=11&seed=1e99&nodes=1.5&t=-3');
    expect(experiment).toMatchObject({ costWeight: 0.6, maxCores: 2, maxBatch: 8, seed: MAX_SEED });
    expect(troubles).toHaveLength(6);
    expect(troubles[0]).toBe(
      'The seed takes a whole number from 0 to 999,999; 1e+99 is outside. 999,999 stands instead.',
    );
    expect(troubles).toContain(
      '“A core costs” takes a number from 0 to 0.6; 9 is outside. 0.60 stands instead.',
    );
  });

  it('keeps policies with settings apart, in their one form', () => {
    const { experiment, view } = parseLink(
      '#a=hpa:tolerance=0.05,target=0.50&b=hpa:2.target=0.7&p=kpa:window=30&c-policies=greedy,hpa:stabilisation=120,target=0.5,hpa,kpa',
    );
    expect(experiment.a).toBe('hpa:target=0.5,upTolerance=0.05,downTolerance=0.05');
    expect(experiment.b).toBe('hpa:2.target=0.7');
    expect(view.policy).toBe('kpa:window=30');
    expect(view.compared.policies).toEqual(['greedy', 'hpa', 'hpa:target=0.5,stabilisation=120', 'kpa']);
  });

  it('says which policies and settings it does not know, and keeps the rest', () => {
    const { experiment, view, troubles } = parseLink(
      '#a=hpa:target=70&b=hpa:goal=1&p=oracle&c-policies=hpa,vpa:loop=0,toaster',
    );
    expect(troubles).toEqual([
      expect.stringMatching(/^There is no policy "oracle"; there are .* OPD stands instead\.$/),
      expect.stringMatching(
        /^The setting target of HPA must be a share from 0\.01 to 10 .*, not "70"\. OPD stands instead\.$/,
      ),
      expect.stringMatching(/^HPA has no setting "goal"; it has metric, target, /),
      expect.stringMatching(
        /^The setting loop of VPA must be a whole number from 1 to 3600 \(seconds\), not "0"\. There is no policy "toaster"; there are .* “HPA” stands instead\.$/,
      ),
    ]);
    expect([experiment.a, experiment.b, view.policy]).toEqual([
      defaultExperiment.a,
      defaultExperiment.b,
      defaultView.policy,
    ]);
    expect(view.compared.policies).toEqual(['hpa']);
  });

  it.each([
    [
      'pipeline=nobody',
      /^The pipeline “nobody” is none of the lab’s, and this browser does not hold it; import/,
    ],
    ['pipeline=__proto__', /^The pipeline “__proto__” is none/],
    ['pipeline=', /^The pipeline “” is none/],
    [`pipeline=${'x'.repeat(10_000)}`, /^The pipeline “x{40}…” is none/],
    [
      'load=import:deadbeef',
      /^The link names the imported load “import:deadbeef”, which this browser does not hold/,
    ],
    ['load=toaster', /^There is no load “toaster”/],
    ['load=import:zz', /^There is no load “import:zz”/],
    ['load=constructor', /^There is no load “constructor”/],
    ['env=x', /^There is no environment “x”/],
    ['env=%E2%80%AE%00', /^There is no environment “…?”/],
    ['forecast=%ED%A0%80', /^There is no forecaster “/],
    ['rollout=never', /^There is no way of replacing replicas “never”/],
    ['a=nobody', /^There is no policy "nobody"/],
    ['b=hpa:target=NaN', /^The setting target of HPA/],
    ['p=__proto__', /^There is no policy "__proto__"/],
    ['seed=abc', /^The seed takes a whole number from 0 to 999,999; “abc” is none/],
    ['price=', /^“A core costs” takes a number from 0 to 0.6; “” is none/],
    ['cores=%', /^“Cores on the device” takes a number .*; “%” is none/],
    ['t=x', /^The moment takes a number from 0 to 86,400 seconds; “x” is none/],
    ['speed=3', /^There is no speed “3”/],
    ['why=c', /^There is no lane “c”/],
    ['v=admin', /^There is no view “admin”/],
    ['play=yes', /^The run plays with 1; “yes” is none/],
    ['c-pipelines=nobody', /^There is no pipeline to compare “nobody”/],
    ['c-loads=,', /^There is no load to compare “”/],
    ['c-policies=toaster', /^There is no policy "toaster"/],
    ['c-seeds=1e9', /^There is no number of seeds to compare “1e9”/],
    ['c-env=moon', /^There is no environment to compare in “moon”/],
    ['nonsense=1', /^The lab knows nothing called “nonsense”/],
    ['__proto__=1', /^The lab knows nothing called “__proto__”/],
    ['%E0%A4%A', /^The lab knows nothing called/],
    ['%', /^The lab knows nothing called “%”/],
    ['/etc/passwd', /^The lab knows nothing called/],
    [`${'k'.repeat(10_000)}=1`, /^The lab knows nothing called “k{40}…”/],
  ])('#%.60s, of which nothing can be had, changes nothing and is said', (hash, said) => {
    for (const before of [shownBefore, opening]) {
      const { troubles, ...state } = parseLink(`#${hash}`, before);
      expect(state).toEqual(before);
      expect(troubles).toEqual([expect.stringMatching(said)]);
      const words = troubleWords(troubles);
      expect(words.length).toBeLessThan(1000);
      expect(words).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e]/u);
    }
  });

  it('what it can have of a link holds, the rest stays as it was', () => {
    const { experiment, view, troubles } = parseLink(
      '#pipeline=nobody&load=bursty&env=x&speed=2&seed=5&seed=6&foo=1&bar=2',
      shownBefore,
    );
    expect(experiment).toEqual({
      ...defaultExperiment,
      pipeline: 'my own',
      workload: 'bursty',
      environment: 'discrete',
      seed: 5,
    });
    expect(view).toEqual({ ...defaultView, speed: 2 });
    expect(troubles).toEqual([
      expect.stringMatching(/^The pipeline “nobody” .* What was on screen stands instead\.$/),
      'It says “seed” 2 times; the first counts.',
      'There is no environment “x”. “discrete” stands instead.',
      'The lab knows nothing called “foo”, “bar”.',
    ]);
    expect(troubleWords(troubles)).toMatch(/So it is with 1 more of it\. What else the link says holds\.$/);
  });

  it('never throws, whatever the hash; what it takes without a word, it writes again', () => {
    const hashes = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.tuple(fc.constantFrom('load', 'pipeline', 'seed', 'a', 'c-policies', 't', 'x'), fc.string()),
          {
            maxLength: 5,
          },
        )
        .map((pairs) => pairs.map(([key, value]) => `${key}=${value}`).join('&')),
    );
    fc.assert(
      fc.property(hashes, (hash) => {
        const { troubles, ...state } = parseLink(hash);
        expect(troubleWords(troubles).length).toBeLessThan(3000);
        if (troubles.length === 0) {
          const whole = {
            ...state,
            view: { ...state.view, time: state.view.time && Math.round(state.view.time) },
          };
          expect(parseLink(writeLink(whole))).toEqual({ ...whole, troubles: [] });
        }
      }),
    );
  });

  it('knows every policy of the registry', () => {
    for (const { info } of policies) expect(policyStyles.map((p) => p.id)).toContain(info.id);
  });
});

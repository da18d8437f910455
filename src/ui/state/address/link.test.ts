import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparedLoads, comparedPolicies, SEED_COUNTS } from '../comparing/compared.ts';
import { defaultExperiment, type Experiment } from '../../../scenario/experiment.ts';
import { clampTo, knobs } from '../experiment/knobs.ts';
import { parseLink, troubleWords, writeLink } from './link.ts';
import { defaultView, MAX_SEED, SPEEDS, type Linked } from './linked.ts';
import { fields } from './linkFields.ts';
import { PAGES } from '../pages.ts';
import { inOrder } from '../policies/policyKeys.ts';
import { environmentKinds } from '../../../scenario/scenario.ts';
import { AIMS } from '../../../policies/optimum/aim.ts';
import { policies } from '../../../policies/registry.ts';
import { presets } from '../../../model/presets/index.ts';
import { clock } from '../../format.ts';
import { policyStyles } from '../../theme/policies.ts';
import { LONGEST_REPLAY } from '../../../workload/workload.ts';
import { handKeys } from '../../../testing/handKeys.ts';
import { keysWithSettings } from '../../../testing/policyKeys.ts';

const anyPolicy = fc.oneof(fc.constantFrom(...policyStyles.map((p) => p.id)), keysWithSettings, handKeys);

const experiments: fc.Arbitrary<Experiment> = fc
  .record({
    pipeline: fc.constantFrom(...presets.map((p) => p.id)),
    workload: fc.constantFrom('fluctuating', 'bursty', 'steady-low'),
    seed: fc.integer({ min: 0, max: MAX_SEED }),
    environment: fc.constantFrom(...environmentKinds),
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
      time: fc.integer({ min: 0, max: LONGEST_REPLAY }),
      speed: fc.constantFrom(...SPEEDS),
      playing: fc.boolean(),
      why: fc.constantFrom('a' as const, 'b' as const, undefined),
      policy: anyPolicy,
      term: fc.constantFrom(undefined, 'j', 'inTime', 'curve-kl'),
      lesson: fc.constantFrom(undefined, 'queues', 'queues.3', 'queues.3.v1'),
      assignment: fc.constantFrom(undefined, '0123456789abcdef', 'eNp-_9'),
      compared: fc.record({
        pipelines: fc.option(
          fc.subarray(
            presets.map((p) => p.id),
            { minLength: 1 },
          ),
          { nil: undefined },
        ),
        workloads: fc.option(
          fc.subarray(
            comparedLoads.map((load) => load.id),
            { minLength: 1 },
          ),
          { nil: undefined },
        ),
        policies: fc
          .tuple(
            fc.subarray([...comparedPolicies], { minLength: 1 }),
            fc.uniqueArray(fc.oneof(keysWithSettings, handKeys), { maxLength: 4 }),
          )
          .map(([plain, set]) => inOrder([...plain, ...set])),
        seeds: fc.constantFrom(...SEED_COUNTS),
        environment: fc.constantFrom(undefined, ...environmentKinds),
      }),
      agent: fc.constantFrom(undefined, 'r1', '0123456789abcdef01234567'),
      budget: fc.constantFrom(undefined, { seconds: 30 }, { seconds: 12.5 }, { steps: 50_000 }),
      drawn: fc.constantFrom('lstm', 'last', 'ar'),
      draft: fc.constantFrom(undefined, 'fluctuating~x1.5~plus:(bursty)', 'what nobody can read'),
      filled: fc.record({
        load: fc.constantFrom(undefined, 0, 25, 31.5),
        aim: fc.constantFrom(...AIMS),
        inTime: fc.constantFrom(undefined, 0, 99, 99.9),
        changes: fc.constantFrom(
          {},
          { layout: 'kserve' as const, namespace: 'prod', drainSeconds: 5 },
          { monitoring: undefined, istio: undefined, memory: '2Gi', agentImage: 'a/b:c' },
        ),
        images: fc.constantFrom(undefined, ['a/b:c', 'd/e@sha256:0'], ['x']),
        modelUris: fc.constantFrom(undefined, ['s3://bucket/a%20b', '']),
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
    term: 'spare',
    compared: { ...defaultView.compared, policies: ['random'], seeds: 20, environment: 'instant' },
  },
};

describe('the link', () => {
  it('restores exactly what it was made of, whatever stood before, and nothing is said', () => {
    fc.assert(
      fc.property(linked, (state) => {
        const link = writeLink(state);
        const whole = { ...state, troubles: [], rest: link !== '' };
        expect(parseLink(link)).toEqual(whole);
        expect(parseLink(link, shownBefore)).toEqual(whole);
      }),
    );
  });

  it('names the price of late requests where it has one, and one of before it could be set means none', () => {
    const dear = { ...opening, experiment: { ...defaultExperiment, lateWeight: 0.2 } };
    expect(writeLink(dear)).toBe('#env=chance&wl=0.2');
    expect(parseLink('#env=chance&wl=0.2').experiment.lateWeight).toBe(0.2);
    expect(parseLink('#a=greedy&price=0.3', dear).experiment.lateWeight).toBe(0);
  });

  it.each([
    [140.4, '02:20'],
    [140.6, '02:20'],
    [139.999_999_9, '02:20'],
  ])('to second %s is to the one that the clock shows', (time, shown) => {
    const link = writeLink({ ...opening, view: { ...opening.view, time, playing: false } });
    expect([link, clock(time), clock(parseLink(link).view.time ?? NaN)]).toEqual([
      '#env=chance&t=140',
      shown,
      shown,
    ]);
  });

  it('is empty for the page as it opens', () => {
    expect(writeLink(opening)).toBe('');
    expect(parseLink('', shownBefore)).toEqual({ ...opening, troubles: [], rest: false });
  });

  it.each([
    ['sla=1e400', '“Latency objective” takes 0.4 s to 8 s, in steps of 0.1; the link says “1e400”.'],
    ['sla=-3', '“Latency objective” takes 0.4 s to 8 s, in steps of 0.1; the link says “-3”.'],
    ['sla=Infinity', '“Latency objective” takes'],
    ['cores=1e9', '“Cores on the device” takes 2 to 64 cores, in steps of 1; the link says “1e9”.'],
    ['cores=10.5', '“Cores on the device” takes 2 to 64 cores, in steps of 1; the link says “10.5”.'],
    ['cores=0x10000', '“Cores on the device” takes'],
    ['price=9', '“A core costs” takes 0.00 to 0.60 points per core and decision, in steps of 0.01'],
    ['wl=6', '“Each % late costs” takes 0.00 to 5.00 points per per cent of requests not in time, in'],
    ['startup=41', '“A replica starts in” takes 0 s to 40 s'],
    ['replicas=0', '“Replicas, at most” takes 1 to 16 replicas'],
    ['batch=11', '“Batch, at most” takes a power of two from 1 to 32 requests; the link says “11”.'],
    ['batch=64', '“Batch, at most” takes a power of two'],
    ['nodes=1.5', '“Nodes” takes 1 to 4 nodes'],
    ['wa=-0.5', '“Accuracy is worth” takes'],
    ['wb=0.2', '“A batched request costs” takes'],
    ['seed=1e99', 'The seed takes a whole number from 0 to 999,999; the link says “1e99”.'],
    ['seed=1.5', 'The seed takes a whole number from 0 to 999,999; the link says “1.5”.'],
    ['seed=-1', 'The seed takes'],
    ['t=-3', 'The moment takes a number from 0 to 604,800 seconds; the link says “-3”.'],
    ['t=1e400', 'The moment takes'],
    ['speed=60000', 'The speed is one of 0.5, 1, 2, '],
    ['c-seeds=7', 'Compare takes 1, 3, 5, 10, 20 seeds; the link says “7”.'],
  ])('#%s is not taken, nor the nearest that there is: what stood, stands', (hash, said) => {
    for (const before of [opening, shownBefore]) {
      const { experiment, view, troubles } = parseLink(`#${hash}`, before);
      expect({ experiment, view }).toEqual(before);
      expect(troubles).toEqual([expect.stringContaining(said)]);
      expect(troubles[0]).toMatch(/ stands? instead\.$/);
    }
    // Beside something that can be had, too, and the address then holds what stands.
    const beside = parseLink(`#${hash}&load=spike`, shownBefore);
    expect(beside.experiment.sla).toBe(shownBefore.experiment.sla);
    expect(parseLink(writeLink(beside))).toEqual({
      ...beside,
      experiment: { ...beside.experiment, pipeline: defaultExperiment.pipeline },
      troubles: [],
      rest: true,
    });
  });

  it('names every field that is not taken, whatever their number, each once', () => {
    const bad = fields.filter(({ param }) => param !== 'load').map(({ param }) => `${param}=%3F`);
    const read = parseLink(`#${[...bad, 'load=spike', 'foo=1', 'bar=2', 'baz=3', 'qux=4'].join('&')}`);
    const lines = troubleWords(read).split('\n');
    expect(lines[0]).toBe('Part of this link could not be taken:');
    expect(lines.at(-1)).toBe('What else it says holds.');
    expect(lines).toHaveLength(2 + new Set(read.troubles).size);
    for (const { label } of knobs)
      expect(lines.filter((line) => line.includes(`“${label}”`))).toHaveLength(1);
    for (const what of [
      /^The seed/,
      /^The moment/,
      /^The speed/,
      /no view/,
      /no load to compare/,
      /to compare in/,
    ])
      expect(lines.filter((line) => what.test(line))).toHaveLength(1);
    expect(lines).toContain('The lab knows nothing called “foo”, “bar”, “baz”, “qux”.');
    expect(read.experiment.workload).toBe('spike');
  });

  it('does not claim that something else holds where the link says nothing else', () => {
    for (const hash of ['seed=abc', 't=-5', 'foo=1', 'c-policies=hpa,toaster', 'seed=1&seed=2'])
      expect(troubleWords(parseLink(`#${hash}`))).toMatch(/^This link could not be taken as it is:\n[^\n]*$/);
    for (const hash of ['seed=abc&t=5', 'seed=abc&load=spike', 'foo=1&a=greedy'])
      expect(troubleWords(parseLink(`#${hash}`))).toMatch(
        /^Part of this link could not be taken:\n[^\n]*\nWhat else it says holds\.$/,
      );
    expect(troubleWords(parseLink('#seed=5'))).toBe('');
  });

  it.each([
    ['v=admin', 'The view “Compare” stands instead.', 'The view “Lab” stands instead.'],
    ['env=x', '“Single requests” stands instead.', '“With queues” stands instead.'],
    ['c-env=x', '“Instant” stands instead.', 'What the header shows stands instead.'],
    ['forecast=x', '“Last 10 s” stands instead.', ' stands instead.'],
    ['rollout=x', '“replaces it at once” stands instead.', '“starts beside the old one” stands instead.'],
    ['a=zz', 'Greedy stands instead.', 'OPD stands instead.'],
    ['c-pipelines=x', 'stands instead.', 'What the header shows stands instead.'],
    ['price=x', '0.30 stands instead.', ' stands instead.'],
    ['sla=x', 'The pipeline’s own stands instead.', 'The pipeline’s own stands instead.'],
    ['startup=x', 'Each model’s own stands instead.', 'Each model’s own stands instead.'],
  ])('of #%s what stands is said by the name that the page shows', (hash, before, first) => {
    expect(parseLink(`#${hash}`, shownBefore).troubles[0]).toContain(before);
    expect(parseLink(`#${hash}`).troubles[0]).toContain(first);
  });

  it('the page says what really stands in a lane, and the visitor’s own by their names', () => {
    const names = {
      lane: (key: string) => (key === 'opd' ? 'Myopic optimum' : key),
      pipeline: (id: string) => (id === 'my own' ? 'My shop' : undefined),
      load: () => 'Black Friday',
    };
    expect(parseLink('#a=zz&b=zz', opening, names).troubles.join(' ')).toContain(
      'Myopic optimum stands instead.',
    );
    expect(parseLink('#pipeline=nobody&load=x', shownBefore, names).troubles).toEqual([
      expect.stringContaining('“My shop” stands instead.'),
      'There is no load “x”. “Black Friday” stands instead.',
    ]);
  });

  it('of a policy that there is not, says those near it by spelling, and never all', () => {
    for (const [text, said] of [
      ['zz', 'There is no policy “zz”; the view Policies shows all that there are.'],
      ['hpx', 'There is no policy “hpx”; did you mean HPA (hpa)?'],
      ['Gredy', 'There is no policy “Gredy”; did you mean Greedy (greedy)?'],
      [
        'Myopic optimun',
        'There is no policy “Myopic optimun”; did you mean Myopic optimum (optimum-predicted)?',
      ],
      ['opd:target=1', 'OPD has no settings.'],
      ['', 'There is no policy “”; the view Policies shows all that there are.'],
      ['x'.repeat(10_000), '; the view Policies shows all that there are.'],
    ] as const) {
      for (const param of ['a', 'b', 'p', 'c-policies']) {
        if (param === 'c-policies' && text === '') continue;
        const { troubles } = parseLink(`#${param}=${encodeURIComponent(text)}`);
        expect(troubles).toEqual([expect.stringContaining(said)]);
        expect(troubles[0]!.length).toBeLessThan(400);
      }
    }
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
      expect.stringMatching(/^There is no policy “oracle”; the view Policies shows .* OPD stands instead\.$/),
      expect.stringMatching(
        /^The setting target of HPA must be a share from 0\.01 to 10 .*, not "70"\. OPD stands instead\.$/,
      ),
      expect.stringMatching(/^HPA has no setting "goal"; it has metric, target, /),
      expect.stringMatching(
        /^The setting loop of VPA must be a whole number from 1 to 3600 \(seconds\), not "0"\. There is no policy “toaster”; the view Policies shows .* “HPA” stands instead\.$/,
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
    ['a=nobody', /^There is no policy “nobody”/],
    ['b=hpa:target=NaN', /^The setting target of HPA/],
    ['p=__proto__', /^There is no policy “__proto__”/],
    ['seed=abc', /^The seed takes a whole number from 0 to 999,999; the link says “abc”/],
    ['price=', /^“A core costs” takes 0.00 to 0.60 .*; the link says “”/],
    ['cores=%', /^“Cores on the device” takes 2 to 64 cores.*; the link says “%”/],
    ['t=x', /^The moment takes a number from 0 to 604,800 seconds; the link says “x”/],
    ['speed=3', /^The speed is one of .*; the link says “3”/],
    ['why=c', /^There is no lane “c”/],
    ['v=admin', /^There is no view “admin”/],
    ['play=yes', /^The run plays with “play=1” .*; the link says “yes”/],
    ['c-pipelines=nobody', /^There is no pipeline to compare “nobody”/],
    ['c-loads=,', /^There is no load to compare “”/],
    ['c-policies=toaster', /^There is no policy “toaster”/],
    ['c-seeds=1e9', /^Compare takes 1, 3, 5, 10, 20 seeds; the link says “1e9”/],
    ['c-env=moon', /^There is no environment to compare in “moon”/],
    ['agent=', /^There is no training run “”/],
    ['budget=60', /^A training’s budget is like 60s or 50000steps; the link says “60”/],
    ['budget=1e9s', /^A training’s budget/],
    ['drawn=true', /^There is no forecaster to draw “true”/],
    ['term=a%20b', /^There is no term “a b”/],
    ['x-load=-1', /^The load of the export takes a number from 0 to 100,000 requests a second/],
    ['x-aim=fast', /^The aim of the export cannot be “fast”/],
    [
      'x-intime=101',
      /^The share in time of the export takes a number from 0 to 100 % of the requests; the link says “101”/,
    ],
    ['x-layout=helm', /^The layout of the export cannot be “helm”/],
    ['x-ns=a b', /^The namespace of the export cannot be “a b”/],
    ['x-drain=x', /^The time to drain takes/],
    ['x-images=%00', /^The images of the export cannot be “/],
    ['nonsense=1', /^The lab knows nothing called “nonsense”/],
    ['__proto__=1', /^The lab knows nothing called “__proto__”/],
    ['%E0%A4%A', /^The lab knows nothing called/],
    ['%', /^The lab knows nothing called “%”/],
    ['/etc/passwd', /^The lab knows nothing called/],
    [`${'k'.repeat(10_000)}=1`, /^The lab knows nothing called “k{40}…”/],
  ])('#%.60s, of which nothing can be had, changes nothing and is said', (hash, said) => {
    for (const before of [shownBefore, opening]) {
      const { troubles, rest, ...state } = parseLink(`#${hash}`, before);
      expect(state).toEqual(before);
      expect(troubles).toEqual([expect.stringMatching(said)]);
      const words = troubleWords({ troubles, rest });
      expect(words.length).toBeLessThan(1000);
      expect(words.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e]/u);
    }
  });

  it('what it can have of a link holds, the rest stays as it was', () => {
    const { experiment, view, troubles, rest } = parseLink(
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
      'There is no environment “x”. “Single requests” stands instead.',
      'The lab knows nothing called “foo”, “bar”.',
    ]);
    expect(troubleWords({ troubles, rest })).toBe(
      ['Part of this link could not be taken:', ...troubles, 'What else it says holds.'].join('\n'),
    );
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
        const { troubles, rest, ...state } = parseLink(hash);
        expect(troubleWords({ troubles, rest }).length).toBeLessThan(3000);
        if (troubles.length === 0) {
          const whole = {
            ...state,
            view: { ...state.view, time: state.view.time && Math.round(state.view.time) },
          };
          expect(parseLink(writeLink(whole))).toMatchObject({ ...whole, troubles: [] });
        }
      }),
    );
  });

  it.each([
    ['', 'chance'],
    ['#', 'chance'],
    ['#v=compare', 'fluid'],
    ['#play=0', 'fluid'],
    ['#load=spike&a=greedy', 'fluid'],
    // Nothing of it can be had any more; it was written for the fluid all the same.
    ['#a=toaster', 'fluid'],
    ['#v=compare&env=chance', 'chance'],
    ['#env=instant&seed=5', 'instant'],
    ['#env=moon&seed=5', 'chance'],
  ])('%j that opens the page means the environment %s', (hash, environment) => {
    expect(parseLink(hash).experiment.environment).toBe(environment);
  });

  it('names the environment, the default one too, unless it would be empty without', () => {
    const link = (change: Partial<Experiment>): string =>
      writeLink({ experiment: { ...defaultExperiment, ...change }, view: defaultView });
    expect([link({}), link({ environment: 'fluid' })]).toEqual(['', '#env=fluid']);
    expect([link({ seed: 5 }), link({ seed: 5, environment: 'fluid' })]).toEqual([
      ...['#seed=5&env=chance', '#seed=5&env=fluid'],
    ]);
  });

  it('knows every policy of the registry', () => {
    for (const { info } of policies) expect(policyStyles.map((p) => p.id)).toContain(info.id);
  });
});

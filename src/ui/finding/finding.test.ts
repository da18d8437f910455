import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingOf, plainText, type Side } from './finding.ts';
import type { EpisodeSummary } from '../../scenario/scenario.ts';

const base: EpisodeSummary = {
  decisions: 108,
  load: 18,
  predicted: 18,
  accuracy: 1.4,
  throughput: 20,
  latency: 0.5,
  excess: -2,
  unmet: 0.1,
  cost: 10,
  batch: 2,
  qos: 14,
  objective: 12.5,
  reward: 12.4,
  decisionMs: 1,
  regret: 0.5,
  coreSeconds: 10_800,
  switches: 10,
  arrived: 1000,
  served: 1000,
  dropped: 0,
};
const side = (name: string, change: Partial<EpisodeSummary>): Side => ({
  id: name,
  name,
  summary: { ...base, ...change },
});
const headline = (a: Partial<EpisodeSummary>, b: Partial<EpisodeSummary>): string =>
  plainText(findingOf(side('OPD', a), side('IPA', b)).headline).replaceAll('\u00a0', ' ');
const sub = (a: Partial<EpisodeSummary>, b: Partial<EpisodeSummary>): string =>
  plainText(findingOf(side('OPD', a), side('IPA', b)).sub).replaceAll('\u00a0', ' ');

describe('the headline', () => {
  it.each([
    [
      { cost: 8.9, qos: 13.23 },
      { cost: 23.8, qos: 13.39 },
      'OPD serves this load with 63 % fewer cores than IPA, at 1 % lower quality.',
    ],
    [{ cost: 8 }, { cost: 10 }, 'OPD serves this load with 20 % fewer cores than IPA, at the same quality.'],
    [
      { cost: 8, qos: 15.4 },
      { cost: 10 },
      'OPD serves this load with 20 % fewer cores than IPA, at 10 % higher quality.',
    ],
    [{ qos: 15.4 }, {}, 'OPD serves this load with as many cores as IPA, at 10 % higher quality.'],
    [{}, {}, 'OPD and IPA serve this load alike: as many cores, the same quality.'],
    [{ cost: 12, qos: 15.4 }, {}, 'OPD needs 20 % more cores than IPA, for 10 % higher quality.'],
    [{ cost: 12 }, {}, 'OPD needs 20 % more cores than IPA, for the same quality.'],
    [{ cost: 24, qos: 13 }, {}, 'OPD needs 2.4 times the cores of IPA, and gives 7 % lower quality.'],
    [{ cost: 20 }, {}, 'OPD needs twice the cores of IPA, for the same quality.'],
    [
      { cost: 9.93, qos: -3 },
      { qos: 1 },
      'OPD serves this load with 0.7 % fewer cores than IPA, at 4.0 points lower quality.',
    ],
  ])('%o against %o', (a, b, words) => {
    expect(headline(a, b)).toBe(words);
  });

  it.each([
    [
      { dropped: 680 },
      { dropped: 960 },
      'Neither carries this load: OPD loses 68 % of the requests, IPA 96 %.',
    ],
    [{ dropped: 150 }, {}, 'OPD loses 15 % of this load; IPA carries it.'],
    [{}, { dropped: 300 }, 'OPD carries this load; IPA loses 30 % of it.'],
    [{}, { served: 0, unmet: 9 }, 'OPD carries this load; IPA loses 50 % of it.'],
    [{ dropped: 79 }, { dropped: 300 }, 'OPD loses 7.9 % of this load, IPA 30 %.'],
    [{ dropped: 300 }, { dropped: 45 }, 'OPD loses 30 % of this load, IPA 4.5 %.'],
    [{ dropped: 300 }, { dropped: 1 }, 'OPD loses 30 % of this load; IPA carries it.'],
  ])('%o against %o loses too much to speak of cores', (a, b, words) => {
    expect(headline(a, b)).toBe(words);
  });

  it('does not say “serves” of who drops a part of the load', () => {
    expect(headline({ cost: 8, dropped: 79 }, {})).toBe(
      'OPD takes 20 % fewer cores than IPA, at the same quality.',
    );
    expect(headline({}, { dropped: 45 })).toBe(
      'OPD and IPA are alike on this load: as many cores, the same quality.',
    );
  });

  it('says so when a policy meets itself', () => {
    expect(plainText(findingOf(side('IPA', {}), side('IPA', {})).headline)).toBe(
      'IPA against itself: both lanes are the same run.',
    );
  });
});

describe('the sentence below', () => {
  it('gives the balance and both regrets', () => {
    expect(sub({ objective: 12.7, regret: 0.8 }, { objective: 11.26, regret: 2.9 })).toBe(
      'Weighing both, it leads by 1.44 a step. It loses 0.8 to a planner that knows each second’s load, IPA loses 2.9.',
    );
  });

  it('names the planner also where the first policy matches or passes it', () => {
    expect(sub({ regret: 0.01 }, {})).toContain(
      'the two are level. OPD matches a planner that knows each second’s load, IPA loses 0.5.',
    );
    expect(sub({ regret: -0.2 }, { regret: 0 })).toContain('OPD gains 0.2 on a planner');
  });

  it('says what is dropped, but only where something is', () => {
    expect(sub({}, {})).not.toContain('requests,');
    expect(sub({}, { dropped: 40 })).toContain('OPD loses no requests, IPA 4.0 %.');
    expect(sub({ dropped: 15 }, {})).toContain('OPD loses 1.5 % of requests, IPA none.');
    const requests = { goodputShare: 0.92, p99: 1.5 } as NonNullable<EpisodeSummary['requests']>;
    expect(sub({ dropped: 79, requests }, { dropped: 45, requests })).toMatch(
      /92\.0 % of requests in time.*OPD loses 7\.9 % of requests, IPA 4\.5 %\.$/,
    );
  });
});

it('never writes NaN, Infinity or a negative amount', () => {
  const numbers = fc.record({
    cost: fc.double({ min: 0, max: 1e4, noNaN: true }),
    qos: fc.double({ min: -1e4, max: 1e3, noNaN: true }),
    objective: fc.double({ min: -1e4, max: 1e3, noNaN: true }),
    regret: fc.double({ min: -10, max: 1e4, noNaN: true }),
    arrived: fc.nat(1e6),
    dropped: fc.nat(1e6),
  });
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      const text = headline(a, b) + sub(a, b);
      expect(text).not.toMatch(/NaN|Infinity|undefined|−/);
    }),
  );
});

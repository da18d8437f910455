import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingOf, plainText, type Side } from './finding.ts';
import { moreOf } from './more.ts';
import type { Known } from './possible.ts';
import { defaultWeights } from '../../model/pipeline.ts';
import { measureById } from '../../scenario/measures.ts';
import type { EnvironmentKind, EpisodeSummary } from '../../scenario/scenario.ts';
import { verdictOf } from '../../scenario/verdict.ts';

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
  inTime: 1000,
};
const side = (name: string, change: Partial<EpisodeSummary>): Side => ({
  id: name,
  name,
  summary: { ...base, ...change },
});
const under = (environment: EnvironmentKind, lateWeight = 0) => ({
  environment,
  weights: { ...defaultWeights, lateWeight },
});
/** What is possible on the load of all runs here. */
const KNOWN: Known = { kind: 'bracket', earned: 12.9, bound: 13.1, state: 'enough' };
const headline = (a: Partial<EpisodeSummary>, b: Partial<EpisodeSummary>): string =>
  plainText(findingOf(side('OPD', a), side('IPA', b), under('fluid')).headline).replaceAll('\u00a0', ' ');
const said = (
  a: Side,
  b: Side,
  environment: EnvironmentKind = 'fluid',
  lateWeight = 0,
  known: Known | string | undefined = KNOWN,
): Record<'sub' | 'more', string> => {
  const { sub } = findingOf(a, b, under(environment, lateWeight));
  const more = moreOf(a, b, under(environment, lateWeight), known);
  const text = (words: typeof sub): string => plainText(words).replaceAll('\u00a0', ' ');
  return { sub: text(sub), more: text(more) };
};
const sub = (a: Partial<EpisodeSummary>, b: Partial<EpisodeSummary>): string =>
  said(side('OPD', a), side('IPA', b)).sub;
const more = (a: Partial<EpisodeSummary>, b: Partial<EpisodeSummary>): string =>
  said(side('OPD', a), side('IPA', b)).more;

describe('the headline', () => {
  it.each([
    [
      { cost: 8.9, qos: 13.23 },
      { cost: 23.8, qos: 13.39 },
      'OPD serves this load with 63 % fewer cores than IPA, at 0.16 points lower quality.',
    ],
    [{ cost: 8 }, { cost: 10 }, 'OPD serves this load with 20 % fewer cores than IPA, at the same quality.'],
    [
      { cost: 8, qos: 15.4 },
      { cost: 10 },
      'OPD serves this load with 20 % fewer cores than IPA, at 1.40 points higher quality.',
    ],
    [{ qos: 15.4 }, {}, 'OPD serves this load with as many cores as IPA, at 1.40 points higher quality.'],
    [{}, {}, 'OPD and IPA serve this load alike: as many cores, the same quality.'],
    [{ cost: 12, qos: 15.4 }, {}, 'OPD needs 20 % more cores than IPA, for 1.40 points higher quality.'],
    [{ cost: 12 }, {}, 'OPD needs 20 % more cores than IPA, for the same quality.'],
    [{ cost: 24, qos: 13 }, {}, 'OPD needs 2.4 times the cores of IPA, and gives 1.00 points lower quality.'],
    [{ cost: 20 }, {}, 'OPD needs twice the cores of IPA, for the same quality.'],
    [
      { cost: 9.93, qos: -3 },
      { qos: 1 },
      'OPD serves this load with 0.7 % fewer cores than IPA, at 4.00 points lower quality.',
    ],
  ])('%o against %o', (a, b, words) => {
    expect(headline(a, b)).toBe(words);
  });

  it.each([
    [
      { inTime: 320 },
      { inTime: 40 },
      'Neither carries this load: OPD answers about 32.0 % of the requests in time, IPA about 4.0 %.',
    ],
    [
      { inTime: 850 },
      {},
      'OPD does not carry this load: about 85.0 % of the requests are answered in time. IPA carries it with about 100.0 %.',
    ],
    [
      { inTime: 921 },
      { inTime: 700 },
      'OPD carries this load with about 92.1 % of the requests in time; IPA does not: about 70.0 %.',
    ],
    // Nothing queues: what found no capacity is not answered.
    [
      {},
      { served: 0, inTime: 500 },
      'OPD carries this load with about 100.0 % of the requests in time; IPA does not: about 50.0 %.',
    ],
  ])('%o against %o answers too few in time to speak of cores', (a, b, words) => {
    expect(headline(a, b)).toBe(words);
  });

  it('says “serves” only of who answers 99 of a hundred in time', () => {
    expect(headline({ cost: 8, inTime: 921 }, {})).toBe(
      'OPD carries this load with 20 % fewer cores than IPA, at the same quality.',
    );
    expect(headline({}, { inTime: 955 })).toBe(
      'OPD and IPA are alike on this load: as many cores, the same quality.',
    );
  });

  it('calls a run by itself alone, whoever stands beside it', () => {
    const run = fc.record({ cost: fc.double({ min: 1, max: 30, noNaN: true }), inTime: fc.nat(1000) });
    fc.assert(
      fc.property(run, run, run, (own, one, other) => {
        const carried = (b: typeof one): boolean => !/OPD does not carry|Neither/.test(headline(own, b));
        expect(carried(one)).toBe(carried(other));
        expect(carried(one)).toBe(verdictOf({ ...base, ...own }) !== 'fails');
      }),
    );
  });

  it('says so when a policy meets itself', () => {
    expect(plainText(findingOf(side('IPA', {}), side('IPA', {}), under('fluid')).headline)).toBe(
      'IPA against itself: both lanes are the same run.',
    );
  });
});

describe('the sentences below', () => {
  it('are two short ones: who is in time, and who leads by J', () => {
    expect(sub({ objective: 12.7, regret: 0.8 }, { objective: 11.26, regret: 2.9 })).toBe(
      'OPD answers about 100.0 % of the requests in time, IPA about 100.0 %. By J, quality less priced cores, OPD leads by 1.44 points a decision.',
    );
    expect(sub({}, {})).toMatch(/\. By J, quality less priced cores, the two are level\.$/);
  });

  it('leave what is possible, and what each earns less, to what stands behind “more”', () => {
    const [one, other] = [side('OPD', { reward: 12.1 }), side('IPA', { reward: 10 })];
    expect(said(one, other).more).toBe(
      'With the load known in advance, the best plan found earns 12.90 a decision and nobody can earn more than 13.10: what is possible lies between. By reward, OPD earns 12.10, 0.80 less than that plan; IPA earns 10.00, 2.90 less than that plan. Shares in time are estimates: single requests are late by chance too.',
    );
    expect(said(one, other).sub).not.toContain('plan');
    expect(more({ reward: 12.88 }, {})).toContain('OPD earns 12.88, as much as that plan; IPA');
    expect(said(one, one).more).toMatch(/By reward, OPD earns 12\.10, 0\.80 less than that plan\.$/);
  });

  it('say how the search stands only while it goes on, and that there is no bound where none is proven', () => {
    const [one, other] = [side('OPD', {}), side('IPA', {})];
    const searching = said(one, other, 'chance', 0, { ...KNOWN, state: 'searching' }).more;
    expect(searching).toContain('lies between. A better plan is still being searched for. By reward,');
    expect(more({}, {})).not.toContain('search');
    const single: Known = { kind: 'plan', earned: 12.9, bound: undefined, state: 'ended' };
    expect(said(one, other, 'discrete', 0, single).more).toBe(
      'With the load known in advance, the best plan found earns 12.90 a decision; among single requests no bound is proven. By reward, OPD earns 12.40, 0.50 less than that plan; IPA earns 12.40, 0.50 less than that plan.',
    );
  });

  it('say so while nothing is known of what is possible, and why nothing will be', () => {
    const words = (known: string | undefined): string =>
      said(side('OPD', {}), side('IPA', {}), 'discrete', 0, known).more;
    expect(plainText(moreOf(side('OPD', {}), side('IPA', {}), under('discrete'), undefined))).toBe(
      'What is possible on this load is being worked out.',
    );
    expect(words('It was too much.')).toBe('It was too much.');
  });

  it('keep the exact optimum, by its name, where orders take effect at once', () => {
    const exact = (a: number, b: number): string =>
      said(side('OPD', { regret: a }), side('IPA', { regret: b }), 'instant').more;
    expect(exact(0.8, 2.9)).toContain(
      'By reward, OPD loses 0.80 to the optimum of each ten seconds whose load is known, IPA loses 2.90.',
    );
    expect(exact(0.01, 0.5)).toContain(
      'By reward, OPD matches the optimum of each ten seconds whose load is known, IPA loses 0.50.',
    );
    expect(exact(-0.2, 0)).toContain('OPD gains 0.20 on the optimum');
    expect(exact(0.8, 2.9)).not.toContain('plan');
  });

  it('say what is dropped, but only where something is', () => {
    expect(more({}, {})).not.toContain('drops');
    expect(more({}, { dropped: 40 })).toContain('OPD drops no requests, IPA 4.0 %.');
    expect(more({ dropped: 15 }, {})).toContain('OPD drops 1.5 % of requests, IPA none.');
  });

  it('say what single requests met where they were followed, counted and not about, with the measure’s decimals', () => {
    const requests = { p99: 1.5004 } as NonNullable<EpisodeSummary['requests']>;
    const words = said(side('OPD', { inTime: 950, requests }), side('IPA', { requests }), 'discrete');
    expect(words.sub).toMatch(/^OPD answers 95\.0 % of the requests in time, IPA 100\.0 %\./);
    const p99 = (1.5004).toFixed(measureById('p99').digits);
    expect(words.more).toContain(
      `Of a hundred requests that OPD answers, 99 take at most ${p99} s; IPA: ${p99} s.`,
    );
    expect(words.more).not.toContain('estimates');
  });

  it('say that J does not count who is late, where the one that leads by it fails or is later', () => {
    const puzzle = 'By J, which does not count who is late, OPD leads by 0.50 points a decision.';
    expect(sub({ inTime: 100, objective: 13 }, {})).toBe(puzzle);
    expect(sub({ inTime: 985, objective: 13 }, {})).toContain(puzzle);
    expect(sub({ inTime: 995, objective: 13 }, {})).toContain('By J, quality less priced cores, OPD leads');
    expect(sub({ inTime: 100, objective: 12 }, {})).toBe(
      'By J, quality less priced cores, IPA leads by 0.50 points a decision.',
    );
  });

  it('say that J counts them where late requests have a price, and nothing to the contrary', () => {
    const [late, quick] = [side('OPD', { inTime: 900, objective: 13 }), side('IPA', {})];
    const { sub: below, more: behind } = said({ ...late, id: 'optimum-true' }, quick, 'fluid', 0.2);
    expect(below).toContain('By J, quality less priced cores and late requests, OPD leads by 0.50 points');
    expect(said(quick, side('Greedy', {}), 'fluid', 0.2).sub).toMatch(
      / less priced cores and late requests, the two are level\.$/,
    );
    expect(below + behind).not.toMatch(/no term|does not count/);
  });

  it('say what an optimum is the best of, where its rival is in time more often', () => {
    const optimum = (change: Partial<EpisodeSummary>): Side => ({
      ...side('Optimum with known load', change),
      id: 'optimum-true',
    });
    const words = 'Optimum with known load seeks the most by the paper’s objective (3)';
    expect(said(optimum({ inTime: 960 }), side('HPA', {})).more).toContain(words);
    expect(said(side('HPA', {}), optimum({ inTime: 960 })).more).toContain(words);
    expect(said(optimum({}), side('HPA', { inTime: 960 })).more).not.toContain('seeks');
    expect(more({ inTime: 960 }, {})).not.toContain('seeks');
  });

  it('do not repeat a share that the headline says', () => {
    expect(sub({ inTime: 100 }, {})).not.toMatch(/answers .* in time/);
  });

  it('are never more than two before “more”', () => {
    const numbers = fc.record({
      objective: fc.double({ min: -9, max: 9, noNaN: true }),
      inTime: fc.nat(1000),
    });
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(sub(a, b).match(/\.(?= |$)/g)?.length).toBeLessThanOrEqual(2);
        expect(sub(a, b).length).toBeLessThan(165);
      }),
    );
  });
});

it('never writes NaN, Infinity or a negative amount', () => {
  const numbers = fc.record({
    cost: fc.double({ min: 0, max: 1e4, noNaN: true }),
    qos: fc.double({ min: -1e4, max: 1e3, noNaN: true }),
    objective: fc.double({ min: -1e4, max: 1e3, noNaN: true }),
    regret: fc.double({ min: -10, max: 1e4, noNaN: true }),
    reward: fc.double({ min: 0, max: 13, noNaN: true }),
    arrived: fc.nat(1e6),
    dropped: fc.nat(1e6),
    inTime: fc.nat(1e6),
  });
  fc.assert(
    fc.property(numbers, numbers, (a, b) => {
      const text = headline(a, b) + sub(a, b) + more(a, b);
      expect(text).not.toMatch(/NaN|Infinity|undefined|−/);
    }),
  );
});

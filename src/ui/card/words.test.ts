import { describe, expect, it } from 'vitest';
import {
  boundBy,
  countedRankWords,
  factorsOf,
  forkWords,
  alternativeName,
  lateWords,
  planWords,
  rankWords,
  rowsOf,
  sawWords,
  struckWords,
  surgeWords,
} from './words.ts';
import { decisionCard, headsOf, KEEP, PLAN, type DecisionCard } from '../../experiments/decisionCard.ts';
import type { Fork } from '../../experiments/fork.ts';
import { fork } from '../../experiments/fork.ts';
import { prepare } from '../../scenario/prepare.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { defaultWeights } from '../../model/pipeline.ts';
import { coresHeld } from '../../model/pipelineCores.ts';
import { presetById } from '../../model/presets/index.ts';
import { compile, coresOf, smallestConfiguration } from '../../model/tables.ts';
import { policyById } from '../../policies/registry.ts';
import { testPipeline } from '../../testing/pipelines.ts';
import { generateWorkload } from '../../workload/generators.ts';

const prepared = prepare(defaultScenario(presetById('video')!, generateWorkload('bursty', 3, 420)));
const greedy = policyById('greedy')!;

describe('what it saw', () => {
  const seen = (changes: Partial<DecisionCard['observation']>, load: number): DecisionCard =>
    ({
      observation: { load: 12, predicted: 18, freeCores: 6, recent: [12, 21], ...changes },
      outcome: { load },
    }) as never;

  it('is told with the direction of load and forecast', () => {
    expect(sawWords(seen({}, 17))).not.toMatch(/cores/);
    expect(sawWords(seen({}, 17), 30)).toBe(
      'The last ten seconds brought up to 12.0 requests/s, down from 21.0 in the last two minutes; the forecast rose to 18.0. 6 of 30 cores were free. Then up to 17.0 came.',
    );
    expect(sawWords(seen({ predicted: 12.2, freeCores: 0, recent: [12, 8] }, 5), 30)).toBe(
      'The last ten seconds brought up to 12.0 requests/s, the most in two minutes; the forecast stayed level at 12.2. None of the 30 cores was free. Then up to 5.00 came.',
    );
  });
});

describe('what the cores forbade', () => {
  const pipeline = testPipeline([
    [
      [0.5, 2, 0.1, 0.05],
      [0.6, 4, 0.1, 0.05],
    ],
    [[0.5, 3, 0.1, 0.05]],
  ]);
  const limits = { maxReplicas: 4, maxBatch: 2, maxCores: 12 };

  it('names the least that did not fit, and where the cores are', () => {
    // Stage 0: two replicas of four cores; stage 1: one of three.
    const { heads, rooms } = headsOf(compile(pipeline, limits), Int32Array.of(1, 1, 0, 0, 0, 0), undefined);
    for (const head of heads)
      expect(struckWords(pipeline, undefined, head, rooms[head.stage]!) ?? '').not.toMatch(/\d/);
    const words = heads.map((head) => struckWords(pipeline, limits.maxCores, head, rooms[head.stage]!));
    expect(words).toEqual([
      undefined,
      'Struck by the device’s 12 cores: 3 replicas would take 12, 9 are left because 3 stay kept for stage 1.',
      undefined,
      undefined,
      'Struck by the device’s 12 cores: 2 replicas would take 6, 4 are left because stage 0 takes 8.',
      undefined,
    ]);
  });
});

describe('what it earned', () => {
  it('is beside what the equations allow, with an estimate where late requests have a price and queue', () => {
    const priced = { ...defaultWeights, lateWeight: 0.2 };
    expect(boundBy({ environment: 'chance', weights: priced })).toBe(
      'the equations and an estimate of who is late',
    );
    expect(boundBy({ environment: 'instant', weights: priced })).toBe('the equations');
    expect(boundBy({ environment: 'chance', weights: defaultWeights })).toBe('the equations');
  });

  it('names weight and quantity of every term, and they make the term', async () => {
    const weights = { ...defaultWeights, lateWeight: 0.2 };
    const under = prepare({ ...prepared.scenario, weights });
    const { terms, outcome } = await decisionCard(under, greedy, 12, []);
    const hidden = factorsOf(weights, outcome, (key) => key === 'costWeight');
    expect(hidden.Cores).toMatch(/^\? × /);
    expect(hidden.Accuracy).toBe(factorsOf(weights, outcome).Accuracy);
    const factors = factorsOf(weights, outcome);
    expect(terms.map(({ name }) => name)).toContain('Late requests');
    for (const { name, value } of terms) {
      const [weight = NaN, quantity = NaN] = factors[name]!.split(' × ').map(parseFloat);
      expect(Math.abs(weight * quantity - Math.abs(value)), name).toBeLessThan(0.1 * weight);
    }
    expect(factors['Late requests']).toMatch(/^0\.2 × \d+\.\d\u2009%$/);
  });
});

describe('the others', () => {
  it('are ranked by what does not count lateness, which is said where somebody behind is late less often', () => {
    const rows = (...shares: readonly number[]) => shares.map((inTime) => ({ inTime }));
    expect(lateWords(rows(0.4, 0.9), defaultWeights)).toMatch(/no term for who is late/);
    expect(lateWords(rows(0.9, 0.4, 0.6), defaultWeights)).toMatch(/no term for who is late/);
    expect(lateWords(rows(0.995, 1, 0.9, 0.9), defaultWeights)).toBe('');
    expect(lateWords(rows(0.4, 0.9), { ...defaultWeights, lateWeight: 0.2 }, () => true)).toBe('');
    expect(lateWords([], defaultWeights)).toBe('');
    const priced = lateWords(rows(0.4, 0.9), { ...defaultWeights, lateWeight: 0.2 });
    expect(priced).toBe('The rank is by reward, of which each per cent late costs 0.2 points.');
  });

  it('who order the same share a row, in the order of their rewards', () => {
    const [small, large] = [1, 2].map((replicas) => [{ variant: 0, replicas, batch: 1 }]);
    const rows = rowsOf([
      { id: 'greedy', configuration: large!, reward: 3, inTime: 1 },
      { id: 'random', configuration: small!, reward: 2, inTime: 0.5 },
      { id: KEEP, configuration: [...large!], reward: 3, inTime: 1 },
    ]);
    expect(rows.map(({ names }) => names)).toEqual([['Greedy', 'no change'], ['Random']]);
    expect(rows.map(({ inTime }) => inTime)).toEqual([1, 0.5]);
  });

  it('are counted where they would have earned more', () => {
    const one = (replicas: number) => [{ variant: 0, replicas, batch: 1 }];
    const card = {
      policy: 'greedy',
      reward: 2,
      alternatives: [
        { id: 'random', configuration: one(3), reward: 3.5 },
        { id: 'ipa-exact', configuration: one(4), reward: 3 },
        { id: 'greedy', configuration: one(1), reward: 2 },
      ],
    } as never as DecisionCard;
    expect(rankWords(card, 'Greedy')).toBe(
      '2 other orders would have earned more in these ten seconds, at best 1.50 more (Random).',
    );
    expect(rankWords({ ...card, reward: 3.5 }, 'Greedy')).toBe(
      'Nobody would have earned more in these ten seconds than Greedy.',
    );
  });
});

describe('the fork', () => {
  /** Ten requests a decision, so many of them in time. */
  const counts = (steps: number, inTime: number) => ({
    ...{ arrived: new Float64Array(steps).fill(10), served: new Float64Array(steps).fill(10) },
    ...{ dropped: new Float64Array(steps), inTime: new Float64Array(steps).fill(inTime) },
  });
  const made = (values: readonly number[], steps: number): Fork =>
    ({
      own: { t: new Float64Array(steps), ...counts(steps, 9) },
      other: { t: new Float64Array(steps), ...counts(steps, 8) },
      difference: values.map((value, i) => ({ name: ['Accuracy', 'Latency', 'Cores'][i]!, value })),
      total: values.reduce((sum, value) => sum + value, 0),
    }) as never;

  it('is told by its sum and the terms that weigh most', () => {
    expect(forkWords(made([-4, 0.1, 1.9], 18), 'IPA', 'fluid')).toBe(
      'Over the next 3 minutes the fork earns 2.00 points less than IPA, 0.11 a decision: accuracy −4.00, cores +1.90 above all. The fork answers about 80.0\u00a0% of the requests in time, it was about 90.0\u00a0%.',
    );
    expect(forkWords(made([0, 0, 0], 6), 'IPA', 'fluid')).toBe(
      'Over the next minute nothing differs: both futures are the same.',
    );
    expect(forkWords(made([3, 0, 0], 3), 'IPA', 'discrete')).toBe(
      'Over the last 30 seconds the fork earns 3.00 points more than IPA, 1.00 a decision: accuracy +3.00. The fork answers 80.0\u00a0% of the requests in time, it was 90.0\u00a0%.',
    );
  });

  it('to what was ordered anyway is said to differ in nothing', async () => {
    const { configuration } = await decisionCard(prepared, greedy, 8, []);
    expect(forkWords(await fork(prepared, greedy, 8, configuration, 6), 'Greedy', 'fluid')).toContain(
      'nothing differs',
    );
  });
});

it('says who would have earned most in single requests, whatever the estimate has first', () => {
  const rows = [
    { ids: ['ipa-exact'], names: ['IPA'] },
    { ids: ['hpa', KEEP], names: ['HPA', 'no change'] },
  ];
  const said = (a: number, b: number): string =>
    countedRankWords(rows, [{ reward: a }, { reward: b }], 'ipa-exact', 'IPA');
  expect(said(11, 11.25)).toBe('In single requests HPA would have earned most, 0.25 more than IPA.');
  expect(said(11.25, 11)).toBe('In single requests nobody would have earned more than IPA.');
});

it('counts the cores of a configuration as the tables do', () => {
  const { tables, scenario } = prepared;
  const configuration = smallestConfiguration(tables).map((s) => ({ ...s, variant: 1, replicas: 3 }));
  expect(coresHeld(scenario.pipeline, configuration)).toBe(coresOf(tables, configuration));
});

describe('fewer cores ordered than held', () => {
  const { pipeline } = prepared.scenario;
  // Other models: the old replicas serve until the new have started.
  const other = smallestConfiguration(compile(pipeline, prepared.scenario.limits)).map((s) => ({
    ...s,
    variant: 1,
  }));

  it('are said where old replicas stay beside new ones, with both figures', async () => {
    const made = await fork(prepared, greedy, 6, other, 3);
    const [ordered, held] = [coresHeld(pipeline, other), made.other.cost[0]!];
    expect(held).toBeGreaterThan(ordered);
    expect(surgeWords(made, pipeline)).toContain(
      `orders ${String(ordered)} cores and holds ${held.toFixed(2)} on average in its first ten seconds: old replicas stay`,
    );
  });

  it('are not said where the order holds at once', async () => {
    const instant = prepare({ ...prepared.scenario, environment: 'instant' });
    const made = await fork(instant, greedy, 6, other, 3);
    expect(made.other.cost[0]).toBeCloseTo(coresHeld(pipeline, other));
    expect(surgeWords(made, pipeline)).toBe('');
  });
});

it('says whose the order of the best plan is: one who knows the load, in a state of its own', () => {
  expect(alternativeName(PLAN)).toBe('Best plan found');
  expect(planWords(12.304, 'HPA')).toBe(
    'The best plan found knows the load and starts from its own past, where these ten seconds earned it 12.30; in the table its order starts from where HPA was.',
  );
});

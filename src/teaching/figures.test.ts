/** Figures, each against what is counted by hand. */
import { expect, it } from 'vitest';
import type { Facts } from './facts.ts';
import { figureWords, valueOf, type Figure } from './figures.ts';
import type { RequestJournal } from '../environment/discrete/journal.ts';
import { presetById } from '../model/presets/index.ts';
import { policyById } from '../policies/registry.ts';
import { runEpisode } from '../scenario/episode.ts';
import { defaultExperiment, scenarioOf, type Experiment } from '../scenario/experiment.ts';
import { prepare } from '../scenario/prepare.ts';
import type { Episode } from '../scenario/scenario.ts';
import { generateWorkload } from '../workload/generators.ts';

const experiment: Experiment = {
  ...defaultExperiment,
  environment: 'instant',
  a: 'hand:0=1.2.1/1.2.1;50=2.4.8/1.3.4',
};

async function factsOf(change: Partial<Episode> = {}): Promise<Facts> {
  const scenario = scenarioOf(experiment, presetById('video')!, generateWorkload('fluctuating', 7));
  const options = { clock: () => 0, record: true };
  const episode = { ...(await runEpisode(prepare(scenario), policyById(experiment.a)!, options)), ...change };
  const lane = { policy: experiment.a, episode };
  return {
    page: 'lab',
    experiment,
    run: { scenario, a: lane, b: lane },
    time: 631.5,
    playing: false,
    card: undefined,
    training: { active: false, steps: 0, agent: false },
    told: {},
    kept: {},
  };
}

const TERMS = ['Accuracy', 'Throughput', 'Latency', 'Unmet load', 'Spare capacity'] as const;

it('the terms of (3) add up to Q, over the run and over the decision under way', async () => {
  const facts = await factsOf();
  for (const wrap of [(as: Figure) => as, (as: Figure) => ({ of: 'now', as }) as Figure]) {
    const terms = TERMS.map((term) => valueOf(wrap({ of: 'term', term, lane: 'a' }), facts)!);
    const q = valueOf(wrap({ of: 'measure', measure: 'qos', lane: 'a' }), facts)!;
    expect(terms.reduce((sum, term) => sum + term, 0)).toBeCloseTo(q, 9);
  }
});

it('now is the decision under way: E is its load less its throughput', async () => {
  const facts = await factsOf();
  const now = (column: 'throughput' | 'excess' | 'batch') =>
    valueOf({ of: 'now', as: { of: 'column', column, lane: 'a' } }, facts)!;
  const { series } = facts.run!.a.episode;
  const row = series.t.indexOf(630);
  expect(now('excess')).toBeCloseTo(series.load[row]! - now('throughput'), 9);
  expect(now('batch')).toBe(8);
  expect(valueOf({ of: 'column', column: 'batch', lane: 'a', from: 120, to: 620 }, facts)).toBe(1);
});

it('requests are counted one by one: present, coming and how long they stay', async () => {
  // One comes before and stays within, two come within, one of them is dropped, one has not left.
  const journal = {
    ...({ stages: 2, count: 4 } as const),
    arrival: Float64Array.of(195, 201, 204, 209),
    done: Float64Array.of(197, 203, 202, 205, 206, Infinity, Infinity, Infinity),
    dropped: Float64Array.of(Infinity, Infinity, 207, Infinity),
  } as unknown as RequestJournal;
  const facts = await factsOf({ journal });
  const of = (as: 'present' | 'coming' | 'stay') =>
    valueOf({ of: 'requests', as, lane: 'a', from: 200, to: 210 }, facts);
  expect(of('present')).toBeCloseTo((3 + 4 + 3 + 1) / 10, 9);
  expect(of('coming')).toBeCloseTo(0.3, 9);
  expect(of('stay')).toBeCloseTo((4 + 3) / 2, 9);
  expect(valueOf({ of: 'requests', as: 'stay', lane: 'a', from: 200, to: 210 }, await factsOf())).toBe(
    undefined,
  );
});

it('a ratio can be told in per cent', async () => {
  const one: Figure = { of: 'setting', field: 'maxCores' };
  const to: Figure = { of: 'setting', field: 'maxReplicas' };
  const share: Figure = { of: 'ratio', one, to, digits: 0, percent: true };
  expect(figureWords(share, valueOf(share, await factsOf()))).toBe('375\u00a0%');
});

it('orders and variants are counted, and the orders that there are', async () => {
  const facts = await factsOf();
  expect(valueOf({ of: 'orders', lane: 'a' }, facts)).toBe(2);
  expect(valueOf({ of: 'orders', lane: 'a', variants: true }, facts)).toBe(2);
  const replicas = await factsOf({
    series: { ...facts.run!.a.episode.series, actions: withVariants(facts) },
  });
  expect(valueOf({ of: 'orders', lane: 'a' }, replicas)).toBe(2);
  expect(valueOf({ of: 'orders', lane: 'a', variants: true }, replicas)).toBe(1);
  // Five variants, eight replicas and five batches, in two stages.
  expect(figureWords({ of: 'choices' }, valueOf({ of: 'choices' }, facts))).toBe('40,000');
});

/** The same orders, all of the first variants. */
const withVariants = ({ run }: Facts): Int32Array =>
  run!.a.episode.series.actions.map((head, i) => (i % 3 === 0 ? 0 : head));

it('the newsvendor’s share is that of the two costs', async () => {
  const facts = await factsOf();
  const of = (as: 'short' | 'spare' | 'cores' | 'quantile') => valueOf({ of: 'newsvendor', as }, facts)!;
  // One too few and one too many cost together what both prices come to.
  expect(of('short') + of('spare')).toBeCloseTo(1 + 0.1, 12);
  expect(of('quantile')).toBeCloseTo(of('short') / 1.1, 12);
  expect(of('short'), 'its price and its worth, less its cores').toBeCloseTo(
    1 + 0.05 - 0.15 * of('cores'),
    12,
  );
});

it('a stage by itself: what it can serve is its replicas times what one of them does', async () => {
  const facts = await factsOf();
  const capacity = (stage: number): number =>
    valueOf({ of: 'stage', as: 'capacity', lane: 'a', stage, from: 300, to: 400 }, facts)!;
  expect(capacity(0)).toBeCloseTo(2 / 0.0881, 3);
  expect(capacity(1)).toBeCloseTo(2 / 0.07385, 3);
  expect(
    valueOf({ of: 'stage', as: 'backlog', lane: 'a', stage: 2, from: 300, to: 400 }, facts),
  ).toBeUndefined();
});

it('one core is no cores', () => {
  const cores: Figure = { of: 'cores', lane: 'a', at: 0 };
  expect([figureWords(cores, 1), figureWords(cores, 2)]).toEqual(['1\u00a0core', '2\u00a0cores']);
});

import { describe, expect, it } from 'vitest';
import { liveOf, policyFigures, weightNow, type Moment } from './live.ts';
import { termIds, termOf, type TermId } from './terms.ts';
import { newsvendor } from '../../learning/predictor/newsvendor.ts';
import { objectiveWords } from '../../model/objectiveWords.ts';
import { presetById } from '../../model/presets/index.ts';
import { compile } from '../../model/tables.ts';
import { policyById } from '../../policies/registry.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { measureById } from '../../scenario/measures.ts';
import { prepare } from '../../scenario/prepare.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import type { Survey } from '../state/replay/survey.ts';
import { generateWorkload } from '../../workload/generators.ts';
import { told } from '../finding/told.ts';

const scenario = defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7));
const prepared = prepare(scenario);
const side = async (id: string, name: string) => ({
  id,
  name,
  episode: await runEpisode(prepared, policyById(id)!, { clock: () => 0, record: false }),
});
const [a, b] = await Promise.all([side('ipa-exact', 'IPA'), side('greedy', 'Greedy')]);
const survey: Survey = {
  ...{ kind: 'bracket', orders: a.episode.series.actions, rewards: a.episode.series.reward, earned: 13.5 },
  ...{ bound: 13.75, bounds: new Float64Array(200).fill(14), spent: 3, state: 'searching' },
};
const now: Moment = { scenario, run: { scenario, levels: [], a, b }, decision: 30, survey };
const before: Moment = { scenario, run: undefined, decision: 0 };

describe('what a term comes to now', () => {
  it('is the measure’s own figure of both lanes: these ten seconds, so far, and over the run', () => {
    const { figures } = liveOf('inTime', now);
    const measure = measureById('inTime');
    expect(figures?.head).toEqual(['these 10 s', 'so far', 'whole run']);
    expect(figures?.rows.map(({ name }) => name)).toEqual(['IPA', 'Greedy']);
    expect(figures?.rows.map(({ values }) => values)).toEqual(
      [a, b].map(({ episode: { series, summary } }) =>
        [measure.over!(series, 30, 31), measure.over!(series, 0, 31), measure.of(summary)].map((value) =>
          told('inTime', value, 'fluid'),
        ),
      ),
    );
  });

  it('is what each lane lost to the best plan found, and at most, where orders have after-effects', () => {
    const rewards = [a, b].map(({ episode }) => episode.summary.reward);
    const of = (moment: Moment) => liveOf('regret', moment).figures;
    expect(of(now)?.head).toEqual(['to the best plan', 'at most']);
    expect(of(now)?.rows.map(({ values }) => values)).toEqual(
      rewards.map((reward) => [(13.5 - reward).toFixed(2), (13.75 - reward).toFixed(2)]),
    );
    // A lane that is the best plan loses nothing to it, and nobody proved that there is more.
    const own = of({ ...now, survey: { ...survey, earned: rewards[0]!, bound: rewards[0]! + 1 } });
    expect(own?.rows[0]?.values).toEqual(['0.00', '1.00']);
    const single = of({ ...now, survey: { ...survey, kind: 'plan', bound: undefined, bounds: undefined } });
    expect(single?.head).toEqual(['to the best plan']);
    expect(of({ ...now, survey: undefined })).toBeUndefined();
    const instant = { ...scenario, environment: 'instant' } as const;
    expect(of({ ...now, scenario: instant, run: { ...now.run!, scenario: instant } })?.head).toContain(
      'whole run',
    );
  });

  it('says what is possible, in these ten seconds and over the run, and how the search stands', () => {
    expect(liveOf('possible', now).facts?.map(({ value }) => value)).toEqual([
      '13.50 points a decision',
      '13.75 points a decision',
      'A better plan is still being searched for.',
    ]);
    expect(liveOf('upperBound', now).facts?.[0]?.value).toBe('14.00 points');
    expect(liveOf('bestPlan', now).facts?.[0]?.value).toBe(
      `${told('reward', a.episode.series.reward[30], 'chance')} points`,
    );
    expect(liveOf('possible', { ...now, survey: undefined })).toEqual({});
  });

  it('has the quantile of the weights that are set, also before a run', () => {
    const dear = { ...scenario, weights: { ...scenario.weights, unmetWeight: 8 } };
    const facts = [scenario, dear].map((one) => liveOf('newsvendor', { ...before, scenario: one }).facts);
    const { short, spare } = newsvendor(compile(scenario.pipeline, scenario.limits), scenario.weights);
    expect(facts[0]?.[0]?.value).toBe((short / (short + spare)).toFixed(2));
    expect(facts[1]?.[0]?.value).not.toBe(facts[0]?.[0]?.value);
  });

  it('has a figure for every term with a measure, and no word that is no value', () => {
    for (const id of termIds) {
      const live = liveOf(id, now);
      if (termOf(id).measure !== undefined) expect(live.figures?.rows).toHaveLength(2);
      for (const { values } of live.figures?.rows ?? [])
        // Percentiles are of single requests alone.
        for (const value of values) expect(value).toMatch(id === 'percentile' ? /^–$/ : /\d/);
      for (const { name, value } of live.facts ?? [])
        expect(`${name} ${value}`).not.toMatch(/NaN|undefined|–/);
    }
  });

  it('is of the last decision where the playhead stands at the end, and nothing of a run that is not there', () => {
    const last = a.episode.series.t.length - 1;
    expect(liveOf('j', { ...now, decision: last + 1 })).toEqual(liveOf('j', { ...now, decision: last }));
    for (const id of termIds) expect(liveOf(id, before).figures).toBeUndefined();
  });

  it('tells what is set: the objective, the cores, the seed, the world', () => {
    const value = (id: Parameters<typeof liveOf>[0]): string => liveOf(id, before).facts?.[0]?.value ?? '';
    expect(value('objective')).toBe(objectiveWords(scenario.slaSeconds));
    expect(value('device')).toBe('30 cores');
    expect(value('seed')).toBe('7');
    expect(value('world')).toBe('With queues');
    expect(weightNow('λ', before)).toBe('0.15');
    expect(weightNow('κ', before)).toBe('0');
    expect(value('latePrice')).toBe('0 points for each per cent');
    expect(weightNow('Q', before)).toBeUndefined();
  });

  it('tells nothing that an assignment hides, and all else', () => {
    const hiding = (...hidden: readonly string[]) => ({
      ...now,
      hides: (key: string) => hidden.includes(key),
    });
    const settings = { device: 'maxCores', objective: 'sla', seed: 'seed', world: 'environment' } as const;
    const more = {
      startup: 'startup',
      rollout: 'rollout',
      price: 'costWeight',
      latePrice: 'lateWeight',
    } as const;
    for (const [term, key] of Object.entries({ ...settings, ...more }) as [TermId, string][]) {
      expect(liveOf(term, hiding(key)), term).toEqual({});
      expect(liveOf(term, hiding('batchWeight')), term).toEqual(liveOf(term, now));
    }
    expect(weightNow('λ', hiding('costWeight'))).toBeUndefined();
    expect(liveOf('newsvendor', hiding('costWeight'))).toEqual({});
    const foreseen = liveOf('forecast', hiding('forecaster'));
    expect(foreseen.also).toBeUndefined();
    expect(foreseen.facts?.map(({ name }) => name)).toEqual(['Load, these 10 s', 'Foreseen before']);
    expect(policyFigures(a.id, now)).toBeDefined();
    expect(policyFigures(a.id, hiding('a'))).toBeUndefined();
  });

  it('tells what the lanes ordered, and spare capacity as unmet load less excess', () => {
    expect(liveOf('batch', now).facts?.map(({ name }) => name)).toEqual(['IPA', 'Greedy']);
    const { unmet, excess } = b.episode.series;
    expect(liveOf('spare', now).figures?.rows[1]?.values[0]).toBe((unmet[30]! - excess[30]!).toFixed(2));
  });

  it('says of a policy what it came to, where it runs', () => {
    expect(policyFigures('greedy', now)?.rows[0]?.values).toEqual(
      ['objective', 'inTime', 'cost'].map((id) => told(id, measureById(id).of(b.episode.summary), 'fluid')),
    );
    expect(policyFigures('random', now)).toBeUndefined();
  });

  it('explains the forecast that is chosen', () => {
    expect(liveOf('forecast', now).also).toEqual(['lstm']);
  });
});

import { describe, expect, it } from 'vitest';
import { changeSentence, comesTo, coresWords, historyFinding } from './historyWords.ts';
import { verdict } from './words.ts';
import type { Change } from '../../../export/cluster/changes.ts';
import type { Knob } from '../../../model/pipeline.ts';
import type { Episode } from '../../../scenario/scenario.ts';

const change = (knob: Knob, to = 16): Change => ({
  decision: 1,
  t: 270,
  stages: [{ stage: 'crop', title: 'Detect (crop)', knobs: [{ knob, from: 1, to: 2 }] }],
  cores: { from: 12, to },
});

describe('the history in words', () => {
  it.each<[readonly Knob[], number, string]>([
    [[], 108, 'OPD changes nothing in 108 decisions.'],
    [['variant'], 108, 'OPD changes something in 1 of 108 decisions; it restarts a stage.'],
    [['replicas'], 108, 'OPD changes something in 1 of 108 decisions; it restarts no stage.'],
    [
      ['replicas', 'batch'],
      108,
      'OPD changes something in 2 of 108 decisions; none of them restarts a stage.',
    ],
    [['variant', 'variant'], 3, 'OPD changes something in 2 of 3 decisions; each of them restarts a stage.'],
    [['variant', 'batch'], 9, 'OPD changes something in 2 of 9 decisions; 1 of them restarts a stage.'],
    [
      ['variant', 'variant', 'batch'],
      8640,
      'OPD changes something in 3 of 8,640 decisions; 2 of them restart a stage.',
    ],
  ])('%j of %i', (turned, decisions, sentence) => {
    expect(
      historyFinding(
        'OPD',
        turned.map((knob) => change(knob)),
        decisions,
        'seldon-per-stage',
      ),
    ).toBe(sentence);
  });

  it('counts a batch as a restart of the stage where no queue makes the batches', () => {
    expect(historyFinding('OPD', [change('batch')], 9, 'kserve')).toMatch(/it restarts a stage\.$/);
  });

  it.each<[readonly Knob[], string]>([
    [['replicas'], 'it restarts the executor.'],
    [['batch'], 'it restarts the executor and a stage.'],
    [['replicas', 'replicas'], 'each restarts the executor.'],
    [['replicas', 'batch'], 'each restarts the executor, 1 of them a stage too.'],
    [['variant', 'batch'], 'each restarts the executor and a stage.'],
  ])('%j in one graph', (turned, end) => {
    const changes = turned.map((knob) => change(knob));
    expect(historyFinding('OPD', changes, 9, 'seldon-graph').split('; ')[1]).toBe(end);
  });

  it('says a change', () => {
    expect(changeSentence(change('batch'), 'seldon-per-stage')).toBe(
      '04:30. Detect (crop): batch from 1 to 2. The queue of Detect (crop) restarts.',
    );
    expect(coresWords(change('batch'))).toBe('12 → 16 cores');
    expect(coresWords(change('batch', 12))).toBe('12 cores, as before');
  });
});

describe('what a policy comes to', () => {
  const summary = { objective: 12.346, cost: 8, arrived: 10, served: 8, dropped: 2, inTime: 7 };
  const of = (changes: object): Episode => ({ summary: { ...summary, ...changes } }) as unknown as Episode;

  it('is its share in time beside J, an estimate where nobody counted', () => {
    expect(comesTo(of({}), 'discrete')).toBe(
      'It answers 70.0\u00a0% of the requests in time, with a J of 12.35 on 8.00 cores.',
    );
    expect(comesTo(of({}), 'fluid')).toContain('about 70.0\u00a0%');
    expect(comesTo(of({ inTime: NaN }), 'fluid')).toBe('It comes to a J of 12.35 on 8.00 cores.');
  });
});

it('counts one object as one', () => {
  expect(verdict(1, 0)).toBe('1 object, valid by its schema and rules.');
  expect(verdict(15, 0)).toBe('15 objects, every one valid by its schema and rules.');
  expect(verdict(1, undefined)).toBe('1 object, being checked …');
});

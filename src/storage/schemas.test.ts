import { describe, expect, it } from 'vitest';
import { checkPipeline, checkRun, checkTrace } from './schemas.ts';
import { presetById } from '../model/presets/index.ts';
import { Random } from '../model/random.ts';
import { outsideSettings } from '../testing/outsideSettings.ts';
import { accept, runRecord } from '../testing/runs.ts';

it('a run kept before late requests had a price has none', () => {
  const run = runRecord();
  const { lateWeight, ...weights } = run.scenario.weights;
  expect(lateWeight).toBe(0);
  expect(accept(checkRun({ ...run, scenario: { ...run.scenario, weights } }, 'a run'))).toEqual(run);
  const negative = { ...weights, lateWeight: -1 };
  expect(checkRun({ ...run, scenario: { ...run.scenario, weights: negative } }, 'a run').ok).toBe(false);
});

it('a run kept before nodes could be chosen had one node', () => {
  const run = runRecord();
  const { nodes, ...scenario } = run.scenario;
  expect(nodes).toBe(1);
  expect(accept(checkRun({ ...run, scenario }, 'a run'))).toEqual(run);
  expect(checkRun({ ...run, scenario: { ...scenario, nodes: 0.5 } }, 'a run').ok).toBe(false);
});

describe('a kept run with settings that no training takes', () => {
  it('stays, and its note says once which, where an older version took them in silence', () => {
    for (const { name, value, sentence } of outsideSettings(Random.stream(3, 'store'))) {
      const run = runRecord({ overrides: { [name]: value }, note: 'Mine.' });
      const { note, ...kept } = accept(checkRun(run, 'a run'));
      expect(note).toContain(`Mine. A setting of this run is not taken any more: ${sentence}`);
      expect({ ...kept, note: run.note }).toEqual(run);
      expect(accept(checkRun({ ...kept, note }, 'a run')).note).toBe(note);
    }
  });

  it('stays where a later version of the lab wrote it', () => {
    for (const overrides of [{ warmth: 3 }, { expertMode: 'oracle' }, { warmth: true }])
      expect(accept(checkRun(runRecord({ overrides }), 'a run')).note).toMatch(/warmth|oracle/);
  });

  it.each([
    [{ minibatch: '128' }, 'Minibatch takes a whole number from 2 to 131,072 decisions; “128” is none.'],
    [{ gamma: NaN }, 'Discount γ takes a number from 0 to 1; “NaN” is none.'],
    [{ clip: null }, 'Clip ε takes a number from 0.01 to 1; “null” is none.'],
    [{ width: [64] }, 'Width takes a whole number from 1 to 512 units; “64” is none.'],
  ])('is damaged where no version could have written it: %j', (overrides, sentence) => {
    const found = checkRun({ ...runRecord(), overrides }, 'The run 1');
    expect(found).toEqual({ ok: false, message: `The run 1 is damaged at overrides: ${sentence}` });
  });
});

describe('the notes of an import', () => {
  const notes = [{ sentence: 'The times are taken as UTC.', weight: 'assumed' as const }];
  const trace = { id: 'import:00000001', name: 't', rates: Float64Array.of(1, 2), source: 'Imported.' };

  it('come back with the trace and the pipeline; kept before there were any, both have none', () => {
    expect(accept(checkTrace({ ...trace, notes }, 'a trace'))).toEqual({ ...trace, notes });
    expect(accept(checkTrace(trace, 'a trace'))).not.toHaveProperty('notes');
    const pipeline = presetById('video')!;
    expect(accept(checkPipeline({ ...pipeline, notes }, 'a pipeline'))).toEqual({ ...pipeline, notes });
    expect(accept(checkPipeline(pipeline, 'a pipeline'))).toEqual(pipeline);
  });

  it('are refused where they are none', () => {
    const wrong = checkTrace({ ...trace, notes: [{ sentence: 'x', weight: 'guessed' }] }, 'The trace t');
    expect(wrong.ok ? '' : wrong.message).toMatch(/^The trace t is damaged at notes\.0\.weight/);
  });
});

describe('texts of a kept record', () => {
  const trace = { id: 'import:0123abcd', name: 'x', rates: Float64Array.of(1), source: 'Mine.' };

  it.each([
    ['n'.repeat(236), 'n'.repeat(200)],
    ['a\0b', 'a b'],
    ['a\ud800', 'a'],
    ['gpj\u202eexe', 'gpj exe'],
    ['', 'unnamed'],
    ['\u200b', 'unnamed'],
  ])('a name that an older version took, %j, is mended: the record stays', (name, mended) => {
    expect(accept(checkTrace({ ...trace, name }, 'The trace')).name).toBe(mended);
    expect(accept(checkRun(runRecord({ name }), 'The run')).name).toBe(mended);
  });

  it('so are its source and its notes', () => {
    const notes = [{ weight: 'read', sentence: `half \ud83d, ${'s'.repeat(5000)}` }];
    const kept = accept(checkTrace({ ...trace, source: 'From \ud800\u0007.\nYes.', notes }, 'The trace'));
    expect(kept.source).toBe('From   .\nYes.');
    expect(kept.notes![0]!.sentence).toHaveLength(4000);
    expect(accept(checkRun(runRecord({ note: 'a\0b', backend: '\ud800' }), 'The run'))).toMatchObject({
      note: 'a b',
      backend: ' ',
    });
  });

  it.each(['', 'x\ud800', '\udc00', 'a\0', 'a\u202eb', 'a\nb', 'x'.repeat(201)])(
    'what it is found by cannot be %j',
    (id) => {
      expect(checkTrace({ ...trace, id }, 'The trace')).toMatchObject({
        ok: false,
        message: expect.stringMatching(/^The trace is damaged at id: (?:it )?must .*\.$/) as string,
      });
      expect(checkRun(runRecord({ id }), 'The run').ok).toBe(false);
      expect(checkRun(runRecord({ parent: { run: id, slot: 'best', steps: 1 } }), 'The run').ok).toBe(false);
      if (id !== '' && id !== 'a\nb')
        expect(checkRun(runRecord({ overrides: { expertMode: id } }), 'The run').ok).toBe(false);
    },
  );
});

it.each(['a\\b', 'LSTM', 'true ', '', 'oracle', '__proto__'])(
  'a run that forecasts by %j is damaged there, and does not end its replay',
  (forecaster) => {
    const run = runRecord();
    const read = checkRun({ ...run, scenario: { ...run.scenario, forecaster } }, 'The run');
    expect(read).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^The run is damaged at scenario\.forecaster: it must .*\.$/) as string,
    });
  },
);

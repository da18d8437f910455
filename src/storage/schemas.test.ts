import { describe, expect, it } from 'vitest';
import { checkPipeline, checkRun, checkTrace } from './schemas.ts';
import { presetById } from '../model/presets/index.ts';
import { Random } from '../model/random.ts';
import { outsideSettings } from '../testing/outsideSettings.ts';
import { accept, runRecord } from '../testing/runs.ts';

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

import { beforeEach, describe, expect, it } from 'vitest';
import { adopt, forgetBrought, notTheLabs, renameBrought } from './belongings.ts';
import { defaultCompared } from '../comparing/compared.ts';
import { LONGEST_REPLAY } from '../../../workload/workload.ts';
import { presets } from '../../../model/presets/index.ts';
import type { Pipeline } from '../../../model/pipeline.ts';
import type { KeptPipeline, KeptTrace } from '../../../storage/records.ts';
import type { Store } from '../../../storage/store.ts';
import { generators } from '../../../workload/generators.ts';
import type { Workload } from '../../../workload/workload.ts';

const trace = (id: string, name: string, seconds = 300): Workload => ({
  ...{ id, name, source: 'a test', rates: new Float64Array(seconds).fill(5) },
});
const pipeline = (id: string, name: string): Pipeline => ({ ...presets[0]!, id, name });

let lab: Parameters<typeof forgetBrought>[0];
let stored: unknown[];
let forgotten: string[];
let full: boolean;
let whole: Map<string, Workload>;
beforeEach(() => {
  stored = [];
  forgotten = [];
  full = false;
  whole = new Map();
  const note = (what: string) => (value: unknown) => {
    stored.push([what, value]);
    return Promise.resolve();
  };
  const store = {
    ...{ putTrace: note('put trace'), putPipeline: note('put pipeline') },
    ...{ removeTrace: note('remove trace'), removePipeline: note('remove pipeline') },
  } as unknown as Store;
  lab = {
    ...{ traces: [], pipelines: [], notes: {}, notice: '' },
    experiment: { workload: 'import:1', pipeline: 'own' } as typeof lab.experiment,
    workload: { name: 'Fluctuating' },
    pipeline: { name: 'Video' },
    history: {
      without: (field, id, instead) => void forgotten.push(`${field} ${id} ${instead}`),
      quietly: (work) => {
        work();
      },
    },
    loads: { draft: undefined },
    comparison: { chosen: { ...defaultCompared, workloads: ['bursty', 'import:2'] } },
    set: (change) => stored.push(['set', change]),
    memory: {
      change: async (work) => {
        if (!full) await work(store);
        return !full;
      },
    },
    predict: {
      keep: (id, one) => void whole.set(id, one),
      whole: (one) => whole.get(one.id) ?? one,
      recall: (_, used) => stored.push(['recall', used]),
    },
  };
});

describe('what earlier visits left', () => {
  it('stands behind what this one brought, and nothing of it passes for the lab’s own', () => {
    lab.traces = [trace('import:1', 'newer')];
    lab.notes = { 'import:1': [] };
    const long = trace('import:2', 'long', LONGEST_REPLAY + 100);
    const traces = [trace('import:1', 'older'), trace('fluctuating', 'ours'), long] as KeptTrace[];
    const notes = [{ sentence: 'Summed.', weight: 'assumed' as const }];
    const pipelines: KeptPipeline[] = [{ ...pipeline('own', 'Own'), notes }, pipeline('video', 'Not ours')];
    adopt(lab, { traces, pipelines, policies: [], predictor: undefined, used: false });
    expect(lab.traces.map(({ name }) => name)).toEqual(['long', 'newer']);
    expect([lab.traces[0]?.rates.length, whole.get('import:2')?.rates.length]).toEqual([
      LONGEST_REPLAY,
      LONGEST_REPLAY + 100,
    ]);
    expect(lab.pipelines).toEqual([pipeline('own', 'Own')]);
    expect(lab.notes).toEqual({ 'import:1': [], own: notes });
    expect(stored).toEqual([]);
  });
});

describe('a load or pipeline that was brought', () => {
  beforeEach(() => {
    lab.traces = [trace('import:1', 'One'), trace('import:2', 'Two')];
    lab.pipelines = [pipeline('own', 'Own')];
  });

  it('is deleted, and where it was in use the lab takes its own', async () => {
    await forgetBrought(lab, 'trace', 'import:2');
    expect([stored, lab.notice]).toEqual([[['remove trace', 'import:2']], '“Two” was deleted.']);
    expect(lab.comparison.chosen.workloads, 'nor is it compared any more').toEqual(['bursty']);
    await forgetBrought(lab, 'trace', 'import:1');
    expect(stored.at(-1)).toEqual(['set', { workload: 'fluctuating' }]);
    expect([lab.traces, lab.notice]).toEqual([[], '“One” was deleted; the lab runs “Fluctuating”.']);
    await forgetBrought(lab, 'pipeline', 'own');
    expect(stored.slice(-2)).toEqual([
      ['remove pipeline', 'own'],
      ['set', { pipeline: 'video' }],
    ]);
    expect([lab.pipelines, lab.notice]).toEqual([[], '“Own” was deleted; the lab runs “Video”.']);
    expect(forgotten, 'no Undo goes back to it').toEqual([
      ...['workload import:2 fluctuating', 'workload import:1 fluctuating', 'pipeline own video'],
    ]);
  });

  it('that is shaped in Loads and not used leaves the desk there with it', async () => {
    lab.loads.draft = 'bursty~plus:(import:0123abcd)';
    lab.traces = [trace('import:0123abcd', 'June'), trace('import:89abcdef', 'July')];
    await forgetBrought(lab, 'trace', 'import:89abcdef');
    expect(lab.loads.draft).toBe('bursty~plus:(import:0123abcd)');
    await forgetBrought(lab, 'trace', 'import:0123abcd');
    expect(lab.loads.draft).toBeUndefined();
  });

  it('stays where the storage keeps it', async () => {
    full = true;
    await forgetBrought(lab, 'pipeline', 'own');
    expect([lab.pipelines.length, lab.notice, stored]).toEqual([1, '', []]);
  });

  it('is renamed, whole and with its notes', async () => {
    whole.set('import:1', trace('import:1', 'One', 900));
    const notes = [{ sentence: 'Read.', weight: 'read' as const }];
    lab.notes = { 'import:1': notes };
    await renameBrought(lab, 'trace', 'import:1', 'First');
    expect(lab.traces.map(({ name }) => name)).toEqual(['First', 'Two']);
    expect(stored).toEqual([['put trace', { ...trace('import:1', 'First', 900), notes }]]);
    await renameBrought(lab, 'pipeline', 'own', 'Mine');
    expect(stored.at(-1)).toEqual(['put pipeline', pipeline('own', 'Mine')]);
    await renameBrought(lab, 'trace', 'gone', 'Nothing');
    await renameBrought(lab, 'pipeline', 'gone', 'Nothing');
    expect(stored).toHaveLength(2);
  });
});

const ids = (...all: readonly string[]): readonly { readonly id: string }[] => all.map((id) => ({ id }));

it.each(generators)('no load of a stranger is taken for the lab’s own $id', ({ id }) => {
  expect(notTheLabs(ids('import:0123abcd', id, 'mine'), generators)).toEqual(ids('import:0123abcd', 'mine'));
});

it.each(presets)('no pipeline of a stranger is taken for the lab’s own $id', ({ id }) => {
  expect(notTheLabs(ids(id, `import:${id}`), presets)).toEqual(ids(`import:${id}`));
});

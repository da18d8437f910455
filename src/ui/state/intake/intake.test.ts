import { describe, expect, it, vi } from 'vitest';
import { FileIntake, type Host } from './intake.svelte.ts';
import { freeName, freePipelineId, freeTraceId } from './intakeNames.ts';
import { autoscalersFrom } from '../../../export/scalers/autoscalers.ts';
import type { Pipeline } from '../../../model/pipeline.ts';
import { presets } from '../../../model/presets/index.ts';
import { accepted, refused } from '../../../model/result.ts';
import type { KeptTrace } from '../../../storage/records.ts';
import { checkTrace } from '../../../storage/schemas.ts';
import { importWorkload } from '../../../workload/import.ts';
import type { IntakeChoices } from '../../../workload/intake/report.ts';
import { sketchOf } from '../../../workload/sketch.ts';
import type { Workload } from '../../../workload/workload.ts';

/** The lab as far as the intake sees it; the reader is the real one, on this thread. */
function host() {
  const kept: KeptTrace[] = [];
  const whole = new Map<string, Workload>();
  const sets: object[] = [];
  const used: string[] = [];
  const importTrace = vi.fn(async (file: File, asked: IntakeChoices = {}) => {
    const read = importWorkload(new Uint8Array(await file.arrayBuffer()), file.name, asked);
    return read.ok ? accepted({ ...read.value, sketch: sketchOf(read.value.workload.rates) }) : read;
  });
  const made = {
    alert: '',
    notice: '',
    traces: [] as readonly Workload[],
    pipelines: [],
    notes: {} as Host['notes'],
    pipeline: presets[0]!,
    experiment: { workload: 'fluctuating' },
    ...{ a: 'hpa', b: 'keda', nameOf: (key: string) => key },
    get workload(): { id: string; name: string } {
      const { workload } = this.experiment;
      return this.traces.find(({ id }) => id === workload) ?? { id: workload, name: 'Fluctuating' };
    },
    scenario: { limits: { maxReplicas: 8, maxBatch: 16, maxCores: 30 } },
    set(change: object) {
      sets.push(change);
      this.experiment = { ...this.experiment, ...change };
    },
    use: (keys: readonly string[]) => used.push(...keys),
    loads: { draft: undefined as string | undefined },
    history: {
      together: vi.fn((work: () => void) => {
        work();
      }),
    },
    imported: { said: '', error: '' },
    beginImport() {
      this.alert = '';
      this.notice = '';
      this.imported = { said: '', error: '' };
    },
    predict: {
      keep: (id: string, trace: Workload) => void whole.set(id, trace),
      whole: (trace: Workload) => whole.get(trace.id) ?? trace,
    },
    memory: {
      change: async (work: (store: object) => Promise<void>) => {
        await work({
          putTrace: (trace: KeptTrace) => {
            kept.push(trace);
            return Promise.resolve();
          },
        });
        return true;
      },
    },
    simulator: {
      importTrace,
      importPipeline: () => Promise.resolve(refused('no')),
      importAutoscalers: (text: string, name: string, stages: readonly string[]) =>
        Promise.resolve(autoscalersFrom(text, name, stages)),
    },
  };
  return { host: made as unknown as Host, made, kept, sets, used, importTrace };
}

const csv = (name: string, more = 0): File =>
  new File([Array.from({ length: 300 }, (_, i) => String(5 + (i % 7) + more)).join('\n')], name);
const wide = (name: string): File =>
  new File(
    [['t,a,b', ...Array.from({ length: 300 }, (_, i) => `${String(i)},2,${String(3 + (i % 2))}`)].join('\n')],
    name,
  );

async function opened(...files: File[]) {
  const all = host();
  const intake = new FileIntake(all.host, () => Promise.resolve());
  intake.add(files);
  await vi.waitFor(() => {
    expect(intake.shown).toBeDefined();
  });
  return { ...all, intake };
}

it('files are shown one after the other, and none is lost; what is refused leaves its sentence', async () => {
  const { intake, made, sets } = await opened(csv('a.csv'), new File(['?!'], 'b.csv'), csv('c.csv', 1));
  expect(intake.place).toEqual({ at: 1, of: 3 });
  expect(made.traces).toHaveLength(0);
  intake.use();
  await vi.waitFor(() => {
    expect(intake.shown?.file.name).toBe('c.csv');
  });
  expect(intake.place).toEqual({ at: 3, of: 3 });
  expect(made.alert).toMatch(/^b\.csv/);
  expect(intake.refused).toEqual([made.alert]);
  intake.discard();
  expect(intake.shown).toBeUndefined();
  expect(made.traces.map(({ name }) => name)).toEqual(['a']);
  expect(sets).toEqual([{ workload: made.traces[0]!.id }]);
});

it('a load that is used is what the view Loads shows, and one step of undo brings back what was shaped there', async () => {
  const { intake, made, sets } = await opened(csv('a.csv'));
  made.loads.draft = 'bursty~x2';
  intake.use();
  expect([made.loads.draft, sets]).toEqual([undefined, [{ workload: made.traces[0]!.id }]]);
  expect(made.history.together).toHaveBeenCalledOnce();
  expect(made.notice).toBe(
    'a is loaded. What was shaped in Loads and not used gave way; Undo brings it back. It stands in place of “Fluctuating”; Undo (Ctrl Z) goes back.',
  );
});

it('a load test among them is led to the profiles instead of being refused as a load', async () => {
  const { made, host: lab } = host();
  const gone: string[] = [];
  const taken: string[] = [];
  const intake = new FileIntake(
    { ...lab, go: (page) => void gone.push(page) },
    () => Promise.resolve(),
    (file) => {
      if (!file.name.startsWith('k6')) return Promise.resolve(false);
      taken.push(file.name);
      return Promise.resolve(true);
    },
  );
  intake.add([new File(['?!'], 'k6.csv'), new File(['?!'], 'b.csv'), csv('c.csv')]);
  await vi.waitFor(() => {
    expect(intake.shown?.file.name).toBe('c.csv');
  });
  expect([taken, gone]).toEqual([['k6.csv'], ['pipelines']]);
  expect(intake.refused).toHaveLength(1);
  expect(intake.refused[0]).toMatch(/^b\.csv/);
  expect(made.traces).toHaveLength(0);
});

it('a model among them is led to where it is measured, however large it is', async () => {
  const { host: lab } = host();
  const gone: string[] = [];
  const taken: string[] = [];
  const intake = new FileIntake(
    { ...lab, go: (page) => void gone.push(page) },
    () => Promise.resolve(),
    undefined,
    (file) => {
      taken.push(file.name);
      return Promise.resolve();
    },
  );
  intake.add([new File(['PK'], 'a.ONNX'), csv('c.csv')]);
  await vi.waitFor(() => {
    expect(intake.shown?.file.name).toBe('c.csv');
  });
  expect([taken, gone, intake.refused]).toEqual([['a.ONNX'], ['pipelines'], []]);
});

it('a refusal goes away with the next file that is used; each load says what it stands in place of', async () => {
  const { intake, made } = await opened(new File(['?!'], 'bad.csv'), csv('a.csv'));
  expect(made.alert).toMatch(/^bad\.csv/);
  intake.use();
  expect(made.alert).toBe('');
  expect(made.notice).toBe('a is loaded. It stands in place of “Fluctuating”; Undo (Ctrl Z) goes back.');
  intake.add([csv('b.csv', 1)]);
  await vi.waitFor(() => {
    expect(intake.shown?.file.name).toBe('b.csv');
  });
  made.alert = 'Something else is wrong.';
  intake.use();
  expect([made.notice, made.alert]).toEqual([
    'b is loaded. It stands in place of “a”; Undo (Ctrl Z) goes back.',
    'Something else is wrong.',
  ]);
});

it('the notes of the import are kept with it', async () => {
  const { intake, made, kept } = await opened(csv('a.csv'));
  const sentences = intake.shown?.kind === 'trace' ? intake.shown.read.report.decisions : [];
  expect(sentences.length).toBeGreaterThan(0);
  intake.use();
  expect(kept[0]!.notes?.map(({ sentence }) => sentence)).toEqual(sentences.map(({ sentence }) => sentence));
  expect(made.notes).toEqual({ [made.traces[0]!.id]: kept[0]!.notes });
});

it('how long each value of a coarse file stands is kept with the load, and read back', async () => {
  const rows = Array.from({ length: 300 }, (_, i) => `${String(15 * i)},${String(5 + (i % 7))}`);
  const { intake, made, kept } = await opened(new File([['time_s,rps', ...rows].join('\n')], 'coarse.csv'));
  intake.use();
  expect(made.traces[0]!.stepSeconds).toBe(15);
  expect(checkTrace(kept[0], 'The trace')).toMatchObject({ ok: true, value: { stepSeconds: 15 } });
  expect(made.notes[made.traces[0]!.id]).toContainEqual({
    weight: 'assumed',
    sentence:
      'Each value stands for about 15 s, through which the load is taken to be even: bursts shorter than that are not in it.',
  });
});

it('the same data is not doubled, another of the same name gets one of its own', async () => {
  const { intake, made, sets } = await opened(csv('a.csv'), csv('copy.csv'), csv('a.csv', 2));
  intake.use();
  await vi.waitFor(() => {
    expect(intake.shown?.file.name).toBe('copy.csv');
  });
  expect(intake.twin?.name).toBe('a');
  intake.use();
  await vi.waitFor(() => {
    expect(intake.shown?.file.name).toBe('a.csv');
  });
  expect(intake.name).toBe('a (2)');
  intake.name = 'a';
  expect(intake.nameTrouble).not.toBe('');
  intake.use();
  expect(made.traces).toHaveLength(1);
  intake.name = 'another';
  intake.use();
  expect(made.traces.map(({ name }) => name)).toEqual(['a', 'another']);
  expect(sets).toHaveLength(3);
});

it('several series are added up, or each becomes a load of its own', async () => {
  const { intake, made, importTrace } = await opened(wide('w.csv'));
  const shown = intake.shown!;
  expect(shown.kind === 'trace' && shown.read.sketch.requests).toBe(300 * 5.5);
  const series =
    shown.kind === 'trace' ? shown.read.report.choices.find(({ id }) => id === 'series') : undefined;
  expect(series?.value).toHaveLength(2);
  intake.choose('series', [series!.options[0]!.value]);
  expect(intake.shown).toBe(shown);
  await vi.waitFor(() => {
    expect(intake.busy).toBe(false);
  });
  const again = intake.shown!;
  expect(again.kind === 'trace' && again.read.sketch.requests).toBe(600);
  intake.choose('series', series!.value);
  await vi.waitFor(() => {
    expect(intake.busy).toBe(false);
  });
  await intake.separate(true);
  expect(intake.parts.map(({ read }) => read.sketch.requests)).toEqual([600, 1050]);
  expect(importTrace.mock.calls.at(-1)![1]).toMatchObject({ series: [series!.value[1]] });
  intake.use();
  expect(made.traces).toHaveLength(2);
  expect(new Set(made.traces.map(({ name }) => name)).size).toBe(2);
});

it('with nothing picked, the picture stays and it cannot be used', async () => {
  const { intake, made } = await opened(wide('w.csv'));
  const { shown } = intake;
  intake.choose('series', []);
  expect(intake.trouble).not.toBe('');
  intake.use();
  expect(intake.shown).toBe(shown);
  expect(made.traces).toHaveLength(0);
});

it('every autoscaler of a file is kept, the one that was chosen runs', async () => {
  const hpa = (name: string, percent: number): string =>
    `apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: ${name}}\nspec: {scaleTargetRef: {name: ${name}}, maxReplicas: 6, targetCPUUtilizationPercentage: ${String(percent)}}\n`;
  const { intake, sets, used } = await opened(new File([`${hpa('a', 40)}---\n${hpa('b', 60)}`], 's.yaml'));
  const keys = ['hpa:target=0.4,max=6', 'hpa:target=0.6,max=6'];
  expect(intake.scaler).toBe(keys[0]);
  intake.scaler = keys[1]!;
  intake.use();
  expect(sets).toEqual([{ b: keys[1] }]);
  expect(used).toEqual(keys);
});

it('an autoscaler runs in the lane that was chosen, in B unless one was', async () => {
  const hpa = `apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {name: web}, maxReplicas: 6}\n`;
  const { intake, sets } = await opened(new File([hpa], 's.yaml'));
  expect(intake.lane).toBe('b');
  intake.lane = 'a';
  intake.use();
  expect(sets).toEqual([{ a: 'hpa:max=6' }]);
});

it('names and ids are never taken twice', () => {
  expect(freeName('x', ['x', 'x (2)'])).toBe('x (3)');
  expect(freeName('y'.repeat(90), ['y'.repeat(80)])).toHaveLength(80);
  const trace = { id: 'import:ffffffff' } as Workload;
  expect(freeTraceId('import:ffffffff', [trace])).toBe('import:00000000');
  expect(freePipelineId(presets[0]!.id, [])).toBe(`import:${presets[0]!.id}`);
});

describe('files whose name is none for a load', () => {
  it.each([
    ['n'.repeat(236), 'n'.repeat(80)],
    ['ñ'.repeat(127), 'ñ'.repeat(80)],
    ['😀'.repeat(60) + 'x'.repeat(100), '😀'.repeat(60) + 'x'.repeat(20)],
    ['gpj\u202eexe', 'gpj exe'],
    ['a\u0007b\u001b[2J', 'a b [2J'],
    ['a\tb\nc', 'a b c'],
    ['\u200b\u2066', 'load'],
  ])(
    '%j: the load is called otherwise, which is said, and it is sound when it is read back',
    async (file, name) => {
      const { intake, made, kept } = await opened(csv(`${file}.csv`));
      expect(intake.name).toBe(name);
      intake.use();
      expect(made.traces[0]!.name).toBe(name);
      expect(kept[0]!.notes?.map(({ sentence }) => sentence).join(' ')).toContain(
        `the load is called “${name}”`,
      );
      expect(checkTrace(kept[0], 'The trace')).toMatchObject({ ok: true, value: { name } });
    },
  );

  it('ends that tell files apart stay, and typed names are judged like any other', async () => {
    expect(freeName('😀'.repeat(90), ['😀'.repeat(80)])).toBe(`${'😀'.repeat(76)} (2)`);
    expect(freePipelineId('😀'.repeat(80), [{ id: '😀'.repeat(80) } as Pipeline])).toBe(
      `${'😀'.repeat(76)}-2`,
    );
    const { intake, made } = await opened(csv('a.csv'));
    for (const typed of ['a\u202eb', 'x\u0000', 'x\ud800', '\u200b', 'y'.repeat(81)]) {
      intake.name = typed;
      expect(intake.nameTrouble).toMatch(/^A name must/);
      intake.use();
      expect(made.traces).toHaveLength(0);
    }
  });
});

describe('what was said of an import', () => {
  const long = { said: '', error: 'photos.zip is none of the lab.' };
  const bad = (name: string): File => new File(['?!'], name);

  it.each([
    ['a load that is fine', csv('fine.csv'), /^$/],
    ['a load of several series', wide('wide.csv'), /^$/],
    ['a file that is none', bad('other.csv'), /^other\.csv[^\n]*$/],
    ['an empty file', new File([], 'empty.csv'), /^empty\.csv[^\n]*$/],
    ['a JSON file that is none', bad('x.json'), /^x\.json[^\n]*$/],
    ['manifests that are none', bad('x.yaml'), /^no$/],
  ])('is gone when the next one comes: %s', async (_, file, alert) => {
    const all = host();
    const intake = new FileIntake(all.host, () => Promise.resolve());
    intake.add([bad('first.csv')]);
    await vi.waitFor(() => {
      expect(all.made.alert).toMatch(/^first\.csv/);
    });
    await vi.waitFor(() => {
      expect(intake.place.of).toBe(0);
    });
    all.made.imported = long;
    intake.add([file]);
    expect(all.made.imported.error).toBe('');
    await vi.waitFor(() => {
      expect(intake.shown !== undefined || all.made.alert !== '').toBe(true);
    });
    expect(all.made.alert).toMatch(alert);
    expect(intake.refused.join()).not.toContain('first.csv');
  });

  it('is gone too where the next one comes while a file is still shown', async () => {
    const { intake, made } = await opened(bad('first.csv'), csv('shown.csv'));
    expect(made.alert).toMatch(/^first\.csv/);
    intake.add([csv('more.csv', 1)]);
    expect(made.alert).toBe('');
    expect(intake.refused).toEqual([]);
  });
});

it('a picture is refused with all that can be dropped, whatever its name, and the next file follows', async () => {
  const picture = (name: string): File => new File([Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1])], name);
  const { intake, importTrace } = await opened(
    picture('a.png'),
    picture('b.json'),
    picture('c.yaml'),
    csv('d.csv'),
  );
  expect(intake.refused).toHaveLength(3);
  for (const sentence of intake.refused)
    expect(sentence).toMatch(
      /: it is a picture \(PNG\), .*a load .*a pipeline .*an autoscaler .*a policy or a backup/,
    );
  expect(importTrace).toHaveBeenCalledOnce();
});

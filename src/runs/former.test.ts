/** What former versions of the lab took, and this one does not: kept records and archives of format 1. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { strToU8, zipSync } from 'fflate';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { exportArchive, mergeArchive } from '../storage/archive.ts';
import { readArchive } from '../storage/archiveRead.ts';
import { encode } from '../storage/codec.ts';
import { DATABASE } from '../storage/database.ts';
import { planNew, planResume } from './keptTraining.ts';
import { VERSION } from '../storage/migrations.ts';
import { openStore } from '../storage/openStore.ts';
import type { RunRecord } from '../storage/records.ts';
import { digestOf } from '../model/digest.ts';
import type { Pipeline, Stage } from '../model/pipeline.ts';
import { presets } from '../model/presets/index.ts';
import { accept, checkpointOf, pointAt, runRecord } from '../testing/runs.ts';
import { generateWorkload } from '../workload/generators.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

/** An archive as format 1 was. */
function archiveOf(records: Readonly<Record<string, unknown>>, spoil?: string): Uint8Array {
  const files = Object.entries(records).map(([path, record]) => [path, encode(record)] as const);
  const entries = files.map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: digestOf(bytes) }));
  for (const [path, bytes] of files) if (path === spoil) bytes[bytes.length - 1]! ^= 1;
  const manifest = { sluice: 'archive', format: 1, database: 2, created: 1, entries };
  return zipSync({ ...Object.fromEntries(files), 'manifest.json': strToU8(JSON.stringify(manifest)) });
}

const mine: Pipeline = { ...presets[0]!, id: 'mine', name: 'Mine' };
const first = (change: (stage: Stage) => object): object => ({
  ...mine,
  stages: mine.stages.map((stage, n) => (n === 0 ? { ...stage, ...change(stage) } : stage)),
});
const timed = (latency: object): object =>
  first(({ variants }) => ({ variants: variants.map((variant) => ({ ...variant, latency })) }));
const many = Array.from({ length: 300 }, (_, i) => i + 1);
const line = { slope: 0.01, intercept: 0 };

const texts: readonly (readonly [string, object])[] = [
  ['a name with a tab', { ...mine, name: 'My\tpipeline' }],
  ['a name that turns', { ...mine, name: 'x\u202ey' }],
  ['a long source', { ...mine, source: 'x'.repeat(5000) }],
  ['a long metric', first(() => ({ metric: 'm'.repeat(300) }))],
  ['a bell in a metric', first(() => ({ metric: 'm\u0007' }))],
  ['a bell in a source', { ...mine, source: 'a\u0007b\ud800' }],
  ['a stage of two lines', first(() => ({ name: 'a\nb' }))],
  [
    'two variants that read alike',
    first(({ variants }) => ({
      variants: [
        { ...variants[0]!, name: 'a\tb' },
        { ...variants[0]!, name: 'a b' },
      ],
    })),
  ],
];

const numbers: readonly (readonly [string, object, RegExp])[] = [
  [
    '300 batches',
    timed({ batches: many, seconds: many.map((n) => n / 100), line, measuredUpTo: 300 }),
    /at most 256 measured batches; it has 300/,
  ],
  [
    'half a microsecond',
    timed({ batches: [1], seconds: [5e-7], line: { slope: 5e-7, intercept: 0 }, measuredUpTo: 1 }),
    /at batch 1 must be a number from 0\.000001 .* not 0\.0000005/,
  ],
  [
    'a falling line',
    timed({
      batches: [1, 8],
      seconds: [0.5, 0.4],
      line: { slope: -0.014, intercept: 0.51 },
      measuredUpTo: 8,
    }),
    /slope is a number from 0/,
  ],
];

describe('a pipeline of a former version', () => {
  it.each(texts)('with %s is mended, in the browser and in a backup', async (_, pipeline) => {
    const store = await openStore();
    const db = await openDB(DATABASE, VERSION);
    await db.put('pipelines', pipeline, 'mine');
    await db.put('runs', { ...runOn({ pipeline }), id: 'a' }, 'a');
    db.close();
    const { sound, damaged } = await store.keptPipelines();
    expect(damaged).toEqual([]);
    const read = accept(readArchive(archiveOf({ 'pipelines/mine': pipeline }), 'old.zip'));
    expect(read.leftOut).toEqual([]);
    expect(read.pipelines).toEqual(sound);
    const { runs } = await store.runs();
    expect(runs.map(({ outdated }) => outdated)).toEqual([undefined]);
    expect(runs[0]!.scenario.pipeline).toEqual(sound[0]);
    expect(JSON.stringify(sound)).not.toMatch(/\\t|\\u0007|\\n|\u202e/);
    store.close();
  });

  it.each(numbers)('with %s is damaged, and left out of a backup', async (_, pipeline, sentence) => {
    const store = await openStore();
    await store.putPipeline(pipeline as Pipeline);
    const { sound, damaged } = await store.keptPipelines();
    expect(sound).toEqual([]);
    expect(damaged[0]!.sentence).toMatch(sentence);
    const read = accept(
      readArchive(archiveOf({ 'pipelines/mine': pipeline, 'runs/a/run': runRecord({ id: 'a' }) }), 'old.zip'),
    );
    expect(read.runs).toHaveLength(1);
    expect(read.leftOut).toEqual([expect.stringMatching(sentence)]);
    expect(read.leftOut[0]).toMatch(/^an imported pipeline “Mine” \(pipelines\/mine\): /);
    store.close();
  });
});

const { scenario } = runRecord();
const load = generateWorkload('bursty', 2);
const runOn = (change: object): RunRecord => runRecord({ scenario: { ...scenario, ...change } });

describe('a run of a former version', () => {
  const wide: readonly (readonly [string, RunRecord])[] = [
    ['a seed of ten digits', runOn({ seed: 1e10 })],
    ['a training seed of 13 digits', runRecord({ seeds: [1e12] })],
    ['1,000 nodes', runOn({ nodes: 1000 })],
    ['a start-up of two hours', runOn({ startupSeconds: 7200 })],
    ['a wait for a batch of two hours', runOn({ batchTimeoutSeconds: 7200 })],
    ['a drop after 20 objectives', runOn({ dropAfterSla: 20 })],
    ['an objective of a tenth of a millisecond', runOn({ slaSeconds: 1e-4 })],
    ['2e9 steps', runRecord({ budget: { steps: 2e9 } })],
    ['10 milliseconds', runRecord({ budget: { seconds: 0.01 } })],
    ['eight days', runRecord({ budget: { seconds: 700_000 } })],
    ['rates of 2e9', runOn({ workload: { ...load, rates: Float64Array.of(2e9, 1) } })],
    ...numbers.map(([what, pipeline]) => [what, runOn({ pipeline })] as const),
  ];

  it.each(wide)('of %s stays with its curves, and cannot go on', async (_, given) => {
    const run = { ...given, id: 'a', note: 'Mine.', status: 'stopped' as const };
    const zip = archiveOf({
      'runs/a/run': run,
      'runs/a/latest': checkpointOf('a', 'latest', [256]),
      'runs/b/run': runRecord({ id: 'b' }),
    });
    const read = accept(readArchive(zip, 'old.zip'));
    expect(read.leftOut).toEqual([]);
    const store = await openStore();
    await mergeArchive(store, read);
    await store.save({ run, checkpoints: [], points: [pointAt(0, 256)], evaluations: [] });
    const found = accept(await store.run('a'));
    expect(found).toMatchObject({ seeds: run.seeds, budget: run.budget, name: run.name });
    expect(found.outdated).toMatch(
      /^Of this run .* (?:must|takes) .*; an older version of the lab took that\.$/,
    );
    expect(found.note).toBe(
      `Mine. ${found.outdated!} Its curves and its agent can be used; it cannot go on.`,
    );
    expect((await store.series('a')).points).toHaveLength(1);
    expect(await planResume(store, 'a', undefined, 1)).toMatchObject({
      ok: false,
      message: `This run cannot go on. ${found.outdated!}`,
    });
    // A word in the record does not make another of it, and it can be backed up again, saying the same once.
    const { files, leftOut } = await exportArchive(store, 1);
    expect(leftOut).toEqual([]);
    const again = accept(readArchive(new Uint8Array(await files[0]!.arrayBuffer()), 'new.zip'));
    expect(again.runs.find((one) => one.run.id === 'a')!.run).toEqual(found);
    expect(again.runs.find((one) => one.run.id === 'b')!.run.outdated).toBeUndefined();
    store.close();
  });

  it('of 3 million seconds stays in a backup', () => {
    const rates = new Float64Array(3e6).fill(1);
    const run = { ...runOn({ workload: { ...load, rates } }), id: 'a' };
    const read = accept(readArchive(archiveOf({ 'runs/a/run': run }), 'old.zip'));
    expect(read.runs[0]!.run.outdated).toMatch(/1 to 2,000,000 seconds; 3,000,000 is outside/);
    expect(read.runs[0]!.run.scenario.workload.rates).toHaveLength(3e6);
    const trace = archiveOf({ 'traces/l': { ...load, rates }, 'runs/b/run': runRecord({ id: 'b' }) });
    expect(accept(readArchive(trace, 'old.zip')).leftOut).toEqual([
      expect.stringMatching(/^an imported load “Bursty.*” \(traces\/l\): .*3,000,000 is outside/),
    ]);
  });

  it('gives its scenario to no other training', async () => {
    const store = await openStore();
    const { parent: _, ...run } = runOn({ nodes: 1000 });
    expect(await planNew(store, run, undefined)).toMatchObject({
      ok: false,
      message: expect.stringMatching(
        /nodes: it must be a whole number from 1 to 512 nodes, not 1,000\.$/,
      ) as string,
    });
    store.close();
  });
});

describe('a backup with something damaged', () => {
  const all = {
    'runs/a/run': runRecord({ id: 'a', name: 'A', updated: 9 }),
    'runs/a/latest': checkpointOf('a', 'latest', [256]),
    'runs/b/run': runRecord({ id: 'b', name: 'B' }),
    'pipelines/mine': mine,
    'traces/load': load,
  };

  it.each([
    ['runs/a/run', 'a training run', ['b'], 1, 1],
    ['runs/a/latest', 'a saved state of the training run “A”', ['a', 'b'], 1, 1],
    ['pipelines/mine', 'an imported pipeline', ['a', 'b'], 0, 1],
    ['traces/load', 'an imported load', ['a', 'b'], 1, 0],
  ] as const)('at %s comes without it', (path, words, runs, pipelines, traces) => {
    const read = accept(readArchive(archiveOf(all, path), 'old.zip'));
    expect(read.runs.map(({ run }) => run.id)).toEqual(runs);
    expect([read.pipelines.length, read.traces.length]).toEqual([pipelines, traces]);
    expect(read.leftOut).toEqual([
      `${words} (${path}): its content is not what was exported; it was damaged or changed since. Copy or download the file again, or export it anew.`,
    ]);
  });

  it('does not put a run that lacks a part in the place of one that is here', async () => {
    const store = await openStore();
    const here = runRecord({ id: 'a', updated: 5, note: 'here' });
    await store.save({
      run: here,
      checkpoints: [checkpointOf('a', 'latest', [128])],
      points: [],
      evaluations: [],
    });
    const read = accept(readArchive(archiveOf(all, 'runs/a/latest'), 'old.zip'));
    expect(await mergeArchive(store, read)).toEqual({ added: 3, replaced: 0, kept: 1 });
    expect(accept(await store.run('a')).note).toBe('here');
    const whole = accept(readArchive(archiveOf(all), 'old.zip'));
    expect(await mergeArchive(store, whole)).toEqual({ added: 0, replaced: 1, kept: 3 });
    store.close();
  });

  it('of which nothing is sound is refused', () => {
    const read = readArchive(archiveOf({ 'traces/load': load }, 'traces/load'), 'old.zip');
    expect(read).toMatchObject({
      ok: false,
      message: expect.stringMatching(
        /^old\.zip, an imported load \(traces\/load\): its content is not/,
      ) as string,
    });
  });
});

it('a run with a name of 200 emoji is in every backup', async () => {
  for (const name of [
    '😀'.repeat(101),
    '😀'.repeat(200),
    '𝒳'.repeat(150),
    '漢'.repeat(200),
    '👩‍👩‍👧'.repeat(40),
  ]) {
    globalThis.indexedDB = new IDBFactory();
    const store = await openStore();
    await store.save({ run: runRecord({ id: 'a' }), checkpoints: [], points: [], evaluations: [] });
    await store.rename('a', name);
    const { files, leftOut } = await exportArchive(store, 1);
    expect(leftOut).toEqual([]);
    const read = accept(readArchive(new Uint8Array(await files[0]!.arrayBuffer()), 'mine.zip'));
    expect(read.runs.map(({ run }) => run.name)).toEqual([name]);
    store.close();
  }
});

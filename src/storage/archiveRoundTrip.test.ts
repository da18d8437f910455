import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { IDBFactory } from 'fake-indexeddb';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { exportArchive, mergeArchive, runArchive } from './archive.ts';
import { readArchive } from './archiveRead.ts';
import { openStore } from './openStore.ts';
import type { KeptTrace, RunRecord, Slot } from './records.ts';
import { checkPipeline, checkRun, checkTrace } from './schemas.ts';
import type { Store } from './store.ts';
import { widestLimits } from '../model/bounds.ts';
import { parsePipeline } from '../model/parse.ts';
import { presetById } from '../model/presets/index.ts';
import { accept, checkpointOf, evaluationAt, pointAt, runRecord } from '../testing/runs.ts';
import { itWithShared } from '../testing/shared.ts';
import { defaultPredictor } from '../workload/forecasters/lstmDefault.ts';

const NOW = 1_800_000_000_000;

const emptyStore = (): Promise<Store> => {
  globalThis.indexedDB = new IDBFactory();
  return openStore();
};

/** Everything that a store holds, run by run. */
async function contentOf(store: Store) {
  const { runs, damaged } = await store.runs();
  const parts = [];
  for (const { id } of runs) {
    const slots = (await store.checkpoints(id)).map(({ slot }) => slot).sort();
    parts.push({
      checkpoints: await Promise.all(slots.map((slot) => store.checkpoint(id, slot))),
      series: await store.series(id),
    });
  }
  return {
    runs,
    damaged,
    parts,
    pipelines: await store.keptPipelines(),
    traces: await store.keptTraces(),
    predictor: await store.keptPredictor(),
  };
}

const bytesOf = async (file: Blob): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());

/** Export, import into an empty browser, export again: equal in content and, dated alike, in bytes. */
async function roundTrip(store: Store): Promise<Uint8Array> {
  const before = await contentOf(store);
  const first = await exportArchive(store, NOW);
  expect(first.leftOut).toEqual([]);
  expect(first.files).toHaveLength(1);
  const zip = await bytesOf(first.files[0]!);
  store.close();
  const other = await emptyStore();
  await mergeArchive(other, accept(readArchive(zip, 'mine.zip')));
  expect(await contentOf(other)).toStrictEqual(before);
  const second = await exportArchive(other, NOW);
  expect(Buffer.compare(await bytesOf(second.files[0]!), zip)).toBe(0);
  other.close();
  return zip;
}

/** What some part of a computer takes for something else. */
const odd = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '..',
  '.',
  '../../x',
  'a/b',
  '/',
  'C:\\x',
  'a\\b',
  'CON',
  'nul.txt',
  'com1',
  '%',
  '%2e%2e',
  '%ud800',
  '\u{1f600}'.repeat(40),
  'e\u0301',
  '\u00e9',
  '\u202egnp',
  '\ufeffx',
  'manifest.json',
  'runs/1/run',
  "=cmd|' /C calc'!A0",
  '-rf',
  '$',
  '$at',
  'a'.repeat(80),
];
const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...odd) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }) },
);

const run = fc.record({
  id: text,
  name: text,
  note: fc.oneof(fc.constant(''), text),
  created: fc.nat(),
  updated: fc.nat(),
  objective: fc.option(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { nil: undefined }),
  inTime: fc.option(fc.double({ noNaN: true, min: 0, max: 1 }), { nil: undefined }),
  parent: fc.option(fc.record({ run: text, slot: fc.constant('best'), steps: fc.nat() }), { nil: undefined }),
  overrides: fc.dictionary(text, fc.oneof(fc.boolean(), fc.integer(), text), { maxKeys: 3 }),
});
const slots = fc.uniqueArray(fc.constantFrom<Slot>('latest', 'best', 'ring-0', 'ring-12'), { maxLength: 3 });
const trace = fc.record({
  id: text,
  name: text,
  source: text,
  rates: fc.float64Array({ minLength: 1, maxLength: 9, min: 0, max: 1e5, noNaN: true }),
});

const things = fc.record({
  runs: fc.array(fc.record({ run, slots, points: fc.nat(3) }), { maxLength: 4 }),
  traces: fc.array(trace, { maxLength: 4 }),
  pipelines: fc.array(fc.record({ id: text, name: text, stage: text, variant: text, source: text }), {
    maxLength: 4,
  }),
  renamed: fc.option(fc.string({ unit: 'binary', maxLength: 300 }), { nil: undefined }),
  predictor: fc.boolean(),
});

/** Puts in what the doors let in, as it is after them; resolves to how many that were. */
async function fill(
  store: Store,
  all: typeof things extends fc.Arbitrary<infer T> ? T : never,
): Promise<number> {
  let taken = 0;
  for (const one of all.runs) {
    const record = checkRun({ ...runRecord(), ...one.run } satisfies RunRecord, 'It');
    if (!record.ok) continue;
    const { id } = record.value;
    const steps = [1, 2].map((k) => 256 * (one.points + k));
    await store.save({
      run: record.value,
      checkpoints: one.slots.map((slot) => checkpointOf(id, slot, steps)),
      points: Array.from({ length: one.points }, (_, k) => pointAt(0, 256 * (k + 1))),
      evaluations: one.points > 1 ? [evaluationAt(0, 256)] : [],
    });
    if (all.renamed !== undefined) await store.rename(id, all.renamed);
    taken++;
  }
  for (const one of all.traces) {
    const checked = checkTrace(one satisfies KeptTrace, 'It');
    if (!checked.ok) continue;
    await store.putTrace(checked.value);
    taken++;
  }
  const preset = presetById('nlp') ?? presetById('video')!;
  for (const { id, name, stage, variant, source } of all.pipelines) {
    const [first, ...more] = preset.stages;
    const [model, ...models] = first!.variants;
    const stages = [{ ...first!, name: stage, variants: [{ ...model!, name: variant }, ...models] }, ...more];
    const checked = checkPipeline({ ...preset, id, name, source, stages }, 'It');
    if (!checked.ok) continue;
    await store.putPipeline(checked.value);
    taken++;
  }
  if (all.predictor) await store.putPredictor(defaultPredictor(), true);
  return taken;
}

describe('everything in one file', () => {
  it('comes back the same, whatever its ids, names and contents', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(things, async (all) => {
        const store = await emptyStore();
        taken += await fill(store, all);
        await roundTrip(store);
      }),
      { numRuns: Number(process.env.SLUICE_ROUND_TRIPS ?? 25) },
    );
    // Else the doors refused all, and nothing was tried.
    expect(taken).toBeGreaterThan(40);
  }, 600_000);

  it('has paths that every system and every unpacker takes', async () => {
    const store = await emptyStore();
    for (const id of odd.filter((one) => checkRun(runRecord({ id: one }), '').ok))
      await store.save({
        run: runRecord({ id }),
        checkpoints: [checkpointOf(id, 'latest', [1])],
        points: [],
        evaluations: [],
      });
    const zip = await roundTrip(store);
    for (const path of Object.keys(unzipSync(zip)))
      expect(path).toMatch(/^(manifest\.json|runs\/\d+\/(run|latest|series))$/);
  });

  it('and one run alone too', async () => {
    const ids = odd.filter((one) => checkRun(runRecord({ id: one }), '').ok);
    expect(ids.length).toBeGreaterThan(20);
    for (const id of ids) {
      const progress = {
        run: runRecord({ id, name: id }),
        checkpoints: [checkpointOf(id, 'latest', [512])],
        points: [pointAt(0, 256)],
        evaluations: [],
      };
      const zip = accept(await runArchive(progress));
      expect(accept(readArchive(zip, 'run.zip')).runs).toStrictEqual([progress]);
    }
  });

  itWithShared('the hostile round’s pipelines are refused at the door, or come back', async (folder) => {
    for (const name of ['id-proto', 'id-lone-surrogate', '80-letters', 'name-csv-formula']) {
      const file = readFileSync(join(folder, 'samples/hostile', `pipeline-${name}.json`), 'utf8');
      const parsed = parsePipeline(file, 'x.json', widestLimits);
      expect(parsed.ok, name).toBe(name !== 'id-lone-surrogate');
      if (!parsed.ok) continue;
      const store = await emptyStore();
      await store.putPipeline(parsed.value);
      await roundTrip(store);
    }
  });
});

describe('text that is ill-formed', () => {
  it('enters by no door', () => {
    for (const half of [
      '\ud800',
      'a\ud83d',
      '\udc00b',
      '\ude00\ud83d',
      'x'.repeat(79) + '\udbff',
      '\ud800'.repeat(3),
    ]) {
      expect(checkRun(runRecord({ id: half }), 'It').ok).toBe(false);
      expect(checkTrace({ id: half, name: 'x', source: '', rates: Float64Array.of(1) }, 'It').ok).toBe(false);
      expect(checkPipeline({ ...presetById('video'), id: half }, 'It').ok).toBe(false);
      expect(checkRun(runRecord({ parent: { run: half, slot: 'best', steps: 1 } }), 'It').ok).toBe(false);
    }
  });
});

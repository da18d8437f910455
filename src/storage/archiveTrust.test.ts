import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { exportArchive, mergeArchive, runArchive, type Archive } from './archive.ts';
import { readArchive } from './archiveRead.ts';
import { encode } from './codec.ts';
import { openStore } from './openStore.ts';
import type { RunRecord } from './records.ts';
import type { Replacement, Store } from './store.ts';
import { digestOf } from '../model/digest.ts';
import { presets } from '../model/presets/index.ts';
import { accept, checkpointOf, pointAt, runRecord } from '../testing/runs.ts';
import { generateWorkload } from '../workload/generators.ts';

const NOW = 1_800_000_000_000;
const trace = generateWorkload('bursty', 2);

let store: Store;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = await openStore();
  for (const id of ['a', 'b', 'c'])
    await store.save({
      run: runRecord({ id, name: `Run ${id}` }),
      checkpoints: [
        checkpointOf(id, 'latest', [512]),
        checkpointOf(id, 'best', [256]),
        checkpointOf(id, 'ring-0', [256]),
      ],
      points: [pointAt(0, 256)],
      evaluations: [],
    });
  await store.putPipeline(presets[0]!);
  await store.putTrace(trace);
});

const filesOf = async ({ files }: Archive): Promise<readonly Uint8Array[]> =>
  Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer())));
const readAll = async (archive: Archive): Promise<readonly Replacement[]> =>
  (await filesOf(archive)).map((file) => accept(readArchive(file, 'mine.zip')));
const ids = (all: readonly Replacement[]): string =>
  all.flatMap(({ runs }) => runs.map(({ run }) => run.id)).join('');

describe('an export', () => {
  it('hands out what is sound, and names what cannot be read back', async () => {
    const good = runRecord({ id: 'b', name: 'Run b' });
    const itself: Record<string, unknown> = {};
    itself.self = itself;
    const named = (key: string): Record<string, unknown> => Object.fromEntries([[key, 1]]);
    /** What no schema lets through; a later version's schema may, and its archive must be readable all the same. */
    const bad: readonly (readonly [string, object])[] = [
      ['a field named __proto__', { overrides: JSON.parse('{"__proto__": 1}') as object }],
      ['a field named constructor', { overrides: named('constructor') }],
      ['a function', { overrides: { f: () => 1 } }],
      ['itself', { overrides: itself }],
      ['no seeds', { seeds: [] }],
      ['half a character as its id', { id: '\ud800' }],
      ['a moment that is none', { created: -1 }],
      ['an array of another kind', { overrides: { a: new BigInt64Array(1) } }],
    ];
    for (const [what, change] of bad) {
      const run = { ...good, ...change } as RunRecord;
      const tampered: Store = {
        ...store,
        runs: async () => {
          const { runs, damaged } = await store.runs();
          return { runs: runs.map((one) => (one.id === 'b' ? run : one)), damaged };
        },
      };
      const archive = await exportArchive(tampered, NOW);
      const [read] = await readAll(archive);
      expect(ids([read!]), what).toBe('ac');
      expect(read!.pipelines, what).toHaveLength(1);
      expect(archive.leftOut, what).toContainEqual(
        expect.stringMatching(/^The run “Run b”:? .*stays only in this browser/),
      );
    }
  });

  it('leaves out one checkpoint, not its run, where only that cannot be read back', async () => {
    const tampered: Store = {
      ...store,
      checkpoint: async (id, slot) => {
        const kept = await store.checkpoint(id, slot);
        if (id !== 'b' || slot !== 'best' || !kept.ok) return kept;
        return { ok: true, value: { ...kept.value, created: NaN } };
      },
    };
    const archive = await exportArchive(tampered, NOW);
    const [read] = await readAll(archive);
    expect(read!.runs.map(({ run, checkpoints }) => [run.id, checkpoints.length])).toEqual([
      ['a', 3],
      ['b', 2],
      ['c', 3],
    ]);
    expect(archive.leftOut).toEqual([
      expect.stringMatching(/^The run “Run b”, best cannot be read back and stays only in this browser/),
    ]);
  });

  it('has one record of each id, and says which it left out', async () => {
    const twice: Store = {
      ...store,
      keptTraces: () => Promise.resolve({ sound: [trace, { ...trace, name: 'Again' }], damaged: [] }),
    };
    const archive = await exportArchive(twice, NOW);
    expect((await readAll(archive))[0]!.traces).toHaveLength(1);
    expect(archive.leftOut).toEqual([
      'The trace “Again” has the id of another one and stays only in this browser.',
    ]);
  });

  it('comes in several files where it is too much for one, each of which can be imported by itself', async () => {
    const whole = (await exportArchive(store, NOW)).files[0]!.size;
    for (const limits of [
      { bytes: whole / 2, runBytes: 1e9, entries: 1000 },
      { bytes: 1, runBytes: 1e9, entries: 1000 },
      { bytes: 1e9, runBytes: 1e9, entries: 6 },
    ]) {
      const archive = await exportArchive(store, NOW, limits);
      expect(archive.leftOut).toEqual([]);
      expect(archive.files.length).toBeGreaterThan(1);
      const all = await readAll(archive);
      expect(ids(all)).toBe('abc');
      globalThis.indexedDB = new IDBFactory();
      const other = await openStore();
      for (const one of [...all].reverse()) await mergeArchive(other, one);
      expect((await other.runs()).runs).toHaveLength(3);
      expect(await other.traces()).toHaveLength(1);
      other.close();
    }
  });

  it('leaves out the older checkpoints of a run that is too large, then the run, and says so', async () => {
    const run = (await filesOf(await exportArchive(store, NOW)))[0]!;
    const sizes = Object.entries(unzipSync(run)).map(([path, bytes]) => [path, bytes.length] as const);
    const of = (part: string): number => sizes.find(([path]) => path === `runs/1/${part}`)![1];
    const rest = of('run') + of('series');
    const tight = await exportArchive(store, NOW, {
      bytes: 1e9,
      runBytes: rest + of('latest') + of('best') + 8,
      entries: 1000,
    });
    expect(
      (await readAll(tight))[0]!.runs.map(({ checkpoints }) => checkpoints.map(({ slot }) => slot).sort()),
    ).toEqual(Array(3).fill(['best', 'latest']));
    expect(tight.leftOut).toEqual(
      ['a', 'b', 'c'].map((id) => `The run “Run ${id}”: Its checkpoint “ring-0” is too large for one file.`),
    );
    const none = await exportArchive(store, NOW, { bytes: 1e9, runBytes: rest - 1, entries: 1000 });
    const [read] = await readAll(none);
    expect(read!.runs).toEqual([]);
    expect(read!.traces).toHaveLength(1);
    expect(none.leftOut).toContain('The run “Run a”: It is too large for one file.');
  });

  it('works whatever the clock says', async () => {
    for (const now of [0, -1e12, 1, 5e12, 8.64e15]) {
      const archive = await exportArchive(store, now);
      expect(archive.files, String(now)).toHaveLength(1);
      expect(ids(await readAll(archive))).toBe('abc');
    }
  });
});

describe('one run', () => {
  it('that cannot be read back is refused in a sentence', async () => {
    const progress = { run: runRecord(), checkpoints: [], points: [], evaluations: [] };
    expect((await runArchive(progress)).ok).toBe(true);
    for (const change of [{ seeds: [] }, { id: '\udc00' }, { steps: -1 }, { id: '' }, { updated: NaN }])
      expect(await runArchive({ ...progress, run: runRecord(change) })).toMatchObject({
        ok: false,
        message: expect.stringMatching(/^The run could not be archived: .*\.$/),
      });
  });
});

describe('an archive of format 1, with ids in its paths', () => {
  /** As earlier versions of the lab wrote it. */
  const old = (records: Readonly<Record<string, unknown>>): Uint8Array => {
    const files = Object.entries(records).map(([path, record]) => [path, encode(record)] as const);
    const entries = files.map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: digestOf(bytes) }));
    const manifest = { sluice: 'archive', format: 1, database: 2, created: NOW, entries };
    // fflate takes no `__proto__` as a key; a name of as many letters stands in for it.
    const stand = '__pr0t0__';
    const zip = zipSync(
      Object.fromEntries([
        ...files.map(([path, bytes]) => [path.replace('__proto__', stand), bytes] as const),
        ['manifest.json', strToU8(JSON.stringify(manifest))] as const,
      ]),
      { level: 0 },
    );
    return strToU8(strFromU8(zip, true).replaceAll(stand, '__proto__'), true);
  };
  const ofRun = (id: string, folder = `runs/${encodeURIComponent(id)}`): Record<string, unknown> => ({
    [`${folder}/run`]: runRecord({ id }),
    [`${folder}/latest`]: checkpointOf(id, 'latest', [512]),
  });

  it('is read, even where earlier versions refused their own', () => {
    for (const id of [
      'a/b',
      'plain',
      '__proto__',
      '..',
      '\u{1f600}'.repeat(40),
      '%2e',
      'constructor',
      'CON',
    ]) {
      const zip = old({
        ...ofRun(id),
        [`pipelines/${encodeURIComponent(id)}`]: { ...presets[0]!, id },
        [`traces/${encodeURIComponent(id)}`]: { ...trace, id },
      });
      const read = accept(readArchive(zip, 'old.zip'));
      expect(read.runs.map(({ run, checkpoints }) => [run.id, checkpoints.length])).toEqual([[id, 1]]);
      expect(read.pipelines[0]!.id).toBe(id);
      expect(read.traces[0]!.id).toBe(id);
    }
  });

  it('comes without a record whose path is another one’s, and without a second of one id', () => {
    const cases: readonly (readonly [Record<string, unknown>, RegExp])[] = [
      [ofRun('a', 'runs/b'), /runs\/b\/run\): it belongs to another run/],
      [{ 'runs/%E0%A4/run': runRecord() }, /the lab does not know such a thing/],
      [{ 'runs/r1/other': checkpointOf('r1', 'best', [1]) }, /belongs to another run/],
      [{ 'tools/x': {} }, /the lab does not know such a thing/],
      [{ 'traces/1': trace, 'traces/2': trace }, /traces\/2\): it is the second trace with the id “bursty”/],
      [{ 'runs/r1/latest': checkpointOf('r1', 'latest', [1]) }, /it has no run, only parts of one/],
    ];
    for (const [records, sentence] of cases) {
      const read = readArchive(old(records), 'old.zip');
      expect(read.ok ? read.value.leftOut.join(' ') : read.message).toMatch(sentence);
    }
  });
});

describe('an import', () => {
  it('leaves a run alone that is being trained', async () => {
    const [archive] = await readAll(await exportArchive(store, NOW));
    const later = {
      ...archive!,
      runs: archive!.runs.map((one) => ({ ...one, run: { ...one.run, updated: 9, note: 'later' } })),
    };
    expect(await mergeArchive(store, later, new Set(['b']))).toEqual({ added: 0, replaced: 2, kept: 3 });
    expect((await store.runs()).runs.map(({ id, note }) => `${id}${note}`)).toEqual([
      'alater',
      'b',
      'clater',
    ]);
  });
});

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DATABASE, STORES } from './database.ts';
import { VERSION } from './migrations.ts';
import { judged, judgedFrom, judgedOf } from './judged.ts';
import { openStore } from './openStore.ts';
import type { Store } from './store.ts';
import { accept, checkpointOf, evaluationAt, pointAt, runRecord, stateAt } from '../testing/runs.ts';
import type { TrainingState } from '../learning/training/checkpoint.ts';
import { presets } from '../model/presets/index.ts';
import { defaultPredictor } from '../workload/forecasters/lstmDefault.ts';
import { generateWorkload } from '../workload/generators.ts';

let store: Store;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = await openStore();
});
afterEach(() => {
  vi.restoreAllMocks();
  store.close();
});

const raw = () => openDB(DATABASE, VERSION);
/** Puts what the lab would never write. */
async function tamper(name: string, key: IDBValidKey, change: (value: never) => unknown): Promise<void> {
  const db = await raw();
  await db.put(name, change((await db.get(name, key)) as never), key);
  db.close();
}

const save = (steps: readonly number[], run = 'r1'): Promise<void> =>
  store.save({
    run: runRecord({ id: run, steps: steps.reduce((a, b) => a + b, 0) }),
    checkpoints: [checkpointOf(run, 'latest', steps), checkpointOf(run, 'ring-0', steps)],
    points: steps.map((n, member) => pointAt(member, n)),
    evaluations: [evaluationAt(0, steps[0]!)],
  });

describe('the store', () => {
  it('gives a run, its checkpoints and its curves back exactly', async () => {
    await save([256, 256]);
    await save([512, 512]);
    expect(await store.runs()).toEqual({ runs: [runRecord({ id: 'r1', steps: 1024 })], damaged: [] });
    expect(await store.checkpoint('r1', 'latest')).toEqual({
      ok: true,
      value: checkpointOf('r1', 'latest', [512, 512]),
    });
    const infos = await store.checkpoints('r1');
    expect(infos.map(({ slot, steps }) => [slot, steps])).toEqual([
      ['latest', 1024],
      ['ring-0', 1024],
    ]);
    expect(infos[0]).not.toHaveProperty('states');
    expect(await store.series('r1')).toEqual({
      points: [pointAt(0, 256), pointAt(1, 256), pointAt(0, 512), pointAt(1, 512)],
      evaluations: [evaluationAt(0, 256), evaluationAt(0, 512)],
      damaged: [],
    });
  });

  it('keeps curves in few chunks, whatever the number of saves', async () => {
    for (let n = 1; n <= 270; n++) await save([n]);
    const db = await raw();
    expect(await db.count('series')).toBe(2);
    db.close();
    expect((await store.series('r1')).points.map(({ steps }) => steps)).toEqual(
      Array.from({ length: 270 }, (_, i) => i + 1),
    );
  });

  it('lists the newest run first, renames and removes', async () => {
    await save([1], 'old');
    await store.save({
      run: runRecord({ id: 'new', created: 9 }),
      checkpoints: [],
      points: [],
      evaluations: [],
    });
    await store.rename('old', 'My run');
    // A training that goes on does not know the new name.
    await save([2], 'old');
    expect((await store.runs()).runs.map(({ name }) => name)).toEqual(['first', 'My run']);
    expect(accept(await store.run('old')).name).toBe('My run');
    await store.putFound(judgedOf('old'), judged({ checks: [{ progress: 1, regret: 2 }], rivals: [] }));
    expect(judgedFrom(await store.found(judgedOf('old')))?.checks).toEqual([{ progress: 1, regret: 2 }]);
    await store.removeRun('old');
    const db = await raw();
    for (const name of STORES) expect(await db.count(name), name).toBe(name === 'runs' ? 1 : 0);
    db.close();
  });

  it('a run that takes another one’s place does not take over how that one’s agent did', async () => {
    await save([1]);
    await store.putFound(judgedOf('r1'), judged({ checks: [], rivals: [] }));
    const run = { run: runRecord({ id: 'r1' }), checkpoints: [], points: [], evaluations: [] };
    await store.replace({ runs: [run], pipelines: [], traces: [], predictor: undefined });
    expect(await store.found(judgedOf('r1'))).toBeUndefined();
  });

  it('tells no more than up to the latest checkpoint, and rewinds to an older one', async () => {
    await save([256, 256]);
    await store.save({
      run: runRecord({ id: 'r1' }),
      checkpoints: [checkpointOf('r1', 'latest', [768, 512])],
      points: [pointAt(0, 512), pointAt(0, 768), pointAt(1, 512), pointAt(1, 768)],
      evaluations: [],
    });
    const steps = async (): Promise<readonly (readonly number[])[]> =>
      (await store.series('r1')).points.map((p) => [p.member, p.steps]);
    expect(await steps()).toEqual([
      [0, 256],
      [1, 256],
      [0, 512],
      [0, 768],
      [1, 512],
    ]);
    accept(await store.rewind('r1', 'ring-0'));
    expect(await steps()).toEqual([
      [0, 256],
      [1, 256],
    ]);
    expect(accept(await store.checkpoint('r1', 'latest')).steps).toBe(512);
  });

  it('keeps pipelines, traces and the predictor', async () => {
    const trace = generateWorkload('bursty', 2);
    for (const pipeline of presets) await store.putPipeline(pipeline);
    await store.putTrace(trace);
    const used = { ...defaultPredictor(), source: 'test' };
    await store.putPredictor(used, true);
    expect(await store.traces()).toEqual([trace]);
    expect([...(await store.pipelines())].sort((a, b) => a.id.localeCompare(b.id))).toEqual(
      [...presets].sort((a, b) => a.id.localeCompare(b.id)),
    );
    expect(await store.predictor()).toEqual(used);
    expect(accept(await store.keptPredictor())).toMatchObject({ used: true });
    await store.removeTrace(trace.id);
    await store.removePipeline(presets[0]!.id);
    await store.removePredictor();
    expect(await store.traces()).toEqual([]);
    expect(await store.pipelines()).toHaveLength(presets.length - 1);
    expect(await store.predictor()).toBeUndefined();
  });

  it('reports a damaged record in a sentence and loads the rest', async () => {
    await save([256], 'good');
    await save([256], 'bad');
    await tamper('runs', 'bad', (run: object) => ({ ...run, steps: -1 }));
    await tamper('runs', 'worse', () => 'nonsense');
    const { runs, damaged } = await store.runs();
    expect(runs.map(({ id }) => id)).toEqual(['good']);
    expect(damaged.map(({ id }) => id)).toEqual(['bad', 'worse']);
    expect(damaged[0]!.sentence).toMatch(/^The run bad is damaged at steps: .*\.$/);
    await store.removeRun('bad');
    await store.removeRun('worse');
    expect((await store.runs()).damaged).toEqual([]);

    await tamper('checkpoints', ['good', 'ring-0'], (info: object) => ({ ...info, created: 'yesterday' }));
    expect((await store.checkpoints('good')).map(({ slot }) => slot)).toEqual(['latest']);
    await tamper('states', ['good', 'latest'], ([state]: [TrainingState]) => [
      { ...state, learner: { ...state.learner, parameters: state.learner.parameters.subarray(1) } },
    ]);
    expect(await store.checkpoint('good', 'latest')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/damaged/),
    });
    await tamper('series', ['good', 0], (chunk: object) => ({ ...chunk, heads: 5 }));
    const { points, damaged: missing } = await store.series('good');
    expect(points).toEqual([]);
    expect(missing).toEqual([
      'A part of the run’s curves is damaged: the entropies of its heads are missing.',
    ]);
    // A save goes on beside what is damaged.
    await save([512], 'good');
    expect((await store.series('good')).points).toEqual([pointAt(0, 512)]);

    await store.putTrace(generateWorkload('bursty', 2));
    await tamper('traces', 'broken', () => ({
      id: 'broken',
      name: 'x',
      rates: Float64Array.of(-1),
      source: '',
    }));
    expect((await store.keptTraces()).damaged).toHaveLength(1);
    expect(await store.traces()).toHaveLength(1);
  });

  it('writes all of a save or nothing, and says that the storage is full', async () => {
    await save([256]);
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...args: Parameters<typeof put>
    ) {
      if (this.name === 'states') throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, args);
    });
    await expect(save([512])).rejects.toMatchObject({
      name: 'StorageFull',
      message: expect.stringMatching(/full: export everything, then delete/),
    });
    vi.restoreAllMocks();
    expect(accept(await store.run('r1')).steps).toBe(256);
    expect((await store.series('r1')).points).toHaveLength(1);
    await save([512]);
    expect(accept(await store.checkpoint('r1', 'latest')).steps).toBe(512);
  });

  it('opens again after the browser or another tab closed it, and refuses in a sentence where it cannot', async () => {
    await save([256]);
    // A newer version of the lab in another tab: this one lets go, and says that it is outdated.
    const newer = await openDB(DATABASE, VERSION + 1);
    await expect(store.runs()).rejects.toMatchObject({
      name: 'StorageUnavailable',
      message: expect.stringMatching(
        /newer version of the lab than this page: reload the page once, and if this sentence comes back, open the lab where/,
      ),
    });
    newer.close();
    // The newer one is gone with its data: the same store works again.
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase(DATABASE);
      request.onsuccess = () => resolve();
      request.onerror = () => reject(new Error('not deleted'));
    });
    expect((await store.runs()).runs).toEqual([]);
    await save([512]);
    expect((await store.runs()).runs).toHaveLength(1);
  });

  it('names the tab in its way where an older version of the lab does not let go', async () => {
    globalThis.indexedDB = new IDBFactory();
    const stubborn = await openDB(DATABASE, 1);
    await expect(openStore()).rejects.toThrow(/Another tab holds the storage .* close that tab/);
    stubborn.close();
    await expect(openStore()).resolves.toBeDefined();
  });

  it('says so where there is no storage at all', async () => {
    vi.stubGlobal('indexedDB', undefined);
    await expect(openStore()).rejects.toThrow(/offers no storage/);
    vi.unstubAllGlobals();
  });
});

describe('a database of version 2', () => {
  it('has room for what the page finds once it is opened, and all that it had', async () => {
    globalThis.indexedDB = new IDBFactory();
    const old = await openDB(DATABASE, 2, {
      upgrade: (db) => {
        for (const name of STORES) if (name !== 'found') db.createObjectStore(name);
      },
    });
    await old.put('runs', runRecord({ id: 'r1' }), 'r1');
    old.close();
    const opened = await openStore();
    expect((await opened.runs()).runs).toHaveLength(1);
    await opened.putFound('compared', { format: 1 });
    expect(await opened.found('compared')).toEqual({ format: 1 });
    opened.close();
  });
});

describe('a database of version 1', () => {
  it('is brought up to the present when it is opened', async () => {
    globalThis.indexedDB = new IDBFactory();
    const old = await openDB(DATABASE, 1, {
      upgrade: (db) => {
        for (const name of STORES) db.createObjectStore(name);
      },
    });
    const points = [pointAt(0, 256), pointAt(0, 512)];
    await old.put('runs', runRecord({ id: 'r1', steps: 512 }), 'r1');
    const { states, ...info } = checkpointOf('r1', 'latest', [512]);
    await old.put('checkpoints', { ...info, memberSteps: [512] }, ['r1', 'latest']);
    await old.put('states', states, ['r1', 'latest']);
    await old.put('series', { format: 1, points: [points[0]], evaluations: [evaluationAt(0, 256)] }, [
      'r1',
      0,
    ]);
    await old.put('series', { format: 1, points: [points[1]], evaluations: [] }, ['r1', 1]);
    await old.put('series', 'nonsense', ['r1', 2]);
    old.close();
    const upgradedStore = await openStore();
    expect((await upgradedStore.runs()).runs).toHaveLength(1);
    expect(accept(await upgradedStore.checkpoint('r1', 'latest')).states).toEqual([stateAt(512)]);
    const told = await upgradedStore.series('r1');
    expect(told.points).toEqual(points);
    expect(told.evaluations).toEqual([evaluationAt(0, 256)]);
    expect(told.damaged).toHaveLength(1);
    upgradedStore.close();
  });
});

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it } from 'vitest';
import { DATABASE } from './database.ts';
import { VERSION } from './migrations.ts';
import { openStore } from './openStore.ts';
import type { Store } from './store.ts';
import type { TrainingState } from '../learning/training/checkpoint.ts';
import { checkpointOf, evaluationAt, pointAt, runRecord } from '../testing/runs.ts';

let store: Store;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = await openStore();
  for (const id of ['a', 'b']) {
    await store.save({
      run: runRecord({ id, name: `Run ${id}` }),
      checkpoints: [
        checkpointOf(id, 'latest', [512]),
        checkpointOf(id, 'best', [256]),
        checkpointOf(id, 'ring-1', [256]),
      ],
      points: [pointAt(0, 256), pointAt(0, 512)],
      evaluations: [evaluationAt(0, 512)],
    });
  }
});

/** Puts what the lab would never write; undefined deletes. */
async function tamper(name: string, key: IDBValidKey, change: (value: never) => unknown): Promise<void> {
  const db = await openDB(DATABASE, VERSION);
  const value = change((await db.get(name, key)) as never);
  await (value === undefined ? db.delete(name, key) : db.put(name, value, key));
  db.close();
}

const learner = (change: (state: TrainingState) => TrainingState) => (states: TrainingState[]) =>
  states.map(change);

describe('parts of runs', () => {
  it('that are sound are not told', async () => {
    expect(await store.damagedParts()).toEqual([]);
  });

  it('that are damaged are told, each in a sentence with its run, and can be deleted alone', async () => {
    const best: IDBValidKey = ['a', 'best'];
    const cases: readonly (readonly [string, IDBValidKey, (value: never) => unknown, RegExp])[] = [
      ['checkpoints', best, () => 'nonsense', /^“Run a”: The checkpoint “best” is damaged at /],
      [
        'checkpoints',
        best,
        (info: object) => ({ ...info, created: 'yesterday' }),
        /“best” is damaged at created/,
      ],
      [
        'checkpoints',
        best,
        (info: object) => ({ ...info, run: 'b' }),
        /“best” is damaged: it is another run’s/,
      ],
      [
        'checkpoints',
        best,
        (info: object) => ({ ...info, slot: 'latest' }),
        /“best” is damaged: it is another/,
      ],
      ['checkpoints', best, () => undefined, /The run has no checkpoint “best”/],
      ['states', best, () => undefined, /“best” is damaged: its weights are missing/],
      ['states', best, () => [], /its weights are missing/],
      ['states', best, () => ({ length: 1 }), /its weights are missing/],
      [
        'states',
        best,
        learner((s) => ({ ...s, averaged: s.averaged.subarray(1) })),
        /^“Run a”: The checkpoint is damaged: its parameters/,
      ],
      [
        'states',
        best,
        learner((s) => ({ ...s, averaged: Float32Array.of(NaN, 0, 0) })),
        /damaged at averaged/,
      ],
      ['series', ['a', 0], () => 7, /^“Run a”: A part of its curves is damaged/],
      [
        'series',
        ['a', 0],
        (chunk: object) => ({ ...chunk, heads: 5 }),
        /the entropies of its heads are missing/,
      ],
      ['series', ['a', 5], () => ({ format: 2 }), /A part of its curves is damaged/],
    ];
    for (const [name, key, change, sentence] of cases) {
      const before = await openDB(DATABASE, VERSION);
      const was: unknown = await before.get(name, key);
      before.close();
      await tamper(name, key, change);
      const found = await store.damagedParts();
      expect(
        found.map((part) => part.sentence),
        String(sentence),
      ).toEqual([expect.stringMatching(sentence)]);
      await store.removePart(found[0]!);
      expect(await store.damagedParts()).toEqual([]);
      expect((await store.checkpoints('b')).map(({ slot }) => slot)).toHaveLength(3);
      expect((await store.series('b')).points).toHaveLength(2);
      // What was deleted, as it was.
      const { states, ...info } = checkpointOf('a', 'best', [256]);
      await tamper('checkpoints', best, () => ({ ...info, memberSteps: [256] }));
      await tamper('states', best, () => states);
      if (name === 'series' && was !== undefined) await tamper(name, key, () => was);
    }
  });

  it('of a run that is gone are told as one, and of a damaged run not beside it', async () => {
    await tamper('runs', 'a', () => undefined);
    const found = await store.damagedParts();
    expect(found).toMatchObject([
      { kind: 'leftover', id: 'a', sentence: '7 records are left of a run that is gone; nothing uses them.' },
    ]);
    await store.removePart(found[0]!);
    expect(await store.damagedParts()).toEqual([]);
    expect((await store.runs()).runs.map(({ id }) => id)).toEqual(['b']);

    await tamper('runs', 'b', () => 'nonsense');
    await tamper('states', ['b', 'best'], () => []);
    // Deleting the run deletes them.
    expect(await store.damagedParts()).toEqual([]);
  });

  it('under keys that are none of the lab’s are left over too', async () => {
    for (const key of [['x'], ['a', ['b']], 'text', 5, ['', 'latest'], ['__proto__', 'best']])
      await tamper('states', key, () => 1);
    const found = await store.damagedParts();
    expect(found.every(({ kind }) => kind === 'leftover' || kind === 'checkpoint')).toBe(true);
    for (const part of found) await store.removePart(part);
    expect(await store.damagedParts()).toEqual([]);
    expect((await store.checkpoints('a')).map(({ slot }) => slot)).toHaveLength(3);
  });
});

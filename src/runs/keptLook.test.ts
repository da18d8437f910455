import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { IDBFactory } from 'fake-indexeddb';
import { KeptLook } from './keptLook.ts';
import { planNew, planResume, trainKept, type KeptInputs } from './keptTraining.ts';
import { openStore } from '../storage/openStore.ts';
import type { Store } from '../storage/store.ts';
import { plainEngine } from '../learning/engines/plainEngine.ts';
import type { Look } from '../learning/training/look.ts';
import { accept, runRecord } from '../testing/runs.ts';

let store: Store;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = await openStore();
});

const inputs = (changes: Partial<KeptInputs>): Omit<KeptInputs, 'plan'> => ({
  store,
  engine: (shape) => Promise.resolve(plainEngine(shape)),
  clock: () => 0,
  now: () => 0,
  between: () => Promise.resolve(),
  stopped: () => false,
  paused: () => undefined,
  tell: () => undefined,
  ...changes,
});

const open = (id: string): ReturnType<typeof KeptLook.open> =>
  KeptLook.open(id, { store, engine: (shape) => Promise.resolve(plainEngine(shape)), clock: () => 0 });

describe('a look into a kept run', () => {
  it('is of the updates that come when the run goes on, and leaves the run as it was', async () => {
    let updates = 0;
    await trainKept({
      plan: accept(await planNew(store, runRecord({ seeds: [1] }), undefined)),
      ...inputs({
        tell: ({ kind }) => {
          if (kind === 'points') updates++;
        },
        stopped: () => updates === 3,
      }),
    });
    const before = accept(await store.checkpoint('r1', 'latest'));
    const kept = accept(await open('r1'));
    const seen = [await kept.next(), await kept.next()];
    kept.dispose();
    expect(seen.map(({ update }) => update)).toEqual([4, 5]);
    expect(accept(await store.checkpoint('r1', 'latest'))).toEqual(before);
    expect(accept(await store.run('r1'))).toMatchObject({ status: 'stopped', steps: 3 * 256 });
    const told: Look[] = [];
    await trainKept({
      plan: accept(await planResume(store, 'r1', undefined, 5)),
      ...inputs({
        looked: () => true,
        tell: (event) => {
          if (event.kind === 'look') told.push(event.look);
        },
        stopped: () => told.length === 2,
      }),
    });
    expect(seen).toEqual(told);
  });

  it('is refused in a sentence where there is no run, or nothing to go on from', async () => {
    expect(await open('gone')).toMatchObject({ ok: false, message: expect.stringMatching(/not kept/) });
    await store.save({ run: runRecord(), checkpoints: [], points: [], evaluations: [] });
    expect(await open('r1')).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^This run cannot be looked into\. .+\.$/),
    });
  });
});

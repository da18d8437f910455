import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { DATABASE } from '../storage/database.ts';
import { StorageFull } from '../storage/errors.ts';
import { VERSION } from '../storage/migrations.ts';
import { planNew, planResume, trainKept, type KeptInputs, type TrainingPlan } from './keptTraining.ts';
import type { TrainEvent } from './trainEvent.ts';
import { openStore } from '../storage/openStore.ts';
import type { Store } from '../storage/store.ts';
import { loadBackend } from '../learning/engines/backends.ts';
import type { HeldOutEvaluation, TrainPoint } from '../learning/training/progress.ts';
import type { GroupResult } from '../learning/training/trainGroup.ts';
import { Random } from '../model/random.ts';
import { outsideSettings } from '../testing/outsideSettings.ts';
import { accept, runRecord } from '../testing/runs.ts';

const wasmFolder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep;

const run = runRecord;

/** Every number of all members' states but the clock's, as text. */
function digestOf({ members }: GroupResult): string {
  const hash = createHash('sha256');
  const feed = (value: unknown): void => {
    if (ArrayBuffer.isView(value))
      hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        hash.update(key);
        feed(inner);
      }
    else hash.update(String(value));
  };
  for (const { state } of members) feed({ ...state, elapsedSeconds: 0 });
  return hash.digest('hex');
}

let store: Store;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = await openStore();
});

async function train(
  plan: TrainingPlan,
  changes: Partial<KeptInputs> & { backend?: 'wasm' | 'cpu' } = {},
): Promise<GroupResult> {
  const make = await loadBackend(changes.backend ?? 'cpu', wasmFolder);
  let now = 1000;
  return trainKept({
    plan,
    store,
    engine: (shape) => Promise.resolve(make(shape)),
    clock: () => 0,
    // Every update is three seconds after the one before: each is saved.
    now: () => (now += 3000),
    between: () => new Promise((resolve) => setImmediate(resolve)),
    stopped: () => false,
    paused: () => undefined,
    tell: (event) => {
      if (event.kind === 'unsaved') throw new Error(event.sentence);
    },
    ...changes,
  });
}

const perMember = (points: readonly TrainPoint[]): readonly (readonly number[])[] =>
  points
    .map(({ member, update, reward }) => [member, update, reward])
    .sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]!);

describe('a kept training', () => {
  it.each(['wasm', 'cpu'] as const)(
    'killed and resumed from the store ends in the bytes of one never interrupted, on %s',
    async (backend) => {
      const whole = await train(accept(await planNew(store, run({ id: 'whole' }), undefined)), { backend });
      let updates = 0;
      const killed = train(accept(await planNew(store, run(), undefined)), {
        backend,
        tell: ({ kind }) => {
          if (kind === 'points' && ++updates > 7) throw new Error('killed');
        },
      });
      await expect(killed).rejects.toThrow('killed');
      const { steps } = accept(await store.checkpoint('r1', 'latest'));
      expect(steps).toBeGreaterThan(0);
      expect(steps).toBeLessThanOrEqual(7 * 256);
      const resumed = await train(accept(await planResume(store, 'r1', undefined, 5)), { backend });
      expect(resumed.reason).toBe('finished');
      expect(digestOf(resumed)).toBe(digestOf(whole));
      // What it told is there once, as if it had never stopped.
      const told = await store.series('r1');
      expect(told.damaged).toEqual([]);
      expect(perMember(told.points)).toEqual(perMember((await store.series('whole')).points));
      expect(accept(await store.run('r1'))).toMatchObject({ status: 'finished', steps: 20 * 256 });
    },
  );

  it('goes on from an older checkpoint where the latest is damaged, and its note says so', async () => {
    await train(accept(await planNew(store, runRecord(), undefined)));
    const db = await openDB(DATABASE, VERSION);
    await db.put('states', 'nonsense', ['r1', 'latest']);
    db.close();
    const plan = accept(await planResume(store, 'r1', { steps: 3072 }, 5));
    expect(plan.run.note).toMatch(
      /“latest” is damaged.* The run went on from “(best|ring-\d)”, at [\d,]+ decisions\.$/,
    );
    const { steps } = await train(plan);
    expect(steps).toBe(2 * 3072);
    const { points, damaged } = await store.series('r1');
    expect(damaged).toEqual([]);
    expect(perMember(points).map(([, update]) => update)).toEqual(
      [0, 1].flatMap(() => Array.from({ length: 12 }, (_, i) => i + 1)),
    );
  });

  it('a fork begins from its parent’s weights, with as many seeds as it likes; what cannot go on is refused', async () => {
    await train(accept(await planNew(store, runRecord(), undefined)));
    expect(await planResume(store, 'r1', undefined, 5)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/spent its budget/),
    });
    expect(await planResume(store, 'gone', undefined, 5)).toMatchObject({
      ok: false,
      message: expect.stringMatching(/not kept/),
    });
    const parent = { run: 'r1', slot: 'latest', steps: 0 };
    const plan = accept(await planNew(store, runRecord({ id: 'f', seeds: [5, 6, 7] }), parent));
    expect(plan.run.parent).toEqual({ ...parent, steps: 5120 });
    const states = accept(await store.checkpoint('r1', 'latest')).states;
    expect(plan.from).toEqual({ kind: 'fork', states: [states[0], states[1], states[0]] });
    expect(await planNew(store, runRecord(), { ...parent, slot: 'ring-9' })).toMatchObject({
      ok: false,
      message: expect.stringMatching(/^The fork cannot begin: the run has no checkpoint/),
    });
  });

  it('that cannot be saved says so once and trains on in memory', async () => {
    const said: TrainEvent[] = [];
    const full: Store = { ...store, save: () => Promise.reject(new StorageFull('The storage is full.')) };
    const result = await train(accept(await planNew(store, runRecord(), undefined)), {
      store: full,
      tell: (event) => said.push(event),
    });
    expect(result.reason).toBe('finished');
    expect(said.filter(({ kind }) => kind === 'unsaved')).toEqual([
      { kind: 'unsaved', sentence: 'The storage is full.' },
    ]);
    expect(said.some(({ kind }) => kind === 'saved')).toBe(false);
    const { reason, agent, objective, steps, elapsedSeconds } = result;
    expect(said.at(-1)).toEqual({ kind: 'done', reason, agent, objective, steps, elapsedSeconds });
  });

  it('keeps the share in time of the agent that it keeps', async () => {
    const told: HeldOutEvaluation[] = [];
    const hear = (event: TrainEvent): void => {
      if (event.kind === 'agent') told.push(event.evaluation);
    };
    await train(accept(await planNew(store, run(), undefined)), { tell: hear });
    const kept = accept(await store.run('r1'));
    const best = told.reduce((a, b) => (b.objective > a.objective ? b : a));
    expect(kept.objective).toBe(best.objective);
    expect(kept.inTime).toBe(best.inTime);
    expect(best.inTime).toBeGreaterThan(0);
    expect(best.inTime).toBeLessThanOrEqual(1);
  });

  it('keeps as its best checkpoint what the run says is its best, also where the last judgement of a stopped one was that', async () => {
    for (const most of [3, 5, 8]) {
      let updates = 0;
      const id = `r${String(most)}`;
      await train(accept(await planNew(store, { ...run(), id }, undefined)), {
        stopped: () => ++updates > most,
      });
      const { objective } = accept(await store.run(id));
      expect(objective).toBeDefined();
      expect(accept(await store.checkpoint(id, 'best')).objective).toBe(objective);
    }
  });

  it('that is over stays finished when the one who is told of it throws', async () => {
    const told = train(accept(await planNew(store, run(), undefined)), {
      tell: ({ kind }) => {
        if (kind === 'done') throw new Error('nobody listens');
      },
    });
    await expect(told).rejects.toThrow('nobody listens');
    const kept = accept(await store.run('r1'));
    expect(kept).toMatchObject({ status: 'finished', steps: 20 * 256 });
    expect(kept.note).not.toContain('nobody listens');
  });
});

describe('settings that no training takes', () => {
  it('begin no run and go on with none, by the sentence of every other door', async () => {
    for (const { name, value, sentence } of outsideSettings(Random.stream(4, 'kept'))) {
      const id = `${name} ${String(value)}`;
      const kept = run({ id, overrides: { [name]: value } });
      expect(await planNew(store, kept, undefined)).toEqual({ ok: false, message: sentence });
      await store.save({ run: kept, checkpoints: [], points: [], evaluations: [] });
      expect(await planResume(store, id, undefined, 1)).toEqual({
        ok: false,
        message: `This run cannot go on. ${sentence}`,
      });
    }
    const { runs, damaged } = await store.runs();
    expect(damaged, 'and none of them vanishes').toEqual([]);
    expect(runs.length).toBeGreaterThan(80);
  });
});

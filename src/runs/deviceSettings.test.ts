import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { IDBFactory } from 'fake-indexeddb';
import { planNew, planResume, trainKept, type TrainingPlan } from './keptTraining.ts';
import type { TrainEvent } from './trainEvent.ts';
import { plainEngine } from '../learning/engines/plainEngine.ts';
import type { learnerOnDevice } from '../learning/gpu/onDevice.ts';
import { deviceConfig } from '../learning/ppo/deviceConfig.ts';
import { PipelineTask } from '../learning/task/pipelineTask.ts';
import { ProcessorLearner } from '../learning/task/processorLearner.ts';
import { openStore } from '../storage/openStore.ts';
import type { Overrides } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { accept, runRecord } from '../testing/runs.ts';
import { lastMax } from '../workload/forecasters/naive.ts';

/** A processor stands in for the device: the same learning, in the settings that the device is given. */
vi.mock('../learning/gpu/onDevice.ts', () => ({
  learnerOnDevice: ((_gpu, { tables }, _loads, { shape, ranges, config, worlds, draw }) => {
    const task = new PipelineTask({ tables, ranges, worlds, draw, config });
    return Promise.resolve(new ProcessorLearner(task, shape, config, plainEngine(shape)));
  }) as (...given: Parameters<typeof learnerOnDevice>) => Promise<ProcessorLearner>,
}));

/** Small, and without a setting that the device has a default of its own for. */
const SMALL: Overrides = { width: 4, blocks: 0, epochs: 1, expertMode: 'none' };
const { lanes, horizon } = deviceConfig;
const UPDATE = lanes * horizon;

let store: Store;
beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  store = await openStore();
});

/** Trains on a device (`hardware` or `software`) or on a processor, where `both` are asked for a learner before; what it told. */
async function train(
  plan: TrainingPlan,
  on: 'hardware' | 'software' | 'processor',
  both = false,
): Promise<TrainEvent[]> {
  const told: TrainEvent[] = [];
  const gpu = { adapterInfo: { isFallbackAdapter: on === 'software' } } as GPUDevice;
  await trainKept({
    ...{ plan, store, clock: () => 0, now: () => 1, stopped: () => false, paused: () => undefined },
    engine: async (shape, _failed, learnerOn) => {
      const engines = [{ ...plainEngine(shape), gpu }, plainEngine(shape)] as const;
      if (both) for (const engine of engines) (await learnerOn(engine)).dispose();
      return engines[on === 'processor' ? 1 : 0];
    },
    between: () => Promise.resolve(),
    tell: (event) => void told.push(event),
  });
  return told;
}

/** Without queues and a predictor, which take longer than all else. */
const scenario = { ...runRecord().scenario, environment: 'instant', forecaster: 'last' } as const;

const begun = async (overrides: Overrides, steps: number): Promise<TrainingPlan> => {
  const run = runRecord({ scenario, overrides, seeds: [1], budget: { steps } });
  return accept(await planNew(store, run, undefined));
};

const settingsIn = (told: readonly TrainEvent[]): readonly object[] =>
  told.flatMap((event) => (event.kind === 'settings' ? [event.settings] : []));

it('a device trains with its own defaults, the run keeps them, and a processor goes on with as many lanes', async () => {
  const told = await train(await begun(SMALL, UPDATE), 'hardware');
  expect(settingsIn(told)).toEqual([deviceConfig]);
  const run = accept(await store.run('r1'));
  expect(run).toMatchObject({ steps: UPDATE, overrides: { ...SMALL, ...deviceConfig } });
  const plan = accept(await planResume(store, 'r1', { steps: 2 * UPDATE }, 5));
  expect(settingsIn(await train(plan, 'processor'))).toEqual([]);
  expect(accept(await store.run('r1'))).toMatchObject({ status: 'finished', steps: 2 * UPDATE });
});

it('a processor, an adapter in software and a run with lanes of its own have theirs', async () => {
  for (const on of ['processor', 'software'] as const) {
    expect(settingsIn(await train(await begun(SMALL, 2048), on))).toEqual([]);
    expect(accept(await store.run('r1'))).toMatchObject({ steps: 2048, overrides: SMALL });
  }
  const own = { ...SMALL, lanes: 4 };
  expect(settingsIn(await train(await begun(own, 128), 'hardware'))).toEqual([]);
  expect(accept(await store.run('r1'))).toMatchObject({ steps: 128, overrides: own });
});

it('a run that a processor began goes on in its own settings on a device', async () => {
  await train(await begun(SMALL, 2048), 'processor');
  const plan = accept(await planResume(store, 'r1', { steps: 4096 }, 5));
  expect(settingsIn(await train(plan, 'hardware'))).toEqual([]);
  expect(accept(await store.run('r1'))).toMatchObject({ steps: 4096, overrides: SMALL });
});

it('forecasts are made once where a device and a processor are measured for one training', async () => {
  const forecast = vi.spyOn(lastMax, 'forecast');
  const count = async (both: boolean): Promise<number> => {
    forecast.mockClear();
    await train(await begun(SMALL, UPDATE), 'hardware', both);
    return forecast.mock.calls.length;
  };
  const once = await count(false);
  expect(once).toBeGreaterThan(0);
  expect(await count(true)).toBe(once);
});

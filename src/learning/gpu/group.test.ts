/** Several seeds at once: each is what it is alone, and all cost the submissions and the readback of one. */
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { Device } from './device.ts';
import { DeviceGroup } from './group.ts';
import { SCHEDULE_WORDS } from './members.ts';
import { STATISTICS } from './policy/plan.ts';
import { seatsOn } from './seats.ts';
import { fluid } from './world/fluid.ts';
import { plainEngine } from '../engines/plainEngine.ts';
import { simdEngine } from '../engines/simd/simdEngine.ts';
import { pipelineActions } from '../network/actions.ts';
import { FeatureEncoder } from '../network/features.ts';
import type { NetworkShape } from '../network/network.ts';
import { defaultConfig } from '../ppo/config.ts';
import type { Engine } from '../ppo/engine.ts';
import type { TrainingInputs } from '../training/agentTraining.ts';
import { parseTrainingState, type TrainingState } from '../training/checkpoint.ts';
import type { Look } from '../training/look.ts';
import type { TrainPoint } from '../training/progress.ts';
import { trainAgent, trainGroup, type GroupInputs, type GroupResult } from '../training/trainGroup.ts';
import { presetById } from '../../model/presets/index.ts';
import { prepare } from '../../scenario/prepare.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { onDawn } from '../../testing/onDawn.ts';
import { accept } from '../../testing/runs.ts';
import { generateWorkload } from '../../workload/generators.ts';

/** SwiftShader takes seconds to compile what a driver compiles in a fraction of one. */
const PATIENCE = 240_000;

const scenario = {
  ...defaultScenario(presetById('video')!, generateWorkload('fluctuating', 3)),
  environment: 'fluid',
} as const;
const config = {
  ...defaultConfig,
  ...{ width: 16, blocks: 1, lanes: 16, horizon: 8, minibatch: 64, epochs: 2, evaluateEvery: 2 },
};
const UPDATE = config.lanes * config.horizon;

/** A state but for its seconds. */
const timeless = (state: TrainingState): Omit<TrainingState, 'elapsedSeconds'> => {
  const { elapsedSeconds: _elapsed, ...rest } = state;
  return rest;
};
const stored = (state: TrainingState): TrainingState => accept(parseTrainingState(structuredClone(state)));

/** What all devices that submitted something since came to. */
function counting(): { readonly devices: () => readonly Device[]; readonly sum: () => Device['counts'] } {
  const submit = vi.spyOn(Device.prototype, 'submit');
  const devices = (): readonly Device[] => [...new Set(submit.mock.contexts as Device[])];
  return {
    devices,
    sum: () => {
      const sum = { submissions: 0, dispatches: 0, uploads: 0, uploadedBytes: 0, readbacks: 0 };
      for (const { counts } of devices())
        for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts[name];
      return sum;
    },
  };
}

onDawn('several seeds on a software adapter', (given) => {
  let gpu: GPUDevice;
  const onDevice: TrainingInputs['engine'] = (shape: NetworkShape): Promise<Engine> =>
    Promise.resolve({ ...plainEngine(shape), name: 'webgpu', gpu });
  const elseOnSimd: TrainingInputs['engine'] = (shape, failed, learnerOn) =>
    failed.length > 0 ? Promise.resolve(simdEngine(shape)) : onDevice(shape, failed, learnerOn);
  const loads = [generateWorkload('day', 1, 1500).rates];
  const inputs = (changes: Partial<TrainingInputs> = {}): TrainingInputs => ({
    ...{ scenario, loads, config, engine: onDevice, clock: () => 0, budget: { steps: 4 * UPDATE } },
    ...changes,
  });
  const together = (
    seeds: readonly number[],
    changes: Omit<Partial<GroupInputs>, 'seeds'> = {},
  ): Promise<GroupResult> => {
    const { from: _from, ...rest } = inputs();
    return trainGroup({ ...rest, ...changes, seeds });
  };
  const alone = async (seed: number, changes: Partial<TrainingInputs> = {}): Promise<TrainingState> => {
    const own = inputs(changes);
    return (await trainAgent({ ...own, config: { ...own.config, seed } })).state;
  };
  beforeAll(async () => {
    ({ gpu } = given());
    await together([1], { budget: { steps: UPDATE } });
  }, PATIENCE);
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('each has the bytes that it has alone, update by update', async () => {
    const points: TrainPoint[] = [];
    const { members } = await together([1, 2, 3], { onPoint: (point) => points.push(point) });
    const own: TrainPoint[] = [];
    const { state } = await trainAgent({
      ...inputs({ config: { ...config, seed: 3 } }),
      onPoint: (point) => own.push(point),
    });
    expect(timeless(members[2]!.state)).toEqual(timeless(state));
    expect(members[1]!.state.learner.parameters).not.toEqual(state.learner.parameters);
    const [third, first] = [2, 0].map((k) => points.filter(({ member }) => member === k));
    expect(third).toEqual(own.map((point) => ({ ...point, member: 2 })));
    expect(third).toHaveLength(4);
    expect(first!.map(({ reward }) => reward)).not.toEqual(own.map(({ reward }) => reward));
    expect(points.map(({ member }) => member)).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
  });

  it('an update of eight is three submissions, one readback and the dispatches of one', async () => {
    const eachUpdate = async (seeds: readonly number[]): Promise<Device['counts']> => {
      const { devices, sum } = counting();
      const after: Device['counts'][] = [];
      const afterUpdate: GroupInputs['afterUpdate'] = () => {
        after.push(sum());
        return Promise.resolve();
      };
      await together(seeds, { budget: { steps: 3 * UPDATE }, afterUpdate });
      expect(devices()).toHaveLength(1);
      vi.restoreAllMocks();
      expect(after).toHaveLength(3);
      const [first, second, third] = after;
      const between = (a: Device['counts'], b: Device['counts']): Device['counts'] => ({
        submissions: b.submissions - a.submissions,
        dispatches: b.dispatches - a.dispatches,
        uploads: b.uploads - a.uploads,
        uploadedBytes: b.uploadedBytes - a.uploadedBytes,
        readbacks: b.readbacks - a.readbacks,
      });
      expect(between(second!, third!)).toEqual(between(first!, second!));
      return between(first!, second!);
    };
    const one = await eachUpdate([1]);
    const eight = await eachUpdate([1, 2, 3, 4, 5, 6, 7, 8]);
    const bytes = 4 * SCHEDULE_WORDS;
    expect(one).toMatchObject({ submissions: 3, readbacks: 1, uploads: 1, uploadedBytes: bytes });
    expect(eight).toEqual({ ...one, uploadedBytes: 8 * bytes });
  });

  it('go on from checkpoints of different ages, and who has ended leaves the others to themselves', async () => {
    const states: TrainingState[] = [];
    for (const [k, seed] of [4, 5].entries())
      states.push(stored(await alone(seed, { budget: { steps: (3 - 2 * k) * UPDATE } })));
    const { sum } = counting();
    const { members } = await together([4, 5], { from: { kind: 'resume', states } });
    // Uploads of what is loaded, and an update each until the first has ended after its only one.
    expect(sum().readbacks).toBe(3);
    for (const [k, seed] of [4, 5].entries()) {
      expect(members[k]!.steps).toBe(4 * UPDATE);
      const from = { kind: 'resume', state: states[k]! } as const;
      expect(timeless(members[k]!.state)).toEqual(timeless(await alone(seed, { from })));
    }
  });

  it('are forked as each alone', async () => {
    const parent = stored(await alone(1));
    const budget = { steps: 2 * UPDATE };
    const { members } = await together([6, 7], {
      ...{ from: { kind: 'fork', states: [parent, parent] }, budget },
    });
    const own = await alone(7, { from: { kind: 'fork', state: parent }, budget });
    expect(timeless(members[1]!.state)).toEqual(timeless(own));
    expect(members[0]!.state.averaged).not.toEqual(own.averaged);
  });

  it('one whose checks bring nothing better ends, another goes on as it would', async () => {
    const own = { ...config, earlyStop: 3, evaluateEvery: 1 };
    const budget = { steps: 4 * UPDATE };
    const half = stored(await alone(1, { config: own, budget: { steps: 2 * UPDATE } }));
    // Of this one nothing will be better, and it was checked twice since.
    const done = { ...half, best: { ...half.best, objective: 1e9 }, sinceBest: 2 };
    const from = { kind: 'resume', states: [done, half] } as const;
    const { reason, members } = await together([1, 2], { config: own, budget, from });
    expect(reason).toBe('converged');
    expect(members.map((member) => member.steps)).toEqual([3 * UPDATE, 4 * UPDATE]);
    const resumed = { config: own, budget, from: { kind: 'resume', state: half } } as const;
    expect(timeless(members[1]!.state)).toEqual(timeless(await alone(2, resumed)));
  });

  it('share the seconds of an update, are kept after it, and look into the one that was asked for', async () => {
    let now = 0;
    const looks: Look[] = [];
    const kept: (readonly number[])[] = [];
    const points: TrainPoint[] = [];
    let asked = 0;
    const { elapsedSeconds, members } = await together([1, 2, 3, 4], {
      clock: () => now,
      // Heard twice an update, once for all.
      between: () => {
        now += 1000;
        return Promise.resolve();
      },
      budget: { seconds: 8 },
      onPoint: (point) => points.push(point),
      look: () => (asked++ === 5 ? (look): void => void looks.push(look) : undefined),
      afterUpdate: (group) => {
        kept.push(group.states().map(({ learner }) => learner.updates));
        return Promise.resolve();
      },
    });
    expect(elapsedSeconds).toBe(8);
    expect(members.map((member) => [member.elapsedSeconds, member.steps])).toEqual(
      Array.from({ length: 4 }, () => [2, 4 * UPDATE]),
    );
    expect(points.map((point) => point.elapsedSeconds)).toEqual(
      [0.5, 1, 1.5, 2].flatMap((seconds) => [seconds, seconds, seconds, seconds]),
    );
    expect(kept).toEqual([1, 2, 3, 4].map((updates) => [updates, updates, updates, updates]));
    expect(looks.map(({ member, update, engine }) => [member, update, engine])).toEqual([[1, 2, 'simd']]);
  });

  it('end when they are stopped, after an update of all', async () => {
    let updates = 0;
    const { reason, members } = await together([1, 2], {
      afterUpdate: () => {
        updates++;
        return Promise.resolve();
      },
      stopped: () => updates === 2,
    });
    expect(reason).toBe('stopped');
    expect(members.map((member) => member.steps)).toEqual([2 * UPDATE, 2 * UPDATE]);
  });

  it('all go on on a processor where the device is lost, one after another', async () => {
    const said: string[] = [];
    let choosing = 0;
    const engine: TrainingInputs['engine'] = async (...asked) => {
      expect(++choosing).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      choosing--;
      return elseOnSimd(...asked);
    };
    const read = vi.spyOn(Device.prototype, 'read');
    let updates = 0;
    const engines: string[] = [];
    const { members } = await together([1, 2, 3], {
      engine,
      onFallback: (sentence) => said.push(sentence),
      afterUpdate: (group) => {
        engines.push(group.engine);
        if (++updates === 2) read.mockRejectedValue(new Error('the graphics device was lost'));
        return Promise.resolve();
      },
    });
    expect(said).toEqual(
      Array.from(
        { length: 3 },
        () => 'webgpu failed (the graphics device was lost); training goes on with simd from step 256.',
      ),
    );
    expect(members.map((member) => member.steps)).toEqual([4 * UPDATE, 4 * UPDATE, 4 * UPDATE]);
    // Three at once three times, the third on a processor in the end; then one after another.
    expect(engines).toEqual(['webgpu', 'webgpu', 'simd', 'simd', 'simd', 'simd']);
    expect(members.every(({ state }) => state.learner.updates === 4 && !('device' in state.task))).toBe(true);
  });

  it('one whose numbers are not finite goes on on a processor, the others on the device as if nothing had been', async () => {
    const said: string[] = [];
    const { update } = DeviceGroup.prototype;
    vi.spyOn(DeviceGroup.prototype, 'update').mockImplementation(async function (this: DeviceGroup, turn) {
      const told = await update.call(this, turn);
      if (turn.seed === 2 && turn.update === 1) told.statistics[STATISTICS.notFinite] = 1;
      return told;
    });
    const { members } = await together([1, 2, 3], {
      engine: elseOnSimd,
      onFallback: (sentence) => said.push(sentence),
    });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^webgpu failed .*; training goes on with simd from step 128\.$/);
    expect(members.map(({ state }) => 'device' in state.task)).toEqual([true, false, true]);
    vi.restoreAllMocks();
    for (const k of [0, 2]) expect(timeless(members[k]!.state)).toEqual(timeless(await alone(k + 1)));
  });

  it('more than the device binds in one piece are in groups that take turns', async () => {
    const most = { maxStorageBufferBindingSize: 0, maxBufferSize: 2 ** 28 };
    const { devices, sum } = counting();
    const { limits } = gpu;
    Object.defineProperty(gpu, 'limits', { value: most, configurable: true });
    try {
      // What a group of five would need, and not quite: two and two, and one.
      const { options, tables } = prepare(scenario);
      const heads = pipelineActions(tables).heads;
      const ranges = { load: 1, latency: 1, backlog: 1 };
      const shape = { inputs: new FeatureEncoder(tables, ranges).size, width: 16, blocks: 1, heads };
      most.maxStorageBufferBindingSize = 2 ** 20;
      const asked = { options, loads, config, shape, environment: fluid, drawn: [options] };
      const all = seatsOn({ ...asked, limits: most });
      most.maxStorageBufferBindingSize = Math.ceil((2.5 / all) * 2 ** 20);
      expect(seatsOn({ ...asked, limits: most })).toBe(2);
      const { members } = await together([1, 2, 3, 4, 5], { budget: { steps: 2 * UPDATE } });
      expect(devices()).toHaveLength(3);
      expect(sum().readbacks).toBe(3 * 2);
      Object.defineProperty(gpu, 'limits', {
        value: { ...most, maxStorageBufferBindingSize: 2 ** 27 },
        configurable: true,
      });
      for (const k of [1, 4])
        expect(timeless(members[k]!.state)).toEqual(
          timeless(await alone(k + 1, { budget: { steps: 2 * UPDATE } })),
        );
    } finally {
      Object.defineProperty(gpu, 'limits', { value: limits, configurable: true });
    }
  });

  it(
    'each in worlds of its own, one of them drawn anew',
    async () => {
      const drawn = {
        config: { ...config, randomise: 1, peers: 2 },
        budget: { steps: 10 * UPDATE },
      };
      const { members } = await together([1, 2], drawn);
      expect(timeless(members[1]!.state)).toEqual(timeless(await alone(2, drawn)));
      const { task } = members[1]!.state;
      expect(task.generations).toEqual([0, 1, 0, 0, 0, 0, 0, 0]);
      expect(members[0]!.state.averaged).not.toEqual(members[1]!.state.averaged);
    },
    PATIENCE,
  );
});

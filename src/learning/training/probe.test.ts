import { describe, expect, it } from 'vitest';
import type { BackendName, EngineFactory } from '../engines/backends.ts';
import { plainEngine } from '../engines/plainEngine.ts';
import { probeBackends } from './probe.ts';
import type { Learner, LearnerOn } from '../task/learner.ts';
import { simdEngine } from '../engines/simd/simdEngine.ts';
import type { NetworkShape } from '../network/network.ts';
import { defaultConfig, type TrainingConfig } from '../ppo/config.ts';

const shape: NetworkShape = { inputs: 5, width: 8, blocks: 1, heads: [3, 2] };
/** 64 decisions of 4 lanes an update: 8 minibatches in each of 3 epochs. */
const config: TrainingConfig = { ...defaultConfig, lanes: 4, horizon: 64, minibatch: 32, epochs: 3 };
const steps = 24;

interface Costs {
  /** Milliseconds of one gradient; of one decision of all lanes and of one step, where the engine has its own. */
  readonly gradient: number;
  readonly act?: number;
  readonly step?: number;
  /** What the first gradient or step takes more. */
  readonly first?: number;
}

/** Processors are measured without a training. */
const noLearner = (): Promise<never> => Promise.reject(new Error('nobody asks for it'));

/** Engines whose work takes the milliseconds that are said of them. */
function lab(costs: Partial<Record<BackendName, Costs>>) {
  let now = 0;
  const calls: Partial<Record<BackendName, number>> = {};
  const disposed: BackendName[] = [];
  const load = (name: BackendName): Promise<EngineFactory> => {
    const cost = costs[name];
    if (!cost) return Promise.reject(new Error(`no ${name} here`));
    const { gradient, act, step, first = 0 } = cost;
    const pass = (ms: number): void => {
      calls[name] = (calls[name] ?? 0) + 1;
      now += ms + (calls[name] === 1 ? first : 0);
    };
    return Promise.resolve((own) => {
      const plain = plainEngine(own);
      const made = {
        ...plain,
        gradient: (...at: Parameters<typeof plain.gradient>) => {
          pass(gradient);
          return plain.gradient(...at);
        },
        dispose: () => void disposed.push(name),
      };
      if (act === undefined || step === undefined) return made;
      const fuse: NonNullable<ReturnType<EngineFactory>['fuse']> = (...at) => {
        const { actor, steps } = simdEngine(own).fuse!(...at);
        return {
          actor: {
            load: (parameters) => actor.load(parameters),
            value: (x, values) => actor.value(x, values),
            act: (...given) => {
              now += act;
              actor.act(...given);
            },
          },
          steps: {
            begin: (...given) => steps.begin(...given),
            end: () => steps.end(),
            step: (...given) => {
              pass(step);
              return steps.step(...given);
            },
          },
        };
      };
      return { ...made, fuse };
    });
  };
  const probe = (names: readonly BackendName[], own = config, learnerOn: LearnerOn = noLearner) =>
    probeBackends(names, shape, own, '', () => now, learnerOn, load);
  /** A graphics device whose whole updates, and those of a processor, take so many milliseconds; the first ones more. */
  const beside = async (
    deviceMs: number | string,
    processorMs: number,
    inSoftware = false,
    deviceSteps = config.lanes * config.horizon,
  ) => {
    const ended: string[] = [];
    const learnerOn: LearnerOn = ({ name }) => {
      const ms = name === 'webgpu' ? deviceMs : processorMs;
      if (typeof ms === 'string') return Promise.reject(new Error(ms));
      let first = 3000;
      return Promise.resolve({
        stepsPerUpdate: name === 'webgpu' ? deviceSteps : config.lanes * config.horizon,
        update: () => {
          now += ms + first;
          first = 0;
          return Promise.resolve({});
        },
        dispose: () => void ended.push(name),
      } as unknown as Learner);
    };
    const gpu = { adapterInfo: { isFallbackAdapter: inSoftware } } as GPUDevice;
    const onDevice = Object.assign((own: NetworkShape) => ({ ...plainEngine(own), name: 'webgpu', gpu }), {
      gpu,
    });
    const withDevice = (name: BackendName): Promise<EngineFactory> =>
      name === 'webgpu' ? Promise.resolve(onDevice) : load(name);
    const found = await probeBackends(['webgpu', 'cpu'], shape, config, '', () => now, learnerOn, withDevice);
    return { ...found, ended };
  };
  return { probe, beside, calls, disposed, spent: () => now };
}

describe('the probe of backends', () => {
  it('compares whole updates as a training runs them, not gradients', async () => {
    // The gradient alone would choose WebGPU; its steps are gradients, those of the kernel are its own.
    const { probe, disposed } = lab({
      webgpu: { gradient: 3 },
      simd: { gradient: 9, act: 0.25, step: 1 },
    });
    const { chosen, probes } = await probe(['webgpu', 'simd']);
    expect(chosen).toBe('simd');
    expect(probes).toEqual([
      { backend: 'webgpu', updateMs: 3 * steps, reason: undefined },
      { backend: 'simd', updateMs: 64 * 0.25 + steps, reason: undefined },
    ]);
    expect(disposed).toEqual(['webgpu', 'simd']);
  });

  it('counts the decisions too', async () => {
    const { probe } = lab({ webgpu: { gradient: 3 }, simd: { gradient: 1, act: 2, step: 1 } });
    const { chosen, probes } = await probe(['simd', 'webgpu']);
    expect(probes.map(({ updateMs }) => updateMs)).toEqual([72, 128 + 24]);
    expect(chosen).toBe('webgpu');
  });

  it('runs whole updates of the training itself where a graphics device is among them', async () => {
    const faster = await lab({ cpu: { gradient: 2 } }).beside(7, 60);
    expect(faster.chosen).toBe('webgpu');
    // A processor's 48 ms are of decisions and steps; 12 more are its environment, which the device's 7 hold too.
    expect(faster.probes.map(({ backend, updateMs }) => [backend, updateMs])).toEqual([
      ['webgpu', 7],
      ['cpu', 60],
    ]);
    expect(faster.ended).toEqual(['webgpu', 'cpu']);
    expect((await lab({ cpu: { gradient: 2 } }).beside(70, 60)).chosen).toBe('cpu');
    const refused = await lab({ cpu: { gradient: 2 } }).beside('No planner there.', 60);
    expect(refused.chosen).toBe('cpu');
    expect(refused.probes).toEqual([
      { backend: 'webgpu', updateMs: undefined, reason: 'No planner there.' },
      { backend: 'cpu', updateMs: 48, reason: undefined },
    ]);
  });

  it('tells of a device with updates of its own size what as many decisions take there', async () => {
    const { chosen, probes } = await lab({ cpu: { gradient: 2 } }).beside(480, 60, false, 16 * 256);
    expect(chosen).toBe('webgpu');
    expect(probes.map(({ updateMs }) => updateMs)).toEqual([30, 60]);
    expect((await lab({ cpu: { gradient: 2 } }).beside(480, 60, false, 4 * 256)).chosen).toBe('cpu');
  });

  it('chooses no graphics device that is only in software where there is anything else', async () => {
    const { chosen, probes, ended } = await lab({ cpu: { gradient: 2 } }).beside(1, 60, true);
    expect([chosen, probes[0], ended]).toEqual([
      'cpu',
      { backend: 'webgpu', updateMs: undefined, reason: 'only in software here' },
      [],
    ]);
  });

  it('leaves out what compiles at the first step', async () => {
    const { probe } = lab({ webgpu: { gradient: 2, first: 3000 }, cpu: { gradient: 4 } });
    const { chosen, probes } = await probe(['webgpu', 'cpu']);
    expect(chosen).toBe('webgpu');
    expect(probes.map(({ updateMs }) => updateMs)).toEqual([2 * steps, 4 * steps]);
  });

  it('runs no more of a slow backend than tells it from the best', async () => {
    const { probe, calls, spent } = lab({
      simd: { gradient: 1 },
      wasm: { gradient: 11 },
      cpu: { gradient: 900 },
    });
    const { probes } = await probe(['simd', 'wasm', 'cpu']);
    expect(probes.map(({ updateMs }) => updateMs)).toEqual([steps, 11 * steps, 900 * steps]);
    // A warm-up and three small updates of three steps; one less where two took long enough; a warm-up only.
    expect(calls).toEqual({ simd: 10, wasm: 7, cpu: 1 });
    expect(spent()).toBe(10 + 77 + 900);
  });

  it('ends an update of the only backend once its pace is known', async () => {
    const { probe, calls } = lab({ cpu: { gradient: 900, first: 100 } });
    const { probes } = await probe(['cpu']);
    expect(probes[0]!.updateMs).toBe(900 * steps);
    expect(calls.cpu).toBe(2);
  });

  it('takes an update as it is where a rollout is smaller than a minibatch', async () => {
    const { probe, calls } = lab({ cpu: { gradient: 5 } });
    const { probes } = await probe(['cpu'], { ...config, horizon: 6, minibatch: 1024 });
    expect(probes[0]!.updateMs).toBe(15);
    expect(calls.cpu).toBe(10);
  });

  it('says why a backend cannot be used, and rejects with every reason where none can', async () => {
    const broken = lab({ simd: { gradient: 1 } });
    const { probes } = await broken.probe(['webgpu', 'simd']);
    expect(probes[0]).toEqual({ backend: 'webgpu', updateMs: undefined, reason: 'no webgpu here' });
    await expect(broken.probe(['webgpu', 'wasm'])).rejects.toThrow(
      'No backend can train here: webgpu: no webgpu here; wasm: no wasm here.',
    );
  });

  it('refuses a backend whose gradients are not finite', async () => {
    const nothing: EngineFactory = (own) => ({
      ...plainEngine(own),
      gradient: (_p, _x, rows, loss, gradient) => {
        loss(new Float32Array(rows * 6), new Float32Array(rows * 6));
        gradient.fill(NaN);
        return Promise.resolve();
      },
    });
    const { chosen, probes } = await probeBackends(
      ['wasm', 'cpu'],
      shape,
      config,
      '',
      () => performance.now(),
      noLearner,
      (name) => Promise.resolve(name === 'wasm' ? nothing : plainEngine),
    );
    expect(chosen).toBe('cpu');
    expect(probes[0]!.reason).toBe('its results are not finite');
  });

  it('measures with any settings that a training may have, however fast they learn', async () => {
    const wild = { ...config, learningRate: 1e6, entropyCoefficient: 100, expertMode: 'cloning' } as const;
    const { probes } = await probeBackends(
      ['simd', 'cpu'],
      shape,
      wild,
      '',
      () => performance.now(),
      noLearner,
    );
    expect(probes.map(({ reason }) => reason)).toEqual([undefined, undefined]);
    expect(probes.every(({ updateMs }) => updateMs! > 0)).toBe(true);
  });
});

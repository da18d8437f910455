import { describe, expect, it } from 'vitest';
import type { BackendName, EngineFactory } from './backends.ts';
import { plainEngine } from './plainEngine.ts';
import { probeBackends } from './probe.ts';
import { simdEngine } from './simd/simdEngine.ts';
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
  const probe = (names: readonly BackendName[], own = config) =>
    probeBackends(names, shape, own, '', () => now, load);
  return { probe, calls, disposed, spent: () => now };
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
      (name) => Promise.resolve(name === 'wasm' ? nothing : plainEngine),
    );
    expect(chosen).toBe('cpu');
    expect(probes[0]!.reason).toBe('its results are not finite');
  });

  it('measures with any settings that a training may have, however fast they learn', async () => {
    const wild = { ...config, learningRate: 1e6, entropyCoefficient: 100, expertMode: 'cloning' } as const;
    const { probes } = await probeBackends(['simd', 'cpu'], shape, wild, '', () => performance.now());
    expect(probes.map(({ reason }) => reason)).toEqual([undefined, undefined]);
    expect(probes.every(({ updateMs }) => updateMs! > 0)).toBe(true);
  });
});

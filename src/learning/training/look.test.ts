import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Look, LookedAt } from './look.ts';
import { trainAgent, type AgentInputs } from './trainGroup.ts';
import { loadBackend } from '../engines/backends.ts';
import { plainEngine } from '../engines/plainEngine.ts';
import { pipelineActions } from '../network/actions.ts';
import { Distribution } from '../network/distribution.ts';
import { Forward } from '../network/forward.ts';
import { layoutOf } from '../network/network.ts';
import { defaultConfig, EXPERT_MODES } from '../ppo/config.ts';
import type { Engine } from '../ppo/engine.ts';
import { FATES } from '../ppo/slides.ts';
import { compile } from '../../model/tables.ts';
import { presetById } from '../../model/presets/index.ts';
import { defaultScenario } from '../../scenario/scenario.ts';
import { generateWorkload } from '../../workload/generators.ts';

const wasmFolder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep;
const scenario = defaultScenario(presetById('video')!, generateWorkload('fluctuating', 3));
const small = { ...defaultConfig, width: 16, blocks: 1, lanes: 16, horizon: 16, minibatch: 64 };

function inputs(changes: Partial<AgentInputs> = {}): AgentInputs {
  return {
    scenario,
    loads: [generateWorkload('day', 1, 7200).rates],
    config: small,
    budget: { steps: 1024 },
    engine: (shape) => Promise.resolve(plainEngine(shape)),
    clock: () => 0,
    ...changes,
  };
}

/** A training and the looks into all of its updates. */
async function looked(changes: Partial<AgentInputs> = {}) {
  const looks: Look[] = [];
  const result = await trainAgent(inputs({ ...changes, look: () => (look) => void looks.push(look) }));
  return { result, looks };
}

const mean = (values: ArrayLike<number>, over: readonly number[]): number =>
  over.reduce((sum, i) => sum + values[i]!, 0) / Math.max(1, over.length);

/** What the decisions of a minibatch come to, as the loss would tell it. */
function sums(
  { ratio, surrogate, fate, entropy, value, returns, byExpert }: LookedAt,
  { expertMode, clip }: Look,
) {
  const all = [...ratio.keys()];
  const learning = all.filter((i) => FATES[fate[i]!] !== 'none');
  const valued = all.filter((i) => !(expertMode === 'cloning' && byExpert[i] === 1));
  return {
    policyLoss: -mean(surrogate, learning),
    valueLoss: mean(
      value.map((v, i) => (v - returns[i]!) ** 2),
      valued,
    ),
    entropy: mean(entropy, all),
    approxKl: mean(
      ratio.map((r) => r - 1 - Math.log(r)),
      learning,
    ),
    clipFraction: mean(
      ratio.map((r) => (Math.abs(r - 1) > clip ? 1 : 0)),
      learning,
    ),
  };
}

describe('a look into an update', () => {
  it.each(['cpu', 'simd', 'wasm'] as const)('changes nothing of the training, on %s', async (backend) => {
    const make = await loadBackend(backend, wasmFolder);
    const changes = { engine: (shape: Parameters<typeof make>[0]) => Promise.resolve(make(shape)) };
    const { result, looks } = await looked(changes);
    const plain = await trainAgent(inputs(changes));
    expect(looks).toHaveLength(4);
    expect(result.state).toEqual(plain.state);
  });

  it.each([
    ...EXPERT_MODES.flatMap((mode) => [['cpu', mode] as const, ['simd', mode] as const]),
    ['wasm', 'dagger'] as const,
  ])(
    'comes to what the engine told of the same minibatch, on %s with the expert’s mode %s',
    async (backend, mode) => {
      const make = await loadBackend(backend, wasmFolder);
      const { looks } = await looked({
        engine: (shape) => Promise.resolve(make(shape)),
        config: { ...small, expertMode: mode, expertEvery: 3, learningRate: 0.01 },
      });
      for (const look of looks) {
        for (const slide of [look.first, look.last]) {
          const own = sums(slide, look);
          for (const [key, value] of Object.entries(own)) {
            const told = slide.told[key as keyof typeof own];
            // A ratio at the very edge may round to the other side of it.
            const slack =
              key === 'clipFraction' ? 1.5 / slide.ratio.length : 2e-4 * Math.max(1, Math.abs(told));
            expect(Math.abs(value - told), `${key}: ${String(value)}, told ${String(told)}`).toBeLessThan(
              slack,
            );
          }
        }
        if (mode !== 'distil') expect(look.last.told.clipFraction).toBeGreaterThan(0);
      }
    },
  );

  it('has ratio 1 at the first minibatch, an epoch’s last one at the end, and parts of stages that make up the ratio', async () => {
    const { looks } = await looked();
    for (const { first, last, update, steps } of looks) {
      expect([first.epoch, first.minibatch, last.epoch, last.minibatch]).toEqual([1, 1, 4, 4]);
      expect(steps).toBe(256 * update);
      for (const r of first.ratio) expect(r).toBeCloseTo(1, 9);
      const stages = scenario.pipeline.stages.length;
      last.ratio.forEach((r, i) => {
        const product = last.parts.subarray(i * stages, (i + 1) * stages).reduce((a, b) => a * b, 1);
        expect(product / r).toBeCloseTo(1, 9);
      });
      expect(Math.max(...last.ratio.map((r) => Math.abs(r - 1)))).toBeGreaterThan(0.01);
    }
  });

  it('is what plain code makes of the networks before the update and before its last step', async () => {
    const held: { parameters: Float32Array; x: Float32Array }[] = [];
    const spying = (shape: Parameters<typeof plainEngine>[0]): Engine => {
      const engine = plainEngine(shape);
      return {
        ...engine,
        gradient: (parameters, x, rows, loss, gradient) => {
          held.push({ parameters: parameters.slice(), x: x.slice() });
          return engine.gradient(parameters, x, rows, loss, gradient);
        },
      };
    };
    let forward: Forward | undefined;
    const { looks } = await looked({
      budget: { steps: 256 },
      engine: (shape) => {
        forward = new Forward(shape, new Float32Array(layoutOf(shape).size));
        return Promise.resolve(spying(shape));
      },
    });
    const { last } = looks[0]!;
    const space = pipelineActions(compile(scenario.pipeline, scenario.limits));
    const distribution = new Distribution(space);
    const heads = space.heads.length;
    const [before, after] = [held[0]!, held.at(-1)!];
    const width = forward!.layout.outputs;
    const out = new Float32Array(last.ratio.length * width);
    const probable = (parameters: Float32Array): number[] => {
      forward!.load(parameters);
      forward!.run(after.x, last.ratio.length, out);
      return Array.from(last.ratio, (_, i) => distribution.read(out, i * width, last.actions, i * heads));
    };
    const was = probable(before.parameters);
    const is = probable(after.parameters);
    last.ratio.forEach((ratio, i) => expect(ratio).toBeCloseTo(Math.exp(is[i]! - was[i]!), 9));
    last.value.forEach((value, i) => expect(value).toBe(out[(i + 1) * width - 1]));
  });

  it('says what each decision saw: a load that the training met, a forecast, no more cores free than there are', async () => {
    const day = generateWorkload('day', 1, 7200).rates;
    const { looks } = await looked({ loads: [day] });
    const { load, forecast, free } = looks[0]!.last;
    // Features are in single precision.
    const met = (value: number): boolean => day.some((rate) => Math.abs(rate - value) < 1e-5 * (1 + rate));
    expect([...load].filter((value) => !met(value))).toEqual([]);
    expect(new Set(load).size).toBeGreaterThan(1);
    for (const value of forecast) expect(value > 0 && value <= 2 * Math.max(...day)).toBe(true);
    for (const cores of free) expect(cores >= 0 && cores <= scenario.limits.maxCores).toBe(true);
  });
});

import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { freeActions, pipelineActions, type ActionSpace } from '../network/actions.ts';
import { loadBackend } from './backends.ts';
import { EXPERT_MODES, type ExpertMode } from '../ppo/config.ts';
import { Distribution } from '../network/distribution.ts';
import type { Engine } from '../ppo/engine.ts';
import { Forward } from '../network/forward.ts';
import { ppoLoss, type Minibatch } from '../ppo/loss.ts';
import { initialParameters, layoutOf, type NetworkShape } from '../network/network.ts';
import { plainEngine } from './plainEngine.ts';
import { defaultLimits } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { compile } from '../../model/tables.ts';

const wasmFolder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep;
const settings = { clip: 0.2, valueCoefficient: 0.5, entropyCoefficient: 0.05, imitation: 0.3 };

/** Random parameters of ordinary size everywhere: zero-initialised parts would hide errors. */
function scrambled(shape: NetworkShape, seed: number): Float32Array {
  const random = Random.stream(seed, 'scrambled');
  return initialParameters(shape, random).map((p) => p + 0.15 * random.normal());
}

/** A minibatch whose ratios lie on both sides of the clip range. */
function minibatch(
  space: ActionSpace,
  shape: NetworkShape,
  parameters: Float32Array,
  rows: number,
): { x: Float32Array; batch: Minibatch } {
  const random = Random.stream(5, 'minibatch');
  const x = Float32Array.from({ length: rows * shape.inputs }, () => random.normal());
  const layout = layoutOf(shape);
  const outputs = new Float32Array(rows * layout.outputs);
  new Forward(shape, parameters).run(x, rows, outputs);
  const distribution = new Distribution(space);
  const actions = new Int32Array(rows * space.heads.length);
  const logProbabilities = new Float32Array(rows);
  for (let i = 0; i < rows; i++) {
    const logProbability = distribution.sample(
      outputs,
      i * layout.outputs,
      random,
      actions,
      i * space.heads.length,
    );
    logProbabilities[i] = logProbability + 0.3 * random.normal();
  }
  const taught = new Int32Array(actions.length);
  for (let i = 0; i < rows; i++)
    distribution.sample(outputs, i * layout.outputs, random, taught, i * space.heads.length);
  const column = (): Float32Array => Float32Array.from({ length: rows }, () => random.normal());
  return {
    x,
    batch: {
      rows: Int32Array.from({ length: rows }, (_, i) => i),
      actions,
      taught,
      asked: Uint8Array.from({ length: rows }, (_, i) => (i % 5 === 2 ? 0 : 1)),
      byExpert: Uint8Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? 1 : 0)),
      logProbabilities,
      advantages: column(),
      returns: column(),
    },
  };
}

/** The loss in double precision, straight from its definition, as the reference for finite differences. */
function lossByDefinition(
  shape: NetworkShape,
  space: ActionSpace,
  p: Float64Array,
  x: Float32Array,
  batch: Minibatch,
  expertMode: ExpertMode,
): number {
  const layout = layoutOf(shape);
  const { width } = shape;
  const rows = batch.rows.length;
  let total = 0;
  const dense = (
    d: { weights: number; bias: number; rows: number; cols: number },
    input: Float64Array,
  ): Float64Array =>
    Float64Array.from({ length: d.cols }, (_, c) => {
      let sum = p[d.bias + c]!;
      for (let i = 0; i < d.rows; i++) sum += input[i]! * p[d.weights + i * d.cols + c]!;
      return sum;
    });
  const relu = (a: Float64Array): Float64Array => a.map((v) => Math.max(0, v));
  const mask = new Uint8Array(Math.max(...space.heads));
  for (let r = 0; r < rows; r++) {
    let h = relu(
      dense(layout.input, Float64Array.from(x.subarray(r * shape.inputs, (r + 1) * shape.inputs))),
    );
    for (const [a, b] of layout.blocks) {
      const v = dense(b, relu(dense(a, h)));
      h = Float64Array.from({ length: width }, (_, i) => h[i]! + v[i]!);
    }
    const out = dense(layout.output, h);
    /** Log-probability of an action and the entropy of the heads masked by it. */
    const read = (actions: Int32Array): { logProbability: number; entropy: number } => {
      let logProbability = 0;
      let entropy = 0;
      let first = 0;
      space.heads.forEach((count, head) => {
        space.mask(head, actions, r * space.heads.length, mask);
        const logits = Array.from({ length: count }, (_, j) => (mask[j] ? out[first + j]! : -Infinity));
        const max = Math.max(...logits);
        const log = max + Math.log(logits.reduce((sum, l) => sum + Math.exp(l - max), 0));
        logProbability += logits[actions[r * space.heads.length + head]!]! - log;
        for (const l of logits) if (l > -Infinity) entropy -= Math.exp(l - log) * (l - log);
        first += count;
      });
      return { logProbability, entropy };
    };
    const { logProbability, entropy } = read(batch.actions);
    const cloned = expertMode === 'cloning' && batch.byExpert[r] === 1;
    if ((expertMode === 'dagger' || expertMode === 'distil') && batch.asked![r] === 1)
      total -= settings.imitation * read(batch.taught!).logProbability;
    if (cloned) total -= settings.imitation * logProbability;
    const ratio = Math.exp(logProbability - batch.logProbabilities[r]!);
    const advantage = batch.advantages[r]!;
    const surrogate = Math.min(ratio * advantage, Math.min(1.2, Math.max(0.8, ratio)) * advantage);
    if (expertMode !== 'distil' && !cloned)
      total -= advantage < 0 ? Math.max(surrogate, 3 * advantage) : surrogate;
    total -= (settings.entropyCoefficient * entropy) / space.heads.length;
    if (!cloned) total += settings.valueCoefficient * (out[layout.logits]! - batch.returns[r]!) ** 2;
  }
  return total / rows;
}

async function gradientOf(
  engine: Engine,
  space: ActionSpace,
  parameters: Float32Array,
  x: Float32Array,
  batch: Minibatch,
  expertMode: ExpertMode = 'dagger',
): Promise<Float32Array> {
  const gradient = new Float32Array(parameters.length);
  const distribution = new Distribution(space);
  await engine.gradient(
    parameters,
    x,
    batch.rows.length,
    (outputs, dOutputs) =>
      void ppoLoss(distribution, { ...settings, expertMode }, batch, batch.advantages, outputs, dOutputs),
    gradient,
  );
  return gradient;
}

const pipelineSpace = pipelineActions(compile(presetById('video')!, defaultLimits));
const spaces: readonly (readonly [string, ActionSpace])[] = [
  ['free heads', freeActions([3, 4, 2])],
  ['masked pipeline heads', pipelineSpace],
];

describe.each(spaces)('gradient of the whole loss, %s', (_name, space) => {
  const shape: NetworkShape = { inputs: 7, width: 12, blocks: 2, heads: space.heads };
  const parameters = scrambled(shape, 1);
  const { x, batch } = minibatch(space, shape, parameters, 24);

  it.each(EXPERT_MODES)('equals finite differences in every layer, expert mode %s', async (mode) => {
    const gradient = await gradientOf(plainEngine(shape), space, parameters, x, batch, mode);
    const layout = layoutOf(shape);
    const random = Random.stream(2, 'places');
    const p = Float64Array.from(parameters);
    const layers = [layout.input, ...layout.blocks.flat(), layout.output];
    for (const layer of layers) {
      const places = [
        ...Array.from({ length: 25 }, () => layer.weights + random.integer(layer.rows * layer.cols)),
        ...Array.from({ length: 5 }, () => layer.bias + random.integer(layer.cols)),
      ];
      for (const i of places) {
        const at = p[i]!;
        const epsilon = 1e-6;
        p[i] = at + epsilon;
        const above = lossByDefinition(shape, space, p, x, batch, mode);
        p[i] = at - epsilon;
        const below = lossByDefinition(shape, space, p, x, batch, mode);
        p[i] = at;
        const numeric = (above - below) / (2 * epsilon);
        expect(Math.abs(gradient[i]! - numeric)).toBeLessThan(2e-5 + 1e-3 * Math.abs(numeric));
      }
    }
  });
});

describe('tfjs', () => {
  let wasm: Awaited<ReturnType<typeof loadBackend>>;
  beforeAll(async () => {
    wasm = await loadBackend('wasm', wasmFolder);
  });

  it('has the gradient of the plain engine and the outputs of plain inference, and leaks no tensor', async () => {
    const shape: NetworkShape = { inputs: 33, width: 64, blocks: 2, heads: pipelineSpace.heads };
    const parameters = scrambled(shape, 3);
    const { x, batch } = minibatch(pipelineSpace, shape, parameters, 96);
    const expected = await gradientOf(plainEngine(shape), pipelineSpace, parameters, x, batch);
    const engine = wasm(shape);
    const found = await gradientOf(engine, pipelineSpace, parameters, x, batch);
    for (let i = 0; i < found.length; i++) {
      expect(Math.abs(found[i]! - expected[i]!)).toBeLessThan(1e-4 * (1 + Math.abs(expected[i]!)));
    }
    const layout = layoutOf(shape);
    const plain = new Float32Array(96 * layout.outputs);
    new Forward(shape, parameters).run(x, 96, plain);
    const { memory } = await import('@tensorflow/tfjs-core');
    const tensors = memory().numTensors;
    await engine.gradient(
      parameters,
      x,
      96,
      (outputs, d) => {
        for (let i = 0; i < plain.length; i++) {
          expect(Math.abs(outputs[i]! - plain[i]!)).toBeLessThan(1e-5 * Math.max(1, Math.abs(plain[i]!)));
        }
        d.fill(0);
      },
      new Float32Array(parameters.length),
    );
    expect(memory().numTensors).toBe(tensors);
  });
});

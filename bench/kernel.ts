/** Minibatch steps of the SIMD kernel against the machine's plain product, and one gradient on every engine. */
import { more, less, type BenchRow } from './row.ts';
import { autodiffEngine, plainProductRate, WASM_FOLDER } from './tensors.ts';
import { freeActions } from '../src/learning/network/actions.ts';
import { createAdam } from '../src/learning/ppo/adam.ts';
import { loadBackend } from '../src/learning/engines/backends.ts';
import type { Engine, Experience } from '../src/learning/ppo/engine.ts';
import { initialParameters, layoutOf, type NetworkShape } from '../src/learning/network/network.ts';
import { plainEngine } from '../src/learning/engines/plainEngine.ts';
import { simdEngine } from '../src/learning/engines/simd/simdEngine.ts';
import { Random } from '../src/model/random.ts';

/** The shape on which Stable-Baselines3 was measured: 36 observations, heads [5, 8, 7] for each of four stages. */
const heads = [5, 8, 7, 5, 8, 7, 5, 8, 7, 5, 8, 7];
const shapeOf = (width: number): NetworkShape => ({ inputs: 36, width, blocks: 2, heads });
const LOSS = {
  clip: 0.2,
  valueCoefficient: 0.5,
  entropyCoefficient: 0.01,
  imitation: 0.1,
  expertMode: 'dagger',
} as const;

/** Multiplications and additions of a gradient's products: forward, by the weights, and by the inputs but the first. */
function flopsOf(shape: NetworkShape, rows: number): number {
  const { input, blocks, output } = layoutOf(shape);
  const products = (layers: readonly { rows: number; cols: number }[]): number =>
    layers.reduce((sum, { rows: inputs, cols }) => sum + 2 * rows * inputs * cols, 0);
  return 3 * products([...blocks.flat(), output]) + 2 * products([input]);
}

function experienceOf(shape: NetworkShape, rows: number): Experience {
  const random = Random.stream(1, 'bench');
  const normal = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
  const actions = (): Int32Array =>
    Int32Array.from({ length: rows * heads.length }, (_, i) => random.integer(heads[i % heads.length]!));
  return {
    observations: normal(rows * shape.inputs),
    actions: actions(),
    taught: actions(),
    asked: new Uint8Array(rows).fill(1),
    byExpert: new Uint8Array(rows),
    logProbabilities: new Float32Array(rows).fill(-21),
    advantages: normal(rows),
    returns: normal(rows),
  };
}

/** Best milliseconds of one whole step: gather, forward, loss, backward, clip, Adam. */
async function stepMs(shape: NetworkShape, rows: number): Promise<number> {
  const { steps } = simdEngine(shape).fuse!(freeActions(heads), rows, 64, rows);
  const parameters = initialParameters(shape, Random.stream(1, 'parameters'));
  steps.begin(parameters, createAdam(parameters.length), experienceOf(shape, rows));
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  let best = Infinity;
  const until = performance.now() + 700;
  for (let i = 0; i < 5 || performance.now() < until; i++) {
    const before = performance.now();
    await steps.step(order, LOSS, 1e-4, 0.5);
    best = Math.min(best, performance.now() - before);
  }
  return best;
}

/** Best milliseconds of one gradient around a loss that costs nothing; engines take turns. */
async function gradients(engines: Readonly<Record<string, Engine>>): Promise<Record<string, number>> {
  const shape = shapeOf(64);
  const rows = 1024;
  const parameters = initialParameters(shape, Random.stream(1, 'parameters'));
  const { observations } = experienceOf(shape, rows);
  const gradient = new Float32Array(parameters.length);
  const best: Record<string, number> = {};
  for (let round = 0; round < 6; round++) {
    for (const [name, engine] of Object.entries(engines)) {
      const before = performance.now();
      await engine.gradient(parameters, observations, rows, (_o, d) => d.fill(1 / rows), gradient);
      best[name] = Math.min(best[name] ?? Infinity, performance.now() - before);
    }
  }
  return best;
}

export async function benchKernel(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const width of [32, 64, 128, 256]) {
    for (const batch of [256, 1024, 2048]) {
      const shape = shapeOf(width);
      const [before, ms, after] = [
        await plainProductRate(),
        await stepMs(shape, batch),
        await plainProductRate(),
      ];
      rows.push(
        more(
          `whole minibatch steps, width ${String(width)}, batch ${String(batch)}`,
          flopsOf(shape, batch) / ms / 1e6,
          'GFLOP/s of products',
          'tfjs WASM plain matMul 512 x 512, GFLOP/s',
          Math.max(before, after),
        ),
      );
    }
  }
  const best = await gradients({
    simd: simdEngine(shapeOf(64)),
    wasm: (await loadBackend('wasm', WASM_FOLDER))(shapeOf(64)),
    autodiff: (await autodiffEngine())(shapeOf(64)),
    plain: plainEngine(shapeOf(64)),
  });
  const title = 'gradient of 1024 rows, width 64, SIMD kernel';
  return [
    ...rows,
    less(title, best['simd']!, 'ms', 'tfjs WASM by hand, ms', best['wasm']!),
    less(title, best['simd']!, 'ms', 'tfjs WASM, autodiff, ms', best['autodiff']!),
    less(title, best['simd']!, 'ms', 'plain TypeScript, ms', best['plain']!),
  ];
}

import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type { BenchRow } from './row.ts';
import { millisecondsOf } from './time.ts';
import { agentPolicy } from '../src/learning/agent.ts';
import { loadBackend } from '../src/learning/backends.ts';
import { defaultConfig } from '../src/learning/config.ts';
import { Forward } from '../src/learning/forward.ts';
import { initialParameters, layoutOf, type NetworkShape } from '../src/learning/network.ts';
import { plainEngine } from '../src/learning/plainEngine.ts';
import { trainAgent } from '../src/learning/train.ts';
import { createEnvironment, policyContext, prepare } from '../src/experiments/prepare.ts';
import { defaultScenario, type Scenario } from '../src/experiments/scenario.ts';
import { presetById } from '../src/model/presets/index.ts';
import { Random } from '../src/model/random.ts';
import { syntheticPipeline } from '../src/model/synthetic.ts';
import { generateWorkload } from '../src/workload/generators.ts';

const wasmFolder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep;
/** The shape on which Stable-Baselines3 was measured: 36 observations, heads [5, 8, 7] for each of four stages. */
const shape: NetworkShape = { inputs: 36, width: 64, blocks: 2, heads: [5, 8, 7, 5, 8, 7, 5, 8, 7, 5, 8, 7] };
const ROWS = 1024;

/** The same gradient by tfjs's own autodiff and layers written plainly: what one would write first. */
async function autodiffMs(parameters: Float32Array, x: Float32Array): Promise<number> {
  const tf = await import('@tensorflow/tfjs-core');
  // The whole library registers the gradients that autodiff needs; this lab needs them here only.
  await import('@tensorflow/tfjs');
  await tf.setBackend('wasm');
  const { input, blocks, output } = layoutOf(shape);
  const dense = [input, ...blocks.flat(), output];
  const variables = dense.flatMap((d) => [
    tf.variable(tf.tensor2d(parameters.slice(d.weights, d.weights + d.rows * d.cols), [d.rows, d.cols])),
    tf.variable(tf.tensor1d(parameters.slice(d.bias, d.bias + d.cols))),
  ]);
  const data = tf.tensor2d(x, [ROWS, shape.inputs]);
  const call = async (): Promise<void> => {
    const { value, grads } = tf.variableGrads(() => {
      const layer = (
        h: import('@tensorflow/tfjs-core').Tensor2D,
        i: number,
      ): import('@tensorflow/tfjs-core').Tensor2D =>
        tf.add(
          tf.matMul(h, variables[2 * i] as unknown as import('@tensorflow/tfjs-core').Tensor2D),
          variables[2 * i + 1]!,
        );
      let h = tf.relu(layer(data, 0));
      for (let b = 0; b < shape.blocks; b++) h = tf.add(h, layer(tf.relu(layer(h, 1 + 2 * b)), 2 + 2 * b));
      return tf.mean(tf.square(layer(h, dense.length - 1)));
    });
    await Promise.all(Object.values(grads).map((g) => g.data()));
    tf.dispose([value, grads]);
  };
  const ms = await millisecondsOf(call, 3);
  tf.dispose([data, ...variables]);
  return ms;
}

/** Multiplications of one gradient at the machine's plain matmul rate: the floor of the arithmetic alone. */
async function matmulFloorMs(): Promise<number> {
  const tf = await import('@tensorflow/tfjs-core');
  const n = 512;
  const a = tf.ones([n, n]);
  const ms = await millisecondsOf(async () => {
    const c = tf.matMul(a, a);
    await c.data();
    c.dispose();
  }, 3);
  a.dispose();
  const perMs = (2 * n ** 3) / ms;
  return (3 * 2 * ROWS * layoutOf(shape).size) / perMs;
}

/** Inference of one decision, one gradient, and whole PPO steps a second. */
export async function benchLearning(): Promise<BenchRow[]> {
  const random = Random.stream(1, 'bench');
  const parameters = initialParameters(shape, random);
  const layout = layoutOf(shape);
  const x = Float32Array.from({ length: ROWS * shape.inputs }, () => random.normal());
  const wasm = await loadBackend('wasm', wasmFolder);
  const engine = wasm(shape);
  const gradient = new Float32Array(layout.size);
  const spread = (_outputs: Float32Array, d: Float32Array): void => {
    d.fill(1 / ROWS);
  };
  const gradientMs = await millisecondsOf(() => engine.gradient(parameters, x, ROWS, spread, gradient), 3);
  const plainMs = await millisecondsOf(
    () => plainEngine(shape).gradient(parameters, x, ROWS, spread, gradient),
    1,
    3,
  );
  const naiveMs = await autodiffMs(parameters, x);
  const floorMs = await matmulFloorMs();
  const forward = new Forward(shape, parameters);
  const out = new Float32Array(ROWS * layout.outputs);
  const rowUs =
    (1000 *
      (await millisecondsOf(() => {
        forward.run(x, ROWS, out);
      }, 3))) /
    ROWS;
  const one = x.slice(0, shape.inputs);
  const tensorUs =
    1000 *
    (await millisecondsOf(async () => {
      await engine.gradient(parameters, one, 1, spread, gradient);
    }, 20));

  const prepared = prepare(defaultScenario(presetById('video')!, generateWorkload('fluctuating', 7)));
  const train = (scenario: Scenario): ReturnType<typeof trainAgent> =>
    trainAgent({
      scenario,
      loads: [generateWorkload('day', 1).rates],
      config: { ...defaultConfig, evaluateEvery: 1e9 },
      budget: { seconds: 15 },
      engine: (s) => Promise.resolve(wasm(s)),
      clock: () => performance.now(),
    });
  const { agent, steps, elapsedSeconds } = await train(prepared.scenario);
  const four = await train({
    ...defaultScenario(syntheticPipeline(4, 5, 1), prepared.scenario.workload),
    limits: { maxReplicas: 8, maxBatch: 64, maxCores: 60 },
  });
  const policy = await agentPolicy(agent).create(policyContext(prepared, 'opd'));
  const environment = createEnvironment(prepared, 1);
  environment.reset(0, prepared.track, 600);
  const observation = environment.observe(0);
  const times = Float64Array.from({ length: 5000 }, () => {
    const before = performance.now();
    policy.decide(observation);
    return 1000 * (performance.now() - before);
  })
    .slice(1000)
    .sort();
  const p99 = times[Math.floor(0.99 * times.length)]!;
  return [
    {
      name: 'inference, one row, width 64',
      value: rowUs,
      unit: 'us',
      against: 'one row forward and back through tfjs, us',
      againstValue: tensorUs,
      ratio: tensorUs / rowUs,
    },
    {
      name: 'one whole decision of the agent (features, network, masks), 99th percentile',
      value: p99,
      unit: 'us',
      against: 'its median, us',
      againstValue: times[Math.floor(times.length / 2)]!,
      ratio: p99 / times[Math.floor(times.length / 2)]!,
    },
    {
      name: `gradient of ${String(ROWS)} rows, width 64, hand-written on tfjs WASM`,
      value: gradientMs,
      unit: 'ms',
      against: 'plain autodiff tfjs, ms',
      againstValue: naiveMs,
      ratio: naiveMs / gradientMs,
    },
    {
      name: 'the same gradient',
      value: gradientMs,
      unit: 'ms',
      against: 'plain TypeScript engine, ms',
      againstValue: plainMs,
      ratio: plainMs / gradientMs,
    },
    {
      name: 'the same gradient',
      value: gradientMs,
      unit: 'ms',
      against: 'its multiplications at the plain matmul rate, ms',
      againstValue: floorMs,
      ratio: floorMs / gradientMs,
    },
    {
      name: 'PPO, video pipeline, fluid, 64 lanes, 4 epochs',
      value: steps / elapsedSeconds,
      unit: 'steps/s',
      against: 'Stable-Baselines3, 8 environments, batch 256 (measured elsewhere on this task shape)',
      againstValue: 3350,
      ratio: steps / elapsedSeconds / 3350,
    },
    {
      name: 'PPO, four stages with heads [5, 8, 7] each, fluid, 64 lanes, 4 epochs',
      value: four.steps / four.elapsedSeconds,
      unit: 'steps/s',
      against: 'Stable-Baselines3, 8 environments, batch 256 (measured elsewhere on this task shape)',
      againstValue: 3350,
      ratio: four.steps / four.elapsedSeconds / 3350,
    },
  ];
}

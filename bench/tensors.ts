/** tfjs as the benches' rival: its plain product, and the network by its own autodiff. */
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type { Rank, Tensor2D, Variable } from '@tensorflow/tfjs-core';
import { loadBackend } from '../src/learning/engines/backends.ts';
import type { Engine } from '../src/learning/ppo/engine.ts';
import { layoutOf, type NetworkShape } from '../src/learning/network/network.ts';

export const WASM_FOLDER =
  dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep;

/** GFLOP/s of tfjs WASM's matMul of two 512 x 512 matrices, the best of `tries`: what this machine's products reach now. */
export async function plainProductRate(tries = 8): Promise<number> {
  await loadBackend('wasm', WASM_FOLDER);
  const tf = await import('@tensorflow/tfjs-core');
  const n = 512;
  const a = tf.ones([n, n]);
  let best = Infinity;
  for (let i = 0; i <= tries; i++) {
    const before = performance.now();
    const c = tf.matMul(a, a);
    await c.data();
    if (i > 0) best = Math.min(best, performance.now() - before);
    c.dispose();
  }
  a.dispose();
  return (2 * n ** 3) / best / 1e6;
}

/** The engine as one would first write it on tfjs: layers of matMul, add and relu, the gradient by `variableGrads`. */
export async function autodiffEngine(): Promise<(shape: NetworkShape) => Engine> {
  await loadBackend('wasm', WASM_FOLDER);
  const tf = await import('@tensorflow/tfjs-core');
  // The whole library registers the gradients that autodiff needs; this lab needs them here only.
  await import('@tensorflow/tfjs');
  await tf.setBackend('wasm');
  return (shape) => {
    const { input, blocks, output, outputs: width } = layoutOf(shape);
    const dense = [input, ...blocks.flat(), output];
    const weights = dense.map((d) => tf.variable(tf.zeros<Rank.R2>([d.rows, d.cols])));
    const biases = dense.map((d) => tf.variable(tf.zeros<Rank.R1>([d.cols])));
    const layer = (h: Tensor2D, i: number): Tensor2D => tf.add(tf.matMul(h, weights[i]!), biases[i]!);
    const put = (variable: Variable, values: Float32Array): void => {
      variable.assign(tf.tensor(values, variable.shape));
    };
    return {
      name: 'autodiff',
      async gradient(parameters, x, rows, loss, gradient) {
        dense.forEach((d, i) => {
          tf.tidy(() => {
            put(weights[i]!, parameters.subarray(d.weights, d.bias));
            put(biases[i]!, parameters.subarray(d.bias, d.bias + d.cols));
          });
        });
        const { value, grads } = tf.variableGrads(() => {
          const data = tf.tensor2d(x.subarray(0, rows * shape.inputs), [rows, shape.inputs]);
          let h = tf.relu(layer(data, 0));
          for (let b = 0; b < shape.blocks; b++)
            h = tf.add(h, layer(tf.relu(layer(h, 1 + 2 * b)), 2 + 2 * b));
          const out = layer(h, dense.length - 1);
          const dOutputs = new Float32Array(rows * width);
          loss(out.dataSync() as Float32Array, dOutputs);
          return tf.sum(tf.mul(out, tf.tensor2d(dOutputs, [rows, width])));
        });
        for (const [i, d] of dense.entries()) {
          gradient.set(await grads[weights[i]!.name]!.data(), d.weights);
          gradient.set(await grads[biases[i]!.name]!.data(), d.bias);
        }
        tf.dispose([value, grads]);
      },
      dispose: () => {
        tf.dispose([...weights, ...biases]);
      },
    };
  };
}

import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Engine } from '../ppo/engine.ts';
import { layoutOf, type Dense, type NetworkShape } from '../network/network.ts';

type Tf = typeof import('@tensorflow/tfjs-core');

/**
 * The engine on tfjs: forward by fused matMul + bias + relu, backward by hand. Transposes are explicit because
 * matMul's transpose flags leave the fast WASM path (4-9 times slower); no autodiff, no variables, no optimiser.
 * The loss runs on the CPU between the two halves: it is exact, the same for every backend, and small.
 */
export function tensorEngine(tf: Tf, name: string, shape: NetworkShape): Engine {
  const layout = layoutOf(shape);
  const matrix = (p: Float32Array, { weights, rows, cols }: Dense): Tensor2D =>
    tf.tensor2d(p.subarray(weights, weights + rows * cols), [rows, cols]);
  const dense = (p: Float32Array, d: Dense, x: Tensor2D, activation: 'relu' | 'linear'): Tensor2D =>
    tf.fused.matMul({
      a: x,
      b: matrix(p, d),
      bias: tf.tensor1d(p.subarray(d.bias, d.bias + d.cols)),
      activation,
    }) as Tensor2D;
  const transposed = (x: Tensor2D): Tensor2D => tf.transpose(x);
  return {
    name,
    async gradient(parameters, x, rows, loss, gradient) {
      const input = tf.tensor2d(x.subarray(0, rows * shape.inputs), [rows, shape.inputs]);
      const forward = tf.tidy(() => {
        const hidden = [dense(parameters, layout.input, input, 'relu')];
        const inner: Tensor2D[] = [];
        for (const [a, b] of layout.blocks) {
          const u = dense(parameters, a, hidden.at(-1)!, 'relu');
          inner.push(u);
          hidden.push(tf.add(hidden.at(-1)!, dense(parameters, b, u, 'linear')));
        }
        return { hidden, inner, outputs: dense(parameters, layout.output, hidden.at(-1)!, 'linear') };
      });
      const outputs = (await forward.outputs.data()) as Float32Array;
      const dOutputs = new Float32Array(outputs.length);
      loss(outputs, dOutputs);
      const flat = tf.tidy(() => {
        const parts: Tensor2D[] = [];
        /** Prepends one layer's gradient; layers come last to first. */
        const layer = (activations: Tensor2D, d: Tensor2D): void => {
          parts.unshift(
            tf.reshape(tf.matMul(transposed(activations), d), [1, -1]),
            tf.reshape(tf.sum(d, 0), [1, -1]),
          );
        };
        const through = (d: Tensor2D, w: Dense): Tensor2D => tf.matMul(d, transposed(matrix(parameters, w)));
        const gated = (d: Tensor2D, activations: Tensor2D): Tensor2D => tf.mul(d, tf.step(activations));
        let d = tf.tensor2d(dOutputs, [rows, layout.outputs]);
        layer(forward.hidden.at(-1)!, d);
        d = through(d, layout.output);
        for (let k = layout.blocks.length - 1; k >= 0; k--) {
          const [a, b] = layout.blocks[k]!;
          layer(forward.inner[k]!, d);
          const dInner = gated(through(d, b), forward.inner[k]!);
          layer(forward.hidden[k]!, dInner);
          d = tf.add(d, through(dInner, a));
        }
        layer(input, gated(d, forward.hidden[0]!));
        return tf.concat(parts, 1);
      });
      gradient.set(await flat.data());
      tf.dispose([input, flat, forward.outputs, ...forward.hidden, ...forward.inner]);
    },
    dispose: () => undefined,
  };
}

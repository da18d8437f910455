import type { Engine } from '../ppo/engine.ts';
import { layoutOf, type Dense, type NetworkShape } from '../network/network.ts';

/** The engine in plain TypeScript: the reference for the others, and the fallback without WebAssembly or WebGPU. */
export function plainEngine(shape: NetworkShape): Engine {
  const layout = layoutOf(shape);
  const { width } = shape;
  return {
    name: 'cpu',
    gradient(parameters, x, rows, loss, gradient) {
      const hidden: Float32Array[] = [];
      const inner: Float32Array[] = [];
      const first = new Float32Array(rows * width);
      multiply(layout.input, parameters, x, rows, first);
      relu(first);
      hidden.push(first);
      for (const [a, b] of layout.blocks) {
        const u = new Float32Array(rows * width);
        multiply(a, parameters, hidden.at(-1)!, rows, u);
        relu(u);
        inner.push(u);
        const h = new Float32Array(rows * width);
        multiply(b, parameters, u, rows, h);
        const before = hidden.at(-1)!;
        for (let i = 0; i < h.length; i++) h[i] = h[i]! + before[i]!;
        hidden.push(h);
      }
      const outputs = new Float32Array(rows * layout.outputs);
      const dOutputs = new Float32Array(rows * layout.outputs);
      multiply(layout.output, parameters, hidden.at(-1)!, rows, outputs);
      loss(outputs, dOutputs);
      gradient.fill(0);
      const dHidden = new Float32Array(rows * width);
      back(layout.output, parameters, hidden.at(-1)!, dOutputs, rows, gradient, dHidden);
      for (let k = layout.blocks.length - 1; k >= 0; k--) {
        const [a, b] = layout.blocks[k]!;
        const dInner = new Float32Array(rows * width);
        back(b, parameters, inner[k]!, dHidden, rows, gradient, dInner);
        gate(dInner, inner[k]!);
        back(a, parameters, hidden[k]!, dInner, rows, gradient, dHidden);
      }
      gate(dHidden, hidden[0]!);
      back(layout.input, parameters, x, dHidden, rows, gradient, undefined);
      return Promise.resolve();
    },
    dispose: () => undefined,
  };
}

function multiply(
  { weights, bias, rows: inputs, cols }: Dense,
  p: Float32Array,
  x: Float32Array,
  rows: number,
  out: Float32Array,
): void {
  for (let r = 0; r < rows; r++) {
    const to = r * cols;
    for (let c = 0; c < cols; c++) out[to + c] = p[bias + c]!;
    for (let i = 0; i < inputs; i++) {
      const xi = x[r * inputs + i]!;
      if (xi === 0) continue;
      for (let c = 0, w = weights + i * cols; c < cols; c++) out[to + c] = out[to + c]! + xi * p[w + c]!;
    }
  }
}

/** Adds to the gradient of one dense layer, and its input's gradient to `dx`. */
function back(
  { weights, bias, rows: inputs, cols }: Dense,
  p: Float32Array,
  x: Float32Array,
  dOut: Float32Array,
  rows: number,
  gradient: Float32Array,
  dx: Float32Array | undefined,
): void {
  for (let r = 0; r < rows; r++) {
    const from = r * cols;
    for (let c = 0; c < cols; c++) gradient[bias + c] = gradient[bias + c]! + dOut[from + c]!;
    for (let i = 0; i < inputs; i++) {
      const xi = x[r * inputs + i]!;
      const w = weights + i * cols;
      let sum = 0;
      for (let c = 0; c < cols; c++) {
        const d = dOut[from + c]!;
        gradient[w + c] = gradient[w + c]! + xi * d;
        sum += d * p[w + c]!;
      }
      if (dx) dx[r * inputs + i] = dx[r * inputs + i]! + sum;
    }
  }
}

function relu(x: Float32Array): void {
  for (let i = 0; i < x.length; i++) if (x[i]! < 0) x[i] = 0;
}

/** Zeroes a gradient where the rectified unit was off. */
function gate(d: Float32Array, x: Float32Array): void {
  for (let i = 0; i < d.length; i++) if (x[i]! === 0) d[i] = 0;
}

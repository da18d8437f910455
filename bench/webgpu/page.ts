/** In the browser: one gradient on the WebGPU engine beside plain TypeScript's. Bundled by ../webgpu.ts. */
import { loadBackend } from '../../src/learning/engines/backends.ts';
import { plainEngine } from '../../src/learning/engines/plainEngine.ts';
import { initialParameters, layoutOf, type NetworkShape } from '../../src/learning/network/network.ts';
import { Random } from '../../src/model/random.ts';

const shape: NetworkShape = { inputs: 36, width: 64, blocks: 2, heads: [5, 8, 7, 5, 8, 7] };
const ROWS = 256;

/** Largest difference of the two gradients, as a share of the largest number in them. */
async function difference(): Promise<number> {
  const random = Random.stream(1, 'webgpu');
  const parameters = initialParameters(shape, random).map((p) => p + 0.1 * random.normal());
  const x = Float32Array.from({ length: ROWS * shape.inputs }, () => random.normal());
  const weight = Float32Array.from({ length: ROWS * layoutOf(shape).outputs }, () => random.normal());
  const loss = (outputs: Float32Array, d: Float32Array): void => {
    outputs.forEach((value, i) => (d[i] = weight[i]! * value));
  };
  const [found, expected] = [new Float32Array(parameters.length), new Float32Array(parameters.length)];
  const engine = (await loadBackend('webgpu', ''))(shape);
  await engine.gradient(parameters, x, ROWS, loss, found);
  await plainEngine(shape).gradient(parameters, x, ROWS, loss, expected);
  engine.dispose();
  const largest = expected.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
  return expected.reduce((most, g, i) => Math.max(most, Math.abs(g - found[i]!)), 0) / largest;
}

Object.assign(globalThis, { difference });

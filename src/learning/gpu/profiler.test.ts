/** Timing kernels changes neither what they compute nor their order, and costs nothing once it has ended. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Device, type Bound } from './device.ts';
import { KernelTimes } from './profiler.ts';
import { noDawn, softwareDevice } from '../../testing/dawn.ts';

const WORDS = 256;

/** x becomes x + 1, or 2 x: what comes of it depends on the order. */
const code = (change: string): string => /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> numbers: array<f32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  numbers[id.x] = ${change};
}
`;

describe.skipIf(noDawn !== undefined)(`times of kernels${noDawn === undefined ? '' : `: ${noDawn}`}`, () => {
  let device: Device;
  let add: Bound;
  let twice: Bound;
  let numbers: GPUBuffer;
  beforeAll(async () => {
    device = new Device(await softwareDevice(['timestamp-query']));
    numbers = device.storage(WORDS);
    const bound = async (name: string, change: string): Promise<Bound> =>
      device.bind(await device.kernel(code(change), 'main', name), [numbers]);
    add = await bound('add', 'numbers[id.x] + 1.0');
    twice = await bound('twice', '2.0 * numbers[id.x]');
  });
  afterAll(() => {
    device.gpu.destroy();
  });

  async function run(kernels: readonly Bound[]): Promise<number> {
    device.write(numbers, new Float32Array(WORDS));
    device.run((pass) => {
      for (const kernel of kernels) device.dispatch(pass, kernel, WORDS / 64);
    });
    return (await device.read([{ buffer: numbers, words: WORDS }])).at(-1)!;
  }

  it('come by kernel, with every dispatch counted, and the numbers are those without it', async () => {
    const order = [add, add, twice, add, twice, twice, add];
    const expected = await run(order);
    expect(expected).toBe(21);
    const times = new KernelTimes(device.gpu);
    expect(await run(order)).toBe(expected);
    expect(await run([twice, add])).toBe(1);
    const found = await times.end();
    expect([...found.keys()].sort()).toEqual(['add', 'twice']);
    expect([found.get('add')!.dispatches, found.get('twice')!.dispatches]).toEqual([5, 4]);
    for (const { ms } of found.values()) expect(ms).toBeGreaterThan(0);
  });

  it('of more passes than a query set holds are all there', async () => {
    const order = Array.from({ length: 11 }, (_, i) => (i % 2 === 0 ? add : twice));
    const expected = await run(order);
    const times = new KernelTimes(device.gpu, 4);
    expect(await run(order)).toBe(expected);
    const found = await times.end();
    expect([found.get('add')!.dispatches, found.get('twice')!.dispatches]).toEqual([6, 5]);
  });

  it('end: afterwards all dispatches of a submission share one pass again', async () => {
    const times = new KernelTimes(device.gpu);
    await times.end();
    let passes = 0;
    const encoder = device.gpu.createCommandEncoder();
    const begin = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = (descriptor) => {
      passes++;
      return begin(descriptor);
    };
    const pass = device.pass(encoder);
    for (const kernel of [add, twice, add]) device.dispatch(pass, kernel, 1);
    pass.end();
    device.submit(encoder);
    expect(passes).toBe(1);
    expect((await times.end()).size).toBe(0);
  });
});

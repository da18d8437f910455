import { beforeAll, expect, it } from 'vitest';
import type { Device } from './device.ts';
import { THREADS } from './device.ts';
import { pcg4d, RANDOM, share } from './random.ts';
import { onDawn } from '../../testing/onDawn.ts';

it('draws are spread evenly, and neighbours have nothing to do with each other', () => {
  const count = 40_000;
  const draws = Array.from({ length: count }, (_, i) => share(pcg4d(7, 2, i, 0)[0]));
  const mean = draws.reduce((sum, u) => sum + u, 0) / count;
  // Five standard errors of a uniform's mean, and of the mean product of two.
  expect(Math.abs(mean - 0.5)).toBeLessThan(5 / Math.sqrt(12 * count));
  const product = draws.reduce((sum, u, i) => sum + (u - 0.5) * (draws[(i + 1) % count]! - 0.5), 0) / count;
  expect(Math.abs(product)).toBeLessThan(5 / 12 / Math.sqrt(count));
  expect(Math.max(...draws)).toBeLessThan(1);
});

onDawn('on a software adapter', (given) => {
  let device: Device;
  beforeAll(() => {
    device = given();
  });

  it('the device draws the same words and the same numbers', async () => {
    const rows = 1000;
    const out = device.storage(8 * rows);
    const kernel = device.bind(
      await device.kernel(
        `${RANDOM}
        @group(0) @binding(0) var<storage, read_write> out: array<u32>;
        @compute @workgroup_size(${String(THREADS)})
        fn main(@builtin(global_invocation_id) id: vec3u) {
          if (id.x >= ${String(rows)}u) { return; }
          let drawn = pcg4d(vec4u(4294967295u, id.x, id.x * 77u, 3u));
          for (var i = 0u; i < 4u; i++) {
            out[8u * id.x + i] = drawn[i];
            out[8u * id.x + 4u + i] = bitcast<u32>(share(drawn[i]));
          }
        }`,
      ),
      [out],
    );
    device.run((pass) => {
      device.dispatch(pass, kernel, Math.ceil(rows / THREADS));
    });
    const numbers = await device.read([{ buffer: out, words: 8 * rows }]);
    const words = new Uint32Array(numbers.buffer);
    for (let row = 0; row < rows; row++) {
      const drawn = pcg4d(4294967295, row, row * 77, 3);
      expect([...words.subarray(8 * row, 8 * row + 4)]).toEqual(drawn);
      expect([...numbers.subarray(8 * row + 4, 8 * row + 8)]).toEqual(drawn.map(share));
    }
  });

  it('a kernel that is wrong says where', async () => {
    await expect(device.kernel('\nfn main() -> u32 { return 1.5; }')).rejects.toThrow(/^WGSL, line 2: /);
  });
});

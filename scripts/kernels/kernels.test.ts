/** The kernels' files are what their sources say, byte for byte, and what stands before the bytes agrees with them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile, fileOf, KERNELS, make, sourceOf } from './kernels.mjs';
import { root } from '../dependencies.mjs';
import { SIMD_WASM, simdKernel } from '../../src/learning/engines/simd/kernel/simdKernel.ts';
import { LSTM_WASM, lstmKernel } from '../../src/learning/predictor/kernel/lstmKernel.ts';

type Binding = Readonly<Record<string, unknown>>;

const written: Readonly<
  Record<string, { base64: string; bind: (instance: WebAssembly.Instance) => Binding }>
> = {
  simd: { base64: SIMD_WASM, bind: (instance) => ({ ...simdKernel(instance) }) },
  lstm: { base64: LSTM_WASM, bind: (instance) => ({ ...lstmKernel(instance) }) },
};

const made = new Map<string, Awaited<ReturnType<typeof make>>>();
beforeAll(async () => {
  for (const kernel of KERNELS) made.set(kernel.name, await make(kernel));
}, 120_000);

/** Parameters of an exported function by its source, in order. */
function parametersOf(source: string, name: string): readonly string[] {
  const from = source.indexOf(`export function ${name}(`);
  const list = source.slice(source.indexOf('(', from) + 1, source.indexOf(')', from));
  return list.split(',').flatMap((one) => one.split(':')[0]!.trim() || []);
}

describe.each(KERNELS.map((kernel) => [kernel.name, kernel] as const))('the kernel %s', (name, kernel) => {
  const { base64, bind } = written[name]!;
  const bytes = Buffer.from(base64, 'base64');

  it('compiles to the bytes in its file; npm run kernels writes them', () => {
    expect(Buffer.compare(made.get(name)!.bytes, bytes)).toBe(0);
    expect(readFileSync(join(root, fileOf(kernel)), 'utf8')).toBe(made.get(name)!.text);
  });

  it('is bound by the names of its exports, each argument in its place', () => {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    const names = Object.keys(instance.exports);
    expect(Object.keys(bind(instance)).sort()).toEqual([...names].sort());
    const sources = kernel.entries.map((entry) => sourceOf(`${kernel.folder}/${entry}`)).join('\n');
    for (const each of names.filter((one) => one !== 'memory')) {
      let given: readonly unknown[] = [];
      const spied = { ...instance.exports, [each]: (...at: unknown[]) => (given = at) };
      const call = bind({ exports: spied })[each] as (at: unknown) => unknown;
      // Whatever is asked of the arguments is answered with its own name.
      call(new Proxy({}, { get: (_, asked) => asked }));
      expect(given).toHaveLength((instance.exports[each] as () => void).length);
      expect(given).toEqual(parametersOf(sources, each));
    }
  });
});

it('every source is in a kernel', () => {
  const all = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.as'))
    .map((file) => `src/${file.replaceAll('\\', '/').replace(/\.as$/, '')}`);
  const used = new Set([...made.values()].flatMap(({ sources }) => sources));
  expect([...used].sort()).toEqual(all.sort());
});

it('a number changed in a source changes the bytes, and an error is told with its place', async () => {
  const lstm = KERNELS.find(({ name }) => name === 'lstm')!;
  const changed = (from: string, to: string) => (path: string) => {
    const text = sourceOf(path);
    return path.endsWith('/lstm') ? text.replace(from, to) : text;
  };
  const { bytes } = await compile(lstm, changed('f32x4.mul(z, f(-2))', 'f32x4.mul(z, f(-3))'));
  expect(Buffer.compare(bytes, Buffer.from(LSTM_WASM, 'base64'))).not.toBe(0);
  await expect(compile(lstm, changed('f32x4.mul(z, f(-2))', 'nothing'))).rejects.toThrow(
    /Cannot find name 'nothing'[^]*lstm\.ts/,
  );
});

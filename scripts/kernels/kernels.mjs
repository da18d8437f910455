/** Kernels in AssemblyScript, and the TypeScript files that hold their bytes and a typed binding (docs/kernels.md). */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, posix } from 'node:path';
import { bindingOf } from './binding.mjs';
import { root } from '../dependencies.mjs';

const require = createRequire(import.meta.url);

/**
 * `folder` holds the sources; what `entries` export is the kernel's surface, `constants` what it shares with its host.
 * The file made is `${name}Kernel.ts` in the same folder.
 * @typedef {{ readonly name: string, readonly folder: string, readonly entries: readonly string[], readonly constants?: string }} Kernel
 */

/** @type {readonly Kernel[]} */
export const KERNELS = [
  {
    name: 'simd',
    folder: 'src/learning/engines/simd/kernel',
    entries: ['matmul', 'loss', 'adam'],
    constants: 'constants',
  },
  { name: 'lstm', folder: 'src/learning/predictor/kernel', entries: ['lstm'] },
];

/** Nothing of a runtime, 128-bit vectors, and no relaxed arithmetic: equal input gives equal bytes on every machine. */
const OPTIONS = ['--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert'];

/**
 * What is used of the compiler; its own declarations would make AssemblyScript's globals known to every script.
 * @typedef {{ main(args: readonly string[], host: {
 *   readFile: (name: string) => string | null,
 *   writeFile: (name: string, data: Uint8Array<ArrayBuffer> | string) => void,
 *   listFiles: () => readonly string[],
 * }): Promise<{ readonly error: Error | null, readonly stderr: { toString(): string } }> }} Compiler
 */

/** @returns {Promise<Compiler>} */
async function compiler() {
  return (await import(import.meta.resolve('assemblyscript/asc'))).default;
}

const compilerVersion = /** @type {string} */ (require('assemblyscript/package.json').version);

/** @param {string} path below the root, without its ending @returns {string} */
export const sourceOf = (path) => readFileSync(join(root, `${path}.as`), 'utf8');

/** @param {string} path */
const sourceIfAny = (path) => (existsSync(join(root, `${path}.as`)) ? sourceOf(path) : null);

/**
 * The module of `kernel`, and the paths of the sources that are in it, without their endings. Throws with the
 * compiler's words where a source has an error. @param {Kernel} kernel
 * @param {(path: string) => string | null} [read] where the sources come from
 * @returns {Promise<{ readonly bytes: Uint8Array<ArrayBuffer>, readonly sources: readonly string[] }>}
 */
export async function compile({ folder, entries }, read = sourceIfAny) {
  /** @type {Uint8Array<ArrayBuffer> | undefined} */
  let bytes;
  const sources = new Set();
  const { error, stderr } = await (
    await compiler()
  ).main([...entries.map((entry) => `${folder}/${entry}.ts`), ...OPTIONS, '--outFile', 'kernel.wasm'], {
    // The compiler knows its sources by the ending .ts only, which here would make them the page's.
    readFile(name) {
      const path = posix.normalize(name.replace(/\.ts$/, ''));
      if (!name.endsWith('.ts') || !path.startsWith('src/')) return null;
      const text = read(path);
      if (text !== null) sources.add(path);
      return text;
    },
    writeFile(_name, data) {
      if (typeof data !== 'string') bytes = data;
    },
    listFiles: () => [],
  });
  if (error || !bytes) throw new Error(`${folder}: ${error?.message ?? 'no module'}\n${stderr.toString()}`);
  return { bytes, sources: [...sources].sort() };
}

/** Where the file of `kernel` stands, below the root. @param {Kernel} kernel */
export const fileOf = ({ name, folder }) => `${folder}/${name}Kernel.ts`;

/**
 * The file of `kernel` as it should be. @param {Kernel} kernel
 * @returns {Promise<{ readonly text: string, readonly bytes: Uint8Array<ArrayBuffer>, readonly sources: readonly string[] }>}
 */
export async function make(kernel) {
  const { bytes, sources } = await compile(kernel);
  const text = bindingOf({
    name: kernel.name,
    sources,
    version: compilerVersion,
    entries: kernel.entries.map((entry) => sourceOf(`${kernel.folder}/${entry}`)),
    constants: kernel.constants === undefined ? '' : sourceOf(`${kernel.folder}/${kernel.constants}`),
    bytes,
  });
  const { format, resolveConfig } = await import('prettier');
  const filepath = join(root, fileOf(kernel));
  return { text: await format(text, { ...(await resolveConfig(filepath)), filepath }), bytes, sources };
}

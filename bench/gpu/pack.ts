/** A folder that measures a graphics device where there is no network, no Node and no browser: this program and its libraries. */
import { copyFileSync, cpSync, createReadStream, createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip, gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { said, type BenchRow } from '../row.ts';
import { vulkanLoader } from '../../src/testing/dawn.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function program(): Promise<string> {
  const result = (await build({
    ...{ root: here('../..'), configFile: false, logLevel: 'warn', publicDir: false },
    ssr: { noExternal: true, external: ['webgpu'], target: 'node' },
    build: {
      ...{ ssr: here('main.ts'), write: false, target: 'node20', minify: false },
      rolldownOptions: { output: { entryFileNames: 'gpu.mjs', format: 'es', codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  if (result.output.length !== 1)
    throw new Error(`the program was built into ${String(result.output.length)} files, and must be one`);
  return result.output[0].code;
}

const compressed = (from: string, to: string): Promise<void> =>
  pipeline(createReadStream(from), createGzip(), createWriteStream(to));

/** Fills `folder`, for a machine of this one's kind. */
export async function pack(folder: string): Promise<BenchRow[]> {
  const dawn = dirname(createRequire(import.meta.url).resolve('webgpu/package.json'));
  const kind = `${process.platform}-${process.arch}`;
  const there = join(folder, 'node_modules', 'webgpu');
  mkdirSync(join(there, 'dist', kind), { recursive: true });
  mkdirSync(join(folder, 'lib'), { recursive: true });
  writeFileSync(join(folder, 'gpu.mjs.gz'), gzipSync(await program()));
  copyFileSync(here('run.sh'), join(folder, 'run.sh'));
  for (const file of ['package.json', 'index.js', 'LICENSE.md']) cpSync(join(dawn, file), join(there, file));
  await compressed(join(dawn, 'dist', kind, 'dawn.node'), join(there, 'dist', kind, 'dawn.node.gz'));
  await compressed(process.execPath, join(folder, 'node.gz'));
  const loader = vulkanLoader();
  if (loader !== undefined) await compressed(loader, join(folder, 'lib', 'libvulkan.so.1.gz'));
  return [
    said('packed', `${folder}, for ${kind}: sh run.sh OUT writes gpu.json and gpu.md there`),
    ...(loader === undefined ? [said('no Vulkan loader was found', 'that machine must have its own')] : []),
  ];
}

/** `npm run kernels`: compiles every kernel and writes its TypeScript file. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf, KERNELS, make } from './kernels.mjs';
import { root } from '../dependencies.mjs';

/** @param {string} file */
function before(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

for (const kernel of KERNELS) {
  const file = join(root, fileOf(kernel));
  const { text, bytes } = await make(kernel);
  const same = before(file) === text;
  if (!same) writeFileSync(file, text);
  console.log(`${fileOf(kernel)}: ${bytes.length} bytes, ${same ? 'as before' : 'written'}`);
}

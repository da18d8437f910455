/** Which unit tests belong to what is being worked on. */
import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { root } from './dependencies.mjs';

/**
 * The tests of folders and files: `run` are folders and test files, of a file those beside it; `related` are files
 * without any, for which the tests that import them have to be found.
 * @param {readonly string[]} places that exist, from the root
 * @returns {{ readonly run: readonly string[], readonly related: readonly string[] }}
 */
export function testsOf(places) {
  /** @type {string[]} */
  const run = [];
  /** @type {string[]} */
  const related = [];
  for (const place of places) {
    const path = relative(root, resolve(root, place)).replaceAll('\\', '/');
    if (statSync(join(root, path)).isDirectory()) run.push(path === '' ? path : `${path}/`);
    else if (/\.test\.ts$/.test(path)) run.push(path);
    else {
      const stem = path.replace(/\.[^./]+$/, '');
      const beside = [`${stem}.test.ts`, `${stem}.svelte.test.ts`].filter((file) =>
        existsSync(join(root, file)),
      );
      if (beside.length > 0) run.push(...beside);
      else related.push(path);
    }
  }
  return { run, related };
}

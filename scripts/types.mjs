/**
 * `npm run types`: the types of every TypeScript project and of the components. By TypeScript 7, which is native and several
 * times as fast; lint and the build have TypeScript 6, whose interface they use. What did not change since the last run is
 * taken from node_modules/.cache.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './dependencies.mjs';

const cache = join('node_modules', '.cache', 'types');
const tsc = join('node_modules', '@typescript', 'native', 'bin', 'tsc');
const svelteCheck = join('node_modules', 'svelte-check', 'bin', 'svelte-check');

/** @param {string} name @param {string} project */
const project = (name, project) => [
  ...[tsc, '-p', project, '--incremental', '--tsBuildInfoFile', join(cache, `${name}.tsbuildinfo`)],
];
const checks = [
  project('core', 'tsconfig.core.json'),
  project('workers', 'workers/tsconfig.json'),
  project('e2e', 'e2e/tsconfig.json'),
  [svelteCheck, '--tsgo', '--incremental', '--tsconfig', './tsconfig.json', '--fail-on-warnings'],
];
for (const args of checks)
  if (spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status !== 0) process.exit(1);

/**
 * `npm run check -- src/policies`: types, lint and unit tests of what is being worked on, side by side. Types are those of the
 * whole project, as a change in one room can break another; what did not change since the last time is taken from caches.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies, root } from './dependencies.mjs';

const places = process.argv.slice(2);
const missing = places.filter((place) => !existsSync(join(root, place)));
if (places.length === 0 || missing.length > 0) {
  console.error(
    `${missing.length > 0 ? `There is no ${missing.join(', ')}. ` : ''}Name what is to be checked, folders or files: npm run check -- src/policies`,
  );
  process.exit(2);
}
ensureDependencies();

/** @type {readonly (readonly [string, readonly string[]])[]} */
const checks = [
  ['types', ['npm', 'run', '--silent', 'types']],
  [
    'lint',
    [
      'npx',
      'eslint',
      '--max-warnings',
      '0',
      '--cache',
      '--cache-location',
      'node_modules/.cache/eslint',
      ...places,
    ],
  ],
  [
    'unit',
    ['npx', 'vitest', 'run', '--project', 'unit', '--project', 'runes', '--passWithNoTests', ...places],
  ],
];

const outcomes = await Promise.all(
  checks.map(async ([name, [command = '', ...args]]) => {
    const from = performance.now();
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    /** @type {Buffer[]} */
    const printed = [];
    child.stdout.on('data', (chunk) => printed.push(chunk));
    child.stderr.on('data', (chunk) => printed.push(chunk));
    const ok = await new Promise((resolve) => {
      child.on('error', () => resolve(false));
      child.on('close', (code) => resolve(code === 0));
    });
    if (!ok) process.stdout.write(Buffer.concat(printed));
    console.log(`== ${name} ${ok ? 'ok' : 'FAILED'}, ${((performance.now() - from) / 1000).toFixed(1)} s`);
    return ok;
  }),
);
process.exitCode = outcomes.every(Boolean) ? 0 : 1;

/**
 * `npm run check -- src/policies`: types, lint and unit tests of what is being worked on, side by side. Types are those of the
 * whole project, as a change in one room can break another; what did not change since the last time is taken from caches.
 * Tests of a file are those beside it, else all that import it; how many ran is said.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testsOf } from './beside.mjs';
import { ensureDependencies, root } from './dependencies.mjs';
import { countAll, countOfVitest } from './report.mjs';

const places = process.argv.slice(2);
const missing = places.filter((place) => !existsSync(join(root, place)));
if (places.length === 0 || missing.length > 0) {
  console.error(
    `${missing.length > 0 ? `There is no ${missing.join(', ')}. ` : ''}Name what is to be checked, folders or files: npm run check -- src/policies`,
  );
  process.exit(2);
}
ensureDependencies();

const tests = testsOf(places);
const reports = mkdtempSync(join(tmpdir(), 'sluice-check-'));
/** @param {string} name of the check */
const reportOf = (name) => join(reports, `${name}.json`);

/** @param {string} name @param {'run' | 'related'} command @param {readonly string[]} files @returns {readonly [string, readonly string[]]} */
const unit = (name, command, files) => [
  name,
  [
    ...['npx', 'vitest', command, '--run', '--project', 'unit', '--project', 'runes', '--passWithNoTests'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${reportOf(name)}`, ...files],
  ],
];

/** What is said of a check that succeeded. @param {string} name */
function success(name) {
  if (!name.startsWith('unit')) return 'ok';
  const { passed, skipped } = countAll([{ section: name, file: reportOf(name), count: countOfVitest }]);
  if (passed + skipped.length === 0) return 'no tests';
  return `ok, ${passed} ${passed === 1 ? 'test' : 'tests'}${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`;
}

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
  ...(tests.run.length > 0 ? [unit('unit', 'run', tests.run)] : []),
  ...(tests.related.length > 0 ? [unit('unit, by imports', 'related', tests.related)] : []),
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
    console.log(
      `== ${name} ${ok ? success(name) : 'FAILED'}, ${((performance.now() - from) / 1000).toFixed(1)} s`,
    );
    return ok;
  }),
);
rmSync(reports, { recursive: true });
process.exitCode = outcomes.every(Boolean) ? 0 : 1;

/**
 * `npm test`: everything that proves the lab, in one command on a fresh machine.
 * Stops at the first section that fails; the last line counts the tests.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureDependencies, root } from './dependencies.mjs';

const results = join(root, 'test-results');
const unitReport = join(results, 'unit.json');
const e2eReport = join(results, 'e2e.json');

/** Each section: its name, then npm scripts or [script, ...arguments]. @type {readonly [string, ...(string | string[])[]][]} */
const sections = [
  ['format', 'format:check'],
  ['types', 'types'],
  ['lint', 'lint'],
  ['cycles', 'cycles'],
  ['dead code', 'knip'],
  ['unit', ['unit', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`]],
  ['build', 'build'],
  ['size', 'size'],
  ['end to end', 'e2e'],
];

/** @param {string | string[]} step @returns {boolean} */
function npmRun(step) {
  const [script = '', ...args] = [step].flat();
  return (
    spawnSync('npm', ['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])], {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32',
    }).status === 0
  );
}

/** @param {string} file @returns {any} */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Passed, failed and skipped tests of both runners, from their JSON reports. */
function count() {
  const unit = read(unitReport);
  const e2e = read(e2eReport);
  // A file that fails to load has no tests, but is a failure.
  const broken = (unit?.testResults ?? []).filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  return {
    ran: unit !== undefined || e2e !== undefined,
    passed: (unit?.numPassedTests ?? 0) + (e2e?.stats.expected ?? 0),
    failed: (unit?.numFailedTests ?? 0) + broken + (e2e?.stats.unexpected ?? 0) + (e2e?.stats.flaky ?? 0),
    skipped: (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0) + (e2e?.stats.skipped ?? 0),
  };
}

/** @param {number} from */
const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`;

const begun = performance.now();
rmSync(results, { recursive: true, force: true });
ensureDependencies();
try {
  process.env.CHROMIUM_PATH = await ensureBrowser();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
console.log(`Chromium: ${process.env.CHROMIUM_PATH}`);

let stopped = '';
for (const [name, ...steps] of sections) {
  console.log(`\n== ${name}`);
  const from = performance.now();
  if (!steps.every(npmRun)) {
    stopped = name;
    console.error(`== ${name} FAILED after ${seconds(from)}`);
    break;
  }
  console.log(`== ${name} ok, ${seconds(from)}`);
}

const { ran, passed, failed, skipped } = count();
console.log(`\n${stopped === '' ? 'Everything holds' : `Stopped at: ${stopped}`} (${seconds(begun)})`);
if (ran) console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = stopped === '' && failed === 0 ? 0 : 1;

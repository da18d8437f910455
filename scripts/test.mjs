/**
 * `npm test`: everything that proves the lab, in one command on a fresh machine.
 * Stops at the first section that fails; the last line counts the tests.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './browser.mjs';
import { ensureDependencies, root } from './dependencies.mjs';

const results = join(root, 'test-results');
const unitReport = join(results, 'unit.json');
const clusterReport = join(results, 'cluster.json');
const e2eReport = join(results, 'e2e.json');

/**
 * Sections that run one after the other, each its name and an npm script with its arguments; those of one row run
 * side by side. @type {readonly (readonly [string, string, ...string[]])[][]}
 */
const rows = [
  [
    ['types', 'types'],
    ['lint', 'lint'],
  ],
  [
    ['format', 'format:check'],
    ['cycles', 'cycles'],
    ['dead code', 'knip'],
  ],
  [
    ['unit', 'unit', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    ['cluster', 'cluster', '--reporter=default', '--reporter=json', `--outputFile.json=${clusterReport}`],
  ],
  [['build', 'build']],
  [['size', 'size']],
  [['end to end', 'e2e']],
];

/**
 * Runs an npm script; what it prints is passed on as it comes where `alone`, else at its end.
 * @param {readonly [string, string, ...string[]]} section @param {boolean} alone @returns {Promise<boolean>}
 */
async function run([name, script, ...args], alone) {
  const from = performance.now();
  if (alone) console.log(`\n== ${name}`);
  const child = spawn('npm', ['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])], {
    cwd: root,
    stdio: ['inherit', alone ? 'inherit' : 'pipe', alone ? 'inherit' : 'pipe'],
    shell: process.platform === 'win32',
  });
  /** @type {Buffer[]} */
  const printed = [];
  child.stdout?.on('data', (chunk) => printed.push(chunk));
  child.stderr?.on('data', (chunk) => printed.push(chunk));
  const ok = await new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
  if (!alone) {
    console.log(`\n== ${name}`);
    process.stdout.write(Buffer.concat(printed));
  }
  if (ok) console.log(`== ${name} ok, ${seconds(from)}`);
  else console.error(`== ${name} FAILED after ${seconds(from)}`);
  return ok;
}

/** @param {string} file @returns {any} */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Passed, failed and skipped tests of all runners, from their JSON reports. */
function count() {
  const reports = [read(unitReport), read(clusterReport)].filter((report) => report !== undefined);
  const e2e = read(e2eReport);
  /** @param {(report: any) => number} of */
  const sum = (of) => reports.reduce((all, report) => all + of(report), 0);
  return {
    ran: reports.length > 0 || e2e !== undefined,
    passed: sum((report) => report.numPassedTests) + (e2e?.stats.expected ?? 0),
    failed:
      // A file that fails to load has no tests, but is a failure.
      sum(
        (report) =>
          report.numFailedTests +
          report.testResults.filter(
            (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
          ).length,
      ) +
      (e2e?.stats.unexpected ?? 0) +
      (e2e?.stats.flaky ?? 0),
    skipped: sum((report) => report.numPendingTests + report.numTodoTests) + (e2e?.stats.skipped ?? 0),
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
for (const row of rows) {
  const fine = await Promise.all(row.map((section) => run(section, row.length === 1)));
  stopped = row
    .filter((_, i) => !fine[i])
    .map(([name]) => name)
    .join(', ');
  if (stopped !== '') break;
}

const { ran, passed, failed, skipped } = count();
console.log(`\n${stopped === '' ? 'Everything holds' : `Stopped at: ${stopped}`} (${seconds(begun)})`);
if (ran) console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = stopped === '' && failed === 0 ? 0 : 1;

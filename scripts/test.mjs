/**
 * `npm test`: everything that proves the lab, in one command on a fresh machine.
 * Stops at the first section that fails; the last lines say which tests were skipped, and count all.
 */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser, findFirefox, onPath } from './browser.mjs';
import { ensureDependencies, root } from './dependencies.mjs';
import { endGroups } from './groups.mjs';
import { countAll, countOfPlaywright, countOfVitest, lastLines, MOST_AGAIN } from './report.mjs';
import { runSections } from './sections.mjs';
import { lackingForCluster } from '../src/testing/cluster/prometheus.mjs';

const results = join(root, 'test-results');
const unitReport = join(results, 'unit.json');
const clusterReport = join(results, 'cluster.json');
/** By the section that writes each; the last one's is named in playwright.config.ts. */
const reports = [
  { section: 'unit', file: unitReport, count: countOfVitest },
  { section: 'cluster', file: clusterReport, count: countOfVitest },
  { section: 'end to end', file: join(results, 'e2e.json'), count: countOfPlaywright },
];

/** @param {string} file */
const reported = (file) => ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];

/**
 * In this order; each is an npm script with its arguments. The cluster waits for its clocks more than it works, so it
 * goes beside everything; the browser tests measure, so little else does.
 * @type {readonly (import('./sections.mjs').Section & { readonly script: readonly string[] })[]}
 */
const sections = [
  { name: 'types', cores: 1, script: ['types'] },
  { name: 'lint', cores: 1, script: ['lint'] },
  { name: 'cluster', cores: 0.5, script: ['cluster', ...reported(clusterReport)] },
  { name: 'cycles', cores: 1, script: ['cycles'] },
  { name: 'dead code', cores: 1, script: ['knip'] },
  { name: 'format', cores: 1, script: ['format:check'] },
  { name: 'build', cores: 1, script: ['build'] },
  { name: 'size', cores: 1, after: 'build', script: ['size'] },
  { name: 'unit', cores: 2, script: ['unit', ...reported(unitReport)] },
  { name: 'end to end', cores: 2, after: 'size', script: ['e2e'] },
];
/** Room for two that work and one that waits; all of a larger machine. */
const CORES = Math.max(2, availableParallelism()) + 0.5;

const windows = process.platform === 'win32';
/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();

/** @type {Promise<void> | undefined} */
let halting;

/** Ends what runs, with all that it started; fulfilled when that is gone. */
function halt() {
  halting ??= endGroups([...children].flatMap(({ pid }) => (pid === undefined ? [] : [pid])));
  return halting;
}
for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
]))
  process.on(signal, () => void halt().then(() => process.exit(code)));
// A terminal that is gone (SIGHUP) takes no words: that must not end this before the others.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

/**
 * Runs an npm script; what it prints is passed on as it comes where `alone`, else at its end.
 * @param {(typeof sections)[number]} section @param {boolean} alone @returns {Promise<boolean>}
 */
async function run({ name, script }, alone) {
  if (halting !== undefined) return false;
  const from = performance.now();
  if (alone) console.log(`\n== ${name}`);
  const child = spawn('npm', ['run', '--silent', ...script], {
    cwd: root,
    stdio: ['ignore', alone ? 'inherit' : 'pipe', alone ? 'inherit' : 'pipe'],
    shell: windows,
    // A group of its own, so that it can be ended as a whole.
    detached: !windows,
  });
  children.add(child);
  /** @type {Buffer[]} */
  const printed = [];
  child.stdout?.on('data', (chunk) => printed.push(chunk));
  child.stderr?.on('data', (chunk) => printed.push(chunk));
  const ok = await new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('close', (code) => resolve(code === 0));
  });
  children.delete(child);
  if (!alone) {
    console.log(`\n== ${name}`);
    process.stdout.write(Buffer.concat(printed));
  }
  if (ok) console.log(`== ${name} ok, ${seconds(from)}`);
  else console.error(`== ${name} ${halting !== undefined ? 'was ended' : 'FAILED'} after ${seconds(from)}`);
  return ok;
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
console.log(`Firefox: ${findFirefox() ?? 'none, its tests are skipped'}`);
const lacking = lackingForCluster();
console.log(
  `Prometheus: ${lacking.length === 0 ? onPath('prometheus') : `without ${lacking.join(' and ')}, its tests are skipped`}`,
);

const failed = await runSections(sections, { cores: CORES, run, halt: () => void halt() });
await halting;
const counts = countAll(reports);
const verdict =
  failed !== undefined
    ? `Stopped at: ${failed}`
    : counts.missing.length > 0
      ? `No report of: ${counts.missing.join(', ')}, so what ran there is not known`
      : counts.failed > 0
        ? 'Tests failed'
        : counts.again.length > MOST_AGAIN
          ? `${counts.again.length} tests passed only when tried again, ${MOST_AGAIN} may`
          : undefined;
console.log(`\n${verdict ?? 'Everything holds'} (${seconds(begun)})`);
for (const line of lastLines(counts)) console.log(line);
process.exitCode = verdict === undefined ? 0 : 1;

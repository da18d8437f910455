/** What the runners' JSON reports say together: how many tests passed, failed and were skipped, and which those are. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from './dependencies.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: readonly string[], again: readonly string[] }} Counts
 * Skipped tests are told by file and name, with the reason where one was given; `again` are those that passed, but not at
 * their first try.
 */

/** @param {any} report of Vitest @returns {Counts} */
export function countOfVitest(report) {
  const tests = report.testResults.flatMap((/** @type {any} */ file) =>
    file.assertionResults.map((/** @type {any} */ test) => ({ ...test, file: relative(root, file.name) })),
  );
  // A file that fails to load has no tests, but is a failure.
  const unloaded = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: tests
      .filter((/** @type {any} */ { status }) => status !== 'passed' && status !== 'failed')
      .map((/** @type {any} */ { file, fullName }) => `${file}: ${fullName}`),
    again: [],
  };
}

/** @param {any} report of Playwright @returns {Counts} */
export function countOfPlaywright({ stats, suites }) {
  /** @type {string[]} */
  const skipped = [];
  /** @type {string[]} */
  const again = [];
  /** @param {any} suite */
  const walk = (suite) => {
    for (const spec of suite.specs ?? [])
      for (const test of spec.tests) {
        const name = `e2e/${spec.file}: ${spec.title}`;
        if (test.status === 'skipped') {
          const why = test.annotations.find((/** @type {any} */ { type }) => type === 'skip')?.description;
          skipped.push(`${name}${why ? ` (${why})` : ''}`);
        }
        if (test.status === 'flaky') again.push(name);
      }
    for (const inner of suite.suites ?? []) walk(inner);
  };
  for (const suite of suites) walk(suite);
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped, again };
}

/** @param {string} file @returns {any} */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * All reports together; sections whose report is not there count nothing and are named as missing.
 * @param {readonly { section: string, file: string, count: (report: any) => Counts }[]} reports
 * @returns {Counts & { readonly missing: readonly string[] }}
 */
export function countAll(reports) {
  const found = reports.map(({ section, file, count }) => {
    const report = read(file);
    return { section, counts: report === undefined ? undefined : count(report) };
  });
  const counts = found.flatMap((one) => one.counts ?? []);
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
    skipped: counts.flatMap(({ skipped }) => skipped),
    again: counts.flatMap(({ again }) => again),
    missing: found.flatMap((one) => (one.counts === undefined ? one.section : [])),
  };
}

/**
 * The last lines: which tests were skipped, at most twenty by name; which passed only when tried again; what is not counted;
 * how many of each there are.
 * That nothing is skipped is said only of all.
 * @param {ReturnType<typeof countAll>} counts @returns {readonly string[]}
 */
export function lastLines({ passed, failed, skipped, again, missing }) {
  const more = skipped.length - MOST_NAMED;
  return [
    ...(skipped.length > 0
      ? [`Skipped: ${skipped.slice(0, MOST_NAMED).join('; ')}${more > 0 ? `; and ${more} more` : ''}`]
      : missing.length === 0
        ? ['Nothing is skipped.']
        : []),
    ...(again.length > 0 ? [`Passed only when tried again: ${again.join('; ')}`] : []),
    ...(missing.length > 0 ? [`Not counted, for want of a report: ${missing.join(', ')}`] : []),
    `${passed} passed, ${failed} failed, ${skipped.length} skipped`,
  ];
}
const MOST_NAMED = 20;

/** More tests than these that pass only when tried again are no accident of a busy machine. */
export const MOST_AGAIN = 3;

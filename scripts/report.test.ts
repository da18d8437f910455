import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { countAll, countOfPlaywright, countOfVitest, lastLines } from './report.mjs';

const vitest = {
  numPassedTests: 2,
  numFailedTests: 1,
  testResults: [
    {
      name: 'a.test.ts',
      status: 'failed',
      assertionResults: [
        { fullName: 'a holds', status: 'passed' },
        { fullName: 'a waits', status: 'pending' },
        { fullName: 'a later', status: 'todo' },
        { fullName: 'a fails', status: 'failed' },
      ],
    },
    { name: 'b.test.ts', status: 'failed', assertionResults: [] },
  ],
};
const playwright = {
  stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 1 },
  suites: [
    {
      specs: [
        { file: 'x.spec.ts', title: 'x', tests: [{ status: 'expected', annotations: [] }] },
        { file: 'x.spec.ts', title: 'y', tests: [{ status: 'flaky', annotations: [] }] },
      ],
      suites: [
        {
          specs: [
            {
              file: 'x.spec.ts',
              title: 'Firefox',
              tests: [{ status: 'skipped', annotations: [{ type: 'skip', description: 'there is none' }] }],
            },
          ],
        },
      ],
    },
  ],
};

it('counts a file that does not load as a failure, and names what is skipped', () => {
  const { passed, failed, skipped } = countOfVitest(vitest);
  expect([passed, failed]).toEqual([2, 2]);
  expect(skipped.map((one) => one.replace(/^.*\//, ''))).toEqual([
    'a.test.ts: a waits',
    'a.test.ts: a later',
  ]);
  expect(countOfPlaywright(playwright)).toEqual({
    passed: 6,
    failed: 1,
    skipped: ['e2e/x.spec.ts: Firefox (there is none)'],
    again: ['e2e/x.spec.ts: y'],
  });
});

it('ends in a line that counts, after one that says what was skipped', () => {
  expect(lastLines({ passed: 3, failed: 0, skipped: [], again: [], missing: [] })).toEqual([
    'Nothing is skipped.',
    '3 passed, 0 failed, 0 skipped',
  ]);
  const many = Array.from({ length: 23 }, (_, i) => `test ${String(i)}`);
  const [which, counts] = lastLines({ passed: 3, failed: 1, skipped: many, again: [], missing: [] });
  expect(which).toMatch(/^Skipped: test 0; .*; test 19; and 3 more$/);
  expect(counts).toBe('3 passed, 1 failed, 23 skipped');
  expect(lastLines({ passed: 3, failed: 0, skipped: [], again: ['x', 'y'], missing: [] })[1]).toBe(
    'Passed only when tried again: x; y',
  );
});

it('names the sections without a report, and then never says that nothing is skipped', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-reports-'));
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('unit.json'), JSON.stringify(vitest));
  writeFileSync(at('e2e.json'), '{ "cut off');
  const counts = countAll([
    { section: 'unit', file: at('unit.json'), count: countOfVitest },
    { section: 'cluster', file: at('none.json'), count: countOfVitest },
    { section: 'end to end', file: at('e2e.json'), count: countOfPlaywright },
  ]);
  rmSync(folder, { recursive: true });
  expect([counts.passed, counts.failed, counts.skipped.length]).toEqual([2, 2, 2]);
  expect(counts.missing).toEqual(['cluster', 'end to end']);
  expect(lastLines(counts)[1]).toBe('Not counted, for want of a report: cluster, end to end');
  expect(lastLines({ passed: 3, failed: 0, skipped: [], again: [], missing: ['unit'] })).toEqual([
    'Not counted, for want of a report: unit',
    '3 passed, 0 failed, 0 skipped',
  ]);
});

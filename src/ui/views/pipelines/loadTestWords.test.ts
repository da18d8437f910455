import { describe, expect, it } from 'vitest';
import { assumedWords, foundWords, leftOut, residualWords, usedWords } from './loadTestWords.ts';
import type { FittedProfile } from '../../../profiles/fit.ts';
import type { OperatingPoint } from '../../../profiles/point.ts';

const point = (line: number, more: Partial<OperatingPoint> = {}): OperatingPoint => ({
  ...{ file: 'perf.csv', line, throughput: 79.21, quantiles: new Map() },
  ...more,
});
const profile = (left: number): FittedProfile =>
  ({ left: Array.from({ length: left }, (_, i) => ({ point: point(i), why: 'busy' })) }) as never;

describe('what the panel of load tests says', () => {
  it('names tool, points and day of a file', () => {
    expect(foundWords({ tool: 'k6', points: [point(1)], notes: [], date: '2026-11-02' })).toBe(
      'k6, 1 point, 2026-11-02',
    );
  });

  it('counts the points that are used', () => {
    expect([usedWords(profile(0), 1), usedWords(profile(0), 2), usedWords(profile(0), 7)]).toEqual([
      'Its one point is used.',
      'Both points are used.',
      'All 7 points are used.',
    ]);
    expect(usedWords(profile(6), 7)).toBe('1 of 7 points is used.');
  });

  it('groups points left out by why, and names the first of many', () => {
    const left = [
      { point: point(2, { concurrency: 16 }), why: 'all are busy' },
      { point: point(3), why: 'it has no latency' },
      ...Array.from({ length: 9 }, (_, i) => ({ point: point(4 + i), why: 'all are busy' })),
    ];
    const [busy, none] = leftOut(left);
    expect(busy!.points).toHaveLength(7);
    expect([busy!.points[0], busy!.points[6]]).toEqual([
      'perf.csv, line 2: 16 at once, 79.2 requests/s',
      '4 more',
    ]);
    expect(none).toEqual({ why: 'it has no latency', points: ['perf.csv, line 3: 79.2 requests/s'] });
  });

  it('tells a residual in time and per cent, and none as none', () => {
    expect(residualWords(-0.000429, 0.014)).toBe('−0.43 ms, −3.1 %');
    expect(residualWords(1e-9, 0.014)).toBe('on the line');
  });

  it('says what of a variant nobody measured', () => {
    expect(assumedWords(['startupSeconds', 'cores', 'accuracy'])).toBe(
      'accuracy, cores and start-up (no load test knows it)',
    );
    expect(assumedWords(['startupSeconds'])).toBe('start-up (no load test knows it)');
    expect(assumedWords(['latency', 'startupSeconds'])).toBe('latency and start-up (no load test knows it)');
  });
});

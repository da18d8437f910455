import { describe, expect, it } from 'vitest';
import { shareOf } from './share.ts';

/** Rates in req/s, each for ten seconds, behind the 120 s of history. */
function track(...tens: readonly number[]) {
  const rates = Float64Array.from({ length: 120 + 10 * tens.length }, (_, t) =>
    t < 120 ? 7 : tens[Math.floor(t / 10) - 12]!,
  );
  return { rates, forecasts: new Float64Array(rates.length / 10) };
}
const shares = (kind: 'instant' | 'fluid' | 'discrete', ...tens: readonly number[]): readonly number[] => {
  const share = shareOf(kind, track(...tens), tens.length);
  return [...tens, 0].map((_, k) => share(k));
};

describe('the share of an episode', () => {
  it.each(['instant', 'fluid'] as const)('counts decisions in the %s environment', (kind) => {
    expect(shares(kind, 1000, 1, 1, 1)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  it.each([
    ['a heavy beginning', [6, 2, 1, 1], [0, 0.6, 0.8, 0.9, 1]],
    ['an even load', [5, 5, 5, 5], [0, 0.25, 0.5, 0.75, 1]],
    ['a heavy end: the decisions, which may be the dear part', [1, 1, 1, 7], [0, 0.25, 0.5, 0.75, 1]],
    ['a heavy middle', [0, 9, 1, 0], [0, 0.25, 0.9, 1, 1]],
    ['no load at all', [0, 0], [0, 0.5, 1]],
    ['loads at the end of the range', [1e300, 1e300], [0, 0.5, 1]],
  ])('counts requests where they are followed: %s', (_, tens, expected) => {
    shares('discrete', ...tens).forEach((share, k) => {
      expect(share).toBeCloseTo(expected[k]!, 12);
    });
  });
});

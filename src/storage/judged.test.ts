import { expect, it } from 'vitest';
import { judged, judgedFrom, judgedOf } from './judged.ts';

it('what was judged comes back as it was kept, and nothing else does', () => {
  const checks = [
    { progress: 0, regret: 2.5 },
    { progress: 1, regret: -0.25 },
  ];
  expect(judgedFrom(judged(checks))).toEqual(checks);
  expect(judgedFrom(judged([]))).toEqual([]);
  const strange = [
    undefined,
    'text',
    { format: 2, checks },
    { format: 1, checks: [{ progress: 2, regret: 1 }] },
  ];
  expect(strange.map(judgedFrom)).toEqual([undefined, undefined, undefined, undefined]);
  expect(judgedOf('r1')).not.toBe(judgedOf('r2'));
});

it('of too many every second is kept, the last among them', () => {
  const many = Array.from({ length: 30_000 }, (_, i) => ({ progress: i / 29_999, regret: 1 }));
  const kept = judgedFrom(judged(many));
  expect([kept?.length, kept?.at(-1)]).toEqual([15_000, { progress: 1, regret: 1 }]);
});

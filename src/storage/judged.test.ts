import { expect, it } from 'vitest';
import { judged, judgedFrom, judgedOf } from './judged.ts';

it('what was judged comes back as it was kept, and nothing else does', () => {
  const checks = [
    { progress: 0, regret: 2.5 },
    { progress: 1, regret: -0.25 },
  ];
  const rivals = [{ id: 'hpa:target=0.5', regret: 3 }];
  expect(judgedFrom(judged({ checks, rivals }))).toEqual({ checks, rivals });
  expect(judgedFrom(judged({ checks: [], rivals: [] }))).toEqual({ checks: [], rivals: [] });
  const strange = [
    undefined,
    'text',
    { format: 2, checks, rivals },
    { format: 1, checks: [{ progress: 2, regret: 1 }], rivals },
  ];
  expect(strange.map(judgedFrom)).toEqual([undefined, undefined, undefined, undefined]);
  expect(judgedOf('r1')).not.toBe(judgedOf('r2'));
});

it('of too many every second is kept, the last among them', () => {
  const many = Array.from({ length: 30_000 }, (_, i) => ({ progress: i / 29_999, regret: 1 }));
  const kept = judgedFrom(judged({ checks: many, rivals: [] }))?.checks;
  expect([kept?.length, kept?.at(-1)]).toEqual([15_000, { progress: 1, regret: 1 }]);
});

import { expect, it } from 'vitest';
import { clockText, groups, small, tickOf, tickText } from './metrics.ts';

it('writes small numbers so that neighbours on an axis differ', () => {
  expect([0, 4.5e-4, 4e-4, -6e-5, 0.0042, 0.031, 0.5, 12.34].map(small)).toEqual([
    '0',
    '4.5·10⁻⁴',
    '4·10⁻⁴',
    '−6·10⁻⁵',
    '0.0042',
    '0.031',
    '0.50',
    '12.3',
  ]);
  const metric = groups.flatMap(({ metrics }) => metrics).find(({ id }) => id === 'clipFraction')!;
  expect([0, 0.2].map((value) => tickOf(metric, value))).toEqual(['0 %', '20 %']);
});

it('says the clock in its unit', () => {
  expect([tickText('steps', 2e6), tickText('steps', 40_000), tickText('seconds', 2.5)]).toEqual([
    '2 M',
    '40 k',
    '2.5 s',
  ]);
  expect(clockText('steps', 40_960)).toBe('40,960 steps');
});

it('explains every metric in sentences', () => {
  const metrics = groups.flatMap((group) => group.metrics);
  expect(new Set(metrics.map(({ id }) => id)).size).toBe(metrics.length);
  for (const { meaning } of metrics) expect(meaning).toMatch(/^[A-Z].*\.$/);
});

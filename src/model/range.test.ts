import { expect, it } from 'vitest';
import { figure } from './range.ts';

it('writes a number as the language does, up to where a person would not', () => {
  for (const size of [
    0, 1e-9, 1e-6, 0.001, 0.12345, 0.5, 1, 9.995, 10, 100.5, 999, 1000, 65_536, 1e6, 123_456_789.25,
  ])
    for (const value of [size, -size || 0])
      expect(figure(value)).toBe(value.toLocaleString('en', { maximumFractionDigits: 12 }));
  expect([figure(999_999_999_999_999), figure(1e300), figure(1e-12), figure(Infinity)]).toEqual([
    '999,999,999,999,999',
    '1e+300',
    '1e-12',
    'Infinity',
  ]);
});

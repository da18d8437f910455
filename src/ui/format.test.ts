import { expect, it } from 'vitest';
import { plural, short, whole } from './format.ts';

it('groups whole numbers as the language does', () => {
  const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
  for (const digits of [0, 1, 2, 3, 4, 5, 6, 7, 9, 12, 15])
    for (const share of [0.1, 0.12345, 0.5, 0.99949, 0.9995, 1, 1.5, 2.5, 9.995]) {
      const value = share * 10 ** digits;
      expect(whole(value), String(value)).toBe(grouped.format(value));
      if (value >= 0.51) expect(whole(-value)).toBe(`−${grouped.format(value)}`);
      if (value >= 1000) expect(short(value)).toBe(grouped.format(value));
    }
  expect([whole(Infinity), whole(NaN), whole(0), whole(-0.4), short(-1204.4), plural(1000, 'core')]).toEqual([
    '∞',
    '–',
    '0',
    '0',
    '−1,204',
    '1,000 cores',
  ]);
});

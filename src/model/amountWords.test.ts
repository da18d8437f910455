import { expect, it } from 'vitest';
import { coreWords, secondsOf, threeDigits } from './amountWords.ts';

it('writes three digits, and cores with all of theirs', () => {
  expect([20.034, 1234.5, 0.01237].map(threeDigits)).toEqual(['20', '1,230', '0.0124']);
  expect([0.0123, 0.5, 1.234, 75].map(secondsOf)).toEqual(['12.3 ms', '500 ms', '1.23 s', '75 s']);
  expect([1, 0.25, 0.1 + 0.2, 1 + 1e-12, 1024.125].map(coreWords)).toEqual([
    '1 core',
    '0.25 cores',
    '0.3 cores',
    '1 core',
    '1,024.125 cores',
  ]);
});

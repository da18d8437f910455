import { expect, it } from 'vitest';
import { unmetByChance } from './scatter.ts';

/** E[(N - capacity)+] of a Poisson variable, summed. */
function exact(rate: number, capacity: number): number {
  let term = Math.exp(-rate);
  let sum = 0;
  for (let n = 0; n < 400; n++, term *= rate / n) sum += Math.max(0, n - capacity) * term;
  return sum;
}

it('is within a thirtieth of a request of a Poisson variable’s, from 2 to 60 req/s and at any capacity', () => {
  for (const rate of [2, 5, 12, 30, 60])
    for (const share of [0.5, 0.9, 1, 1.1, 1.5])
      expect(Math.abs(unmetByChance(rate, rate * share) - exact(rate, rate * share))).toBeLessThan(1 / 30);
});

it('is what is missing where hardly anything fits, and nothing where all does', () => {
  expect(unmetByChance(100, 0)).toBe(100);
  expect(unmetByChance(100, 1000)).toBe(0);
  expect(unmetByChance(0, 0)).toBe(0);
});

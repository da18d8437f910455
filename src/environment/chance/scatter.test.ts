import { expect, it } from 'vitest';
import { unmetByChance, unmetOver } from './scatter.ts';
import { Random } from '../../model/random.ts';

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

it('of seconds together is what they come to one by one: within a thirtieth of a request a second', () => {
  const random = Random.stream(2, 'seconds');
  for (const mean of [2, 5, 12, 30, 60])
    for (const varies of [0, 0.2, 0.5, 1, 3]) {
      const rates = Float64Array.from({ length: 12 }, () =>
        Math.max(0, mean + Math.sqrt(3 * varies * mean) * (2 * random.uniform() - 1)),
      );
      for (const share of [0.5, 0.9, 1, 1.1, 1.5, 3]) {
        const capacity = mean * share;
        let apart = 0;
        for (const rate of rates.subarray(1, 11)) apart += unmetByChance(rate, capacity);
        const together = unmetOver(rates, 1, 11, Math.max(...rates), capacity);
        expect(
          Math.abs(together - apart) / 10,
          `${String(mean)}, ${String(varies)}, ${String(share)}`,
        ).toBeLessThan(1 / 30);
      }
    }
  // Beyond the last second nothing comes.
  expect(unmetOver(Float64Array.of(5, 9), 1, 11, 9, 8)).toBe(unmetByChance(9, 8));
});

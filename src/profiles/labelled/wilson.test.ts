import { expect, it } from 'vitest';
import { wilson } from './wilson.ts';

it.each([
  // By bisection: where (share - p)² = z² p (1 - p) / n. At the ends by hand: z² / (n + z²), with z² = 3.841459.
  [8, 10, 0.490162, 0.943318],
  [0, 10, 0, 0.277533],
  [10, 10, 0.722467, 1],
  [1, 1, 0.206549, 1],
  [9123, 10_000, 0.906597, 0.917687],
])('%i of %i', (right, of, low, high) => {
  const made = wilson(right, of);
  expect(made.low).toBeCloseTo(low, 5);
  expect(made.high).toBeCloseTo(high, 5);
});

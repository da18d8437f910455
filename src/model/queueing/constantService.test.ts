import { expect, it } from 'vitest';
import { waitQuantile } from './constantService.ts';
import { constantServiceWait } from './erlang.ts';
import { Random } from '../random.ts';

/** Waits of so many customers of M/D/c, in services, ascending. */
function waits(servers: number, utilisation: number, customers: number): readonly number[] {
  const random = Random.stream(11, 'waits', servers, utilisation);
  const free = new Float64Array(servers);
  const all: number[] = [];
  let now = 0;
  for (let i = 0; i < customers; i++) {
    now -= Math.log(1 - random.uniform()) / (servers * utilisation);
    const first = free.indexOf(Math.min(...free));
    const start = Math.max(now, free[first]!);
    all.push(start - now);
    free[first] = start + 1;
  }
  return all.sort((a, b) => a - b);
}

it('says how long one waits for one server as by hand: at a tenth of the load a tenth wait, nearly evenly up to a service', () => {
  // P(W <= x) = (1 - u) e^(u x) for x < 1 (Erlang 1909).
  expect(waitQuantile(1, 0.1, 0.99)).toBeCloseTo(Math.log(0.99 / 0.9) / 0.1, 6);
  expect(waitQuantile(1, 0.5, 0.5)).toBe(0);
  expect(waitQuantile(1, 0, 0.99)).toBe(0);
});

it.each([
  [1, 0.6],
  [1, 0.9],
  [3, 0.7],
  [8, 0.8],
  [64, 0.92],
])('agrees with customers followed one by one: %i servers, utilisation %f', (servers, utilisation) => {
  const all = waits(servers, utilisation, 100_000);
  for (const quantile of [0.5, 0.95, 0.99]) {
    const seen = all[Math.floor(quantile * all.length)]!;
    // Waits scatter with the square root of the customers; near saturation they follow one another closely.
    expect(Math.abs(waitQuantile(servers, utilisation, quantile) - seen)).toBeLessThan(0.02 + 0.08 * seen);
  }
});

it('has the mean of the formula that the lab’s world with queues uses', () => {
  const mean = Array.from({ length: 200 }, (_, i) => waitQuantile(2, 0.7, (i + 0.5) / 200)).reduce(
    (sum, wait) => sum + wait / 200,
    0,
  );
  expect(mean).toBeCloseTo(constantServiceWait(2, 0.7) / 0.3, 1);
});

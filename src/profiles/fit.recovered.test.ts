import { expect, it } from 'vitest';
import { fitProfile } from './fit.ts';
import { Random } from '../model/random.ts';
import { LOADINGS, syntheticTest } from '../testing/syntheticLoadTests.ts';

/** The first few of those that `npm run bench profiles` counts to 500, on another seed. */
const TESTS = 24;

it('recovers known services by batch from load tests at 10 to 150 % of the capacity, with noise of 5 % in every figure', () => {
  const errors: number[] = [];
  for (let i = 0; i < TESTS; i++) {
    const test = syntheticTest(
      Random.stream(4711, 'load test', i),
      LOADINGS[i % LOADINGS.length]!,
      i % 8 >= 4,
    );
    const fit = fitProfile(test.points, { quantile: 0.99, replicas: test.replicas, source: 'synthetic' });
    for (const [batch, seconds] of test.service) {
      const found = fit.ok ? fit.value.batches.find((one) => one.batch === batch)?.seconds : undefined;
      errors.push(Math.abs((found ?? Infinity) / seconds - 1));
    }
  }
  const within = errors.filter((error) => error <= 0.05).length / errors.length;
  expect(within).toBeGreaterThanOrEqual(0.95);
}, 60_000);

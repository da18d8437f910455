import { expect, it } from 'vitest';
import { fitProfile } from './fit.ts';
import { testedVariant } from './testedVariant.ts';

it('holds six digits of what was fitted, and every figure that nobody said or measured', () => {
  const third = 1 / 3;
  const fit = fitProfile(
    [
      {
        ...{ file: 'a.csv', batch: 1, concurrency: 1, replicas: 1 },
        ...{ throughput: 3, quantiles: new Map([[0.99, third]]), mean: third },
      },
    ],
    { quantile: 0.99, replicas: 1, source: 'a table, 1 file' },
  );
  if (!fit.ok) throw new Error(fit.message);
  const { latency, startupSeconds, provenance } = testedVariant(
    { name: 'small', cores: 2, accuracy: 0.7 },
    fit.value,
    ['cores'],
  );
  expect([latency.seconds, latency.spread]).toEqual([[0.333333], [[0.333333, 0.333333]]]);
  expect([startupSeconds, provenance]).toEqual([
    7,
    { source: 'a table, 1 file', quantile: 0.99, assumed: ['cores', 'startupSeconds'] },
  ]);
});

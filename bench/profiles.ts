/** What a fit recovers of services that are known, from load tests with noise. */
import { said, type BenchRow } from './row.ts';
import { Random } from '../src/model/random.ts';
import { fitProfile } from '../src/profiles/fit.ts';
import { LOADINGS, LOADS, syntheticTest, type SyntheticTest } from '../src/testing/syntheticLoadTests.ts';

const TESTS = 500;
/** Not the seed on which the fit was developed. */
const SEED = Number(process.env['SLUICE_PROFILES_SEED'] ?? 20261128);
const WITHIN = 0.05;

interface Share {
  good: number;
  all: number;
  tests: number;
  refused: number;
}

const worded = ({ good, all, tests, refused }: Share): string =>
  `${((100 * good) / all).toFixed(1)} % of ${String(all)} batches of ${String(tests)} tests within 5 %${refused > 0 ? `; ${String(refused)} tests refused` : ''}`;

export function benchProfiles(): BenchRow[] {
  const rows: BenchRow[] = [];
  for (const quantile of [0.99, 0.5]) {
    const shares = new Map<string, Share>();
    const count = (name: string, test: SyntheticTest, good: number, refused: boolean): void => {
      const share = shares.get(name) ?? { good: 0, all: 0, tests: 0, refused: 0 };
      shares.set(name, share);
      share.good += good;
      share.all += test.service.size;
      share.tests++;
      if (refused) share.refused++;
    };
    for (let i = 0; i < TESTS; i++) {
      const random = Random.stream(SEED, 'load test', i);
      const test = syntheticTest(random, LOADINGS[i % LOADINGS.length]!, i % 8 >= 4);
      const fit = fitProfile(test.points, { quantile, replicas: test.replicas, source: 'synthetic' });
      const good = fit.ok
        ? fit.value.batches.filter(
            ({ batch, seconds }) => Math.abs(seconds / test.service.get(batch)! - 1) <= WITHIN,
          ).length
        : 0;
      const name = `p${String(100 * quantile)}, `;
      count(`${name}all`, test, good, !fit.ok);
      const parts = test.withParts ? 'with parts' : 'without parts';
      count(`${name}${parts}`, test, good, !fit.ok);
      count(`${name}${parts}, ${test.loading}`, test, good, !fit.ok);
      if (test.loading === 'concurrency' && !test.withParts)
        count(`${name}${parts}, ${test.loading}, ${String(test.replicas)} replicas`, test, good, !fit.ok);
    }
    if (quantile === 0.99) rows.push(...byLoad());
    for (const [name, share] of shares) rows.push(said(name, worded(share)));
  }
  return rows;
}

/** One point a batch, all at one load, without parts: its noise of 5 % alone puts a third of them beyond 5 %. */
function byLoad(): BenchRow[] {
  return LOADS.map((load, k) => {
    const errors: number[] = [];
    for (let i = 0; i < TESTS / 5; i++) {
      const loading = (['pausing', 'random', 'paced'] as const)[i % 3]!;
      const test = syntheticTest(Random.stream(SEED, 'one load', i), loading, false);
      const points = test.points.filter((_, j) => j % LOADS.length === k);
      const fit = fitProfile(points, { quantile: 0.99, replicas: test.replicas, source: 'synthetic' });
      for (const [batch, seconds] of test.service) {
        const found = fit.ok ? fit.value.batches.find((one) => one.batch === batch)?.seconds : undefined;
        errors.push(Math.abs((found ?? Infinity) / seconds - 1));
      }
    }
    const share = (within: number): string =>
      `${((100 * errors.filter((error) => error <= within).length) / errors.length).toFixed(0)} % within ${(100 * within).toFixed(0)} %`;
    return said(
      `p99, without parts, one point a batch at ${(100 * load).toFixed(0)} % of the capacity`,
      `${share(WITHIN)}, ${share(0.1)}, ${share(0.2)} (${String(errors.length)} batches)`,
    );
  });
}

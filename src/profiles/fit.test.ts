import { expect, it } from 'vitest';
import { fitProfile, type FitOptions, type FittedProfile } from './fit.ts';
import type { OperatingPoint } from './point.ts';
import { latency } from '../model/pipeline.ts';

const options = { quantile: 0.99, replicas: 1, source: 'a test' };
/** One call at a time: its latency is its service. */
const alone = (batch: number, seconds: number, more: Partial<OperatingPoint> = {}): OperatingPoint => ({
  ...{ file: 'a.csv', batch, concurrency: 1, throughput: batch / seconds },
  quantiles: new Map([[0.99, seconds]]),
  ...more,
});
function fit(points: readonly OperatingPoint[], more: Partial<FitOptions> = {}): FittedProfile {
  const result = fitProfile(points, { ...options, ...more });
  if (!result.ok) throw new Error(result.message);
  return result.value;
}
const refusal = (points: readonly OperatingPoint[]): string => {
  const result = fitProfile(points, options);
  if (result.ok) throw new Error('it was not refused');
  return result.message;
};

it('takes a call that nobody keeps waiting as it is, and says how far each batch lies from the line', () => {
  const {
    latency: profile,
    batches,
    left,
    notes,
    provenance,
  } = fit([alone(1, 0.1, { samples: 100 }), alone(2, 0.13), alone(4, 0.26)]);
  expect(batches.map(({ batch, seconds, points }) => [batch, seconds, points])).toEqual([
    [1, 0.1, 1],
    [2, 0.13, 1],
    [4, 0.26, 1],
  ]);
  // By hand: slope 0.055, intercept 0.035, so the line is at 0.09, 0.145 and 0.255.
  expect(batches.map(({ residual }) => Number(residual.toFixed(6)))).toEqual([0.01, -0.015, 0.005]);
  expect(latency(profile, 8)).toBeCloseTo(0.475, 9);
  expect([left, notes]).toEqual([[], []]);
  expect(provenance).toEqual({ source: 'a test', quantile: 0.99, samples: 100 });
});

it('takes what the server says of its own parts, and no queue', () => {
  const parts = { queue: 0.5, input: 0.01, infer: 0.08, output: 0.01, network: 0.02 };
  const points = [1, 2, 8].map((concurrency) =>
    alone(1, 0.1, { concurrency, parts, throughput: 10, mean: 0.1, quantiles: new Map([[0.99, 0.1]]) }),
  );
  const { batches, left } = fit(points);
  expect(batches[0]!.seconds).toBeCloseTo(0.1, 9);
  expect([batches[0]!.points, left]).toEqual([3, []]);
});

it('leaves out points at which all replicas are busy, and says why', () => {
  const { batches, left } = fit([
    alone(1, 0.1),
    alone(1, 0.2, { concurrency: 2, throughput: 10, mean: 0.2 }),
    alone(1, 0.8, { concurrency: 8, throughput: 10, mean: 0.8 }),
  ]);
  expect(batches[0]!.seconds).toBeCloseTo(0.1, 9);
  expect(left.map(({ why }) => why)).toEqual([
    '2 calls are always under way at 1 replica: all are busy, and what comes on top waits (N = X R)',
    '8 calls are always under way at 1 replica: all are busy, and what comes on top waits (N = X R)',
  ]);
});

it('sees by the points themselves that the throughput ceased to grow, where more replicas are said than serve', () => {
  const points = [1, 2, 4].map((concurrency) =>
    alone(1, 0.1 * concurrency, { concurrency, throughput: 10, mean: 0.1 * concurrency }),
  );
  const { batches, left, notes } = fit(points, { replicas: 4 });
  expect(batches[0]!.seconds).toBeCloseTo(0.1, 9);
  expect(left).toHaveLength(2);
  expect(left[1]!.why).toBe(
    'from 1 to 4 calls under way the throughput hardly grows and the latency does: it is beyond saturation',
  );
  expect(notes).toContain(
    'Of batch 1 at most 10 req/s are answered, where 4 replicas at 100 ms a batch would answer 40: fewer replicas served, or something else limits them.',
  );
});

it('leaves out what was answered only in part', () => {
  const { left } = fit([
    { file: 'v.json', batch: 1, offered: 2, throughput: 2, quantiles: new Map([[0.99, 0.1]]) },
    { file: 'v.json', batch: 1, offered: 20, throughput: 10, quantiles: new Map([[0.99, 3]]) },
  ]);
  expect(left.map(({ why }) => why)).toEqual([
    '10 of 20 req/s offered were answered: it is beyond saturation',
  ]);
});

it('says what it cannot tell of one point in open loop', () => {
  const { batches, notes } = fit([
    { file: 'v.json', batch: 1, offered: 5, throughput: 5, quantiles: new Map([[0.99, 0.1]]) },
  ]);
  expect(batches[0]!.seconds).toBeCloseTo(0.1, 9);
  expect(notes[0]).toContain(
    'Whether its calls came evenly or at random cannot be told: they are taken to have come evenly, so that none waits; at random, 100 ms would be a service of',
  );
  expect(notes[1]).toBe('Only batch 1 was measured: other batches are taken to be proportional to it.');
});

it('guesses the mean of a batch that was only measured beyond saturation, and says that it is assumed', () => {
  const { batches, notes, provenance } = fit([
    alone(1, 0.1),
    alone(4, 2, { concurrency: 8, throughput: 16, mean: 2 }),
  ]);
  expect(batches[1]!.seconds).toBeCloseTo(0.25, 9);
  expect(notes).toContain(
    'Batch 4 has no point below saturation: what it answers at most says a mean of 250 ms a batch, and nothing of p99.',
  );
  expect(provenance.assumed).toEqual(['latency']);
});

it('guesses it too where the replicas were busy nearly all the time', () => {
  const { batches, provenance } = fit([
    { file: 'v.json', batch: 1, offered: 9.5, throughput: 9.5, quantiles: new Map([[0.99, 0.9]]) },
  ]);
  expect(batches).toMatchObject([{ points: 1 }]);
  expect(batches[0]!.seconds).toBeCloseTo(1 / 9.5, 9);
  expect(provenance.assumed).toEqual(['latency']);
});

it('takes the nearest quantile and says so', () => {
  const { notes, provenance } = fit([
    alone(1, 0.1, {
      quantiles: new Map([
        [0.5, 0.1],
        [0.95, 0.11],
      ]),
    }),
    alone(2, 0.2),
    alone(4, 0.3, { quantiles: new Map(), mean: 0.3 }),
  ]);
  expect(notes).toEqual([
    'p95 stands where p99 was asked for: 1 point without it.',
    '1 point without a quantile: the mean stands where p99 was asked for.',
  ]);
  expect(provenance.quantile).toBeUndefined();
});

it('counts calls where the tool counts calls', () => {
  const { batches } = fit([alone(1, 0.1), alone(4, 0.25, { throughput: 4, perCall: true, mean: 0.25 })]);
  expect(batches[1]!.seconds).toBeCloseTo(0.25, 9);
});

it('leaves out one point that is far from the others of its batch', () => {
  const { batches, left } = fit([alone(1, 0.1), alone(1, 0.102), alone(1, 0.3, { line: 7 })]);
  expect(batches[0]!.seconds).toBeCloseTo(0.101, 3);
  expect(left).toMatchObject([
    { point: { line: 7 }, why: 'it comes to 300 ms a batch where the others of batch 1 come to 102 ms' },
  ]);
});

it('leaves out a point without a latency, and refuses where no other is', () => {
  const none = { file: 'v.json', batch: 1, offered: 5, throughput: 5, quantiles: new Map<number, number>() };
  expect(fit([alone(1, 0.1), none]).left.map(({ why }) => why)).toEqual(['it has no latency']);
  expect(refusal([none])).toBe('None of the operating points has a latency or a server’s times.');
});

it('refuses in a sentence what cannot be', () => {
  expect(refusal([])).toBe('There is no operating point to fit a profile to.');
  expect(refusal([{ ...alone(1, 0.1), batch: undefined as never }])).toBe(
    '“a.csv” does not say which batch size it is of.',
  );
  expect(refusal([alone(2, 0.1), alone(4, 0.2)])).toBe(
    'A profile begins with batch 1, since every batch size is read from there on; the smallest measured is batch 2: measure batch 1 too, or say that a file is of it.',
  );
  expect(refusal([alone(1, 0.3), alone(2, 0.1)])).toBe(
    'By these points batch 1 takes 300 ms and batch 2 100 ms: a larger batch does not take less, so one of the two is of another batch, another number of replicas or another variant.',
  );
  expect(refusal([alone(1, 0.2), alone(2, 180)])).toBe(
    'By these points batch 1 takes 200 ms and batch 2 180 s: one of the two seems to be in another unit.',
  );
  expect(refusal([alone(1, 0.2), alone(1, 180, { line: 4 })])).toBe(
    'The points of batch 1 come to between 200 ms and 180 s: some of them seem to be in another unit.',
  );
});

it('lets a larger batch that takes a little less take as long', () => {
  const { batches, notes } = fit([alone(1, 0.1), alone(2, 0.096)]);
  expect(batches[0]!.seconds).toBe(batches[1]!.seconds);
  expect(notes).toEqual([
    'By these points batch 2 takes no longer than batch 1: within what they scatter, both are taken to take 98 ms.',
  ]);
});

it('is never quicker than what was answered without waiting', () => {
  // A fifth of the time busy, the latencies are spread by the service itself: half within 50 ms.
  const point: OperatingPoint = {
    ...{ file: 'k6.json', batch: 1, offered: 4, throughput: 4 },
    quantiles: new Map([
      [0.5, 0.05],
      [0.99, 0.1],
    ]),
  };
  const random = fitProfile([point], { ...options, arrivals: 'poisson' });
  if (!random.ok) throw new Error(random.message);
  const [{ seconds }] = random.value.batches as [(typeof random.value.batches)[0]];
  expect(seconds).toBeGreaterThanOrEqual(0.05);
  // Busier, most of those 50 ms may be waiting: 8 a second of 100 ms are under way 80 % of the time.
  const busy = fitProfile([{ ...point, offered: 8, throughput: 8 }], { ...options, arrivals: 'poisson' });
  if (!busy.ok) throw new Error(busy.message);
  expect(busy.value.batches[0]!.seconds).toBeLessThan(0.1);
});

it('takes the lowest latency without a wait where the wait at the load would leave less', () => {
  // At p99 calls at random would wait for most of 100 ms; half of them took 90 ms, of which none can be waiting.
  const { batches, notes } = fit(
    [0, 1, 2].map((line) => ({
      ...{ file: 'k6.json', line, batch: 1, offered: 4, throughput: 4 },
      quantiles: new Map([
        [0.5, 0.09],
        [0.99, 0.1],
      ]),
    })),
    { arrivals: 'poisson' },
  );
  expect(batches[0]!.seconds).toBeCloseTo(0.09, 9);
  expect(notes.join(' ')).toMatch(
    /By the wait expected at its load batch 1 would come to [\d.]+ ms, below every latency that was measured without one: the lowest of these, 90 ms, is taken\./,
  );
});

it('counts the mean latencies of clients that call again at once as readings of the service, and not those of others', () => {
  const points = (pause: number) =>
    [1, 2, 4].map((concurrency) => {
      const mean = concurrency === 1 ? 0.1 : 0.1 * concurrency - (concurrency > 1 ? pause : 0);
      return alone(1, concurrency === 1 ? 0.11 : mean, {
        concurrency,
        throughput: concurrency === 1 ? 1 / (0.1 + pause) : 10,
        mean,
      });
    });
  // N = X R: p99 is one reading of eight that say 100 ms, less than what it would be alone.
  const together = fit(points(0)).batches[0]!.seconds;
  expect(together).toBeGreaterThan(0.1);
  expect(together).toBeLessThan(0.102);
  // Clients that take 15 ms between calls: the throughput while all is busy is the service, their latencies are not.
  const apart = fit(points(0.015)).batches[0]!.seconds;
  expect(apart).toBeGreaterThan(0.1);
  expect(apart).toBeLessThan(0.106);
});

it('says where it takes a batch to be quicker than any that was measured', () => {
  const point: OperatingPoint = {
    ...{ file: 'k6.json', batch: 1, offered: 20, throughput: 20, mean: 0.025 },
    quantiles: new Map([[0.99, 0.06]]),
  };
  const random = fitProfile([point], { ...options, arrivals: 'poisson' });
  const even = fitProfile([point], { ...options, arrivals: 'paced' });
  if (!random.ok || !even.ok) throw new Error('it was refused');
  expect(random.value.batches[0]!.seconds).toBeLessThan(0.9 * 0.06);
  expect(random.value.notes.join(' ')).toMatch(
    /Batch 1 comes to [\d.]+ ms, though no point measured less than 60 ms at p99: the rest was taken for waiting/,
  );
  expect(even.value.notes.join(' ')).not.toContain('though no point');
});

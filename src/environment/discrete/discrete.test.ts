import { describe, expect, it } from 'vitest';
import { Arrivals } from './arrivals.ts';
import { createDiscrete } from './discrete.ts';
import { evaluate } from '../../model/objective.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { Random } from '../../model/random.ts';
import { toAction } from '../../model/tables.ts';
import { randomFeasible } from '../../testing/orders.ts';
import { constantTrack, testOptions, testPipeline, testTrack } from '../../testing/pipelines.ts';

/** Light: 10 req/s a core; heavy: 2 cores, 4 req/s. */
const stage = [
  [0.5, 1, 0.1, 0.1],
  [0.9, 2, 0.25, 0.25],
] as const;
const two = testPipeline([stage, stage]);

function actionOf(...stages: [variant: number, replicas: number, batch: number][]): Int32Array {
  const action = new Int32Array(3 * stages.length);
  toAction(
    stages.map(([variant, replicas, batch]) => ({ variant, replicas, batch })),
    action,
  );
  return action;
}

describe('arrivals', () => {
  const collect = (pattern: 'poisson' | 'exact', rates: Float64Array, seed = 3): number[] => {
    const arrivals = new Arrivals(seed, pattern);
    const times: number[] = [];
    for (let t = 0; t < rates.length; t += 10) {
      arrivals.draw(rates, t);
      times.push(...arrivals.times.subarray(0, arrivals.count));
    }
    return times;
  };

  it('exact: evenly spread, and none lost where a rate is no whole number', () => {
    expect(collect('exact', new Float64Array(10).fill(2)).slice(0, 4)).toEqual([0.25, 0.75, 1.25, 1.75]);
    expect(collect('exact', new Float64Array(1000).fill(0.37))).toHaveLength(370);
  });

  it('poisson: counts of a second have the mean and the variance of its rate, gaps have no memory', () => {
    const rates = new Float64Array(40_000).fill(5);
    const times = collect('poisson', rates);
    const counts = new Float64Array(rates.length);
    for (const time of times) counts[Math.floor(time)]!++;
    const mean = times.length / rates.length;
    const variance = counts.reduce((sum, c) => sum + (c - mean) ** 2, 0) / rates.length;
    // Standard errors: 0.011 and 0.037.
    expect(Math.abs(mean - 5)).toBeLessThan(0.035);
    expect(Math.abs(variance - 5)).toBeLessThan(0.11);
    const gaps = times.slice(1).map((time, i) => time - times[i]!);
    const long = gaps.filter((gap) => gap > 0.4).length / gaps.length;
    expect(Math.abs(long - Math.exp(-2))).toBeLessThan(0.003);
  });

  it('follow the rate of each second and depend on the seed', () => {
    const rates = Float64Array.from({ length: 100 }, (_, t) => (t % 2 === 0 ? 40 : 0));
    const times = collect('poisson', rates);
    expect(times.every((time) => Math.floor(time) % 2 === 0)).toBe(true);
    expect(collect('poisson', rates)).toEqual(times);
    expect(collect('poisson', rates, 4)).not.toEqual(times);
  });
});

describe('discrete-event environment', () => {
  it('equals the equations where nothing changes and nothing waits', () => {
    const options = testOptions(two);
    const environment = createDiscrete(options, 1, { arrivals: 'exact' });
    const steady: Configuration = [
      { variant: 0, replicas: 2, batch: 1 },
      { variant: 1, replicas: 4, batch: 1 },
    ];
    const action = actionOf([0, 2, 1], [1, 4, 1]);
    environment.reset(0, constantTrack(12), 120, action);
    // The first second begins with an empty pipeline; after it the same twelve requests are always under way.
    environment.step(action);
    environment.step(action);
    const expected = evaluate(options.tables, options.weights, steady, 12);
    expect(environment.results.qos[0]).toBeCloseTo(expected.qos, 9);
    expect(environment.results.reward[0]).toBeCloseTo(expected.reward, 9);
    expect(environment.results.served[0]).toBe(120);
    expect(environment.results.arrived[0]).toBe(120);
  });

  it('closes a batch when it is full, or at the timeout of its oldest request', () => {
    const environment = createDiscrete(testOptions(two), 2, { arrivals: 'exact' });
    const action = actionOf([0, 3, 4], [0, 4, 1]);
    environment.reset(0, constantTrack(8), 120, action);
    environment.reset(1, constantTrack(2), 120, action);
    for (const lane of [0, 1]) environment.collectRequests(lane);
    environment.step(Int32Array.of(...action, ...action));
    environment.startRecording(0, 10);
    environment.step(Int32Array.of(...action, ...action));
    // Eight a second: a batch of four fills within 0.375 s, mean wait 0.1875, service 0.4.
    expect(environment.observe(0).stages[0]!.latency).toBeCloseTo(0.1875 + 0.4, 9);
    // Two a second: at the timeout the oldest (1 s) and the next (0.5 s) go together, before the one that comes just then.
    expect(environment.observe(1).stages[0]!.latency).toBeCloseTo(0.75 + 0.2, 9);
  });

  it('a replica that becomes free after the timeout takes what waits at once', () => {
    // One replica, batch 4 of 0.4 s each further; a burst of 5 in one second, then nothing.
    const rates = new Float64Array(200);
    rates[120] = 5;
    const environment = createDiscrete(testOptions(two, undefined, { batchTimeoutSeconds: 0.1 }), 1, {
      arrivals: 'exact',
    });
    const action = actionOf([0, 1, 4], [0, 5, 1]);
    environment.reset(0, testTrack(rates), 120, action);
    environment.collectRequests(0);
    environment.step(action);
    // Arrivals at 0.1, 0.3, .., 0.9. Alone at 0.2 (done 0.3), at 0.4 (0.5), 0.6 (0.7), 0.8 (0.9), 1.0 (1.1); then 0.1 s at stage two.
    expect(environment.requestsOf(0)!.mean).toBeCloseTo(0.1 + 0.1 + 0.1, 9);
    const late = createDiscrete(testOptions(two, undefined, { batchTimeoutSeconds: 0.02 }), 1, {
      arrivals: 'exact',
    });
    const heavy = actionOf([1, 1, 4], [0, 5, 1]);
    late.reset(0, testTrack(rates), 120, heavy);
    late.collectRequests(0);
    late.step(heavy);
    // First alone 0.12 to 0.37; then the one of 0.3 at 0.37 to 0.62; then the one of 0.5 at 0.62 to 0.87; of 0.7 to 1.12; of 0.9 to 1.37.
    expect(late.requestsOf(0)!.mean).toBeCloseTo((0.27 + 0.32 + 0.37 + 0.42 + 0.47) / 5 + 0.1, 9);
  });

  it('lets new replicas serve only after their start-up, and charges them from the order on', () => {
    const environment = createDiscrete(testOptions(two), 1, { arrivals: 'exact' });
    environment.reset(0, constantTrack(5), 120, actionOf([0, 1, 1], [0, 1, 1]));
    environment.startRecording(0, 10);
    environment.step(actionOf([0, 3, 1], [0, 1, 1]));
    const record = environment.record();
    expect(Array.from({ length: 10 }, (_, t) => record.capacity[2 * t])).toEqual([
      10, 10, 10, 10, 10, 10, 10, 30, 30, 30,
    ]);
    expect(environment.results.cost[0]).toBeCloseTo(4, 12);
  });

  it('surge: the old variant serves until the new is ready, then finishes its batches', () => {
    const environment = createDiscrete(testOptions(two), 1, { arrivals: 'exact' });
    environment.reset(0, constantTrack(5), 120, actionOf([0, 2, 1], [0, 1, 1]));
    environment.startRecording(0, 10);
    environment.step(actionOf([1, 2, 1], [0, 1, 1]));
    const record = environment.record();
    expect(Array.from({ length: 10 }, (_, t) => record.capacity[2 * t])).toEqual([
      20, 20, 20, 20, 20, 20, 20, 8, 8, 8,
    ]);
    expect(Array.from(record.cores)).toEqual([7, 7, 7, 7, 7, 7, 7, 5, 5, 5]);
    // Arrivals at x.1, x.3, ..: at 7 s the old replicas are idle and leave at once.
    expect(environment.results.cost[0]).toBeCloseTo((7 * 7 + 3 * 5) / 10, 9);
    expect(environment.results.accuracy[0]).toBeCloseTo(0.5 + 0.7 * 0.5 + 0.3 * 0.9, 12);
  });

  it('surge: old replicas give way where both do not fit, and the new wait for those that drain', () => {
    const options = testOptions(two, { maxReplicas: 8, maxBatch: 16, maxCores: 8 });
    const environment = createDiscrete(options, 1);
    environment.reset(0, constantTrack(45), 120, actionOf([0, 5, 1], [0, 1, 1]));
    environment.step(actionOf([0, 5, 1], [0, 1, 1]));
    environment.startRecording(0, 10);
    environment.step(actionOf([1, 2, 1], [0, 1, 1]));
    const record = environment.record();
    expect(record.old[0]).toBe(3);
    // Two busy ones drain for at most 0.1 s; until then the new wait.
    expect(record.starting[0]).toBe(2);
    expect(record.ready[2 * 6]).toBe(0);
    expect(record.ready[2 * 8]).toBe(2);
    expect(Math.max(...record.cores)).toBe(8);
  });

  it('recreate: the stage serves nothing until the new variant is ready', () => {
    const environment = createDiscrete(testOptions(two, undefined, { rollout: 'recreate' }), 1);
    environment.reset(0, constantTrack(5), 120, actionOf([0, 2, 1], [0, 1, 1]));
    environment.startRecording(0, 10);
    environment.step(actionOf([1, 2, 1], [0, 1, 1]));
    const { capacity } = environment.record();
    expect(Array.from({ length: 10 }, (_, t) => capacity[2 * t])).toEqual([0, 0, 0, 0, 0, 0, 0, 8, 8, 8]);
  });

  it('a batch change stops the stage for the restart seconds asked for', () => {
    const environment = createDiscrete(testOptions(two, undefined, { batchRestartSeconds: 2 }), 1);
    environment.reset(0, constantTrack(5), 120, actionOf([0, 2, 1], [0, 2, 1]));
    environment.startRecording(0, 10);
    environment.step(actionOf([0, 2, 2], [0, 2, 1]));
    expect(environment.results.throughput[0]).toBeCloseTo(0.8 * 20, 12);
    expect(environment.record().served[2]).toBe(0);
  });

  it('drops what waits at the drop limit, and counts what is served late', () => {
    // SLA 2 s, limit 4 s, capacity 10, arrivals 15: the queue holds four seconds' arrivals and five a second are lost.
    const environment = createDiscrete(testOptions(testPipeline([stage])), 1, { arrivals: 'exact' });
    const action = actionOf([0, 1, 1]);
    environment.reset(0, constantTrack(15), 120, action);
    for (let k = 0; k < 3; k++) environment.step(action);
    environment.collectRequests(0);
    for (let k = 0; k < 10; k++) environment.step(action);
    const requests = environment.requestsOf(0)!;
    expect(Math.abs(requests.dropped - 500)).toBeLessThanOrEqual(1);
    expect(Math.abs(requests.served - 1000)).toBeLessThanOrEqual(1);
    expect(requests.slaViolations).toBe(requests.served);
    expect(requests.goodput).toBe(0);
    expect(requests.goodputShare).toBe(0);
    // Waits of nearly 4 s, then a service of 0.1 s; nothing is ever served from a longer wait.
    expect(requests.p50).toBeGreaterThan(4);
    expect(requests.p99).toBeLessThanOrEqual(4.1 + 1e-9);
    expect(requests.p50).toBeLessThanOrEqual(requests.p95);
  });

  it('counts in each ten seconds what was served within the objective: together what the log of requests says', () => {
    const environment = createDiscrete(testOptions(two), 1);
    const action = actionOf([0, 1, 1], [0, 2, 1]);
    environment.reset(0, constantTrack(9.5), 120, action);
    environment.collectRequests(0);
    let sum = 0;
    for (let k = 0; k < 30; k++) {
      environment.step(action);
      const inTime = environment.results.inTime[0]!;
      expect(inTime).toBeLessThanOrEqual(environment.results.served[0]!);
      sum += inTime;
    }
    const { served, slaViolations } = environment.requestsOf(0)!;
    expect(sum).toBe(served - slaViolations);
    expect(slaViolations).toBeGreaterThan(0);
  });

  it('drops a request that reaches the limit in service where it would queue again: the work was in vain', () => {
    // As above with a second stage: the first serves requests of just under 4 s, which are over it when they leave.
    const environment = createDiscrete(testOptions(two), 1, { arrivals: 'exact' });
    const action = actionOf([0, 1, 1], [0, 4, 1]);
    environment.reset(0, constantTrack(15), 120, action);
    environment.startRecording(0, 50);
    for (let k = 0; k < 5; k++) environment.step(action);
    expect(environment.results.served[0]).toBe(0);
    const { dropped } = environment.record();
    expect(
      dropped
        .subarray(2 * 45)
        .filter((_, i) => i % 2 === 1)
        .every((count) => count === 10),
    ).toBe(true);
  });

  it('several nodes: a replica that fits on none waits', () => {
    const wide = testPipeline([
      [
        [0.5, 1, 0.1, 0.1],
        [0.9, 3, 0.1, 0.1],
      ],
      [[0.5, 2, 0.1, 0.1]],
    ]);
    const limits = { maxReplicas: 8, maxBatch: 1, maxCores: 8 };
    const ordered = actionOf([1, 2, 1], [0, 1, 1]);
    const ready = (nodes: number): number[] => {
      const environment = createDiscrete(testOptions(wide, limits), 1, { nodes });
      environment.reset(0, constantTrack(5), 120, ordered);
      return environment.observe(0).stages.map((s) => s.ready);
    };
    // 3 + 3 + 2 cores: one node of 8 takes them all; two of 4 take a three each and leave no two together.
    expect(ready(1)).toEqual([2, 1]);
    expect(ready(2)).toEqual([2, 0]);
  });
});

describe('the same again', () => {
  const options = testOptions(testPipeline([stage, stage, stage]), undefined, { batchTimeoutSeconds: 0.2 });
  const random = Random.stream(5, 'rates');
  const track = testTrack(Float64Array.from({ length: 900 }, () => random.uniform() * 40));

  it.each(['profile', 'exponential'] as const)(
    'by seed, fork, snapshot and restore (%s service)',
    (service) => {
      const orders = Random.stream(6, 'orders');
      const list = Array.from({ length: 60 }, () => randomFeasible(options.tables, orders));
      const make = (lanes: number, seed = 9): ReturnType<typeof createDiscrete> => {
        const environment = createDiscrete(options, lanes, { seed, service });
        for (let lane = 0; lane < lanes; lane++) {
          environment.reset(lane, track, 120);
          environment.collectRequests(lane);
        }
        return environment;
      };
      const columns = (environment: ReturnType<typeof createDiscrete>, lane: number): unknown => [
        Object.values(environment.results).map((column: Float64Array) => column[lane]),
        environment.requestsOf(lane),
        environment.observe(lane).stages,
        environment.freeCoresOf(lane),
        environment.eventsOf(lane),
      ];
      const alone = make(1);
      const again = make(1);
      const other = make(1, 10);
      for (const order of list.slice(0, 30)) {
        for (const environment of [alone, again, other]) environment.step(order);
        expect(columns(again, 0)).toEqual(columns(alone, 0));
      }
      expect(columns(other, 0)).not.toEqual(columns(alone, 0));

      const forks = make(2);
      forks.copyLane(1, alone, 0);
      const restored = make(1);
      restored.restore(structuredClone(alone.snapshot()), [track]);
      expect(columns(forks, 1)).toEqual([expect.anything(), ...(columns(alone, 0) as unknown[]).slice(1)]);
      for (const order of list.slice(30)) {
        alone.step(order);
        restored.step(order);
        forks.step(Int32Array.of(...list[0]!, ...order));
        expect(columns(restored, 0)).toEqual(columns(alone, 0));
        expect(columns(forks, 1)).toEqual(columns(alone, 0));
      }
    },
  );

  it('every policy meets the same requests', () => {
    const orders = Random.stream(7, 'orders');
    const busy = createDiscrete(options, 1);
    const calm = createDiscrete(options, 1);
    for (const environment of [busy, calm]) environment.reset(0, track, 120);
    for (let k = 0; k < 20; k++) {
      busy.step(randomFeasible(options.tables, orders));
      calm.step(calm.actions.slice());
      expect(busy.results.arrived[0]).toBe(calm.results.arrived[0]);
    }
  });
});

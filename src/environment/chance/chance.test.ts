import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChance } from './chance.ts';
import { createDiscrete } from '../discrete/discrete.ts';
import type { Environment } from '../environment.ts';
import { Random } from '../../model/random.ts';
import { toAction } from '../../model/tables.ts';
import { randomFeasible } from '../../testing/orders.ts';
import { constantTrack, testOptions, testPipeline, testTrack } from '../../testing/pipelines.ts';

/** Light: 10 req/s a core; heavy: 2 cores, 4 req/s. */
const stage = [
  [0.5, 1, 0.1, 0.05],
  [0.9, 2, 0.25, 0.2],
] as const;
const two = testPipeline([stage, stage]);

/** An order of one stage: light, `replicas` of batch `batch`. */
const one = (replicas: number, batch: number): Int32Array => {
  const action = new Int32Array(3);
  toAction([{ variant: 0, replicas, batch }], action);
  return action;
};

interface Totals {
  readonly latency: number;
  readonly unmet: number;
  readonly inTime: number;
}

/** Means over `decisions` intervals of one configuration, after `warm` others. */
function means(
  environment: Environment,
  rate: number,
  action: Int32Array,
  decisions: number,
  warm: number,
): Totals {
  environment.reset(0, constantTrack(rate, 120 + 10 * (decisions + warm)), 120, action);
  let [latency, unmet, inTime, through] = [0, 0, 0, 0];
  for (let k = 0; k < warm + decisions; k++) {
    environment.step(action);
    if (k < warm) continue;
    if (k === warm) environment.collectRequests(0);
    const r = environment.results;
    latency += r.latency[0]! / decisions;
    unmet += r.unmet[0]! / decisions;
    inTime += r.inTime[0]!;
    through += r.served[0]! + r.dropped[0]!;
  }
  // Of single requests, each counts once; an average over seconds would count those in which nobody leaves.
  return { latency: environment.requestsOf(0)?.mean ?? latency, unmet, inTime: inTime / through };
}

describe('the fluid environment that knows chance', () => {
  it('stands in the long run where single requests stand, up to 90 % of the capacity', () => {
    const random = Random.stream(15, 'systems');
    const pick = (from: readonly number[]): number => from[random.integer(from.length)]!;
    const off: number[] = [];
    for (let k = 0; k < 60; k++) {
      const [replicas, batch, first] = [
        pick([1, 2, 4, 8, 16]),
        pick([1, 2, 4, 8, 16]),
        pick([0.03, 0.1, 0.3]),
      ];
      const more = first * (0.3 + 0.6 * random.uniform());
      const rate = ((0.2 + 0.7 * random.uniform()) * replicas * batch) / (first + (batch - 1) * more);
      const pipeline = testPipeline([[[0.5, 1, first, more]]], 0);
      const limits = { maxReplicas: 16, maxBatch: 16, maxCores: 16 };
      const options = testOptions({ ...pipeline, slaSeconds: 1000 }, limits);
      const decisions = Math.ceil(30_000 / (10 * rate));
      const chance = means(createChance(options, 1), rate, one(replicas, batch), 1, 60);
      const single = means(
        createDiscrete(options, 1, { seed: k }),
        rate,
        one(replicas, batch),
        decisions,
        20,
      );
      off.push(Math.abs(chance.latency / single.latency - 1));
      expect(Math.abs(chance.unmet - single.unmet) / rate).toBeLessThan(0.02);
    }
    expect(off.filter((error) => error > 0.1)).toEqual([]);
  }, 30_000);

  it('knows how many requests are in time at an objective of once and a half the mean, within 3 points', () => {
    for (const [replicas, share] of [
      [1, 0.5],
      [1, 0.8],
      [4, 0.8],
      [8, 0.9],
    ] as const) {
      const rate = share * replicas * 10;
      const options = testOptions({ ...testPipeline([stage], 0), slaSeconds: 0.25 }, undefined, {
        dropAfterSla: 100,
      });
      const chance = means(createChance(options, 1), rate, one(replicas, 1), 1, 60);
      const single = means(createDiscrete(options, 1), rate, one(replicas, 1), Math.ceil(6000 / rate), 20);
      expect(Math.abs(chance.inTime - single.inTime), `${String(replicas)} at ${String(share)}`).toBeLessThan(
        0.03,
      );
    }
  });

  it('grows into a wait and out of it', () => {
    const environment = createChance(testOptions(testPipeline([stage]), undefined, { dropAfterSla: 100 }), 1);
    environment.reset(0, constantTrack(9.5, 1200), 120, one(1, 1));
    const latency: number[] = [];
    for (let k = 0; k < 30; k++) {
      environment.step(one(1, 1));
      latency.push(environment.results.latency[0]!);
    }
    for (let k = 1; k < 30; k++) expect(latency[k]!).toBeGreaterThan(latency[k - 1]!);
    // M/D/1 at 0.95: 0.95 s of waiting, and the service.
    expect(latency.at(-1)!).toBeCloseTo(1.05, 1);
    environment.step(one(4, 1));
    environment.step(one(4, 1));
    environment.step(one(4, 1));
    expect(environment.results.latency[0]!).toBeLessThan(0.105);
  });

  it('takes a shortcut through intervals without events, and comes to the same as second by second', () => {
    const random = Random.stream(4, 'shortcut');
    const options = testOptions(two);
    const rates = Float64Array.from(
      { length: 900 },
      (_, t) => (10 + 8 * Math.sin(t / 60)) * (0.8 + 0.4 * random.uniform()),
    );
    const [quick, slow] = [createChance(options, 1), createChance(options, 1)];
    for (const environment of [quick, slow]) environment.reset(0, testTrack(rates), 120);
    slow.startRecording(0, 780);
    let order = randomFeasible(options.tables, random);
    for (let k = 0; k < 78; k++) {
      if (k % 5 === 0) order = randomFeasible(options.tables, random);
      quick.step(order);
      slow.step(order);
      for (const [column, values] of Object.entries(quick.results))
        expect(values[0], `${column} of ${String(k)}`).toBeCloseTo(slow.results[column as 'qos'][0]!, 8);
      expect(quick.observe(0)).toEqual(slow.observe(0));
    }
  });

  it('conserves requests and never holds more than W_max, whatever is ordered', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom('surge' as const, 'recreate' as const),
        fc.constantFrom(0, 3.5, 7, 25),
        (seed, rollout, startup) => {
          const random = Random.stream(seed, 'orders');
          const limits = { maxReplicas: 6, maxBatch: 8, maxCores: 14 };
          const options = testOptions(testPipeline([stage, stage, stage], startup), limits, { rollout });
          const environment = createChance(options, 1);
          const rates = Float64Array.from({ length: 600 }, () => random.uniform() * 50);
          environment.reset(0, testTrack(rates), 120);
          environment.startRecording(0, 480);
          const all = { arrived: 0, left: 0 };
          for (let k = 0; k < 48; k++) {
            environment.step(randomFeasible(options.tables, random));
            const r = environment.results;
            all.arrived += r.arrived[0]!;
            all.left += r.served[0]! + r.dropped[0]!;
            expect(r.cost[0]!).toBeLessThanOrEqual(14 + 1e-9);
            expect(r.inTime[0]!).toBeLessThanOrEqual(r.served[0]! + 1e-9);
          }
          const record = environment.record();
          const waiting = record.backlog.slice(3 * 479).reduce((sum, n) => sum + n, 0);
          expect(all.left + waiting).toBeCloseTo(all.arrived, 2);
          expect(Math.max(...record.cores)).toBeLessThanOrEqual(14);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('forks and stops: a copied or restored lane has the same future', () => {
    const random = Random.stream(3, 'fork');
    const options = testOptions(two);
    const track = testTrack(Float64Array.from({ length: 900 }, () => random.uniform() * 60));
    const [alone, copy, kept] = [
      createChance(options, 1),
      createChance(options, 1),
      createChance(options, 1),
    ];
    alone.reset(0, track, 120);
    copy.reset(0, track, 120);
    for (let k = 0; k < 20; k++) alone.step(randomFeasible(options.tables, random));
    copy.copyLane(0, alone, 0);
    kept.restore(alone.snapshot(), [track]);
    for (let k = 0; k < 20; k++) {
      const order = randomFeasible(options.tables, random);
      for (const environment of [alone, copy, kept]) environment.step(order);
      expect(copy.results.reward[0]).toBe(alone.results.reward[0]);
      expect(kept.results.reward[0]).toBe(alone.results.reward[0]);
    }
    expect(() => copy.copyLane(0, createDiscrete(options, 1), 0)).toThrow();
  });
});

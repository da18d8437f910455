import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFluid } from './fluid.ts';
import { evaluate } from '../model/objective.ts';
import { Random } from '../model/random.ts';
import { toAction } from '../model/tables.ts';
import type { Configuration } from '../model/pipeline.ts';
import { randomFeasible } from '../testing/orders.ts';
import { constantTrack, testOptions, testPipeline, testTrack } from '../testing/pipelines.ts';

/** Light: 10 req/s a core; heavy: 2 cores, 4 req/s. */
const stage = [
  [0.5, 1, 0.1, 0.1],
  [0.9, 2, 0.25, 0.25],
] as const;
const two = testPipeline([stage, stage]);

function actionOf(configuration: Configuration): Int32Array {
  const action = new Int32Array(3 * configuration.length);
  toAction(configuration, action);
  return action;
}

const config = (...stages: [number, number, number][]): Configuration =>
  stages.map(([variant, replicas, batch]) => ({ variant, replicas, batch }));

describe('fluid environment', () => {
  it('equals the equations when nothing changes and nothing waits', () => {
    const options = testOptions(two);
    const environment = createFluid(options, 1);
    const steady = config([0, 2, 1], [1, 4, 1]);
    environment.reset(0, constantTrack(12), 120, actionOf(steady));
    environment.step(actionOf(steady));
    const expected = evaluate(options.tables, options.weights, steady, 12);
    expect(environment.results.qos[0]).toBeCloseTo(expected.qos, 12);
    expect(environment.results.objective[0]).toBeCloseTo(expected.objective, 12);
    expect(environment.results.reward[0]).toBeCloseTo(expected.reward, 12);
    expect(environment.results.served[0]).toBeCloseTo(120, 9);
  });

  it('waits for a batch to fill, at most the timeout', () => {
    const environment = createFluid(testOptions(two), 2);
    const batched = config([0, 2, 4], [0, 2, 1]);
    environment.reset(0, constantTrack(12), 120, actionOf(batched));
    environment.reset(1, constantTrack(1), 120, actionOf(batched));
    environment.step(Int32Array.of(...actionOf(batched), ...actionOf(batched)));
    // Service 0.4 + 0.1; fill (4 - 1) / (2 x 12) = 0.125, at 1 req/s 1.5 capped by 1.
    expect(environment.results.latency[0]).toBeCloseTo(0.5 + 0.125, 12);
    expect(environment.results.latency[1]).toBeCloseTo(0.5 + 1, 12);
  });

  it('lets new replicas serve only after their start-up, and charges them from the order on', () => {
    const environment = createFluid(testOptions(two), 1);
    environment.reset(0, constantTrack(5), 120, actionOf(config([0, 1, 1], [0, 1, 1])));
    environment.startRecording(0, 20);
    environment.step(actionOf(config([0, 3, 1], [0, 1, 1])));
    const record = environment.record();
    const capacity = Array.from({ length: 10 }, (_, t) => record.capacity[2 * t]);
    expect(capacity).toEqual([10, 10, 10, 10, 10, 10, 10, 30, 30, 30]);
    expect(environment.results.cost[0]).toBeCloseTo(4, 12);
  });

  it('surge: the old variant serves until the new one is ready and both hold cores', () => {
    const environment = createFluid(testOptions(two), 1);
    environment.reset(0, constantTrack(5), 120, actionOf(config([0, 2, 1], [0, 1, 1])));
    environment.startRecording(0, 10);
    environment.step(actionOf(config([1, 2, 1], [0, 1, 1])));
    const record = environment.record();
    expect(Array.from({ length: 10 }, (_, t) => record.capacity[2 * t])).toEqual([
      20, 20, 20, 20, 20, 20, 20, 8, 8, 8,
    ]);
    expect(Array.from(record.cores)).toEqual([7, 7, 7, 7, 7, 7, 7, 5, 5, 5]);
    // Accuracy of stage 0: 0.5 for seven seconds, then 0.9. Draining: two one-core replicas, one batch of 0.1 s each.
    expect(environment.results.accuracy[0]).toBeCloseTo(0.5 + 0.7 * 0.5 + 0.3 * 0.9, 12);
    expect(environment.results.cost[0]).toBeCloseTo((7 * 7 + 3 * 5 + 2 * 0.1) / 10, 12);
  });

  it('surge: old replicas give way where both do not fit, only as many as needed', () => {
    const environment = createFluid(testOptions(two, { maxReplicas: 8, maxBatch: 16, maxCores: 8 }), 1);
    environment.reset(0, constantTrack(5), 120, actionOf(config([0, 5, 1], [0, 1, 1])));
    environment.startRecording(0, 10);
    environment.step(actionOf(config([1, 2, 1], [0, 1, 1])));
    const record = environment.record();
    // New 2 x 2 and stage two's 1 leave three cores for the old ones.
    expect(record.old[0]).toBe(3);
    expect(Math.max(...record.cores)).toBe(8);
  });

  it('recreate: the stage serves nothing until the new variant is ready', () => {
    const environment = createFluid(testOptions(two, undefined, { rollout: 'recreate' }), 1);
    environment.reset(0, constantTrack(5), 120, actionOf(config([0, 2, 1], [0, 1, 1])));
    environment.startRecording(0, 10);
    environment.step(actionOf(config([1, 2, 1], [0, 1, 1])));
    const record = environment.record();
    expect(Array.from({ length: 10 }, (_, t) => record.capacity[2 * t])).toEqual([
      0, 0, 0, 0, 0, 0, 0, 8, 8, 8,
    ]);
  });

  it('answers in time what is no older than the objective when it is through, to the second', () => {
    // Objective 2 s, service 0.1 s: what arrived in this second or the one before is in time, what is older late.
    const environment = createFluid(testOptions(testPipeline([stage])), 1);
    const action = actionOf(config([0, 1, 1]));
    environment.reset(0, constantTrack(15), 120, action);
    environment.step(action);
    // Ten a second go through: by second s those that arrived before second 10 s / 15. Two seconds behind from second 6 on.
    const passed = Array.from({ length: 10 }, (_, s) => {
      const ages = Array.from({ length: 10 }, (_, i) => s - Math.floor((10 * s + i + 0.5) / 15));
      return ages.filter((age) => age + 0.1 <= 2).length;
    });
    expect(environment.results.inTime[0]).toBeCloseTo(
      passed.reduce((sum, count) => sum + count, 0),
      9,
    );
    environment.step(action);
    expect(environment.results.served[0]).toBeCloseTo(100, 9);
    expect(environment.results.inTime[0]).toBe(0);
  });

  it('answers nothing in time where the work alone takes longer than the objective', () => {
    const slow = [[0.5, 1, 2.5, 0.1]] as const;
    const environment = createFluid(testOptions(testPipeline([slow])), 1);
    environment.reset(0, constantTrack(0.1), 120);
    environment.step(actionOf(config([0, 1, 1])));
    expect(environment.results.served[0]).toBeCloseTo(1, 9);
    expect(environment.results.inTime[0]).toBe(0);
  });

  it('turns back to the replaced variant without a start-up', () => {
    const environment = createFluid(testOptions(testPipeline([stage, stage], 25)), 1);
    environment.reset(0, constantTrack(5), 120, actionOf(config([0, 2, 1], [0, 1, 1])));
    environment.startRecording(0, 20);
    environment.step(actionOf(config([1, 2, 1], [0, 1, 1])));
    environment.step(actionOf(config([0, 2, 1], [0, 1, 1])));
    const record = environment.record();
    expect(record.capacity[2 * 10]).toBe(20);
    expect(record.cores[10]).toBe(3);
  });

  it('a batch change stops the stage for the restart seconds asked for', () => {
    const environment = createFluid(testOptions(two, undefined, { batchRestartSeconds: 2 }), 1);
    environment.reset(0, constantTrack(5), 120, actionOf(config([0, 2, 1], [0, 2, 1])));
    environment.step(actionOf(config([0, 2, 2], [0, 2, 1])));
    expect(environment.results.throughput[0]).toBeCloseTo(0.8 * 20, 12);
  });

  it('drops what is older than the drop limit, and a steady overload waits about that long', () => {
    // SLA 2 s, limit 4 s, capacity 10, arrivals 15: the queue holds the last four seconds' arrivals and 5 a second are lost.
    const environment = createFluid(testOptions(two), 1);
    const action = actionOf(config([0, 1, 1], [0, 4, 1]));
    environment.reset(0, constantTrack(15), 120, action);
    for (let k = 0; k < 6; k++) environment.step(action);
    expect(environment.results.dropped[0]).toBeCloseTo(50, 6);
    expect(environment.results.served[0]).toBeCloseTo(100, 6);
    const first = environment.observe(0).stages[0]!;
    expect(first.backlog).toBeCloseTo(60, 6);
    expect(first.latency).toBeCloseTo(4 + 0.1, 6);
  });

  it('conserves requests and never holds more than W_max, whatever is ordered', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.constantFrom('surge' as const, 'recreate' as const),
        fc.constantFrom(0, 3.5, 7, 25),
        (seed, rollout, startup) => {
          const random = Random.stream(seed, 'orders');
          const pipeline = testPipeline([stage, stage, stage], startup);
          const options = testOptions(pipeline, { maxReplicas: 6, maxBatch: 8, maxCores: 14 }, { rollout });
          const environment = createFluid(options, 1);
          const rates = Float64Array.from({ length: 600 }, () => random.uniform() * 50);
          environment.reset(0, testTrack(rates), 120);
          environment.startRecording(0, 480);
          let arrived = 0;
          let left = 0;
          for (let k = 0; k < 48; k++) {
            environment.step(randomFeasible(options.tables, random));
            arrived += environment.results.arrived[0]!;
            left += environment.results.served[0]! + environment.results.dropped[0]!;
            expect(environment.results.cost[0]!).toBeLessThanOrEqual(14 + 1e-9);
          }
          const waiting = environment.observe(0).stages.reduce((sum, s) => sum + s.backlog, 0);
          expect(left + waiting).toBeCloseTo(arrived, 6);
          expect(Math.max(...environment.record().cores)).toBeLessThanOrEqual(14);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('forks: a copied lane under the same orders has the same future, lanes do not touch each other', () => {
    const random = Random.stream(3, 'fork');
    const options = testOptions(two);
    const rates = Float64Array.from({ length: 900 }, () => random.uniform() * 60);
    const track = testTrack(rates);
    const alone = createFluid(options, 1);
    const many = createFluid(options, 3);
    alone.reset(0, track, 120);
    for (let lane = 0; lane < 3; lane++) many.reset(lane, track, 120);
    for (let k = 0; k < 20; k++) {
      const order = randomFeasible(options.tables, random);
      alone.step(order);
      many.step(
        Int32Array.of(
          ...randomFeasible(options.tables, random),
          ...order,
          ...randomFeasible(options.tables, random),
        ),
      );
      expect(many.results.reward[1]).toBe(alone.results.reward[0]);
    }
    many.copyLane(2, alone, 0);
    for (let k = 0; k < 20; k++) {
      const order = randomFeasible(options.tables, random);
      alone.step(order);
      many.step(Int32Array.of(...order, ...order, ...order));
      expect(many.results.reward[2]).toBe(alone.results.reward[0]);
      expect(many.results.reward[1]).toBe(alone.results.reward[0]);
    }
  });
});

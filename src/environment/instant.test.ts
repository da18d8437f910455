import { expect, it } from 'vitest';
import { createInstant } from './instant.ts';
import { evaluate } from '../model/objective.ts';
import { Random } from '../model/random.ts';
import { toConfiguration } from '../model/tables.ts';
import { testOptions, testPipeline, testTrack } from '../testing/pipelines.ts';

it('is the equations at the maximum load of the coming ten seconds', () => {
  const random = Random.stream(1, 'instant');
  const pipeline = testPipeline([
    [
      [0.5, 1, 0.1, 0.05],
      [0.9, 2, 0.25, 0.2],
    ],
    [
      [0.6, 1, 0.07, 0.03],
      [0.8, 1, 0.2, 0.1],
    ],
  ]);
  const options = testOptions(pipeline);
  const rates = Float64Array.from({ length: 1200 }, () => random.uniform() * 30);
  const lanes = 4;
  const environment = createInstant(options, lanes);
  for (let lane = 0; lane < lanes; lane++) environment.reset(lane, testTrack(rates), 120 + 10 * lane);
  for (let k = 0; k < 50; k++) {
    const actions = Int32Array.from({ length: lanes * 6 }, (_, i) =>
      random.integer(i % 3 === 0 ? 2 : i % 3 === 1 ? 5 : 4),
    );
    environment.step(actions);
    for (let lane = 0; lane < lanes; lane++) {
      const t = 120 + 10 * (lane + k);
      const load = Math.max(...rates.subarray(t, t + 10));
      const expected = evaluate(
        options.tables,
        options.weights,
        toConfiguration(options.tables, actions, 6 * lane),
        load,
      );
      expect(environment.results.reward[lane]).toBeCloseTo(expected.reward, 12);
      expect(environment.results.qos[lane]).toBeCloseTo(expected.qos, 12);
      expect(environment.results.cost[lane]).toBe(expected.cost);
      expect(environment.observe(lane).load).toBe(load);
      const { arrived, inTime } = environment.results;
      const answered = Math.min(1, expected.throughput / load);
      expect(inTime[lane]).toBeCloseTo(
        expected.latency <= options.slaSeconds ? answered * arrived[lane]! : 0,
        9,
      );
    }
  }
});

/** Every environment holds parts of a core exactly: whole thousandths, never more than W_max. */
import { describe, expect, it } from 'vitest';
import { createChance } from './chance/chance.ts';
import { createDiscrete } from './discrete/discrete.ts';
import type { Environment, EnvironmentOptions } from './environment.ts';
import { createFluid } from './fluid.ts';
import { createInstant } from './instant.ts';
import { exactCores } from '../model/cores.ts';
import { Random } from '../model/random.ts';
import { coresOf, toConfiguration } from '../model/tables.ts';
import { randomFeasible } from '../testing/orders.ts';
import { presetInParts } from '../testing/partsOfCores.ts';
import { constantTrack, testOptions, testPipeline, testTrack } from '../testing/pipelines.ts';

type Make = (options: EnvironmentOptions) => Environment;

const kinds: readonly (readonly [string, Make])[] = [
  ['instant', (options) => createInstant(options, 1)],
  ['fluid', (options) => createFluid(options, 1)],
  ['chance', (options) => createChance(options, 1)],
  ['discrete', (options) => createDiscrete(options, 1, { seed: 3 })],
  ['discrete, three nodes', (options) => createDiscrete(options, 1, { seed: 3, nodes: 3 })],
];

const rates = (random: Random): Float64Array =>
  Float64Array.from({ length: 600 }, () => 30 * random.uniform());

describe.each(kinds)('%s', (_kind, make) => {
  it.each([250, 100, 1] as const)('holds and leaves whole thousandths in rollouts (grain %i)', (grain) => {
    for (const rollout of ['surge', 'recreate'] as const) {
      const limits = { maxReplicas: 6, maxBatch: 8, maxCores: 9 };
      const options = testOptions(presetInParts('video', grain), limits, { rollout });
      const random = Random.stream(grain, 'orders', rollout);
      const environment = make(options);
      environment.reset(0, testTrack(rates(random)), 0, randomFeasible(options.tables, random));
      environment.startRecording(0, 600);
      for (let k = 0; k < 60; k++) {
        environment.step(randomFeasible(options.tables, random));
        const free = environment.freeCoresOf(0);
        const held = environment.observe(0).stages.map(({ cost }) => cost);
        for (const cores of [free, ...held]) expect(cores).toBe(exactCores(cores));
        expect(free).toBeGreaterThanOrEqual(0);
        expect(exactCores(free + held.reduce((sum, cores) => sum + cores, 0))).toBe(limits.maxCores);
        expect(environment.results.cost[0]).toBeLessThanOrEqual(limits.maxCores + 1e-9);
      }
      // Cores of the record are single precision.
      for (const cores of environment.record().cores) {
        expect(Math.abs(cores - exactCores(cores))).toBeLessThan(1e-5);
        expect(exactCores(cores)).toBeLessThanOrEqual(limits.maxCores);
      }
    }
  });

  it('pays what the configuration holds where nothing changes', () => {
    const options = testOptions(presetInParts('video', 100), { maxReplicas: 4, maxBatch: 4, maxCores: 30 });
    const random = Random.stream(2, 'order');
    for (let k = 0; k < 20; k++) {
      const order = randomFeasible(options.tables, random);
      const environment = make(options);
      environment.reset(0, constantTrack(1), 120, order);
      environment.step(order);
      const cores = coresOf(options.tables, toConfiguration(options.tables, order));
      expect(environment.results.cost[0]).toBeCloseTo(cores, 9);
      expect(environment.freeCoresOf(0)).toBe(exactCores(30 - cores));
    }
  });
});

it('ten replicas of a tenth of a core fill a core, and three of 0.1 beside one of 0.7 too', () => {
  const pipeline = testPipeline([[[0.5, 0.1, 0.1, 0.1]], [[0.5, 0.7, 0.1, 0.1]]]);
  for (const [, make] of kinds.slice(0, 4)) {
    const options = testOptions(pipeline, { maxReplicas: 16, maxBatch: 1, maxCores: 1 });
    const environment = make(options);
    const order = Int32Array.of(0, 2, 0, 0, 0, 0);
    environment.reset(0, constantTrack(5), 120, order);
    environment.step(order);
    expect(environment.freeCoresOf(0)).toBe(0);
    expect(environment.observe(0).stages.map(({ ready, cost }) => [ready, cost])).toEqual([
      [3, exactCores(0.3)],
      [1, 0.7],
    ]);
  }
});

it('nodes are packed by thousandths: four replicas of 0.75 fit on two nodes of 1.5, and not on three of one', () => {
  const pipeline = testPipeline([[[0.5, 0.75, 0.1, 0.1]]]);
  const ready = (nodes: number): number => {
    const options = testOptions(pipeline, { maxReplicas: 8, maxBatch: 1, maxCores: 3 });
    const environment = createDiscrete(options, 1, { nodes });
    environment.reset(0, constantTrack(5), 120, Int32Array.of(0, 3, 0));
    return environment.observe(0).stages[0]!.ready;
  };
  expect([1, 2, 3].map(ready)).toEqual([4, 4, 3]);
});

import { describe, expect, it } from 'vitest';
import { buildFrontier } from './frontier.ts';
import { offlineOptimum, bestStatic } from './offline.ts';
import { evaluate } from '../../model/objective.ts';
import type { Weights } from '../../model/pipeline.ts';
import { Random } from '../../model/random.ts';
import { isFeasible, type Tables } from '../../model/tables.ts';
import { unwatched } from '../../model/watch.ts';
import { allConfigurations, randomWeights, smallPipeline } from '../../testing/enumerate.ts';

/** Largest reward over every feasible configuration. */
function bruteForce(tables: Tables, weights: Weights, load: number): number {
  let best = -Infinity;
  for (const configuration of allConfigurations(tables)) {
    best = Math.max(best, evaluate(tables, weights, configuration, load).reward);
  }
  return best;
}

describe('the frontier', () => {
  it.each([
    { grain: 1000, costs: 'at a price' },
    { grain: 250, costs: 'at a price' },
    { grain: 1, costs: 'at a price' },
    { grain: 1000, costs: 'free' },
    { grain: 1, costs: 'free' },
  ])(
    'equals brute force on 1,000 random small pipelines, and its configuration earns what it says (grain $grain, cores $costs)',
    ({ grain, costs }) => {
      const random = Random.stream(1, 'frontier');
      let rewarding = 0;
      for (let seed = 0; seed < 1000; seed++) {
        const { tables } = smallPipeline(seed, grain);
        const drawn = randomWeights(random);
        const weights = costs === 'free' ? { ...drawn, costWeight: 0 } : drawn;
        if (weights.throughputWeight > weights.spareWeight) rewarding++;
        const frontier = buildFrontier(tables, weights);
        for (const load of [0, 40 * random.uniform(), 8 * random.uniform(), 1000]) {
          const best = frontier.best(load);
          expect(isFeasible(tables, best)).toBe(true);
          const reward = frontier.rewardAt(load);
          expect(evaluate(tables, weights, best, load).reward).toBeCloseTo(reward, 8);
          expect(reward).toBeCloseTo(bruteForce(tables, weights, load), 8);
        }
      }
      // Both signs of (throughput - spare) were met often: the plain relaxation fails on one of them.
      expect(rewarding).toBeGreaterThan(150);
      expect(rewarding).toBeLessThan(850);
    },
    120_000,
  );
});

describe('the offline optimum', () => {
  it('equals a dynamic programme over all configurations', () => {
    const random = Random.stream(2, 'offline');
    for (let seed = 0; seed < 60; seed++) {
      const { tables } = smallPipeline(seed + 5000);
      const weights = randomWeights(random);
      const loads = Float64Array.from({ length: 12 }, () => 30 * random.uniform());
      const kappa = 2 * random.uniform();
      const all = [...allConfigurations(tables)];
      let value = all.map((c) => evaluate(tables, weights, c, loads[0]!).reward);
      for (let t = 1; t < loads.length; t++) {
        const change = Math.max(...value) - kappa;
        value = all.map(
          (c, i) => Math.max(value[i]!, change) + evaluate(tables, weights, c, loads[t]!).reward,
        );
      }
      const frontier = buildFrontier(tables, weights, unwatched, seed % 2 === 0 ? 0 : undefined);
      const plan = offlineOptimum(frontier, loads, kappa);
      expect(plan.total).toBeCloseTo(Math.max(...value), 8);
      const replayed = plan.points.reduce(
        (sum, point, t) => sum + evaluate(tables, weights, frontier.configuration(point), loads[t]!).reward,
        0,
      );
      expect(replayed - kappa * plan.switches).toBeCloseTo(plan.total, 8);
    }
  });

  it('finds the best fixed configuration in hindsight', () => {
    const random = Random.stream(3, 'static');
    for (let seed = 0; seed < 60; seed++) {
      const { tables } = smallPipeline(seed + 9000);
      const weights = randomWeights(random);
      const loads = Float64Array.from({ length: 10 }, () => 30 * random.uniform());
      const total = (c: ReturnType<typeof bestStatic>): number =>
        loads.reduce((sum, load) => sum + evaluate(tables, weights, c, load).reward, 0);
      let best = -Infinity;
      for (const c of allConfigurations(tables)) best = Math.max(best, total(c));
      expect(total(bestStatic(buildFrontier(tables, weights), loads))).toBeCloseTo(best, 8);
    }
  });
});

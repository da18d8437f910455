import { describe, expect, it } from 'vitest';
import { buildFrontier } from './frontier.ts';
import { offlineOptimum } from './offline.ts';
import { rounded, timelyFrontier } from './timely.ts';
import { longRunOf, type LongRun } from '../../environment/longRun.ts';
import { evaluate } from '../../model/objective.ts';
import { defaultLimits, defaultWeights, type Weights } from '../../model/pipeline.ts';
import { presetById } from '../../model/presets/index.ts';
import { Random } from '../../model/random.ts';
import { compile, isFeasible, type Tables } from '../../model/tables.ts';
import { unwatched } from '../../model/watch.ts';
import { allConfigurations, randomWeights, smallPipeline } from '../../testing/enumerate.ts';
import { testOptions } from '../../testing/pipelines.ts';

function longRun(tables: Tables, kind: LongRun['kind'], slaSeconds = tables.pipeline.slaSeconds): LongRun {
  return longRunOf(kind, { ...testOptions(tables.pipeline), tables, slaSeconds });
}

const weighted = (random: Random): Weights => ({
  ...randomWeights(random),
  lateWeight: 0.5 * random.uniform() ** 2,
});

describe('the optimum with a weight on late requests', () => {
  it.each(['instant', 'fluid', 'chance'] as const)(
    'equals brute force on 1,000 random small pipelines (%s)',
    (kind) => {
      const random = Random.stream(15, 'timely', kind);
      let [changed, met] = [0, 0];
      for (let seed = 0; seed < 1000; seed++) {
        // Half of them in parts of a core; of every third frontier only the points that no other beats.
        const { tables } = smallPipeline(seed, [1000, 250, 1000, 1][seed % 4]);
        const weights = weighted(random);
        const plain = buildFrontier(tables, weights, unwatched, seed % 3 === 0 ? 0 : undefined);
        const run = longRun(tables, kind, tables.pipeline.slaSeconds * (0.2 + random.uniform()));
        const frontier = timelyFrontier(plain, run);
        const load = 1 + 20 * random.uniform() ** 2;
        const value = (c: Parameters<LongRun['share']>[0]): number =>
          evaluate(tables, { ...weights, lateWeight: 0 }, c, load).reward -
          100 * weights.lateWeight * (1 - run.share(c, load));
        let best = -Infinity;
        for (const configuration of allConfigurations(tables)) best = Math.max(best, value(configuration));
        expect(frontier.rewardAt(load), `pipeline ${String(seed)}`).toBeCloseTo(best, 8);
        expect(isFeasible(tables, frontier.best(load))).toBe(true);
        expect(value(frontier.best(load))).toBeCloseTo(best, 8);
        if (value(plain.best(load)) < best - 1e-6) changed++;
        if (run.share(frontier.best(load), load) > 0.5) met++;
      }
      // The weight mattered in many of them.
      expect(changed).toBeGreaterThan(100);
      expect(met).toBeGreaterThan(300);
    },
    120_000,
  );
});

const preset = presetById('sum-qa')!;
const tables = compile(preset, defaultLimits);
const weights = { ...defaultWeights, lateWeight: 0.2 };
const run = longRun(tables, 'chance');

describe('with a weight on late requests', () => {
  const plain = buildFrontier(tables, weights);
  const frontier = timelyFrontier(plain, run);

  it('counts nobody as late where nobody comes', () => {
    expect(run.share(frontier.best(0), 0)).toBe(1);
    expect(frontier.rewardAt(0)).toBe(plain.rewardAt(0));
  });

  it('the optimum of sum-qa lets fewer be late than that of the paper', () => {
    const load = 60;
    expect(run.share(plain.best(load), load)).toBeLessThan(0.9);
    expect(run.share(frontier.best(load), load)).toBeGreaterThan(0.99);
  });

  it('a plan earns what its states earn, and no less than the best of them that stays', () => {
    const random = Random.stream(2, 'timely plan');
    const loads = Float64Array.from({ length: 20 }, () => 10 + 50 * random.uniform());
    const plan = offlineOptimum(frontier, loads, 0.5);
    const earned = plan.points.reduce((sum, point, t) => sum + frontier.rewardOf(point, loads[t]!), 0);
    expect(earned - 0.5 * plan.switches).toBeCloseTo(plan.total, 8);
    for (const i of [0, frontier.size - 1]) {
      const fixed = loads.reduce((sum, load) => sum + frontier.rewardOf(i, load), 0);
      expect(plan.total).toBeGreaterThanOrEqual(fixed - 1e-9);
    }
    const free = loads.reduce((sum, load) => sum + frontier.rewardAt(load), 0);
    expect(plan.total).toBeLessThanOrEqual(free + 1e-9);
  });

  it('rounded answers are near, and carry the load', () => {
    const near = rounded(frontier);
    const free = buildFrontier(tables, defaultWeights);
    expect(rounded(free)).toBe(free);
    for (let load = 3; load < 100; load *= 1.37) {
      expect(Math.abs(near.rewardAt(load) - frontier.rewardAt(load))).toBeLessThan(0.1);
      const { throughput } = evaluate(tables, weights, near.best(load), load);
      expect(throughput).toBeGreaterThanOrEqual(load);
    }
  });
});

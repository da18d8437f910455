import { describe, expect, it } from 'vitest';
import { optimaOver } from './overLoads.ts';
import { evaluate } from '../../model/objective.ts';
import { defaultWeights } from '../../model/pipeline.ts';
import { compile } from '../../model/tables.ts';
import { allConfigurations, smallPipeline } from '../../testing/enumerate.ts';
import { testPipeline } from '../../testing/pipelines.ts';

describe('the optimum over the range of loads', () => {
  it.each([0, 0.2])(
    'earns what the best of all configurations earns, a late per cent at %d points',
    (lateWeight) => {
      const weights = { ...defaultWeights, lateWeight };
      for (let seed = 1; seed <= 6; seed++) {
        const { tables } = smallPipeline(seed);
        const sla = tables.pipeline.slaSeconds;
        const all = [...allConfigurations(tables)];
        const optima = optimaOver(tables, weights, sla, 9);
        const most = Math.max(...all.map((one) => evaluate(tables, weights, one, 1, sla).throughput));
        expect(optima.loads.at(-1)).toBeCloseTo(most, 9);
        for (const [k, load] of optima.loads.entries()) {
          const own = Array.from({ length: tables.stages }, (_, n) => ({
            variant: optima.variant[k * tables.stages + n]!,
            replicas: optima.replicas[k * tables.stages + n]!,
            batch: optima.batch[k * tables.stages + n]!,
          }));
          const { reward, cost, throughput, accuracy } = evaluate(tables, weights, own, load, sla);
          const best = all.reduce(
            (r, one) => Math.max(r, evaluate(tables, weights, one, load, sla).reward),
            -Infinity,
          );
          expect(reward).toBeCloseTo(best, 9);
          expect([optima.cores[k], optima.throughput[k], optima.accuracy[k]]).toEqual([
            cost,
            throughput,
            accuracy,
          ]);
        }
      }
    },
  );

  it('takes the accurate variant at low loads, and the fast one where cores are short', () => {
    // 10/s and 2/s a replica of one core: 4 cores carry 8/s accurately, and 40/s at all.
    const pipeline = testPipeline([
      [
        [0.5, 1, 0.1, 0.1],
        [0.9, 1, 0.5, 0.5],
      ],
    ]);
    const tables = compile(pipeline, { maxReplicas: 8, maxBatch: 1, maxCores: 4 });
    const { loads, variant } = optimaOver(tables, defaultWeights, 2, 8);
    expect([...loads]).toEqual([5, 10, 15, 20, 25, 30, 35, 40]);
    expect([...variant]).toEqual([1, 1, 0, 0, 0, 0, 0, 0]);
  });
});

import { describe, expect, it } from 'vitest';
import { cheapest, type Requirement } from './cheapest.ts';
import { evaluate } from '../../model/objective.ts';
import { defaultWeights, type Configuration, type Weights } from '../../model/pipeline.ts';
import { Random } from '../../model/random.ts';
import { syntheticPipeline } from '../../model/synthetic.ts';
import { batchIndex, compile, coresOf, isFeasible, type Tables } from '../../model/tables.ts';
import { watchFor } from '../../model/watch.ts';
import { allConfigurations, smallPipeline } from '../../testing/enumerate.ts';
import { testPipeline } from '../../testing/pipelines.ts';

function secondsIn(tables: Tables, { secondsOf }: Requirement, configuration: Configuration): number {
  return configuration.reduce((sum, { variant, replicas, batch }, n) => {
    const option = tables.offset[n]! + variant * tables.batches.length + batchIndex(batch);
    return sum + secondsOf(option, replicas);
  }, 0);
}

/** The same, by looking at every configuration. */
function bruteForce(tables: Tables, weights: Weights, asked: Requirement) {
  const all = [...allConfigurations(tables)].map((configuration) => ({
    ...evaluate(tables, weights, configuration, asked.load),
    seconds: secondsIn(tables, asked, configuration),
  }));
  const most = Math.max(...all.map(({ throughput }) => throughput));
  const carrying = all.filter(({ throughput }) => throughput >= Math.min(most, asked.load));
  const fastest = Math.min(...carrying.map(({ seconds }) => seconds));
  const keeping = carrying.filter(({ seconds }) => seconds <= Math.max(asked.slaSeconds, fastest) + 1e-9);
  const cost = Math.min(...keeping.map((one) => one.cost));
  const qos = Math.max(...keeping.filter((one) => one.cost === cost).map((one) => one.qos));
  return { carries: most >= asked.load, keeps: fastest <= asked.slaSeconds + 1e-9, cost, qos };
}

describe('the cheapest configuration', () => {
  it.each([1000, 250, 1])(
    'equals brute force on 1,000 random small pipelines, whether or not any keeps the objective (grain %i)',
    (grain) => {
      const random = Random.stream(4, 'cheapest');
      const met = { kept: 0, late: 0, overloaded: 0, rewarding: 0 };
      for (let seed = 0; seed < 1000; seed++) {
        const { pipeline, tables } = smallPipeline(seed, grain);
        const weights: Weights = {
          ...defaultWeights,
          accuracyWeight: 12 * random.uniform(),
          throughputWeight: 0.4 * random.uniform(),
          spareWeight: 0.4 * random.uniform(),
        };
        if (weights.throughputWeight > weights.spareWeight) met.rewarding++;
        const load = [0, 8, 40, 400][random.integer(4)]! * random.uniform();
        const asked: Requirement = {
          load,
          slaSeconds: 1.2 * pipeline.slaSeconds * random.uniform(),
          // Additive, and replicas count too, as a wait by chance would.
          secondsOf: (option, replicas) => tables.seconds[option]! * (1 + 0.2 / replicas),
        };
        const found = cheapest(tables, weights, asked);
        const expected = bruteForce(tables, weights, asked);
        expect(isFeasible(tables, found.configuration)).toBe(true);
        expect({ carries: found.carries, keeps: found.keeps }).toEqual({
          carries: expected.carries,
          keeps: expected.keeps,
        });
        const { cost, qos } = evaluate(tables, weights, found.configuration, load);
        expect(cost).toBe(expected.cost);
        expect(qos).toBeCloseTo(expected.qos, 8);
        expect(found.seconds).toBeCloseTo(secondsIn(tables, asked, found.configuration), 9);
        if (!found.carries) met.overloaded++;
        else if (!found.keeps) met.late++;
        else met.kept++;
      }
      // Every case was met often.
      for (const count of Object.values(met)) expect(count).toBeGreaterThan(100);
    },
  );

  it('takes the dearer model only where the objective asks for it, and the better one of two that cost the same', () => {
    const tables = compile(
      testPipeline([
        [
          [0.5, 1, 0.4, 0],
          [0.6, 1, 0.4, 0],
          [0.9, 4, 0.1, 0],
        ],
      ]),
      { maxReplicas: 4, maxBatch: 1, maxCores: 16 },
    );
    const at = (slaSeconds: number): Configuration =>
      cheapest(tables, defaultWeights, {
        load: 2,
        slaSeconds,
        secondsOf: (option) => tables.seconds[option]!,
      }).configuration;
    expect(at(1)).toEqual([{ variant: 1, replicas: 1, batch: 1 }]);
    expect(at(0.2)).toEqual([{ variant: 2, replicas: 1, batch: 1 }]);
  });

  it('is found within seconds for the largest pipelines that there are', () => {
    const pipeline = syntheticPipeline(12, 32, 3);
    const tables = compile(pipeline, { maxReplicas: 64, maxBatch: 64, maxCores: 512 });
    const found = cheapest(
      tables,
      defaultWeights,
      {
        load: 40,
        slaSeconds: 0.3 * pipeline.slaSeconds,
        secondsOf: (option) => tables.seconds[option]!,
      },
      watchFor(20, () => performance.now()),
    );
    expect(coresOf(tables, found.configuration)).toBeLessThanOrEqual(512);
    expect(found).toMatchObject({ carries: true, keeps: true });
  });
});

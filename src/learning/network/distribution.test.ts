import { describe, expect, it } from 'vitest';
import { freeActions, pipelineActions } from './actions.ts';
import { Distribution } from './distribution.ts';
import { Random } from '../../model/random.ts';
import { syntheticPipeline } from '../../model/synthetic.ts';
import { compile, coresOf, isFeasible, toConfiguration } from '../../model/tables.ts';

describe('masked categorical heads', () => {
  it('has entropy -E[log p] and draws what it says', () => {
    const space = freeActions([2, 3]);
    const distribution = new Distribution(space);
    const logits = Float32Array.of(0.3, -1, 1.2, 0, -0.4);
    const random = Random.stream(1, 'draws');
    const action = new Int32Array(2);
    const counts = new Float64Array(5);
    let logProbability = 0;
    const draws = 200_000;
    for (let i = 0; i < draws; i++) {
      logProbability += distribution.sample(logits, 0, random, action, 0);
      counts[action[0]!]!++;
      counts[2 + action[1]!]!++;
    }
    const entropy = distribution.entropies[0]! + distribution.entropies[1]!;
    expect(Math.abs(entropy + logProbability / draws)).toBeLessThan(5e-3 * entropy);
    distribution.probabilities.forEach((p, j) => {
      expect(Math.abs(counts[j]! / draws - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / draws));
    });
  });

  it('has KL 0 to itself and KL = E[log p - log q] to another', () => {
    const space = freeActions([4]);
    const [p, q] = [new Distribution(space), new Distribution(space)];
    const action = new Int32Array(1);
    p.read(Float32Array.of(1, 0, -1, 0.5), 0, action, 0);
    q.read(Float32Array.of(0, 0.2, 0.4, -0.3), 0, action, 0);
    const kl = (a: Distribution, b: Distribution): number =>
      a.probabilities.reduce((sum, x, j) => sum + x * (a.logProbabilities[j]! - b.logProbabilities[j]!), 0);
    expect(kl(p, p)).toBe(0);
    const random = Random.stream(2, 'kl');
    let sum = 0;
    const draws = 100_000;
    for (let i = 0; i < draws; i++) {
      p.sample(Float32Array.of(1, 0, -1, 0.5), 0, random, action, 0);
      sum += p.logProbabilities[action[0]!]! - q.logProbabilities[action[0]!]!;
    }
    expect(Math.abs(sum / draws - kl(p, q))).toBeLessThan(0.05 * kl(p, q));
  });

  it('gives masked choices no probability and no part in the entropy', () => {
    const distribution = new Distribution(freeActions([4], [Uint8Array.of(0, 1, 0, 1)]));
    distribution.read(Float32Array.of(9, 0, 9, 0), 0, Int32Array.of(1), 0);
    expect([...distribution.probabilities]).toEqual([0, 0.5, 0, 0.5]);
    expect(distribution.entropies[0]).toBeCloseTo(Math.log(2), 12);
  });

  it('never draws more than W_max in 100,000 masked draws over random pipelines', () => {
    const random = Random.stream(3, 'masks');
    let most = 0;
    let draws = 0;
    for (let seed = 0; seed < 200; seed++) {
      const pipeline = syntheticPipeline(1 + random.integer(5), 1 + random.integer(6), seed);
      const least = pipeline.stages.reduce((sum, s) => sum + Math.min(...s.variants.map((v) => v.cores)), 0);
      const limits = {
        maxReplicas: 1 + random.integer(10),
        maxBatch: 1 << random.integer(6),
        maxCores: least + random.integer(30),
      };
      const tables = compile(pipeline, limits);
      const distribution = new Distribution(pipelineActions(tables));
      const logits = Float32Array.from(
        { length: distribution.probabilities.length },
        () => 4 * random.normal(),
      );
      const action = new Int32Array(3 * tables.stages);
      for (let i = 0; i < 500; i++, draws++) {
        const drawn = distribution.sample(logits, 0, random, action, 0);
        const configuration = toConfiguration(tables, action);
        if (!isFeasible(tables, configuration))
          throw new Error(`infeasible: ${JSON.stringify(configuration)}`);
        most = Math.max(most, coresOf(tables, configuration) / limits.maxCores);
        // The update sees the very same masks.
        expect(distribution.read(logits, 0, action, 0)).toBeCloseTo(drawn, 10);
      }
    }
    expect(draws).toBe(100_000);
    expect(most).toBe(1);
  });
});

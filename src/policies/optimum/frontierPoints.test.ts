import { describe, expect, it } from 'vitest';
import { buildFrontier, rewardOf } from './frontier.ts';
import { findPoints } from './frontierPoints.ts';
import { evaluate } from '../../model/objective.ts';
import { defaultWeights, type Configuration, type Weights } from '../../model/pipeline.ts';
import { Random } from '../../model/random.ts';
import { syntheticPipeline } from '../../model/synthetic.ts';
import { compile, isFeasible, type Tables } from '../../model/tables.ts';
import { unwatched, watchFor } from '../../model/watch.ts';
import { allConfigurations, randomWeights, smallPipeline } from '../../testing/enumerate.ts';

/** Best score by throughput, by looking at every configuration. */
function bruteForce(tables: Tables, weights: Weights): ReadonlyMap<number, number> {
  const best = new Map<number, number>();
  for (const configuration of allConfigurations(tables)) {
    const { throughput, reward } = evaluate(tables, weights, configuration, 0);
    const score = reward - rewardOf(weights, 0, throughput, 0);
    best.set(throughput, Math.max(best.get(throughput) ?? -Infinity, score));
  }
  return best;
}

const everyPoint = (tables: Tables, weights: Weights) => findPoints(tables, weights, unwatched, Infinity);
const undominated = (tables: Tables, weights: Weights) => findPoints(tables, weights, unwatched, 0);

/** Without a price on cores for every second seed. */
const freeInHalf = (weights: Weights, seed: number): Weights =>
  seed % 2 === 0 ? weights : { ...weights, costWeight: 0 };

describe('the points of the frontier', () => {
  it('are every achievable throughput with the best that has it', () => {
    const random = Random.stream(1, 'points');
    for (let seed = 0; seed < 100; seed++) {
      const { tables } = smallPipeline(seed);
      const weights = freeInHalf(randomWeights(random), seed);
      const { throughput, score, configurations, complete } = everyPoint(tables, weights);
      const best = bruteForce(tables, weights);
      expect(complete).toBe(true);
      expect([...throughput]).toEqual([...best.keys()].sort((a, b) => a - b));
      configurations.forEach((configuration, i) => {
        expect(isFeasible(tables, configuration)).toBe(true);
        expect(evaluate(tables, weights, configuration, 0).throughput).toBe(throughput[i]);
        expect(score[i]).toBeCloseTo(best.get(throughput[i]!)!, 8);
      });
    }
  });

  it('where they are many, are those that no other beats under every load, and the fastest', () => {
    const random = Random.stream(2, 'points');
    let left = 0;
    for (let seed = 0; seed < 150; seed++) {
      const { tables } = smallPipeline(seed);
      const weights = freeInHalf(randomWeights(random), seed);
      const all = everyPoint(tables, weights);
      const few = undominated(tables, weights);
      const at = (i: number, load: number): number =>
        rewardOf(weights, all.score[i]!, all.throughput[i]!, load);
      const most = all.throughput.at(-1)!;
      // A tent is above another everywhere where it is at both ends.
      const beaten = (i: number): boolean =>
        all.score.some((_, j) => [0, 2 * most].every((load) => at(j, load) > at(i, load) + 1e-9));
      const kept = [...all.throughput].filter((rate, i) => rate === most || !beaten(i));
      expect([...few.throughput]).toEqual(kept);
      expect(few.throughput.length).toBe(few.score.length);
      left += all.throughput.length - kept.length;
      few.throughput.forEach((rate, i) => {
        const same = all.throughput.indexOf(rate);
        expect(few.score[i]).toBe(all.score[same]);
        expect(few.configurations[i]).toEqual(all.configurations[same]);
      });
    }
    expect(left).toBeGreaterThan(500);
  });

  it('few or all, answer every load alike', () => {
    const random = Random.stream(3, 'points');
    for (let seed = 0; seed < 40; seed++) {
      const pipeline = syntheticPipeline(1 + random.integer(5), 1 + random.integer(5), seed);
      const limits = { maxReplicas: 1 + random.integer(8), maxBatch: 8, maxCores: 40 + random.integer(30) };
      const tables = compile(pipeline, limits);
      const weights = seed % 2 === 0 ? freeInHalf(defaultWeights, seed / 2) : randomWeights(random);
      const all = buildFrontier(tables, weights, unwatched, Infinity);
      const few = buildFrontier(tables, weights, unwatched, 0);
      const answers = (load: number): readonly [number, Configuration][] =>
        [all, few].map((frontier) => [frontier.rewardAt(load), frontier.best(load)]);
      for (let load = 0; load < 1.2 * all.throughput.at(-1)!; load += 2.3) {
        const [one, other] = answers(load);
        expect(one).toEqual(other);
      }
    }
  });

  it('of the largest pipeline there is are found where cores cost nothing, though some of its variants are absurd', () => {
    const limits = { maxReplicas: 64, maxBatch: 64, maxCores: 512 };
    const tables = compile(syntheticPipeline(12, 32, 1), limits);
    const weights = { ...defaultWeights, costWeight: 0 };
    const [best, worst] = [Math.min(...tables.seconds), Math.max(...tables.seconds)];
    expect(worst).toBeGreaterThan(1e4 * best);
    // It took 42 s where the prices on cores were reckoned by the worst of them.
    const { throughput, complete } = findPoints(
      tables,
      weights,
      watchFor(20, () => performance.now()),
    );
    expect(complete).toBe(false);
    expect(throughput.length).toBeGreaterThan(1000);
  }, 30_000);
});

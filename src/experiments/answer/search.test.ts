import { expect, it } from 'vitest';
import { betterThan, enoughFor, type Under } from './better.ts';
import { neverBest } from './neverBest.ts';
import { foundFor, longRunIn, toldOf } from './standing.ts';
import { evaluate } from '../../model/objective.ts';
import { defaultWeights, type Configuration } from '../../model/pipeline.ts';
import { Random } from '../../model/random.ts';
import { compile, coresOf, type Tables } from '../../model/tables.ts';
import { unwatched } from '../../model/watch.ts';
import { buildFrontier } from '../../policies/optimum/frontier.ts';
import { mostAccurate } from '../../policies/optimum/mostAccurate.ts';
import type { Standing } from '../../scenario/chosen.ts';
import { allConfigurations, smallPipeline } from '../../testing/enumerate.ts';
import { testPipeline } from '../../testing/pipelines.ts';

const standing = (slaSeconds: number): Standing => ({
  ...{ environment: 'chance', slaSeconds, batchTimeoutSeconds: 1, weights: defaultWeights },
});

/** Every configuration that carries `load` and answers the share in time. */
function suitable(tables: Tables, under: Standing, load: number, percent: number): readonly Configuration[] {
  const longRun = longRunIn(tables, under);
  return [...allConfigurations(tables)].filter(
    (one) =>
      evaluate(tables, under.weights, one, load).throughput >= load &&
      100 * longRun.share(one, load) >= percent,
  );
}

const accuracyOf = (tables: Tables, one: Configuration): number =>
  evaluate(tables, defaultWeights, one, 1).accuracy;

it('finds the fewest cores and the greatest accuracy as trying every configuration does', () => {
  let possible = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const { pipeline, tables } = smallPipeline(seed);
    const random = Random.stream(seed, 'answer');
    const under = standing(pipeline.slaSeconds * (0.4 + random.uniform()));
    const load = 1 + 12 * random.uniform();
    const all = suitable(tables, under, load, 95);
    const fewest = foundFor('cores', tables, under, load, 95, unwatched);
    const accurate = mostAccurate(tables, longRunIn(tables, under), { load, least: 0.95 });
    expect(fewest.keeps).toBe(all.length > 0);
    if (all.length === 0) {
      expect(accurate).toBeUndefined();
      continue;
    }
    possible++;
    expect(fewest.cores).toBe(Math.min(...all.map((one) => coresOf(tables, one))));
    const most = Math.max(...all.map((one) => accuracyOf(tables, one)));
    expect(accuracyOf(tables, accurate!.configuration)).toBeCloseTo(most, 9);
    const cores = all
      .filter((one) => accuracyOf(tables, one) > most - 1e-9)
      .map((one) => coresOf(tables, one));
    expect(coresOf(tables, accurate!.configuration)).toBe(Math.min(...cores));
    expect(accurate!.share).toBeGreaterThanOrEqual(0.95);
  }
  expect(possible).toBeGreaterThan(10);
});

it('says what the next more accurate variant needs, as trying every configuration does', () => {
  const pipeline = testPipeline([
    [
      [0.6, 1, 0.1, 0.06],
      [0.8, 2, 0.3, 0.2],
    ],
    [
      [0.7, 1, 0.05, 0.03],
      [0.75, 1, 0.12, 0.08],
    ],
  ]);
  const limits = { maxReplicas: 8, maxBatch: 4, maxCores: 14 };
  const under = standing(2);
  const load = 14;
  const tables = compile(pipeline, limits);
  const found = foundFor('cores', tables, under, load, 95, unwatched);
  const asked: Under = {
    ...{ pipeline, limits, standing: under, load, percent: 95 },
    ...{ budget: found.cores, watch: () => unwatched },
  };
  const changes = [...betterThan(found, asked)];
  expect(changes.map(({ stage, from, to }) => [stage, from, to])).toEqual([
    ['stage 0', 'v0', 'v1'],
    ['stage 1', 'v0', 'v1'],
  ]);
  for (const [n, { moreCores, upToLoad, shorter }] of changes.entries()) {
    const with1 = (among: readonly Configuration[]): readonly Configuration[] =>
      among.filter((one) => one[n]!.variant === 1);
    const wide = compile(pipeline, { ...limits, maxCores: 40 });
    const least = Math.min(...with1(suitable(wide, under, load, 95)).map((one) => coresOf(wide, one)));
    expect(moreCores).toBe(least - found.cores);
    const narrow = compile(pipeline, { ...limits, maxCores: found.cores });
    // Found to a 128th of the load.
    expect(with1(suitable(narrow, under, upToLoad!, 95))).not.toEqual([]);
    expect(with1(suitable(narrow, under, upToLoad! + load / 128, 95))).toEqual([]);
    const first = pipeline.stages[n]!.variants[1]!.latency.seconds[0]!;
    const shortened = (by: number): Tables => {
      const share = 1 - by / first;
      const stages = pipeline.stages.map((stage, m) => ({
        ...stage,
        variants: stage.variants.map((variant, z) => ({
          ...variant,
          latency:
            m === n && z === 1
              ? {
                  ...variant.latency,
                  seconds: variant.latency.seconds.map((one) => share * one),
                  line: {
                    slope: share * variant.latency.line.slope,
                    intercept: share * variant.latency.line.intercept,
                  },
                }
              : variant.latency,
        })),
      }));
      return compile({ ...pipeline, stages }, { ...limits, maxCores: found.cores });
    };
    expect(with1(suitable(shortened(shorter!), under, load, 95))).not.toEqual([]);
    expect(with1(suitable(shortened(shorter! - first / 128), under, load, 95))).toEqual([]);
  }
});

it('says what would be enough where nothing is, as trying every configuration does', () => {
  const pipeline = testPipeline([[[0.6, 1, 0.1, 0.06]], [[0.7, 2, 0.05, 0.03]]]);
  const limits = { maxReplicas: 8, maxBatch: 4, maxCores: 4 };
  const under = standing(2);
  const load = 30;
  const asked: Under = {
    ...{ pipeline, limits, standing: under, load, percent: 95 },
    ...{ budget: 4, watch: () => unwatched },
  };
  const narrow = compile(pipeline, limits);
  expect(suitable(narrow, under, load, 95)).toEqual([]);
  const { cores, upToLoad } = enoughFor(asked);
  const wide = compile(pipeline, { ...limits, maxCores: 24 });
  expect(cores).toBe(Math.min(...suitable(wide, under, load, 95).map((one) => coresOf(wide, one))));
  expect(suitable(narrow, under, upToLoad!, 95)).not.toEqual([]);
  expect(suitable(narrow, under, upToLoad! + load / 128, 95)).toEqual([]);
  // A load in another unit is thousands of times too high; what the device carries is told all the same.
  const far = enoughFor({ ...asked, load: 1e6 }).upToLoad;
  expect(suitable(narrow, under, far!, 95)).not.toEqual([]);
  expect(suitable(narrow, under, far! * (1 + 1 / 64), 95)).toEqual([]);
  expect(enoughFor({ ...asked, standing: standing(0.05) })).toEqual({
    cores: undefined,
    upToLoad: undefined,
  });
});

it('names the variants that the greatest reward takes at no load, as trying every configuration does', () => {
  let never = 0;
  for (let seed = 1; seed <= 25; seed++) {
    const { pipeline, tables } = smallPipeline(seed);
    const all = [...allConfigurations(tables)];
    const named = neverBest(buildFrontier(tables, defaultWeights));
    never += named.length;
    const taken = new Set<string>();
    for (let load = 0.25; load < 60; load *= 1.2) {
      const rewards = all.map((one) => evaluate(tables, defaultWeights, one, load).reward);
      const best = all[rewards.indexOf(Math.max(...rewards))]!;
      best.forEach(({ variant }, n) => taken.add(`${String(n)} ${String(variant)}`));
    }
    for (const { stage, variant } of named) {
      const n = pipeline.stages.findIndex(({ name }) => name === stage);
      const z = pipeline.stages[n]!.variants.findIndex(({ name }) => name === variant);
      expect(taken.has(`${String(n)} ${String(z)}`)).toBe(false);
    }
  }
  expect(never).toBeGreaterThan(0);
});

it('says who beats a variant that is never the best', () => {
  const pipeline = testPipeline([
    [
      [0.8, 1, 0.1, 0.05],
      [0.7, 2, 0.2, 0.1],
    ],
  ]);
  const tables = compile(pipeline, { maxReplicas: 2, maxBatch: 2, maxCores: 8 });
  expect(neverBest(buildFrontier(tables, defaultWeights))).toEqual([
    { stage: 'stage 0', variant: 'v1', besides: 'v0' },
  ]);
});

it('tells of a configuration what the equations and the long run say', () => {
  const pipeline = testPipeline([[[0.8, 2, 0.1, 0.05]]]);
  const tables = compile(pipeline, { maxReplicas: 4, maxBatch: 2, maxCores: 8 });
  const configuration = [{ variant: 0, replicas: 2, batch: 2 }];
  const told = toldOf(tables, standing(1), configuration, 10, 99);
  // By hand: 2 x 2 / 0.15 req/s; half of the requests wait a tenth of a second for their batch.
  expect(told).toMatchObject({ cores: 4, accuracy: 0.8, carries: true, keeps: true });
  expect(told.throughput).toBeCloseTo(4 / 0.15, 9);
  expect(told.seconds).toBeCloseTo(0.15 + 0.05, 9);
  expect(told.share).toBe(longRunIn(tables, standing(1)).share(configuration, 10));
});

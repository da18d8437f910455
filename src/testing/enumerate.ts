/** Random small pipelines and every configuration of them: the brute force that exact methods are held against. */
import type { Configuration, Limits, Pipeline, Weights } from '../model/pipeline.ts';
import { Random } from '../model/random.ts';
import { syntheticPipeline } from '../model/synthetic.ts';
import { compile, coresOf, type Tables } from '../model/tables.ts';

export interface SmallPipeline {
  readonly pipeline: Pipeline;
  readonly tables: Tables;
}

/** 1-3 stages of 1-3 variants under tight limits: at most some thousand configurations. */
export function smallPipeline(seed: number): SmallPipeline {
  const random = Random.stream(seed, 'small pipeline');
  const stages = 1 + random.integer(3);
  const pipeline = syntheticPipeline(stages, 1 + random.integer(3), seed);
  const least = pipeline.stages.reduce((sum, s) => sum + Math.min(...s.variants.map((v) => v.cores)), 0);
  const limits: Limits = {
    maxReplicas: 1 + random.integer(stages === 3 ? 2 : 4),
    maxBatch: 1 << random.integer(stages === 3 ? 2 : 4),
    maxCores: least + random.integer(14),
  };
  return { pipeline, tables: compile(pipeline, limits) };
}

/** Weights without one on late requests; half of them reward spare throughput, half punish it. */
export function randomWeights(random: Random): Weights {
  return {
    accuracyWeight: 12 * random.uniform(),
    throughputWeight: 0.4 * random.uniform(),
    unmetWeight: 2 * random.uniform(),
    spareWeight: 0.8 * random.uniform(),
    costWeight: 0.4 * random.uniform(),
    batchWeight: random.uniform() < 0.3 ? 0 : 0.05 * random.uniform(),
    lateWeight: 0,
  };
}

/** Every configuration within the limits. */
export function* allConfigurations(
  tables: Tables,
  n = 0,
  chosen: Configuration = [],
): Generator<Configuration> {
  if (n === tables.stages) {
    if (coresOf(tables, chosen) <= tables.limits.maxCores) yield chosen;
    return;
  }
  for (let variant = 0; variant < tables.variants[n]!; variant++) {
    for (let replicas = 1; replicas <= tables.limits.maxReplicas; replicas++) {
      for (const batch of tables.batches)
        yield* allConfigurations(tables, n + 1, [...chosen, { variant, replicas, batch }]);
    }
  }
}

/** Random small pipelines and every configuration of them: the brute force that exact methods are held against. */
import type { Configuration, Limits, Pipeline, Weights } from '../model/pipeline.ts';
import { Random } from '../model/random.ts';
import { syntheticPipeline } from '../model/synthetic.ts';
import { compile, coresOf, type Tables } from '../model/tables.ts';

export interface SmallPipeline {
  readonly pipeline: Pipeline;
  readonly tables: Tables;
}

/**
 * 1-3 stages of 1-3 variants under tight limits: at most some thousand configurations. `grain`: thousandths of a core of which
 * a replica takes a multiple.
 */
export function smallPipeline(seed: number, grain = 1000): SmallPipeline {
  const random = Random.stream(seed, 'small pipeline');
  const stages = 1 + random.integer(3);
  const whole = syntheticPipeline(stages, 1 + random.integer(3), seed);
  const pipeline = grain === 1000 ? whole : inParts(whole, grain, Random.stream(seed, 'parts of a core'));
  const least = Math.ceil(
    pipeline.stages.reduce((sum, s) => sum + Math.min(...s.variants.map((v) => v.cores)), 0),
  );
  const limits: Limits = {
    maxReplicas: 1 + random.integer(stages === 3 ? 2 : 4),
    maxBatch: 1 << random.integer(stages === 3 ? 2 : 4),
    maxCores: least + random.integer(14),
  };
  return { pipeline, tables: compile(pipeline, limits) };
}

/** The same with other cores: multiples of `grain` thousandths up to twice what they were. */
export function inParts(pipeline: Pipeline, grain: number, random: Random): Pipeline {
  const stages = pipeline.stages.map((stage) => ({
    ...stage,
    variants: stage.variants.map((variant) => {
      const multiple = 1 + random.integer(Math.round((2000 * variant.cores) / grain));
      return { ...variant, cores: (multiple * grain) / 1000 };
    }),
  }));
  return { ...pipeline, stages };
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

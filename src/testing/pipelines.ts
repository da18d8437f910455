/** Small pipelines and environments for tests. */
import type { EnvironmentOptions, LoadTrack } from '../environment/environment.ts';
import { longRunOf, type LongRun } from '../environment/longRun.ts';
import { defaultWeights, type Limits, type Pipeline } from '../model/pipeline.ts';
import { compile, type Tables } from '../model/tables.ts';
import type { PolicyContext } from '../policies/policy.ts';
import { DECISION_SECONDS } from '../workload/workload.ts';

/** A variant as [accuracy, cores, seconds at batch 1, seconds per further request in the batch]. */
export type VariantSpec = readonly [accuracy: number, cores: number, first: number, more: number];

export function testPipeline(stages: readonly (readonly VariantSpec[])[], startupSeconds = 7): Pipeline {
  return {
    id: 'test',
    name: 'Test',
    slaSeconds: 2,
    source: 'made for a test',
    stages: stages.map((variants, n) => ({
      name: `stage ${String(n)}`,
      metric: 'accuracy',
      variants: variants.map(([accuracy, cores, first, more], z) => ({
        name: `v${String(z)}`,
        accuracy,
        cores,
        startupSeconds,
        latency: {
          batches: [1, 8],
          seconds: [first, first + 7 * more],
          line: { slope: more, intercept: first - more },
          measuredUpTo: 8,
        },
      })),
    })),
  };
}

export function testOptions(
  pipeline: Pipeline,
  limits: Limits = { maxReplicas: 8, maxBatch: 16, maxCores: 30 },
  changes: Partial<EnvironmentOptions> = {},
): EnvironmentOptions {
  return {
    tables: compile(pipeline, limits),
    weights: defaultWeights,
    slaSeconds: pipeline.slaSeconds,
    rollout: 'surge',
    startupScale: 1,
    batchTimeoutSeconds: 1,
    batchRestartSeconds: 0,
    dropAfterSla: 2,
    ...changes,
  };
}

/** The long run of the equations alone. */
export const testLongRun = (tables: Tables, slaSeconds = tables.pipeline.slaSeconds): LongRun =>
  longRunOf('instant', { tables, slaSeconds, batchTimeoutSeconds: 1 });

/** The world that `fluid` is, by `tables`. */
export const testWorld = (tables: Tables): PolicyContext['world'] => ({
  kind: 'fluid',
  options: { ...testOptions(tables.pipeline, tables.limits), tables },
});

/** A track whose forecast is the load of the last ten seconds. */
export function testTrack(rates: Float64Array): LoadTrack {
  return { rates, forecasts: new Float64Array(Math.ceil(rates.length / DECISION_SECONDS)) };
}

export function constantTrack(rate: number, seconds = 1200): LoadTrack {
  return testTrack(new Float64Array(seconds).fill(rate));
}

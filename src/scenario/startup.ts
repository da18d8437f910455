import type { Pipeline } from '../model/pipeline.ts';

/** Every variant's start-up set to `seconds`; undefined keeps each variant's own. */
export function withStartup(pipeline: Pipeline, seconds: number | undefined): Pipeline {
  if (seconds === undefined) return pipeline;
  return {
    ...pipeline,
    stages: pipeline.stages.map((stage) => ({
      ...stage,
      variants: stage.variants.map((variant) => ({ ...variant, startupSeconds: seconds })),
    })),
  };
}

/** What the lab's own pipelines come from, for each of their variants. */
import type { Pipeline, Provenance } from '../../../model/pipeline.ts';
import { presets } from '../../../model/presets/index.ts';

/** As `Pipeline.source` of the presets has it. Their start-ups are the lab's default, from another publication's range. */
const PUBLISHED: Provenance = {
  source: 'IPA’s published profiles (Ghafouri et al., JSys 4(1) 2024)',
  hardware: 'Intel Xeon Gold 6126, one replica at its base cores',
  quantile: 0.99,
  assumed: ['startupSeconds'],
};

/** The pipeline, one of the lab's own with the source of each variant's figures. */
export function withSources(pipeline: Pipeline): Pipeline {
  if (!presets.includes(pipeline)) return pipeline;
  return {
    ...pipeline,
    stages: pipeline.stages.map((stage) => ({
      ...stage,
      variants: stage.variants.map((variant) => ({ ...variant, provenance: PUBLISHED })),
    })),
  };
}

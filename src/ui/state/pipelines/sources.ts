/** What figures come from of which the pipeline itself only says it as a whole. */
import type { Pipeline, Provenance, Stage } from '../../../model/pipeline.ts';
import { PLACEHOLDER_METRIC } from '../../../model/placeholders.ts';
import { presets } from '../../../model/presets/index.ts';

/** As `Pipeline.source` of the presets has it. Their start-ups are the lab's default, from another publication's range. */
const PUBLISHED: Provenance = {
  source: 'IPA’s published profiles (Ghafouri et al., JSys 4(1) 2024)',
  hardware: 'Intel Xeon Gold 6126, one replica at its base cores',
  quantile: 0.99,
  assumed: ['startupSeconds'],
};

/** A manifest holds no figures: those that stand in their place. */
const PLACEHOLDERS: Provenance = {
  source: 'the lab, since a manifest holds no figures',
  assumed: ['accuracy', 'startupSeconds', 'latency'],
};

/** The pipeline; one of the lab's own, or with placeholders, with the source of each variant's figures. */
export function withSources(pipeline: Pipeline): Pipeline {
  const published = presets.includes(pipeline) ? PUBLISHED : undefined;
  const sourceOf = ({ metric }: Stage): Provenance | undefined =>
    published ?? (metric === PLACEHOLDER_METRIC ? PLACEHOLDERS : undefined);
  if (pipeline.stages.every((stage) => sourceOf(stage) === undefined)) return pipeline;
  return {
    ...pipeline,
    stages: pipeline.stages.map((stage) => ({
      ...stage,
      variants: stage.variants.map((variant) => {
        const provenance = variant.provenance ?? sourceOf(stage);
        return provenance ? { ...variant, provenance } : variant;
      }),
    })),
  };
}

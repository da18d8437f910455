/** Pipelines whose replicas take parts of a core. */
import { inParts } from './enumerate.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { presetById } from '../model/presets/index.ts';
import { Random } from '../model/random.ts';

/** Thousandths of a core that replicas take a multiple of; 1,000 is whole cores. */
export const GRAINS = [1000, 250, 100, 1] as const;

/** A measured pipeline on other cores: multiples of `grain` thousandths, at least 0.1, up to twice what they were. */
export function presetInParts(id: string, grain: number, seed = 1): Pipeline {
  const made = inParts(presetById(id)!, grain, Random.stream(seed, 'preset in parts'));
  const stages = made.stages.map((stage) => ({
    ...stage,
    variants: stage.variants.map((variant) => ({ ...variant, cores: Math.max(0.1, variant.cores) })),
  }));
  return { ...made, stages };
}

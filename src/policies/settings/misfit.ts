import { settingsOfStage } from './canonical.ts';
import { nameOf } from './fields.ts';
import { numberedStage } from './numberedStage.ts';
import { AUTO, type Settings } from './types.ts';
import type { Limits, Pipeline } from '../../model/pipeline.ts';

/** What of the settings a pipeline (and, where given, the device's limits) lacks, as a sentence; undefined where all fits. */
export function misfit(
  id: string,
  settings: Settings,
  pipeline: Pipeline,
  limits?: Limits,
): string | undefined {
  const name = nameOf(id);
  const called = `the pipeline "${pipeline.name}"`;
  const count = pipeline.stages.length;
  const beyond = Object.keys(settings.stages)
    .map(Number)
    .find((n) => n >= count);
  if (beyond !== undefined)
    return `${name} is set for stage ${String(beyond + 1)}, and ${called} has ${String(count)} ${count === 1 ? 'stage' : 'stages'}.`;
  for (const [n, stage] of pipeline.stages.entries()) {
    const { variant, batch, min } = settingsOfStage(settings, id, n);
    if (variant !== undefined && variant !== AUTO && stage.variants.every((v) => v.name !== variant))
      return `${name} is set to the variant "${String(variant)}", which ${numberedStage(n, stage)} of ${called} does not have; it has ${stage.variants.map((v) => v.name).join(', ')}.`;
    if (!limits) continue;
    if (typeof batch === 'number' && batch > limits.maxBatch)
      return `${name} is set to batch ${String(batch)} at ${numberedStage(n, stage)}, and the device's limit is ${String(limits.maxBatch)}.`;
    if (typeof min === 'number' && min > limits.maxReplicas)
      return `${name} is set to at least ${String(min)} replicas at ${numberedStage(n, stage)}, and the device's limit is ${String(limits.maxReplicas)}.`;
  }
  return undefined;
}

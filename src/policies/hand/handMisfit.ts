/** What of orders by hand a pipeline or a device lacks, in sentences. */
import { stagesInWords, type Orders } from './orders.ts';
import { widestLimits } from '../../model/bounds.ts';
import type { Limits, Pipeline } from '../../model/pipeline.ts';
import { coresHeld } from '../../model/pipelineCores.ts';
import { HAND_NAME } from '../ids.ts';
import { numberedStage } from '../settings/numberedStage.ts';

/** Stages, variants, replicas and batches that there are not; undefined where there are all. As `misfit` of settings. */
export function handMisfit(orders: Orders, pipeline: Pipeline, limits?: Limits): string | undefined {
  const called = `the pipeline "${pipeline.name}"`;
  const count = pipeline.stages.length;
  const stages = orders[0]?.configuration.length ?? count;
  if (stages !== count)
    return `${HAND_NAME} orders for ${stagesInWords(stages)}, and ${called} has ${stagesInWords(count)}.`;
  const most = limits ?? widestLimits;
  for (const { from, configuration } of orders)
    for (const [n, { variant, replicas, batch }] of configuration.entries()) {
      const stage = pipeline.stages[n]!;
      const variants = stage.variants.length;
      const [what, there] =
        variant >= variants
          ? [`variant ${String(variant + 1)}`, `${called} has ${String(variants)} there`]
          : batch > most.maxBatch
            ? [`batch ${String(batch)}`, `the device's limit is ${String(most.maxBatch)}`]
            : [`${String(replicas)} replicas`, `the device's limit is ${String(most.maxReplicas)}`];
      if (variant >= variants || batch > most.maxBatch || replicas > most.maxReplicas)
        return `${HAND_NAME} orders ${what} at ${numberedStage(n, stage)} from decision ${String(from)} on, and ${there}.`;
    }
  return undefined;
}

/** An order above W_max: it runs with what of it fits, and that is said; as `remarks` of settings. */
export function handRemarks(orders: Orders, pipeline: Pipeline, { maxCores }: Limits): readonly string[] {
  if (handMisfit(orders, pipeline) !== undefined) return [];
  const beyond = orders.find(({ configuration }) => coresHeld(pipeline, configuration) > maxCores);
  if (!beyond) return [];
  const cores = coresHeld(pipeline, beyond.configuration);
  return [
    `${HAND_NAME} orders ${String(cores)} cores from decision ${String(beyond.from)} on, and the device has ${String(maxCores)}: replicas are taken back where most are to spare, until it fits (--limits maxCores or "Cores on the device" raises it).`,
  ];
}

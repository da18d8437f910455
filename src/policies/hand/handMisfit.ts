/** What of orders by hand a pipeline or a device lacks, in sentences. */
import type { Orders } from './orders.ts';
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
    return `${HAND_NAME} orders for ${inStages(stages)}, and ${called} has ${inStages(count)}.`;
  for (const { from, configuration } of orders)
    for (const [n, { variant, replicas, batch }] of configuration.entries()) {
      const stage = pipeline.stages[n]!;
      const at = `at ${numberedStage(n, stage)} from decision ${String(from)} on`;
      if (variant >= stage.variants.length)
        return `${HAND_NAME} orders variant ${String(variant + 1)} ${at}, and there ${called} has ${String(stage.variants.length)}.`;
      if (limits && batch > limits.maxBatch)
        return `${HAND_NAME} orders batch ${String(batch)} ${at}, and the device's limit is ${String(limits.maxBatch)}.`;
      if (limits && replicas > limits.maxReplicas)
        return `${HAND_NAME} orders ${String(replicas)} replicas ${at}, and the device's limit is ${String(limits.maxReplicas)}.`;
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

const inStages = (count: number): string => `${String(count)} ${count === 1 ? 'stage' : 'stages'}`;

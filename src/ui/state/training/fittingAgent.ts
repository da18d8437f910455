import { batchSizes, type Limits, type Pipeline } from '../../../model/pipeline.ts';
import type { AgentRecord } from '../../../learning/network/trainedAgent.ts';

/** The agent, where it decides for the pipeline and the limits; undefined where it cannot, or where there is none. */
export function fitting(
  agent: AgentRecord | undefined,
  pipeline: Pipeline,
  { maxReplicas, maxBatch }: Pick<Limits, 'maxReplicas' | 'maxBatch'>,
): AgentRecord | undefined {
  if (!agent) return undefined;
  const heads = pipeline.stages.flatMap((stage) => [
    stage.variants.length,
    maxReplicas,
    batchSizes(maxBatch).length,
  ]);
  return agent.pipeline === pipeline.id && agent.shape.heads.join() === heads.join() ? agent : undefined;
}

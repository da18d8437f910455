/** How a policy is set that changes replicas only: what it holds them to, between which bounds, and what it deploys and keeps. */
import type { Configuration, Limits, Pipeline } from '../../model/pipeline.ts';
import type { PolicyInfo } from '../../policies/policy.ts';
import { parsePolicyKey, settingsOfStage } from '../../policies/settings/key.ts';

export interface DeployedStage {
  readonly stage: string;
  /** Of the variant. */
  readonly name: string;
  readonly batch: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

export interface Deployed {
  /** One sentence of the policy's own: what it holds the replicas to. */
  readonly aim: string;
  readonly stages: readonly DeployedStage[];
}

/** `first` is its first order. Undefined of a policy that turns other knobs than replicas. */
export function deployedBy(
  { id, knobs, summary }: PolicyInfo,
  { pipeline, limits }: { readonly pipeline: Pipeline; readonly limits: Limits },
  first: Configuration,
): Deployed | undefined {
  const read = parsePolicyKey(id);
  if (!read.ok || !knobs.replicas || knobs.variant || knobs.batch) return undefined;
  const { settings, id: kind } = read.value;
  const stages = pipeline.stages.map(({ name, variants }, n): DeployedStage => {
    const { min, max } = settingsOfStage(settings, kind, n);
    return {
      ...{ stage: name, name: variants[first[n]!.variant]!.name, batch: first[n]!.batch },
      minReplicas: typeof min === 'number' ? Math.max(1, min) : 1,
      maxReplicas: typeof max === 'number' ? Math.min(max, limits.maxReplicas) : limits.maxReplicas,
    };
  });
  return { aim: summary, stages };
}

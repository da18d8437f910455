/** Which replicas serve, read from the pods: the custom resources say what is ordered, not what runs. */
import { at } from './resources.ts';
import type { AgentSettings } from './settings.ts';
import { variable } from '../cluster/fields.ts';
import { coresIn } from '../cluster/quantity.ts';

/** Pods of one stage that run one variant with one batch size. */
export interface PodReplicas {
  /** Name of the variant as the pod has it. */
  readonly variant: string;
  /** Batch size that the pod itself holds; 1 where its queue makes the batches. */
  readonly batch: number;
  /** Cores of one. */
  readonly cores: number;
  readonly ready: number;
}

/** Address of the pods of the pipeline. */
export function podsPath({ layout, namespace, stages }: AgentSettings): string {
  const selector =
    layout === 'kserve'
      ? `serving.kserve.io/inferenceservice in (${stages.map(({ name }) => name).join(',')})`
      : 'app.kubernetes.io/managed-by=seldon-core';
  return `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(selector)}`;
}

/** Serving replicas of each stage, grouped by what they run; pods that leave or have ended are not counted. */
export function replicasOf(
  list: unknown,
  { layout, stages }: AgentSettings,
): readonly (readonly PodReplicas[])[] {
  const groups = stages.map(() => new Map<string, PodReplicas>());
  const items = at(list, '/items');
  for (const pod of Array.isArray(items) ? (items as readonly unknown[]) : []) {
    if (at(pod, '/metadata/deletionTimestamp') !== undefined || !isReady(pod)) continue;
    const containers = at(pod, '/spec/containers');
    for (const container of Array.isArray(containers) ? (containers as readonly unknown[]) : []) {
      const own =
        layout === 'kserve'
          ? at(pod, '/metadata/labels/serving.kserve.io~1inferenceservice')
          : at(container, '/name');
      if (layout === 'kserve' && at(container, '/name') !== 'kserve-container') continue;
      const n = stages.findIndex(({ name }) => name === own);
      if (n < 0) continue;
      const variant = variable(container, 'MODEL_VARIANT') ?? '';
      const batch = Number(variable(container, 'MLSERVER_MODEL_MAX_BATCH_SIZE') ?? 1);
      const cores = coresIn(at(container, '/resources/requests/cpu')) ?? 0;
      const key = `${variant} ${String(batch)} ${String(cores)}`;
      const known = groups[n]!.get(key) ?? { variant, batch, cores, ready: 0 };
      groups[n]!.set(key, { ...known, ready: known.ready + 1 });
    }
  }
  return groups.map((group) => [...group.values()]);
}

function isReady(pod: unknown): boolean {
  const conditions = at(pod, '/status/conditions');
  return (
    Array.isArray(conditions) &&
    conditions.some((one) => at(one, '/type') === 'Ready' && at(one, '/status') === 'True')
  );
}

/** All manifests of a plan, and their text. */
import type { Manifest } from './document.ts';
import { kserve } from './kserve.ts';
import { mesh } from './mesh.ts';
import { monitoring } from './monitoring.ts';
import type { ClusterPlan } from './plan.ts';
import { seldonGraph, seldonPerStage } from './seldon.ts';
import { writeYaml } from './yaml.ts';

const layoutOf = {
  'seldon-per-stage': seldonPerStage,
  'seldon-graph': seldonGraph,
  kserve,
} as const;

export function manifestsOf(plan: ClusterPlan): readonly Manifest[] {
  return [...layoutOf[plan.layout](plan), ...mesh(plan), ...monitoring(plan)];
}

/** A manifest as the file that is written. */
export function manifestText({ about, objects }: Manifest): string {
  return `# ${about}\n${writeYaml(objects)}`;
}

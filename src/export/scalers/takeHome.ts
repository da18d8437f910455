import { deployedBy } from '../../experiments/tuning/deployed.ts';
import { complaintsAbout } from '../clusterFiles.ts';
import { defaultChoices, type Layout } from '../cluster/plan.ts';
import { autoscalerFile, autoscalerManifests } from './manifests.ts';
import type { Origin } from './origin.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Result } from '../../model/result.ts';

export interface TakenHome {
  readonly yaml: string;
  /** Kind and name of each object. */
  readonly objects: readonly string[];
  /** What a cluster would refuse, as sentences; empty where it would take everything. */
  readonly complaints: readonly string[];
}

/**
 * The setting of a key as the objects of a cluster, checked as a cluster would. `from` completes "Made from .."; layout and
 * namespace are the usual ones unless given; `origins`, the imported objects, keep their names, namespaces and targets. Refused in a sentence where the policy has no object.
 */
export async function takeHome(
  scenario: Scenario,
  key: string,
  from: string,
  given: {
    readonly layout?: Layout;
    readonly namespace?: string;
    readonly origins?: readonly Origin[];
  } = {},
): Promise<Result<TakenHome>> {
  const { pipeline, limits } = scenario;
  const { layout, namespace, origins } = { origins: [], ...defaultChoices(pipeline), ...given };
  const configuration = await deployedBy(key, scenario);
  const place = { layout, namespace, configuration, maxReplicas: limits.maxReplicas, origins };
  const objects = autoscalerManifests(key, pipeline, place);
  if (!objects.ok) return objects;
  const file = autoscalerFile(key, pipeline, place, from);
  if (!file.ok) return file;
  const [checked] = await complaintsAbout([
    { name: 'autoscaler.yaml', content: file.value, objects: objects.value },
  ]);
  return {
    ok: true,
    value: {
      yaml: file.value,
      objects: objects.value.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      complaints: checked?.complaints ?? [],
    },
  };
}

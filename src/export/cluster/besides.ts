/** What an export asks of the cluster beside the replicas of its stages, of which alone the model knows. */
import { manifestsOf } from './manifests.ts';
import { planOf, type ClusterChoices, type Layout } from './plan.ts';
import { coresIn } from './quantity.ts';
import { coreWords } from '../../model/amountWords.ts';
import { exactCores } from '../../model/cores.ts';
import type { Configuration, Pipeline } from '../../model/pipeline.ts';

/** A container that serves no stage. */
interface Helper {
  readonly name: string;
  readonly cores: number;
}

/** Containers anywhere in an object. */
function containersIn(value: unknown): readonly Helper[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    key === 'containers' && Array.isArray(inner)
      ? inner.map(
          (one: {
            readonly name: string;
            readonly resources?: { readonly requests?: { cpu?: unknown } };
          }) => ({
            name: one.name,
            cores: coresIn(one.resources?.requests?.cpu) ?? 0,
          }),
        )
      : containersIn(inner),
  );
}

/** What runs beside them that no manifest sizes. */
const UNSIZED: Readonly<Record<Layout, string>> = {
  'seldon-per-stage': 'a mesh’s sidecars',
  'seldon-graph': 'Seldon’s executor and a mesh’s sidecars',
  kserve: 'the graph’s router and a mesh’s sidecars',
};

/** One sentence with the figure of the manifests; of choices that make none, why. */
export function besidesWords(
  pipeline: Pipeline,
  configuration: Configuration,
  choices: ClusterChoices,
): string {
  const plan = planOf(pipeline, configuration, choices);
  if (!plan.ok) return plan.message;
  const stages = new Set([...plan.value.stages.map(({ name }) => name), 'kserve-container']);
  const helpers = manifestsOf(plan.value)
    .flatMap(({ objects }) => objects.flatMap(containersIn))
    .filter(({ name }) => !stages.has(name));
  const cores = exactCores(helpers.reduce((sum, one) => sum + one.cores, 0));
  const more = `${UNSIZED[choices.layout]} come on top`;
  if (helpers.length === 0)
    return `An export asks the cluster for the cores of the replicas alone; what ${UNSIZED[choices.layout]} take is not in its manifests.`;
  const each = helpers.map((one) => `${one.name} ${coreWords(one.cores)}`).join(', ');
  return `An export asks the cluster for ${coreWords(cores)} besides, which the device’s cores do not count here: ${each}; ${more}.`;
}

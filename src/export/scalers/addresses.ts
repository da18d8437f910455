/** Where the objects of a setting go: to what was imported, else to what the layout's own manifests run. */
import type { Origin } from './origin.ts';
import type { KubernetesObject } from '../cluster/document.ts';
import { LABEL, dnsLabelOf, LONGEST, seldonName } from '../cluster/names.ts';
import { defaultChoices, planOf, type ClusterPlan, type Layout } from '../cluster/plan.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { parsePolicyKey, settingsOfStage } from '../../policies/settings/key.ts';

/** One object to write. */
export interface Address {
  /** The stage whose settings it has. */
  readonly n: number;
  /** It is for every stage. */
  readonly every: boolean;
  /** What was imported; undefined: the lab's own names. */
  readonly origin: Origin | undefined;
}

export interface Addresses {
  readonly addresses: readonly Address[];
  /** Whose names they are and what follows from it, sentences. */
  readonly remarks: readonly string[];
}

const KINDS: Readonly<Record<string, string>> = {
  hpa: 'HorizontalPodAutoscaler',
  keda: 'ScaledObject',
  kpa: 'InferenceService',
  vpa: 'VerticalPodAutoscaler',
};
const MOST_NAMED = 5;

const listed = (words: readonly string[]): string =>
  `${words.slice(0, MOST_NAMED).join(', ')}${words.length > MOST_NAMED ? ' and others' : ''}`;

/** The plan with the names that imported InferenceServices have: no graph of the lab's stands beside them. */
export function asDeployed(plan: ClusterPlan, { deployed }: Pipeline): ClusterPlan {
  if (deployed?.layout !== 'kserve' || plan.layout !== 'kserve') return plan;
  const stages = plan.stages.map((one) => ({ ...one, name: dnsLabelOf(one.stage.name, 'stage', LONGEST) }));
  return { ...plan, stages };
}

/** The Deployment that runs stage `n`, as Seldon's operator or KServe's controller calls it. */
export function deploymentOf({ layout, name, stages }: ClusterPlan, n: number): string {
  const stage = stages[n]!.name;
  return {
    'seldon-per-stage': seldonName(`${stage}-${stage}-0-${stage}`),
    'seldon-graph': seldonName(`${name}-default-${String(n)}-${stage}`),
    kserve: `${stage}-predictor`,
  }[layout];
}

/** Those that the objects of a policy can take the place of: Knative's settings stand on an InferenceService alone. */
function usable(id: string, pipeline: Pipeline, origins: readonly Origin[]): readonly Origin[] {
  return origins.filter(
    ({ kind, stage, of }) =>
      (id !== 'kpa' || kind === 'InferenceService') &&
      (stage === undefined ||
        (stage < pipeline.stages.length && (of === '' || pipeline.stages[stage]!.name === of))),
  );
}

/** Their one namespace; undefined where they name none or several. */
export function namespaceOf(origins: readonly Origin[]): string | undefined {
  const [first, ...others] = new Set(origins.map(({ namespace }) => namespace));
  return first !== undefined && others.length === 0 && LABEL.test(first) ? first : undefined;
}

/** Whether a key gives every stage one and the same object: nothing of it is chosen by the lab for each stage. */
function alike(key: string, count: number): boolean {
  const read = parsePolicyKey(key);
  if (!read.ok) return false;
  const { id, settings } = read.value;
  const stages = Array.from({ length: count }, (_, n) => settingsOfStage(settings, id, n));
  const [first] = stages;
  const chosen = first?.['target'] === 'auto' && first['metric'] !== 'cpu';
  return count < 2 || (!chosen && stages.every((one) => JSON.stringify(one) === JSON.stringify(first)));
}

const called = ({ kind, name, namespace, target }: Origin): string =>
  `${kind} ${name}${namespace === '' ? '' : ` in the namespace ${namespace}`}${kind === 'InferenceService' ? '' : `, which scales the ${target.kind} ${target.name}`}`;

function ofLab(id: string, plan: ClusterPlan, numbers: readonly number[]): string {
  const targets = numbers.map((n) => (id === 'kpa' ? plan.stages[n]!.name : deploymentOf(plan, n)));
  return `written for the layout ${plan.layout} in the namespace ${plan.namespace}, where ${id === 'kpa' ? 'the InferenceServices are' : 'they scale the Deployments'} ${listed(targets)}; where yours are called otherwise, change the names, since an object whose target is not there is taken by the cluster and never acts`;
}

/** One address a stage, or one for all where one imported object covers them and the settings are alike. */
export function addressesOf(
  key: string,
  pipeline: Pipeline,
  plan: ClusterPlan,
  imported: readonly Origin[],
): Addresses {
  const id = key.replace(/:.*$/s, '');
  const origins = usable(id, pipeline, imported);
  const covering = origins.filter(({ stage }) => stage === undefined);
  const stages = pipeline.stages.map((_, n) => n);
  const one = covering.length > 0 && alike(key, stages.length);
  const addresses = one
    ? covering.map((origin): Address => ({ n: 0, every: true, origin }))
    : stages.map((n): Address => ({ n, every: false, origin: origins.find(({ stage }) => stage === n) }));
  const kept = addresses.flatMap(({ origin }) => origin ?? []);
  const own = addresses.flatMap(({ n, origin }) => (origin ? [] : [n]));
  const remarks: string[] = [];
  if (kept.length > 0)
    remarks.push(`Name, namespace and target are those of what was imported: ${listed(kept.map(called))}.`);
  if (own.length > 0)
    remarks.push(
      kept.length === 0
        ? `The names are the lab's, ${ofLab(id, plan, own)}.`
        : `Nothing imported drives the ${own.length === 1 ? 'stage' : 'stages'} ${listed(own.map((n) => pipeline.stages[n]!.name))}: the names there are the lab's, ${ofLab(id, plan, own)}.`,
    );
  if (covering.length > 0 && !one)
    remarks.push(
      `What was imported (${listed(covering.map(called))}) was one for every stage, and these settings differ by stage: there is an object a stage. Delete the imported one first; two autoscalers of one target work against each other.`,
    );
  const others = imported.filter(({ kind }) => kind !== KINDS[id] && kind !== 'InferenceService');
  if (others.length > 0)
    remarks.push(
      `Delete ${listed(others.map(({ kind, name }) => `${kind} ${name}`))} first: two autoscalers of one target work against each other.`,
    );
  return { addresses, remarks };
}

/** For whom the manifest of a key would be written, sentences, before it is made. */
export function destinationOf(
  key: string,
  pipeline: Pipeline,
  origins: readonly Origin[],
): readonly string[] {
  const configuration = pipeline.stages.map(() => ({ variant: 0, replicas: 1, batch: 1 }));
  const usual = defaultChoices(pipeline);
  const layout: Layout = key.startsWith('kpa') ? 'kserve' : usual.layout;
  const namespace = namespaceOf(origins) ?? usual.namespace;
  const plan = planOf(pipeline, configuration, { ...usual, layout, namespace });
  return plan.ok
    ? addressesOf(key, pipeline, asDeployed(plan.value, pipeline), origins).remarks
    : [plan.message];
}

/** An object with the identity of what was imported. */
export function addressed(
  object: KubernetesObject,
  { name, namespace, target, container }: Origin,
): KubernetesObject {
  const { name: _name, namespace: _namespace, ...rest } = object.metadata;
  const metadata = { name, ...(namespace === '' ? {} : { namespace }), ...rest };
  if (object.kind === 'InferenceService') return { ...object, metadata };
  const spec = object['spec'] as Readonly<Record<string, unknown>>;
  if (object.kind !== 'VerticalPodAutoscaler')
    return { ...object, metadata, spec: { ...spec, scaleTargetRef: target } };
  const { containerPolicies } = spec['resourcePolicy'] as { readonly containerPolicies: readonly object[] };
  const resourcePolicy = {
    containerPolicies: containerPolicies.map((one) => ({ ...one, containerName: container ?? '*' })),
  };
  return { ...object, metadata, spec: { ...spec, targetRef: target, resourcePolicy } };
}

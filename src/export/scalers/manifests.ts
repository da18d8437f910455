/** The objects that a policy's settings are in a cluster: what the lab found, to take home. */
import { addressed, addressesOf, asDeployed, deploymentOf, namespaceOf, type Address } from './addresses.ts';
import { percentOf, quantityOf } from './amounts.ts';
import { behaviourOf } from './behaviour.ts';
import { scalersIn } from './collect.ts';
import { KEPT, keptOf, POLICY, STAGE } from './kept.ts';
import type { Origin } from './origin.ts';
import { metadata, type KubernetesObject } from '../cluster/document.ts';
import { kserve } from '../cluster/kserve.ts';
import { defaultChoices, planOf, type ClusterPlan, type Layout, type PlannedStage } from '../cluster/plan.ts';
import { arrivalsOf, backlogOf } from '../cluster/queries.ts';
import { writeYaml } from '../cluster/yaml.ts';
import { latency, type Configuration, type Pipeline } from '../../model/pipeline.ts';
import { placeholderCaution } from '../../model/placeholders.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import {
  describeSettings,
  parsePolicyKey,
  settingsOfStage,
  type Values,
} from '../../policies/settings/key.ts';

/** Where the objects are to stand, and what runs there. */
export interface ScalerPlace {
  readonly layout: Layout;
  readonly namespace: string;
  /** What is deployed: its batches and variants stand where the settings leave them to the lab. */
  readonly configuration: Configuration;
  /** F_max, where the settings name no most. */
  readonly maxReplicas: number;
  /** What was imported and is to be changed; absent or empty: the names are those of the layout's own manifests. */
  readonly origins?: readonly Origin[];
}

/** As much of a replica's rate as the lab takes where no target is set. */
const RATE_SHARE = 0.8;
/** Requests per second of one replica that Knative's configuration takes for its target. */
const KNATIVE_RATE = 200;

/** A stage with its settings, those that the lab chooses filled in from what is deployed. */
interface Scaled {
  readonly stage: PlannedStage;
  readonly n: number;
  /** As set, 'auto' included. */
  readonly settings: Values;
  readonly min: number;
  readonly max: number;
  readonly target: number;
}

function targetOf(id: string, { metric, target }: Values, stage: PlannedStage): number {
  if (typeof target === 'number') return target;
  if (metric !== 'rate') return stage.batch;
  if (id === 'kpa') return KNATIVE_RATE;
  const variant = stage.stage.variants.find(({ name }) => name === stage.variant)!;
  return Number(((RATE_SHARE * stage.batch) / latency(variant.latency, stage.batch)).toPrecision(4));
}

function scaled(id: string, stage: PlannedStage, n: number, settings: Values, maxReplicas: number): Scaled {
  const min = Number(settings['min']);
  const max = settings['max'] === 'auto' ? Math.max(min, maxReplicas) : Number(settings['max']);
  return { stage, n, settings, min, max, target: targetOf(id, settings, stage) };
}

function targetRef(plan: ClusterPlan, { n }: Scaled): object {
  return { apiVersion: 'apps/v1', kind: 'Deployment', name: deploymentOf(plan, n) };
}

const METRIC_NAMES = {
  rate: 'requests_per_second',
  queue: 'requests_in_queue',
  concurrency: 'requests_in_flight',
} as const;
type Counted = keyof typeof METRIC_NAMES;

function hpaMetric({ settings, stage, target }: Scaled): object {
  const metric = String(settings['metric']);
  if (metric === 'cpu')
    return {
      type: 'Resource',
      resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percentOf(target) } },
    };
  const own = {
    metric: { name: METRIC_NAMES[metric as Counted], selector: { matchLabels: { stage: stage.name } } },
    target: { type: 'AverageValue', averageValue: quantityOf(target) },
  };
  // What a gateway counts of each replica; the others are counts of the whole stage.
  return metric === 'concurrency' ? { type: 'Pods', pods: own } : { type: 'External', external: own };
}

type Write = (plan: ClusterPlan, scaled: Scaled) => KubernetesObject;

const hpa: Write = (plan, one) => {
  const behavior = behaviourOf(one.settings, quantityOf);
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadata(plan, one.stage.name),
    spec: {
      scaleTargetRef: targetRef(plan, one),
      minReplicas: one.min,
      maxReplicas: one.max,
      metrics: [hpaMetric(one)],
      ...(behavior ? { behavior } : {}),
    },
  };
};

function trigger(plan: ClusterPlan, { settings, stage, target }: Scaled): object {
  const metric = String(settings['metric']);
  if (metric === 'cpu')
    return { type: 'cpu', metricType: 'Utilization', metadata: { value: String(percentOf(target)) } };
  return {
    type: 'prometheus',
    name: METRIC_NAMES[metric as Counted].replaceAll('_', '-'),
    metadata: {
      serverAddress: plan.prometheusUrl,
      // Every request passes every stage: what reaches the pipeline reaches this one.
      query: metric === 'rate' ? `sum(rate(${arrivalsOf(plan)}[30s]))` : backlogOf(plan, stage.name),
      threshold: String(target),
      ...(Number(settings['activation']) > 0 ? { activationThreshold: String(settings['activation']) } : {}),
    },
  };
}

const keda: Write = (plan, one) => {
  const behavior = behaviourOf(one.settings, quantityOf);
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: metadata(plan, one.stage.name),
    spec: {
      scaleTargetRef: targetRef(plan, one),
      minReplicaCount: one.min,
      maxReplicaCount: one.max,
      pollingInterval: one.settings['polling'],
      cooldownPeriod: one.settings['cooldown'],
      ...(behavior ? { advanced: { horizontalPodAutoscalerConfig: { behavior } } } : {}),
      triggers: [trigger(plan, one)],
    },
  };
};

/** An InferenceService under Knative: its annotations, and the bounds of its replicas as KServe holds them. */
const kpa: Write = (plan, one) => {
  const { settings, stage, target, min, max } = one;
  const written = kserve(plan)[one.n]!.objects[0]!;
  const { deploymentStrategy: _strategy, ...predictor } = (
    written['spec'] as { readonly predictor: Readonly<Record<string, unknown>> }
  ).predictor;
  const autoscaling = Object.entries({
    class: 'kpa.autoscaling.knative.dev',
    metric: settings['metric'] === 'rate' ? 'rps' : 'concurrency',
    target: String(target),
    'target-utilization-percentage': String(percentOf(Number(settings['utilisation']))),
    window: `${String(settings['window'])}s`,
    'panic-window-percentage': String(percentOf(Number(settings['panicWindow']))),
    'panic-threshold-percentage': String(percentOf(Number(settings['panicThreshold']))),
    'scale-down-delay': `${String(settings['downDelay'])}s`,
  }).map(([key, value]) => [`autoscaling.knative.dev/${key}`, value] as const);
  return {
    ...written,
    metadata: {
      ...metadata(plan, stage.name),
      annotations: { 'serving.kserve.io/deploymentMode': 'Knative', ...Object.fromEntries(autoscaling) },
    },
    spec: { predictor: { ...predictor, minReplicas: min, maxReplicas: max } },
  };
};

const vpa: Write = (plan, one) => {
  const { settings, stage } = one;
  return {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
    metadata: metadata(plan, stage.name),
    spec: {
      targetRef: targetRef(plan, one),
      updatePolicy: { updateMode: 'Recreate' },
      resourcePolicy: {
        containerPolicies: [
          {
            containerName: plan.layout === 'kserve' ? 'kserve-container' : stage.name,
            controlledResources: ['cpu'],
            minAllowed: { cpu: quantityOf(Number(settings['minCores'])) },
            ...(settings['maxCores'] === 'auto'
              ? {}
              : { maxAllowed: { cpu: quantityOf(Number(settings['maxCores'])) } }),
          },
        ],
      },
    },
  };
};

const writers: Readonly<Record<string, Write>> = { hpa, keda, kpa, vpa };

/** The object with what it has no field for as annotations: what was set, beside how the object reads by itself. */
function annotated(
  object: KubernetesObject,
  key: string,
  { settings, n }: Scaled,
  of: number | undefined,
): KubernetesObject {
  const [reading] = scalersIn([object]).scalers;
  if (!reading) throw new Error(`the ${object.kind} that was written for "${key}" cannot be read`);
  const { annotations } = object.metadata;
  const kept = keptOf(reading.id, settings, reading.values);
  return {
    ...object,
    metadata: {
      ...object.metadata,
      annotations: {
        ...(annotations as object | undefined),
        [POLICY]: key,
        ...(of === undefined ? {} : { [STAGE]: `${String(n + 1)} of ${String(of)}` }),
        ...(kept === undefined ? {} : { [KEPT]: kept }),
      },
    },
  };
}

interface Arranged {
  readonly objects: readonly KubernetesObject[];
  readonly remarks: readonly string[];
}

/** A name of the lab's that an imported object has already would replace it. */
function freeOf(object: KubernetesObject, taken: ReadonlySet<string>, n: number): KubernetesObject {
  const { name } = object.metadata;
  if (!taken.has(name)) return object;
  return { ...object, metadata: { ...object.metadata, name: `${name}-stage-${String(n + 1)}` } };
}

/**
 * One object a stage for the settings of `key` (hpa, keda, kpa or vpa), aimed at what was imported (`place.origins`), else at
 * what the layout's own manifests run; one for all where one imported object covers every stage and the settings are alike.
 * `autoscalersFrom` reads them back to the same key. Refuses, in a sentence, keys that do not parse, policies that have no
 * object in a cluster, and what `planOf` refuses.
 */
export function autoscalerManifests(
  key: string,
  pipeline: Pipeline,
  place: ScalerPlace,
): Result<readonly KubernetesObject[]> {
  const made = arranged(key, pipeline, place);
  return made.ok ? accepted(made.value.objects) : made;
}

function arranged(key: string, pipeline: Pipeline, place: ScalerPlace): Result<Arranged> {
  const parsed = parsePolicyKey(key);
  if (!parsed.ok) return parsed;
  const { id, settings } = parsed.value;
  const write = Object.hasOwn(writers, id) ? writers[id] : undefined;
  if (!write)
    return refused(`The policy "${id}" has no object in a cluster; hpa, keda, kpa and vpa have one.`);
  const { layout, configuration, maxReplicas, origins = [] } = place;
  const namespace = namespaceOf(origins) ?? place.namespace;
  const ordered = configuration.map(({ variant, replicas, batch }, n) => {
    const own = settingsOfStage(settings, id, n);
    const named = pipeline.stages[n]?.variants.findIndex(({ name }) => name === own['variant']) ?? -1;
    return {
      replicas,
      variant: named >= 0 ? named : variant,
      batch: typeof own['batch'] === 'number' ? own['batch'] : batch,
    };
  });
  // Knative runs under KServe only.
  const choices = {
    ...defaultChoices(pipeline),
    layout: id === 'kpa' ? ('kserve' as const) : layout,
    namespace,
  };
  const planned = planOf(pipeline, ordered, choices);
  if (!planned.ok) return planned;
  const plan = asDeployed(planned.value, pipeline);
  const { stages } = plan;
  const { addresses, remarks } = addressesOf(key, pipeline, plan, origins);
  const taken = new Set(addresses.flatMap(({ origin }) => origin?.name ?? []));
  const objects = addresses.map(({ n, every, origin }: Address) => {
    const one = scaled(id, stages[n]!, n, settingsOfStage(settings, id, n), maxReplicas);
    const written = write(plan, one);
    const placed = origin ? addressed(written, origin) : freeOf(written, taken, n);
    return annotated(placed, key, one, every ? undefined : stages.length);
  });
  return accepted({ objects, remarks });
}

/** What a cluster must know beside the objects, by policy. */
const BESIDE: Readonly<Record<string, string>> = {
  hpa: 'Metrics other than cpu need an adapter that serves them (requests_per_second, requests_in_queue, requests_in_flight). Let nothing else set replicas: leave them out of a SeldonDeployment, and annotate an InferenceService with serving.kserve.io/autoscalerClass: external.',
  keda: 'KEDA must reach the Prometheus of the triggers. Let nothing else set replicas: leave them out of a SeldonDeployment, and annotate an InferenceService with serving.kserve.io/autoscalerClass: external.',
  kpa: 'They take the place of the InferenceServices of these names; KServe changes no deployment mode in place, so delete those first.',
  vpa: 'The VerticalPodAutoscaler must be installed; what its recommender is started with (percentiles, margin, half-life) is kept in the annotations only.',
};

/** The objects as one file of YAML that begins with what it was made from. `from` completes "Made from ..". */
export function autoscalerFile(
  key: string,
  pipeline: Pipeline,
  place: ScalerPlace,
  from: string,
): Result<string> {
  const made = arranged(key, pipeline, place);
  if (!made.ok) return made;
  const id = key.replace(/:.*$/, '');
  const settings = describeSettings(key);
  const caution = placeholderCaution(pipeline);
  const lines = [
    `Made from ${from}.`,
    ...(caution === undefined ? [] : [caution]),
    `${id.toUpperCase()} with ${settings === '' ? 'the defaults' : settings}.`,
    ...made.value.remarks,
    BESIDE[id]!,
    'Settings without a field of their own are in the annotations opd.lab/*.',
  ];
  // Nothing of a name may end the comment.
  const comment = lines.map((line) => `# ${line.replace(/[\p{Cc}<>]+/gu, ' ')}\n`).join('');
  return accepted(comment + writeYaml(made.value.objects));
}

/** What is to run in the cluster: a pipeline and a configuration with all that only its user knows. */
import { dnsLabelOf, isLabel, labelsOf, LONGEST_STAGE } from './names.ts';
import { memoryOf } from './quantity.ts';
import type { Configuration, Pipeline, Stage } from '../../model/pipeline.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/**
 * `seldon-per-stage`: a SeldonDeployment for each stage, for each stage's queue and for the router, as in IPA and the
 * paper's Fig. 1. `seldon-graph`: one SeldonDeployment whose graph is the chain. `kserve`: an InferenceService a stage
 * and an InferenceGraph.
 */
export const layouts = ['seldon-per-stage', 'seldon-graph', 'kserve'] as const;
export type Layout = (typeof layouts)[number];

/** Share of a deployment's replicas that Kubernetes starts beside the old ones, rounded up; Seldon lets no other be set. */
export const SURGE = 0.25;

/** The custom resource's `children` are unrolled ten deep (seldon-core v1.17.1): no longer chain fits in one graph. */
export const LONGEST_GRAPH = 11;

/** What only the user knows; all of it has a placeholder or a default. */
export interface ClusterChoices {
  readonly layout: Layout;
  readonly namespace: string;
  /** An image for each stage, in the pipeline's order: one image holds all of the stage's variants. */
  readonly images: readonly string[];
  /**
   * Where each stage's models are stored, a folder for each variant (s3://bucket/stage), fetched before a replica starts;
   * '' where the image holds them.
   */
  readonly modelUris: readonly string[];
  readonly queueImage: string;
  readonly routerImage: string;
  /** Memory of one replica of a variant that says none, as Kubernetes writes it. */
  readonly memory: string;
  /** Seconds that a batch waits to fill. */
  readonly batchTimeoutSeconds: number;
  /** Seconds that a replica is given to finish what it holds. */
  readonly drainSeconds: number;
  /** API version of Istio's objects; undefined: none are written. Clusters before about Istio 1.22 know v1beta1 only. */
  readonly istio: 'v1' | 'v1beta1' | undefined;
  /** Namespace that Prometheus looks for its objects in; undefined: none are written. */
  readonly monitoring: string | undefined;
  /** Image that the agent is built into. */
  readonly agentImage: string;
  /** Where the agent reaches Prometheus. */
  readonly prometheusUrl: string;
}

export interface PlannedStage {
  /** Label that names the stage everywhere: deployment, predictor, container and model. Never the variant. */
  readonly name: string;
  readonly stage: Stage;
  readonly image: string;
  /** Folder of the stage's models; undefined where the image holds them. */
  readonly modelUri: string | undefined;
  readonly variant: string;
  /** Of one replica. */
  readonly cores: number;
  /** Of one replica, as Kubernetes writes it. */
  readonly memory: string;
  readonly replicas: number;
  readonly batch: number;
}

export interface ClusterPlan extends Omit<ClusterChoices, 'images' | 'modelUris'> {
  readonly name: string;
  readonly stages: readonly PlannedStage[];
  readonly slaSeconds: number;
}

export function defaultChoices(pipeline: Pipeline): ClusterChoices {
  const name = dnsLabelOf(pipeline.name, 'pipeline', 40);
  return {
    layout: pipeline.deployed?.layout ?? 'seldon-per-stage',
    namespace: pipeline.deployed?.namespace ?? 'opd',
    images: pipeline.stages.map((stage) => `registry.example/${name}:${dnsLabelOf(stage.name, 'stage', 60)}`),
    modelUris: pipeline.stages.map(() => ''),
    queueImage: 'registry.example/queue:latest',
    routerImage: 'registry.example/router:latest',
    memory: '4Gi',
    batchTimeoutSeconds: 1,
    drainSeconds: 30,
    istio: 'v1',
    monitoring: 'monitoring',
    agentImage: `registry.example/${name}:agent`,
    prometheusUrl: 'http://prometheus-operated.monitoring.svc:9090',
  };
}

/** Reference of an image, loosely: host, path, tag or digest; no space and no control character gets through. */
const IMAGE = /^[a-z0-9][a-z0-9._/:@-]{0,254}$/i;
/** Address of a web server without a query. */
const ADDRESS = /^https?:\/\/[a-z0-9.[\]:-]{1,253}(\/[\w./-]*)?$/i;
/** Address of a folder, as rclone's storage initializer takes it: a scheme and a path. */
const URI = /^[a-z][a-z0-9+.-]{0,20}:\/\/[\w.:@%/+-]{1,400}$/i;
/** Kubernetes's quantity, positive, without exponents. */
const QUANTITY = /^[1-9][0-9]*(\.[0-9]+)?(([KMGTPE]i)|[kMGTPE])?$/;

export const isImage = (text: string): boolean => IMAGE.test(text);
export const isQuantity = (text: string): boolean => QUANTITY.test(text);

function complaint(pipeline: Pipeline, choices: ClusterChoices): string | undefined {
  const { namespace, monitoring, layout, images, memory } = choices;
  for (const [what, value] of [
    ['namespace', namespace],
    ['namespace of the monitoring', monitoring],
  ] as const)
    if (value !== undefined && !isLabel(value))
      return `The ${what} must be lower-case letters, digits and hyphens, at most 63, not "${value}".`;
  if (layout === 'seldon-graph' && pipeline.stages.length > LONGEST_GRAPH)
    return `One graph holds at most ${String(LONGEST_GRAPH)} stages, and this pipeline has ${String(pipeline.stages.length)}; choose the layout with a deployment per stage.`;
  if (images.length !== pipeline.stages.length)
    return `Each of the ${String(pipeline.stages.length)} stages needs an image; there are ${String(images.length)}.`;
  if (choices.modelUris.length !== pipeline.stages.length)
    return `Each of the ${String(pipeline.stages.length)} stages has an address of its models, or an empty one; there are ${String(choices.modelUris.length)}.`;
  const lost = choices.modelUris.find((uri) => uri !== '' && !URI.test(uri));
  if (lost !== undefined) return `"${lost}" is no address of models, like s3://bucket/yolo.`;
  const used = [
    ...images,
    choices.agentImage,
    ...(layout === 'seldon-per-stage' ? [choices.queueImage, choices.routerImage] : []),
  ];
  const wrong = used.find((image) => !isImage(image));
  if (wrong !== undefined) return `"${wrong}" is not the name of an image, like registry.example/video:yolo.`;
  if (!ADDRESS.test(choices.prometheusUrl))
    return `The address of Prometheus must be like http://prometheus.monitoring.svc:9090, not "${choices.prometheusUrl}".`;
  if (!isQuantity(memory)) return `The memory must be an amount like 4Gi, not "${memory}".`;
  for (const [what, seconds] of [
    ['time that a batch waits to fill', choices.batchTimeoutSeconds],
    ['time to drain', choices.drainSeconds],
  ] as const)
    if (!(seconds >= 0 && seconds <= 3600))
      return `The ${what} must be from 0 to 3600 seconds, not ${String(seconds)}.`;
  return undefined;
}

/** Refuses, in a sentence, what no cluster would take. `configuration` must be of the pipeline. */
export function planOf(
  pipeline: Pipeline,
  configuration: Configuration,
  choices: ClusterChoices,
): Result<ClusterPlan> {
  const wrong = complaint(pipeline, choices);
  if (wrong !== undefined) return refused(wrong);
  const { images, modelUris, ...rest } = choices;
  const name = dnsLabelOf(pipeline.name, 'pipeline', 40);
  // A stage may not be called like what stands beside it: router, agent, a queue, or KServe's graph.
  const names = labelsOf(
    pipeline.stages.map((stage) =>
      dnsLabelOf(stage.name, 'stage').startsWith('queue-') ? `stage ${stage.name}` : stage.name,
    ),
    'stage',
    LONGEST_STAGE,
    ['router', 'agent', name],
  );
  return accepted({
    ...rest,
    name,
    slaSeconds: pipeline.slaSeconds,
    stages: pipeline.stages.map((stage, i) => {
      const { variant, replicas, batch } = configuration[i]!;
      const chosen = stage.variants[variant]!;
      return {
        name: names[i]!,
        stage,
        image: images[i]!,
        modelUri: modelUris[i]!.replace(/\/+$/, '') || undefined,
        variant: chosen.name,
        cores: chosen.cores,
        memory: chosen.memoryMb === undefined ? choices.memory : memoryOf(chosen.memoryMb),
        replicas,
        batch,
      };
    }),
  });
}

/** The two layouts on Seldon Core v1 (machinelearning.seldon.io/v1; facts: operator sources of v1.17.1, the last under Apache-2.0). */
import {
  batching,
  env,
  metadata,
  readiness,
  resources,
  stageContainer,
  stagePod,
  type EnvironmentVariable,
  type KubernetesObject,
  type Manifest,
} from './document.ts';
import { GRPC_PORT, singleHost } from './hosts.ts';
import type { ClusterPlan, PlannedStage } from './plan.ts';

/** Sidecars on both sides are what makes Envoy balance single requests of one gRPC connection. */
const IN_MESH = { 'sidecar.istio.io/inject': 'true' };

function seldonDeployment(plan: ClusterPlan, name: string, spec: object): KubernetesObject {
  return {
    apiVersion: 'machinelearning.seldon.io/v1',
    kind: 'SeldonDeployment',
    metadata: metadata(plan, name),
    spec: { protocol: 'v2', ...spec },
  };
}

/** A deployment of one node without Seldon's executor; deployment, predictor, node and container share its name. */
function single(plan: ClusterPlan, name: string, replicas: number, pod: object): KubernetesObject {
  return seldonDeployment(plan, name, {
    // Here and not at the predictor or its component, so that the `/scale` subresource drives it.
    replicas,
    predictors: [
      {
        name,
        annotations: { 'seldon.io/no-engine': 'true' },
        labels: IN_MESH,
        graph: { name, type: 'MODEL', children: [] },
        componentSpecs: [{ spec: pod }],
      },
    ],
  });
}

function helper(
  plan: ClusterPlan,
  name: string,
  image: string,
  variables: readonly EnvironmentVariable[],
): KubernetesObject {
  const container = {
    name,
    image,
    resources: resources(1, '1Gi'),
    env: variables,
    readinessProbe: readiness(GRPC_PORT),
  };
  return single(plan, name, 1, {
    terminationGracePeriodSeconds: plan.drainSeconds + 5,
    containers: [container],
  });
}

export const queueOf = (stage: string): string => `queue-${stage}`;

/**
 * A deployment per stage, per queue and for the router (IPA's final system and the paper's Fig. 1): stages do not batch,
 * their queues do, so a new batch size restarts a queue and no model. Requests older than twice the objective are dropped.
 * `MODEL_LISTS`, `MODEL_NAME`, `LAST_NODE` and `DROP_LIMIT` are what IPA's own router and queue read; `TARGET` and
 * `TARGETS` say the same as addresses, for images that keep them out of their code.
 */
export function seldonPerStage(plan: ClusterPlan): readonly Manifest[] {
  const dropLimit = env('DROP_LIMIT', 2 * plan.slaSeconds);
  const target = (name: string): string => `${singleHost(plan, name)}:${String(GRPC_PORT)}`;
  const last = plan.stages.length - 1;
  return [
    {
      file: 'router.yaml',
      about: 'Sends every request through the queues, one after the other.',
      objects: [
        helper(plan, 'router', plan.routerImage, [
          env('MODEL_LISTS', JSON.stringify(plan.stages.map(({ name }) => queueOf(name)))),
          env('TARGETS', JSON.stringify(plan.stages.map(({ name }) => target(queueOf(name))))),
          env('MLSERVER_PARALLEL_WORKERS', 1),
          dropLimit,
        ]),
      ],
    },
    ...plan.stages.map((stage, i) => ({
      file: `stage-${stage.name}.yaml`,
      about: `The stage ${stage.name} and its central queue, which makes the batches.`,
      objects: [
        single(
          plan,
          stage.name,
          stage.replicas,
          stagePod(plan, stage, stageContainer(plan, stage, batching(1, 0), GRPC_PORT)),
        ),
        helper(plan, queueOf(stage.name), plan.queueImage, [
          env('MODEL_NAME', stage.name),
          env('TARGET', target(stage.name)),
          ...batching(stage.batch, plan.batchTimeoutSeconds),
          dropLimit,
          // Its image takes any text for true.
          ...(i === last ? [env('LAST_NODE', 'True')] : []),
        ]),
      ],
    })),
  ];
}

/**
 * One deployment whose graph is the chain. Any change of a stage restarts the executor, which Seldon gives 20 s to get
 * ready; there is no central queue, so each replica makes its own batches.
 */
export function seldonGraph(plan: ClusterPlan): readonly Manifest[] {
  return [
    {
      file: 'pipeline.yaml',
      about:
        'The whole chain as one graph. Every change restarts its executor, for 20 s or more: decisions every 10 s are too many for it.',
      objects: [
        seldonDeployment(plan, plan.name, {
          transport: 'grpc',
          annotations: { 'seldon.io/engine-separate-pod': 'true' },
          predictors: [
            {
              name: 'default',
              labels: IN_MESH,
              graph: chain(plan.stages),
              componentSpecs: plan.stages.map((stage, k) => ({
                replicas: stage.replicas,
                spec: stagePod(
                  plan,
                  stage,
                  stageContainer(plan, stage, batching(stage.batch, plan.batchTimeoutSeconds), GRPC_PORT + k),
                ),
              })),
            },
          ],
        }),
      ],
    },
  ];
}

/** The last node has no `children`: at the depth of the eleventh the schema knows no such field. */
function chain([first, ...rest]: readonly PlannedStage[]): object {
  return { name: first!.name, type: 'MODEL', ...(rest.length > 0 ? { children: [chain(rest)] } : {}) };
}

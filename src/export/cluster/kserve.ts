/** The layout on KServe (Apache-2.0): an InferenceService a stage, an InferenceGraph for the chain, HTTP only. */
import { batching, env, metadata, stageContainer, stagePod, type Manifest } from './document.ts';
import type { ClusterPlan } from './plan.ts';

const HTTP_PORT = 8080;

/** Replicas are `minReplicas` where no autoscaler is set; the surge of a rollout can be set here, unlike in Seldon's. */
export function kserve(plan: ClusterPlan): readonly Manifest[] {
  return [
    ...plan.stages.map((stage) => ({
      file: `stage-${stage.name}.yaml`,
      about: `The stage ${stage.name}; each of its replicas makes its own batches.`,
      objects: [
        {
          apiVersion: 'serving.kserve.io/v1beta1',
          kind: 'InferenceService',
          metadata: {
            ...metadata(plan, stage.name),
            annotations: {
              'serving.kserve.io/deploymentMode': 'Standard',
              'serving.kserve.io/autoscalerClass': 'none',
            },
          },
          spec: {
            predictor: {
              minReplicas: stage.replicas,
              deploymentStrategy: {
                type: 'RollingUpdate',
                rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
              },
              ...stagePod(plan, stage, {
                ...stageContainer(
                  plan,
                  stage,
                  [env('MLSERVER_HTTP_PORT', HTTP_PORT), ...batching(stage.batch, plan.batchTimeoutSeconds)],
                  HTTP_PORT,
                ),
                // KServe looks for this name.
                name: 'kserve-container',
                ports: [{ containerPort: HTTP_PORT, protocol: 'TCP' }],
              }),
            },
          },
        },
      ],
    })),
    {
      file: 'graph.yaml',
      about: 'Sends every request through the stages, one after the other.',
      objects: [
        {
          apiVersion: 'serving.kserve.io/v1alpha1',
          kind: 'InferenceGraph',
          metadata: metadata(plan, plan.name),
          spec: {
            nodes: {
              root: {
                routerType: 'Sequence',
                steps: plan.stages.map(({ name }, i) => ({
                  name,
                  serviceName: name,
                  ...(i > 0 ? { data: '$response' } : {}),
                })),
              },
            },
          },
        },
      ],
    },
  ];
}

/** Parts that the manifests of every layout share. */
import type { ClusterPlan, PlannedStage } from './plan.ts';
import { cpuOf } from './quantity.ts';

/** A Kubernetes object, as plain data. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string } & Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** One file of the export. */
export interface Manifest {
  readonly file: string;
  /** What it is for, one sentence, at its top. */
  readonly about: string;
  readonly objects: readonly KubernetesObject[];
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string;
}

export function metadata(
  plan: Pick<ClusterPlan, 'name' | 'namespace'>,
  name: string,
): KubernetesObject['metadata'] {
  return {
    name,
    namespace: plan.namespace,
    labels: { 'app.kubernetes.io/part-of': plan.name, 'app.kubernetes.io/created-by': 'sluice' },
  };
}

export const env = (name: string, value: string | number): EnvironmentVariable => ({
  name,
  value: String(value),
});

/**
 * Batching of MLServer: on only where the size is above 1 and the time above 0. Never a port here: a port that is set
 * makes Seldon's operator drop every variable of the container.
 */
export function batching(batch: number, seconds: number): readonly EnvironmentVariable[] {
  return [
    env('MLSERVER_MODEL_MAX_BATCH_SIZE', batch),
    env('MLSERVER_MODEL_MAX_BATCH_TIME', batch > 1 ? seconds : 0),
    env('MLSERVER_PARALLEL_WORKERS', 0),
  ];
}

/** Requests and limits alike, so that a replica has its cores for itself. */
export function resources(cores: number, memory: string): object {
  const amount = { cpu: cpuOf(cores), memory };
  return { requests: amount, limits: { ...amount } };
}

/** What a container may, as the pod security standard “restricted” asks. */
export function restricted(): object {
  return {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  };
}

/** Ready as soon as the port answers: Seldon's own probe would wait 20 s, twice the interval between decisions. */
export function readiness(port: number): object {
  return {
    tcpSocket: { port },
    initialDelaySeconds: 0,
    periodSeconds: 1,
    failureThreshold: 3,
    successThreshold: 1,
    timeoutSeconds: 1,
  };
}

/** Fetches a model before its replica starts, as IPA's stages do; its storage's keys are in the Secret `model-storage`. */
export const FETCHER = 'model';
const FETCHER_IMAGE = 'seldonio/rclone-storage-initializer:1.17.1';
export const MODEL_SECRET = 'model-storage';
const MODEL_FOLDER = '/mnt/models';

/** Where a variant's model is stored. */
export function modelAt(modelUri: string, variant: string): string {
  return `${modelUri}/${variant}`;
}

/** The pod of a stage: its container, and before it what fetches the model where the image holds none. */
export function stagePod(plan: ClusterPlan, { modelUri, variant }: PlannedStage, container: object): object {
  const pod = { terminationGracePeriodSeconds: plan.drainSeconds + 5 };
  if (modelUri === undefined) return { ...pod, containers: [container] };
  const mount = { name: FETCHER, mountPath: MODEL_FOLDER };
  return {
    ...pod,
    initContainers: [
      {
        name: FETCHER,
        image: FETCHER_IMAGE,
        args: [modelAt(modelUri, variant), MODEL_FOLDER],
        envFrom: [{ secretRef: { name: MODEL_SECRET, optional: true } }],
        volumeMounts: [mount],
      },
    ],
    containers: [{ ...container, volumeMounts: [{ ...mount, readOnly: true }] }],
    volumes: [{ name: FETCHER, emptyDir: {} }],
  };
}

export function draining(seconds: number): object {
  return { preStop: { exec: { command: ['/bin/sh', '-c', `/bin/sleep ${String(seconds)}`] } } };
}

/** The container of a stage; `port` is that of its gRPC server. */
export function stageContainer(
  plan: ClusterPlan,
  { name, image, variant, cores, memory }: PlannedStage,
  variables: readonly EnvironmentVariable[],
  port: number,
): object {
  return {
    name,
    image,
    resources: resources(cores, memory),
    env: [env('MODEL_VARIANT', variant), ...variables],
    readinessProbe: readiness(port),
    lifecycle: draining(plan.drainSeconds),
  };
}

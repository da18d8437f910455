/** The in-cluster agent as Kubernetes objects: what it may do, what it is told, and the one pod that it runs in. */
import { USUAL_REVERT } from './breaches.ts';
import { metadata, restricted, type KubernetesObject, type Manifest } from '../cluster/document.ts';
import { agentMonitoring } from '../cluster/monitoring.ts';
import type { ClusterPlan } from '../cluster/plan.ts';
import { arrivalsOf, backlogOf, latencyOf } from '../cluster/queries.ts';
import { queueOf } from '../cluster/seldon.ts';
import type { AgentSettings } from './settings.ts';

const PORT = 9090;
const SETTINGS = 'settings.json';
const FOLDER = '/etc/opd';

export const agentName = ({ name }: ClusterPlan): string => `${name}-agent`;

/** One of the resources that it drives, as kubectl names it. */
export function drivenResource({ layout, name, stages }: ClusterPlan): string {
  if (layout === 'seldon-graph') return `seldondeployment/${name}`;
  return `${layout === 'kserve' ? 'inferenceservice' : 'seldondeployment'}/${stages[0]!.name}`;
}

/** What the agent is told about this export; `bundle` is the SHA-256 of bundle.json, in hexadecimal digits. */
export function agentSettings(plan: ClusterPlan, bundle: string): AgentSettings {
  const { layout, namespace, name, stages, memory, prometheusUrl } = plan;
  return {
    format: 1,
    mode: 'dry-run',
    layout,
    namespace,
    graph: name,
    stages: stages.map(({ name: own, modelUri }) => ({
      name: own,
      ...(layout === 'seldon-per-stage' ? { queue: queueOf(own) } : {}),
      ...(modelUri === undefined ? {} : { modelUri }),
    })),
    ...(stages.some(({ stage }) => stage.variants.some(({ memoryMb }) => memoryMb !== undefined))
      ? { memory }
      : {}),
    bundle,
    prometheus: {
      url: prometheusUrl,
      timeoutSeconds: 3,
      delaySeconds: 2,
      staleSeconds: 15,
      arrivals: arrivalsOf(plan),
      backlog: stages.map((stage) => backlogOf(plan, stage.name)),
      latency: stages.map((stage) => latencyOf(plan, stage.name)),
    },
    guards: {
      cooldownSeconds: { variant: 60, replicas: 0, batch: 0 },
      hysteresis: 0,
      waitUntilReady: true,
      surgeHeadroom: true,
    },
    revert: USUAL_REVERT,
  };
}

interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** No more than it does: read and patch the resources that it drives, by name, and list pods. */
export function agentRules({ layout, name, stages }: ClusterPlan): readonly PolicyRule[] {
  const own = stages.map((stage) => stage.name);
  const verbs = ['get', 'patch'];
  const seldon = ['machinelearning.seldon.io'];
  const resources: Readonly<Record<ClusterPlan['layout'], readonly PolicyRule[]>> = {
    'seldon-per-stage': [
      {
        apiGroups: seldon,
        resources: ['seldondeployments'],
        resourceNames: [...own, ...own.map(queueOf)],
        verbs,
      },
      { apiGroups: seldon, resources: ['seldondeployments/scale'], resourceNames: own, verbs: ['patch'] },
    ],
    'seldon-graph': [{ apiGroups: seldon, resources: ['seldondeployments'], resourceNames: [name], verbs }],
    kserve: [
      { apiGroups: ['serving.kserve.io'], resources: ['inferenceservices'], resourceNames: own, verbs },
    ],
  };
  return [...resources[layout], { apiGroups: [''], resources: ['pods'], verbs: ['list'] }];
}

/** `agent.yaml`: account, role, settings, the Deployment of one pod that only asks until its mode is `live`, and its alerts. */
export function agentManifest(plan: ClusterPlan, settings: AgentSettings): Manifest {
  const name = agentName(plan);
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': plan.name };
  const object = (apiVersion: string, kind: string, fields: object): KubernetesObject => ({
    apiVersion,
    kind,
    metadata: metadata(plan, name),
    ...fields,
  });
  const rbac = 'rbac.authorization.k8s.io';
  const probe = { httpGet: { path: '/healthz', port: PORT }, periodSeconds: 10, failureThreshold: 3 };
  return {
    file: 'agent.yaml',
    about:
      'The agent. It only asks whether its changes would be taken; with --mode=live in place of --mode=dry-run it makes them. ' +
      'Its memory (256Mi) is enough whatever its peers answer: of a resource it reads at most 512 KiB, of all pods 4 MiB, of the arrivals 1 MiB, of every other number 64 KiB.',
    objects: [
      object('v1', 'ServiceAccount', {}),
      object(`${rbac}/v1`, 'Role', { rules: agentRules(plan) }),
      object(`${rbac}/v1`, 'RoleBinding', {
        roleRef: { apiGroup: rbac, kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name, namespace: plan.namespace }],
      }),
      object('v1', 'ConfigMap', { data: { [SETTINGS]: `${JSON.stringify(settings, undefined, 2)}\n` } }),
      object('apps/v1', 'Deployment', {
        spec: {
          replicas: 1,
          // Never two that decide at once.
          strategy: { type: 'Recreate' },
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              serviceAccountName: name,
              securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
              containers: [
                {
                  name: 'agent',
                  image: plan.agentImage,
                  args: [`--settings=${FOLDER}/${SETTINGS}`, '--mode=dry-run', `--port=${String(PORT)}`],
                  env: [
                    {
                      name: 'NODE_EXTRA_CA_CERTS',
                      value: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
                    },
                  ],
                  ports: [{ name: 'metrics', containerPort: PORT, protocol: 'TCP' }],
                  livenessProbe: probe,
                  readinessProbe: probe,
                  resources: {
                    requests: { cpu: '50m', memory: '96Mi' },
                    limits: { memory: '256Mi' },
                  },
                  securityContext: restricted(),
                  volumeMounts: [{ name: 'settings', mountPath: FOLDER, readOnly: true }],
                },
              ],
              volumes: [{ name: 'settings', configMap: { name } }],
            },
          },
        },
      }),
      ...agentMonitoring(plan, name),
    ],
  };
}

/** Built from the folder of the export: `docker build -f agent/Dockerfile .`. */
export const DOCKERFILE = `FROM node:22-alpine
COPY agent/agent.mjs agent/settings.json /opd/
COPY policy/*.json policy/*.jsonl policy/*.onnx /opd/policy/
# Not built where a file was changed, or where the policy decides otherwise than in the lab.
RUN node /opd/agent.mjs --bundle=/opd/policy --settings=/opd/settings.json --check
USER 65532:65532
# The pod has 256 MiB: what is left beside these is for the program itself and for answers as they arrive.
ENTRYPOINT ["node", "--max-old-space-size=96", "--max-semi-space-size=8", "/opd/agent.mjs", "--bundle=/opd/policy"]
`;

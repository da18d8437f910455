/**
 * The kinds of Kubernetes itself that the export writes. No schema of theirs is vendored: these follow the API reference
 * (v1.34), with every field of the kinds that the agent needs and no other. A pod is checked by the schema that Seldon's
 * custom resource holds of it.
 */
import { claimSchema, jobComplaints, jobSchema } from './batch.ts';
import { list, object, text, texts, words } from './forms.ts';
import { scalerComplaints, scalerKinds } from './scalers.ts';
import type { StructuralSchema } from './schema.ts';

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*'];

const kinds: Readonly<Record<string, StructuralSchema>> = {
  'v1 ServiceAccount': object({
    automountServiceAccountToken: { type: 'boolean' },
    secrets: list(object({ name: text })),
    imagePullSecrets: list(object({ name: text })),
  }),
  'v1 ConfigMap': object({
    data: words,
    binaryData: { type: 'object', additionalProperties: { type: 'string', format: 'byte' } },
    immutable: { type: 'boolean' },
  }),
  'v1 PersistentVolumeClaim': claimSchema,
  'rbac.authorization.k8s.io/v1 Role': object(
    {
      rules: list(
        object(
          {
            apiGroups: texts,
            resources: { ...texts, minItems: 1 },
            resourceNames: texts,
            verbs: { type: 'array', minItems: 1, items: { type: 'string', enum: VERBS } },
          },
          ['apiGroups', 'resources', 'verbs'],
        ),
      ),
    },
    ['rules'],
  ),
  'rbac.authorization.k8s.io/v1 RoleBinding': object(
    {
      roleRef: object(
        {
          apiGroup: { type: 'string', enum: ['rbac.authorization.k8s.io'] },
          kind: { type: 'string', enum: ['Role', 'ClusterRole'] },
          name: text,
        },
        ['apiGroup', 'kind', 'name'],
      ),
      subjects: list(
        object(
          {
            kind: { type: 'string', enum: ['ServiceAccount', 'User', 'Group'] },
            apiGroup: text,
            name: text,
            namespace: text,
          },
          ['kind', 'name'],
        ),
      ),
    },
    ['roleRef'],
  ),
};

/** A ConfigMap may hold so much; Kubernetes's limit is on all of its values together. */
export const MOST_CONFIG_BYTES = 2 ** 20;

function podOf(seldon: StructuralSchema): StructuralSchema {
  let found: StructuralSchema | undefined = seldon;
  for (const key of ['spec', 'predictors', 'componentSpecs', 'spec'])
    found = (found?.items ?? found)?.properties?.[key];
  if (!found) throw new Error('the schema of a SeldonDeployment holds no pod');
  return found;
}

/** The schema of a kind of Kubernetes's own; undefined where it is none that is known here. `seldon` loads Seldon's. */
export async function coreSchemaOf(
  kind: string,
  seldon: () => Promise<StructuralSchema>,
): Promise<StructuralSchema | undefined> {
  if (kind === 'batch/v1 Job') return jobSchema(podOf(await seldon()));
  if (kind !== 'apps/v1 Deployment') return kinds[kind] ?? scalerKinds[kind];
  const pod = podOf(await seldon());
  return object(
    {
      spec: object(
        {
          replicas: { type: 'integer', format: 'int32', minimum: 0 },
          strategy: object({
            type: { type: 'string', enum: ['Recreate', 'RollingUpdate'] },
            rollingUpdate: object({
              maxSurge: { 'x-kubernetes-int-or-string': true },
              maxUnavailable: { 'x-kubernetes-int-or-string': true },
            }),
          }),
          selector: object({ matchLabels: words }, ['matchLabels']),
          template: object({ metadata: object({ labels: words, annotations: words }), spec: pod }, ['spec']),
          revisionHistoryLimit: { type: 'integer', format: 'int32' },
          progressDeadlineSeconds: { type: 'integer', format: 'int32' },
          minReadySeconds: { type: 'integer', format: 'int32' },
        },
        ['selector', 'template'],
      ),
    },
    ['spec'],
  );
}

type Fields = Readonly<Record<string, unknown>>;

/** What Kubernetes refuses of them though no schema says so. */
export function coreComplaints(kind: string, object: Fields, name?: unknown): readonly string[] {
  if (kind === 'Job') return jobComplaints(name, object['spec']);
  if (kind === 'ConfigMap') {
    const bytes = new TextEncoder().encode(JSON.stringify([object['data'], object['binaryData']])).length;
    return bytes > MOST_CONFIG_BYTES
      ? [`The ConfigMap holds ${String(bytes)} bytes; Kubernetes takes at most ${String(MOST_CONFIG_BYTES)}.`]
      : [];
  }
  if (kind === 'HorizontalPodAutoscaler' || kind === 'ScaledObject') return scalerComplaints(kind, object);
  if (kind !== 'Deployment') return [];
  const spec = object['spec'] as
    | {
        readonly selector?: { readonly matchLabels?: Fields };
        readonly template?: { readonly metadata?: { readonly labels?: Fields } };
      }
    | undefined;
  const labels = spec?.template?.metadata?.labels ?? {};
  const strange = Object.entries(spec?.selector?.matchLabels ?? {}).find(
    ([key, value]) => labels[key] !== value,
  );
  return strange ? [`The selector asks for the label ${strange[0]}, which the pods do not carry.`] : [];
}

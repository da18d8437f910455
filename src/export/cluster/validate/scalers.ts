/**
 * Autoscalers, as `core.ts` holds Kubernetes's own kinds: HorizontalPodAutoscaler by the API reference (autoscaling/v2, v1.34),
 * ScaledObject by KEDA's v1alpha1 (v2.17) and VerticalPodAutoscaler by its v1, with the fields that the export writes and
 * their neighbours.
 */
import { count, list, object, one, quantity, text, texts, words } from './forms.ts';
import type { StructuralSchema } from './schema.ts';
import { isRecord } from './values.ts';

const reference = object({ apiVersion: text, kind: text, name: { ...text, minLength: 1 } }, ['kind', 'name']);
const scaling = object({
  stabilizationWindowSeconds: count(0, 3600),
  selectPolicy: one('Max', 'Min', 'Disabled'),
  tolerance: quantity,
  policies: {
    ...list(
      object({ type: one('Pods', 'Percent'), value: count(1), periodSeconds: count(1, 1800) }, [
        'type',
        'value',
        'periodSeconds',
      ]),
    ),
    minItems: 1,
  },
});
const behavior = object({ scaleUp: scaling, scaleDown: scaling });
const target = object(
  {
    type: one('Utilization', 'Value', 'AverageValue'),
    averageUtilization: count(1),
    averageValue: quantity,
    value: quantity,
  },
  ['type'],
);
const counted = object(
  {
    metric: object({ name: { ...text, minLength: 1 }, selector: object({ matchLabels: words }) }, ['name']),
    target,
  },
  ['metric', 'target'],
);

const metric = object(
  {
    type: one('Resource', 'ContainerResource', 'Pods', 'Object', 'External'),
    resource: object({ name: one('cpu', 'memory'), target }, ['name', 'target']),
    containerResource: object({ name: one('cpu', 'memory'), container: text, target }, [
      'name',
      'container',
      'target',
    ]),
    pods: counted,
    external: counted,
  },
  ['type'],
);

const amounts: StructuralSchema = object({ cpu: quantity, memory: quantity });

export const scalerKinds: Readonly<Record<string, StructuralSchema>> = {
  'autoscaling/v2 HorizontalPodAutoscaler': object(
    {
      spec: object(
        {
          scaleTargetRef: reference,
          minReplicas: count(1),
          maxReplicas: count(1),
          metrics: list(metric),
          behavior,
        },
        ['scaleTargetRef', 'maxReplicas'],
      ),
    },
    ['spec'],
  ),
  'keda.sh/v1alpha1 ScaledObject': object(
    {
      spec: object(
        {
          scaleTargetRef: object(
            { apiVersion: text, kind: text, name: { ...text, minLength: 1 }, envSourceContainerName: text },
            ['name'],
          ),
          minReplicaCount: count(0),
          maxReplicaCount: count(1),
          idleReplicaCount: count(0),
          pollingInterval: count(1),
          cooldownPeriod: count(0),
          advanced: object({ horizontalPodAutoscalerConfig: object({ name: text, behavior }) }),
          triggers: {
            ...list(
              object(
                {
                  type: { ...text, minLength: 1 },
                  name: text,
                  metricType: one('AverageValue', 'Value', 'Utilization'),
                  metadata: words,
                },
                ['type', 'metadata'],
              ),
            ),
            minItems: 1,
          },
        },
        ['scaleTargetRef', 'triggers'],
      ),
    },
    ['spec'],
  ),
  'autoscaling.k8s.io/v1 VerticalPodAutoscaler': object(
    {
      spec: object(
        {
          targetRef: reference,
          updatePolicy: object({
            updateMode: one('Off', 'Initial', 'Recreate', 'Auto', 'InPlaceOrRecreate'),
            minReplicas: count(1),
          }),
          resourcePolicy: object({
            containerPolicies: list(
              object({
                containerName: text,
                mode: one('Auto', 'Off'),
                controlledResources: texts,
                controlledValues: one('RequestsAndLimits', 'RequestsOnly'),
                minAllowed: amounts,
                maxAllowed: amounts,
              }),
            ),
          }),
        },
        ['targetRef'],
      ),
    },
    ['spec'],
  ),
};

const number = (value: unknown): number => (typeof value === 'number' ? value : NaN);

/** What their admission refuses though no schema says so: a least above a most, a metric without its own part. */
export function scalerComplaints(kind: string, object: Readonly<Record<string, unknown>>): readonly string[] {
  const spec = isRecord(object['spec']) ? object['spec'] : {};
  const [min, max] =
    kind === 'ScaledObject' ? ['minReplicaCount', 'maxReplicaCount'] : ['minReplicas', 'maxReplicas'];
  const found: string[] = [];
  if (number(spec[min]) > number(spec[max]))
    found.push(`${kind}.spec.${min} is ${String(spec[min])}, more than ${max}, ${String(spec[max])}.`);
  if (kind === 'HorizontalPodAutoscaler')
    for (const [i, one] of (Array.isArray(spec['metrics']) ? spec['metrics'] : []).entries()) {
      const type = String((one as Readonly<Record<string, unknown>>)['type']);
      const part = type.charAt(0).toLowerCase() + type.slice(1);
      if (!isRecord((one as Readonly<Record<string, unknown>>)[part]))
        found.push(`${kind}.spec.metrics[${String(i)}] is of type ${type} and has no ${part}.`);
    }
  return found;
}

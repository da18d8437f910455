/** Prometheus: what is scraped, and the series that the agent decides by (Prometheus Operator's custom resources). */
import type { KubernetesObject, Manifest } from './document.ts';
import type { ClusterPlan } from './plan.ts';
import { queriesOf } from './queries.ts';

/** Decisions rest on ten-second maxima of the load of each second: the counters must be read as often. */
const SCRAPE = '1s';
const RECORD = '5s';

export function monitoring(plan: ClusterPlan): readonly Manifest[] {
  if (plan.monitoring === undefined) return [];
  const metadata = (name: string): KubernetesObject['metadata'] => ({
    name,
    namespace: plan.monitoring,
    labels: { 'app.kubernetes.io/part-of': plan.name },
  });
  const selector =
    plan.layout === 'kserve'
      ? {
          matchExpressions: [
            {
              key: 'serving.kserve.io/inferenceservice',
              operator: 'In',
              values: plan.stages.map(({ name }) => name),
            },
          ],
        }
      : { matchLabels: { 'app.kubernetes.io/managed-by': 'seldon-core' } };
  return [
    {
      file: 'monitoring.yaml',
      about: 'What Prometheus scrapes, and the series that decisions are taken by.',
      objects: [
        {
          apiVersion: 'monitoring.coreos.com/v1',
          kind: 'PodMonitor',
          metadata: metadata(`opd-${plan.name}`),
          spec: {
            selector,
            namespaceSelector: { matchNames: [plan.namespace] },
            podMetricsEndpoints: [
              plan.layout === 'kserve'
                ? { targetPort: 8082, path: '/metrics', interval: SCRAPE }
                : { port: 'metrics', path: '/prometheus', interval: SCRAPE },
            ],
          },
        },
        {
          apiVersion: 'monitoring.coreos.com/v1',
          kind: 'PrometheusRule',
          metadata: metadata(`opd-${plan.name}`),
          spec: {
            groups: [
              {
                name: `opd-${plan.name}`,
                interval: RECORD,
                rules: Object.entries(queriesOf(plan)).map(([record, expr]) => ({ record, expr })),
              },
            ],
          },
        },
      ],
    },
  ];
}

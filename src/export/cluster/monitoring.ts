/** Prometheus: what is scraped, and the series that the agent decides by (Prometheus Operator's custom resources). */
import type { KubernetesObject, Manifest } from './document.ts';
import type { ClusterPlan } from './plan.ts';

/** Seconds between scrapes: rates over `WINDOW` see six of them, and a decision is due every ten seconds. */
const SCRAPE = '5s';
const WINDOW = '30s';

/** PromQL by the name of the recorded series: req/s, and seconds. */
export function queriesOf(plan: ClusterPlan): Readonly<Record<string, string>> {
  const inNamespace = `namespace="${plan.namespace}"`;
  const first = plan.stages[0]!.name;
  const arrivals = {
    'seldon-per-stage': `sum(rate(model_infer_request_duration_count{${inNamespace},container="router"}[${WINDOW}]))`,
    'seldon-graph': `sum(rate(seldon_api_executor_server_requests_seconds_count{${inNamespace},deployment_name="${plan.name}"}[${WINDOW}]))`,
    kserve: `sum(rate(model_infer_request_duration_count{${inNamespace},pod=~"${first}-predictor-.*"}[${WINDOW}]))`,
  }[plan.layout];
  const stages = plan.stages.map(({ name }): readonly [string, string] => {
    const where =
      plan.layout === 'kserve'
        ? `${inNamespace},pod=~"${name}-predictor-.*"`
        : `${inNamespace},container="${name}"`;
    const rate = (series: string): string => `sum(rate(${series}{${where}}[${WINDOW}]))`;
    return [
      `opd:stage_latency_seconds:${name.replaceAll('-', '_')}`,
      `${rate('model_infer_request_duration_sum')} / ${rate('model_infer_request_duration_count')}`,
    ];
  });
  return Object.fromEntries([['opd:incoming_rps', arrivals], ...stages]);
}

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
                interval: SCRAPE,
                rules: Object.entries(queriesOf(plan)).map(([record, expr]) => ({ record, expr })),
              },
            ],
          },
        },
      ],
    },
  ];
}

/** Prometheus: what is scraped, and the series that the agent decides by (Prometheus Operator's custom resources). */
import type { KubernetesObject, Manifest } from './document.ts';
import type { ClusterPlan } from './plan.ts';
import { queriesOf } from './queries.ts';

/** Decisions rest on ten-second maxima of the load of each second: the counters must be read as often. */
const SCRAPE = '1s';
const RECORD = '5s';

const metadataIn = (plan: ClusterPlan, name: string): KubernetesObject['metadata'] => ({
  name,
  namespace: plan.monitoring,
  labels: { 'app.kubernetes.io/part-of': plan.name },
});

const WATCHED = 'monitoring.coreos.com/v1';

/** The agent's own metrics, and an alert where it holds for long or is gone; nothing without monitoring. */
export function agentMonitoring(plan: ClusterPlan, name: string): readonly KubernetesObject[] {
  if (plan.monitoring === undefined) return [];
  const { namespace } = plan;
  const own = `namespace="${namespace}",pod=~"${name}-.*"`;
  const alert = (what: string, expr: string, summary: string): object => ({
    alert: what,
    expr,
    for: '5m',
    labels: { severity: 'warning', pipeline: plan.name },
    annotations: { summary },
  });
  return [
    {
      apiVersion: WATCHED,
      kind: 'PodMonitor',
      metadata: metadataIn(plan, name),
      spec: {
        selector: { matchLabels: { 'app.kubernetes.io/name': name } },
        namespaceSelector: { matchNames: [namespace] },
        podMetricsEndpoints: [{ port: 'metrics', path: '/metrics', interval: '10s' }],
      },
    },
    {
      apiVersion: WATCHED,
      kind: 'PrometheusRule',
      metadata: metadataIn(plan, name),
      spec: {
        groups: [
          {
            name,
            rules: [
              alert(
                'OpdAgentHolds',
                `min_over_time(opd_agent_held{${own}}[1m]) == 1`,
                'The agent takes no decisions; its log says why.',
              ),
              alert(
                'OpdAgentGone',
                `absent(opd_agent_live{${own}})`,
                'The agent is not running, or Prometheus does not reach it.',
              ),
            ],
          },
        ],
      },
    },
  ];
}

export function monitoring(plan: ClusterPlan): readonly Manifest[] {
  if (plan.monitoring === undefined) return [];
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
          apiVersion: WATCHED,
          kind: 'PodMonitor',
          metadata: metadataIn(plan, `opd-${plan.name}`),
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
          apiVersion: WATCHED,
          kind: 'PrometheusRule',
          metadata: metadataIn(plan, `opd-${plan.name}`),
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

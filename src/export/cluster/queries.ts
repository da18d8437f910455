/** What Prometheus is asked, in each layout: the series of MLServer and of Seldon's executor (names as of MLServer 1.7 and seldon-core 1.17). */
import type { ClusterPlan } from './plan.ts';
import { queueOf } from './seldon.ts';

/** Rates look back as far as a decision lasts; with a scrape a second they see ten. */
const WINDOW = '10s';

/** Inferences only: servers are asked for their health and their models too. */
const INFER = 'grpc_method="ModelInfer"';

const matcher = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}${value.endsWith('.*') ? '=~' : '='}"${value}"`)
    .join(',');

/** Labels of the series of a stage's container, or of another container of the pipeline's. */
function labelsOf({ layout, namespace }: ClusterPlan, container: string): string {
  return matcher(
    layout === 'kserve' ? { namespace, pod: `${container}-predictor-.*` } : { namespace, container },
  );
}

/** Counter of the requests that reach the pipeline: a selector without a range. */
export function arrivalsOf(plan: ClusterPlan): string {
  switch (plan.layout) {
    case 'seldon-per-stage':
      // Requests begun: those that have ended would be no more than the pipeline can serve.
      return `grpc_server_started_total{${labelsOf(plan, 'router')},${INFER}}`;
    case 'seldon-graph':
      // Inferences only: the executor counts what else it is asked too.
      return `seldon_api_executor_server_requests_seconds_count{${matcher({ namespace: plan.namespace, deployment_name: plan.name })},service=~"predictions|.*ModelInfer"}`;
    case 'kserve':
      return `model_infer_request_duration_count{${labelsOf(plan, plan.stages[0]!.name)}}`;
  }
}

/** Seconds from a request's arrival at the stage to its answer, waiting and filling of the batch included. */
export function latencyOf(plan: ClusterPlan, stage: string): string {
  const labels = labelsOf(plan, plan.layout === 'seldon-per-stage' ? queueOf(stage) : stage);
  const rate = (series: string): string => `sum(rate(${series}{${labels}}[${WINDOW}]))`;
  return `${rate('model_infer_request_duration_sum')} / ${rate('model_infer_request_duration_count')}`;
}

/** Requests that wait at the stage. Where it has a queue: those in the queue's hands that the stage has not got yet. */
export function backlogOf(plan: ClusterPlan, stage: string): string {
  const labels = labelsOf(plan, stage);
  // Every inference that has ended is timed, whatever its end; gRPC counts as handled only some.
  const held = (of: string): string =>
    `sum(grpc_server_started_total{${of},${INFER}}) - sum(model_infer_request_duration_count{${of}})`;
  switch (plan.layout) {
    case 'seldon-per-stage':
      return `clamp_min((${held(labelsOf(plan, queueOf(stage)))}) - (${held(labels)}), 0)`;
    case 'seldon-graph':
      return `clamp_min(${held(labels)}, 0)`;
    case 'kserve': {
      // REST servers count no request that has begun: the mean queue that a request meets, times the replicas.
      const rate = (series: string): string => `sum(rate(${series}{${labels}}[${WINDOW}]))`;
      const replicas = `count(count by (pod) (model_infer_request_duration_count{${labels}}))`;
      return `(${rate('batch_request_queue_sum')} / ${rate('batch_request_queue_count')} * ${replicas} > 0) or vector(0)`;
    }
  }
}

/** PromQL by the name of the series that Prometheus records for people to look at: req/s, seconds and requests. */
export function queriesOf(plan: ClusterPlan): Readonly<Record<string, string>> {
  const each = (what: string, query: (plan: ClusterPlan, stage: string) => string): [string, string][] =>
    plan.stages.map(({ name }) => [`opd:${what}:${name.replaceAll('-', '_')}`, query(plan, name)]);
  return Object.fromEntries([
    ['opd:incoming_rps', `sum(rate(${arrivalsOf(plan)}[${WINDOW}]))`],
    ...each('stage_latency_seconds', latencyOf),
    ...each('stage_backlog', backlogOf),
  ]);
}

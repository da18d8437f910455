/**
 * Istio beside Seldon Core. Seldon's operator owns a DestinationRule for each predictor's Service and puts edits back, so
 * these point at the containers' Services, which it leaves alone, under names of their own.
 */
import { metadata, type KubernetesObject, type Manifest } from './document.ts';
import { containerHost, GRPC_PORT, singleHost } from './hosts.ts';
import { seldonName } from './names.ts';
import type { ClusterPlan } from './plan.ts';
import { queueOf } from './seldon.ts';

interface Target {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

function targetsOf(plan: ClusterPlan): readonly Target[] {
  if (plan.layout === 'seldon-graph')
    return plan.stages.map(({ name }, k) => ({
      name,
      host: containerHost(plan, plan.name, 'default', name),
      port: GRPC_PORT + k,
    }));
  return plan.stages
    .flatMap(({ name }) => [name, queueOf(name)])
    .map((name) => ({ name, host: singleHost(plan, name), port: GRPC_PORT }));
}

/** Balances single requests over replicas, and starts new ones slowly; nothing for KServe, which brings its own. */
export function mesh(plan: ClusterPlan): readonly Manifest[] {
  const { istio } = plan;
  if (istio === undefined || plan.layout === 'kserve') return [];
  const apiVersion = `networking.istio.io/${istio}`;
  const objects = targetsOf(plan).flatMap(({ name, host, port }): readonly KubernetesObject[] => {
    const own = seldonName(`${plan.name}-stage-${name}`);
    return [
      {
        apiVersion,
        kind: 'DestinationRule',
        metadata: metadata(plan, own),
        spec: {
          host,
          trafficPolicy: {
            loadBalancer: {
              simple: 'LEAST_REQUEST',
              ...(istio === 'v1' ? { warmup: { duration: '30s' } } : { warmupDurationSecs: '30s' }),
            },
            connectionPool: {
              http: { http2MaxRequests: 1000, maxRequestsPerConnection: 0, idleTimeout: '60s' },
            },
            outlierDetection: {
              consecutiveGatewayErrors: 5,
              interval: '5s',
              baseEjectionTime: '15s',
              maxEjectionPercent: 50,
            },
          },
        },
      },
      {
        apiVersion,
        kind: 'VirtualService',
        metadata: metadata(plan, own),
        spec: {
          hosts: [host],
          gateways: ['mesh'],
          http: [
            {
              match: [{ port }],
              timeout: `${String(Math.ceil(2 * plan.slaSeconds))}s`,
              retries: { attempts: 1, retryOn: 'connect-failure,refused-stream,unavailable' },
              route: [{ destination: { host, port: { number: port } } }],
            },
          ],
        },
      },
    ];
  });
  return [
    { file: 'istio.yaml', about: 'Balances single requests over the replicas of each stage.', objects },
  ];
}

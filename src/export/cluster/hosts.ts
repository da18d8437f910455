/** Where the containers of a SeldonDeployment are reached. */
import { seldonName } from './names.ts';
import type { ClusterPlan } from './plan.ts';

/** gRPC port of the first container of a deployment; the k-th of a graph has the k-th port from here. */
export const GRPC_PORT = 9500;

/** Service of a container: `<deployment>-<predictor>-<container>`; Seldon makes no mesh rules of its own for it. */
export function containerHost(
  { namespace }: ClusterPlan,
  deployment: string,
  predictor: string,
  container: string,
): string {
  return `${seldonName(`${deployment}-${predictor}-${container}`)}.${namespace}.svc.cluster.local`;
}

/** The same in a deployment of one node, whose deployment, predictor and container share their name. */
export function singleHost(plan: ClusterPlan, name: string): string {
  return containerHost(plan, name, name, name);
}

import { agentName, drivenResource } from './agentManifest.ts';
import { PAUSED } from './resources.ts';
import type { ClusterPlan } from '../cluster/plan.ts';

/** Shell commands for the agent, from its image to its end. */
export function agentCommandsOf(plan: ClusterPlan): {
  readonly watch: readonly string[];
  readonly live: readonly string[];
  readonly pause: readonly string[];
  readonly undo: readonly string[];
} {
  const { namespace, agentImage } = plan;
  const name = agentName(plan);
  const inNamespace = `kubectl -n ${namespace}`;
  const resource = drivenResource(plan);
  return {
    watch: [
      `docker build -f agent/Dockerfile -t ${agentImage} . && docker push ${agentImage}`,
      'kubectl apply -f agent/agent.yaml',
      `${inNamespace} logs -f deployment/${name}`,
    ],
    live: [
      `${inNamespace} patch deployment ${name} --type=json -p '[{"op": "replace", "path": "/spec/template/spec/containers/0/args/1", "value": "--mode=live"}]'`,
    ],
    pause: [
      `${inNamespace} annotate ${resource} ${PAUSED}=true`,
      `${inNamespace} annotate ${resource} ${PAUSED}-`,
    ],
    undo: ['kubectl delete --ignore-not-found -f agent/agent.yaml'],
  };
}

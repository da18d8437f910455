/** What `predict.ts` fetches when somebody asks what a better forecast is worth. */
import { VALUED } from '../src/experiments/forecastValue/words.ts';
import { agentPolicy, type AgentRecord } from '../src/learning/network/trainedAgent.ts';
import type { PolicyFactory } from '../src/policies/policy.ts';
import { policyById } from '../src/policies/registry.ts';

export { forecastValue } from '../src/experiments/forecastValue/forecastValue.ts';

/** Whose earnings are measured. */
export function valued(agent: AgentRecord | undefined): readonly PolicyFactory[] {
  return [...VALUED.map((id) => policyById(id)!), ...(agent ? [agentPolicy(agent)] : [])];
}

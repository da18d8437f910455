import { createEnvironment, policyContext, prepare } from '../../scenario/prepare.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { policyById } from '../../policies/registry.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../workload/workload.ts';

/** What a search runs in: single requests. No autoscaler reads a forecast, so the cheapest is made. */
export function judgingScenario(scenario: Scenario): Scenario {
  return { ...scenario, environment: 'discrete', forecaster: 'last', predictor: undefined };
}

/**
 * What the policy of a key deploys first on this load: the variants and batches that its settings leave to the lab, and the
 * replicas it starts with. Throws for a key that does not parse.
 */
export async function deployedBy(key: string, scenario: Scenario): Promise<Configuration> {
  const factory = policyById(key);
  if (!factory) throw new Error(`there is no policy "${key}"`);
  // Only the first decision is taken: what comes after it of the load is not needed.
  const rates = scenario.workload.rates.slice(0, HISTORY_SECONDS + DECISION_SECONDS);
  const prepared = prepare(judgingScenario({ ...scenario, workload: { ...scenario.workload, rates } }));
  const environment = createEnvironment(prepared, 1);
  environment.reset(0, prepared.track, HISTORY_SECONDS);
  const policy = await factory.create(policyContext(prepared, key));
  return policy.decide(environment.observe(0));
}

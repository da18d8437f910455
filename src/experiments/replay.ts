import { assertFeasible } from './episode.ts';
import { createEnvironment, policyContext, type Prepared } from './prepare.ts';
import type { Environment, Observation } from '../environment/environment.ts';
import type { Configuration } from '../model/pipeline.ts';
import { toAction } from '../model/tables.ts';
import { remembers, type Policy, type PolicyFactory } from '../policies/policy.ts';
import { HISTORY_SECONDS } from '../workload/workload.ts';

/** An episode stopped just before a decision. */
export interface Moment {
  /** One lane, in the state in which the decision is taken. */
  readonly environment: Environment;
  /** What is seen there; a copy. */
  readonly observation: Observation;
  /** The policy whose episode it is, not yet asked for this decision. */
  readonly policy: Policy;
  /** Those who watched, in the order given: asked at every earlier decision too where that bears on the next one. */
  readonly witnesses: readonly Policy[];
}

/**
 * Plays the episode of `factory` again up to decision `k`, exactly as `runEpisode` did. Witnesses meet the same
 * observations and order nothing; the factory itself among them is a copy of the policy, memory and all.
 * Throws where the episode has no such decision.
 */
export async function replayTo(
  prepared: Prepared,
  factory: PolicyFactory,
  k: number,
  witnesses: readonly PolicyFactory[],
): Promise<Moment> {
  const { tables, track, loads } = prepared;
  if (!Number.isInteger(k) || k < 0 || k >= loads.length) {
    throw new Error(`The episode has ${String(loads.length)} decisions; there is no number ${String(k)}.`);
  }
  const create = (of: PolicyFactory): Promise<Policy> => of.create(policyContext(prepared, of.info.id));
  const policy = await create(factory);
  const watching = await Promise.all(witnesses.map(create));
  const attentive = watching.filter(({ info }) => remembers(info));
  const environment = createEnvironment(prepared, 1);
  environment.reset(0, track, HISTORY_SECONDS);
  const action = new Int32Array(3 * tables.stages);
  for (let i = 0; i < k; i++) {
    const observation = environment.observe(0);
    for (const witness of attentive) witness.decide(observation);
    toAction(order(prepared, policy, observation), action);
    environment.step(action);
  }
  const seen = environment.observe(0);
  return {
    environment,
    observation: { ...seen, action: seen.action.slice() },
    policy,
    witnesses: watching,
  };
}

/** What `policy` orders; throws if that breaks a limit. */
export function order({ tables }: Prepared, policy: Policy, observation: Observation): Configuration {
  const configuration = policy.decide(observation);
  assertFeasible(tables, configuration, policy.info);
  return configuration;
}

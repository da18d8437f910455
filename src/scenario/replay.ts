import { assertFeasible } from './episode.ts';
import { createEnvironment, policyContext, type Prepared } from './prepare.ts';
import { sizeOf } from './size.ts';
import type { Environment, Observation } from '../environment/environment.ts';
import { shareOf } from '../environment/share.ts';
import type { Configuration } from '../model/pipeline.ts';
import { toAction } from '../model/tables.ts';
import { TIME_LIMITS } from '../model/timeLimits.ts';
import { orTooMuch } from '../model/watch.ts';
import { orderOf, remembers, type Policy, type PolicyFactory, type PolicyInfo } from '../policies/policy.ts';
import { HISTORY_SECONDS } from '../workload/workload.ts';

/** An episode stopped just before a decision. */
export interface DecisionMoment {
  /** One lane, in the state in which the decision is taken. */
  readonly environment: Environment;
  /** What is seen there; a copy. */
  readonly observation: Observation;
  /** The policy whose episode it is, not yet asked for this decision. */
  readonly policy: Policy;
  /** Those who watched, in the order given: asked at every earlier decision too where that bears on the next one. */
  readonly witnesses: readonly Policy[];
  /** Those who took too long and left; none where all must stay. */
  readonly left: readonly PolicyInfo[];
}

/**
 * Plays the episode of `factory` again up to decision `k`, exactly as `runEpisode` did. Witnesses meet the same
 * observations and order nothing; the factory itself among them is a copy of the policy, memory and all.
 * Where they `mayLeave`, one that takes too long is asked no more. Throws where the episode has no such decision, and `TooMuch`, a sentence, where it takes too long.
 */
export async function replayTo(
  prepared: Prepared,
  factory: PolicyFactory,
  k: number,
  witnesses: readonly PolicyFactory[],
  mayLeave = false,
): Promise<DecisionMoment> {
  return orTooMuch(
    `The replay of ${factory.info.name} up to decision ${String(k)}`,
    () => sizeOf(prepared.scenario),
    () => momentOf({ ...prepared, watch: prepared.patience.replay() }, factory, k, witnesses, mayLeave),
  );
}

async function momentOf(
  prepared: Prepared,
  factory: PolicyFactory,
  k: number,
  witnesses: readonly PolicyFactory[],
  mayLeave: boolean,
): Promise<DecisionMoment> {
  const { tables, track, loads } = prepared;
  if (!Number.isInteger(k) || k < 0 || k >= loads.length) {
    throw new Error(`The episode has ${String(loads.length)} decisions; there is no number ${String(k)}.`);
  }
  const create = (of: PolicyFactory): Promise<Policy> => of.create(policyContext(prepared, of.info.id));
  const policy = await create(factory);
  const watching = await Promise.all(witnesses.map(create));
  let attentive = watching.filter(({ info }) => remembers(info)).map((witness) => ({ witness, seconds: 0 }));
  const left: Policy[] = [];
  const environment = createEnvironment(prepared, 1);
  environment.reset(0, track, HISTORY_SECONDS);
  const action = new Int32Array(3 * tables.stages);
  const share = shareOf(environment.kind, track, k);
  for (let i = 0; i < k; i++) {
    prepared.watch.look(share(i));
    const observation = environment.observe(0);
    for (const one of attentive) {
      const before = prepared.watch.left();
      await orderOf(one.witness, observation);
      // Without a limit that is no number, and nobody leaves.
      one.seconds += before - prepared.watch.left();
    }
    const slow = mayLeave ? attentive.filter(({ seconds }) => seconds > TIME_LIMITS.witness) : [];
    if (slow.length > 0) {
      left.push(...slow.map(({ witness }) => witness));
      attentive = attentive.filter((one) => !slow.includes(one));
    }
    toAction(await order(prepared, policy, observation), action);
    environment.step(action);
  }
  const seen = environment.observe(0);
  return {
    environment,
    observation: { ...seen, action: seen.action.slice() },
    policy,
    witnesses: watching.filter((witness) => !left.includes(witness)),
    left: left.map(({ info }) => info),
  };
}

/** What `policy` orders; rejects if that breaks a limit. */
export async function order(
  { tables }: Prepared,
  policy: Policy,
  observation: Observation,
): Promise<Configuration> {
  const configuration = await orderOf(policy, observation);
  assertFeasible(tables, configuration, policy.info);
  return configuration;
}

/** A policy judged beside its rivals on one load. */
import { searchedBriefly } from './briefSearch.ts';
import type { Possible } from './possible.ts';
import { runEpisode } from '../scenario/episode.ts';
import type { Prepared } from '../scenario/prepare.ts';
import type { EpisodeSummary } from '../scenario/scenario.ts';
import type { PolicyFactory } from '../policies/policy.ts';
import { policyById } from '../policies/registry.ts';

const RIVALS = ['random', 'greedy', 'ipa-exact', 'static-best', 'optimum-predicted', 'optimum-true'];

/** Where a policy stands on a load. */
export type Standing = Pick<
  EpisodeSummary,
  'objective' | 'qos' | 'cost' | 'regret' | 'dropped' | 'switches'
> & {
  /** Of the reward: 0 is Random, 1 the best plan found with the load known. */
  readonly normalisedScore: number;
};

/** What is possible on a load: mean rewards a decision. */
export interface PossibleReward extends Pick<Possible, 'kind'> {
  /** What the best plan found earns: never less than one of the policies. */
  readonly found: number;
  /** Nobody earns more; absent where that is not proven: among single requests. */
  readonly bound?: number;
}

/** Policies on one load, by id, and what is possible there. */
export interface Judged {
  readonly policies: Readonly<Record<string, Standing>>;
  readonly possible: PossibleReward;
}

/**
 * `factory`'s policy and its rivals on the scenario's load; their regret is what they earn less than the bound, or than the
 * best plan found where none is proven. No clock is read: the same scenario, the same numbers.
 */
export async function besideRivals(prepared: Prepared, factory: PolicyFactory): Promise<Judged> {
  const summaries = new Map<string, EpisodeSummary>();
  const orders: Int32Array[] = [];
  for (const one of [factory, ...RIVALS.map((id) => policyById(id)!)]) {
    const { policy, summary, series } = await runEpisode(prepared, one, { clock: () => 0, record: false });
    summaries.set(policy, summary);
    orders.push(series.actions);
  }
  const { kind, bound, played } = searchedBriefly({ ...prepared, watch: prepared.patience.replay() }, orders);
  // Rounding: in the instant world the plan is the optimum, and so may a policy's be.
  const rewards = [...summaries.values()].map(({ reward }) => reward);
  const found = Math.max(played.summary.reward, ...rewards);
  const most = bound === undefined ? found : Math.max(bound, found);
  const floor = summaries.get('random')!.reward;
  return {
    policies: Object.fromEntries(
      [...summaries].map(([id, { reward, objective, qos, cost, dropped, switches }]) => [
        id,
        {
          ...{ objective, qos, cost, regret: most - reward, dropped, switches },
          normalisedScore: (reward - floor) / (found - floor),
        },
      ]),
    ),
    possible: { kind, found, ...(bound === undefined ? {} : { bound: most }) },
  };
}

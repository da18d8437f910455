/** A policy judged beside its rivals on one load. */
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
  /** 0 is Random, 1 the optimum that knows the load. */
  readonly normalisedScore: number;
};

/** `factory`'s policy and its rivals on the scenario's load, by id. No clock is read: the same scenario, the same numbers. */
export async function besideRivals(
  prepared: Prepared,
  factory: PolicyFactory,
): Promise<Readonly<Record<string, Standing>>> {
  const summaries = new Map<string, EpisodeSummary>();
  for (const one of [factory, ...RIVALS.map((id) => policyById(id)!)]) {
    const { policy, summary } = await runEpisode(prepared, one, { clock: () => 0, record: false });
    summaries.set(policy, summary);
  }
  const floor = summaries.get('random')!.objective;
  const span = summaries.get('optimum-true')!.objective - floor;
  return Object.fromEntries(
    [...summaries].map(([id, { objective, qos, cost, regret, dropped, switches }]) => [
      id,
      { objective, qos, cost, regret, dropped, switches, normalisedScore: (objective - floor) / span },
    ]),
  );
}

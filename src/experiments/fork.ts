import { emptySeries, writeStep } from '../scenario/episode.ts';
import { createEnvironment, type Prepared } from '../scenario/prepare.ts';
import { order, replayTo } from '../scenario/replay.ts';
import type { EpisodeSeries } from '../scenario/scenario.ts';
import { sizeOf } from '../scenario/size.ts';
import { termsOf, type Term } from '../scenario/terms.ts';
import type { Configuration } from '../model/pipeline.ts';
import { isFeasible, toAction } from '../model/tables.ts';
import { orTooMuch } from '../model/watch.ts';
import type { PolicyFactory } from '../policies/policy.ts';

/** Two futures that part at one decision. Plain data. */
export interface Fork {
  /** The decision at which they part: row 0 of both series. */
  readonly from: number;
  /** As the episode went; no decision times. */
  readonly own: EpisodeSeries;
  /** With another configuration ordered at `from`; the same policy decides on. */
  readonly other: EpisodeSeries;
  /** What the other earns more, by term, summed over the decisions: points. */
  readonly difference: readonly Term[];
  /** Their sum: reward of `other` less reward of `own`. */
  readonly total: number;
}

/**
 * Both futures from decision `k` over at most `horizon` decisions (fewer where the episode ends): the original one, and
 * one where `configuration` is ordered at `k`. A policy with memory decides in each by a copy of its own, which took
 * every decision up to and with `k` itself: only the order is replaced. Throws where `configuration` is not feasible, and
 * `TooMuch`, a sentence, where it takes too long.
 */
export async function fork(
  prepared: Prepared,
  factory: PolicyFactory,
  k: number,
  configuration: Configuration,
  horizon: number,
): Promise<Fork> {
  return orTooMuch(
    'The other future',
    () => sizeOf(prepared.scenario),
    () => futures({ ...prepared, watch: prepared.patience.replay() }, factory, k, configuration, horizon),
  );
}

async function futures(
  prepared: Prepared,
  factory: PolicyFactory,
  k: number,
  configuration: Configuration,
  horizon: number,
): Promise<Fork> {
  const { tables, loads, frontier, scenario } = prepared;
  if (!isFeasible(tables, configuration)) {
    throw new Error(`The configuration to fork with breaks a limit: ${JSON.stringify(configuration)}`);
  }
  const moment = await replayTo(prepared, factory, k, [factory]);
  const policies = [moment.policy, moment.witnesses[0]!];
  const environment = createEnvironment(prepared, policies.length);
  policies.forEach((_, lane) => {
    environment.copyLane(lane, moment.environment, 0);
  });
  const width = 3 * tables.stages;
  const decisions = Math.min(horizon, loads.length - k);
  const series = policies.map(() => emptySeries(decisions, width));
  const actions = new Int32Array(policies.length * width);
  for (let i = 0; i < decisions; i++) {
    const seen = policies.map((_, lane) => environment.observe(lane));
    for (const [lane, policy] of policies.entries())
      toAction(await order(prepared, policy, seen[lane]!), actions, lane * width);
    if (i === 0) toAction(configuration, actions, width);
    environment.step(actions);
    const optimum = frontier.rewardAt(loads[k + i]!);
    series.forEach((own, lane) => {
      writeStep(own, i, seen[lane]!, optimum, environment, lane);
    });
  }
  const [own, other] = [series[0]!, series[1]!];
  const before = termsOf(own, scenario.weights);
  const difference = termsOf(other, scenario.weights).map(({ name, value }, i) => ({
    name,
    value: decisions * (value - before[i]!.value),
  }));
  return { from: k, own, other, difference, total: difference.reduce((sum, { value }) => sum + value, 0) };
}

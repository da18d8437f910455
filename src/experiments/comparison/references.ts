/** What runs of one scenario are measured against. */
import { runEpisode } from '../../scenario/episode.ts';
import { createEnvironment, type Prepared } from '../../scenario/prepare.ts';
import { sizeOf } from '../../scenario/size.ts';
import type { FrontPoint, References } from './result.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { toAction } from '../../model/tables.ts';
import { orTooMuch } from '../../model/watch.ts';
import { frontierOf } from '../../policies/optimum/frontierOf.ts';
import { offlineOptimum } from '../../policies/optimum/offline.ts';
import { optimumPredicted, optimumTrue } from '../../policies/oracles.ts';
import { random } from '../../policies/random.ts';
import type { PolicyFactory } from '../../policies/policy.ts';
import { HISTORY_SECONDS } from '../../workload/workload.ts';

/** Rewards charged for a change of configuration by the plans among which hindsight chooses. */
const SWITCHING_COSTS = [0, 0.25, 0.5, 1, 2];
/** The optimum's front: its price of a core is the plan's times these. */
const PRICES = [0, 0.125, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12];

/** Runs a sequence of configurations made in advance. */
function follow(
  prepared: Prepared,
  at: (k: number) => Configuration,
): { reward: number; cost: number; qos: number } {
  const { tables, track, loads } = prepared;
  const environment = createEnvironment(prepared, 1);
  environment.reset(0, track, HISTORY_SECONDS);
  const action = new Int32Array(3 * tables.stages);
  const sums = { reward: 0, cost: 0, qos: 0 };
  for (let k = 0; k < loads.length; k++) {
    prepared.watch.look();
    toAction(at(k), action);
    environment.step(action);
    sums.reward += environment.results.reward[0]!;
    sums.cost += environment.results.cost[0]!;
    sums.qos += environment.results.qos[0]!;
  }
  const count = Math.max(1, loads.length);
  return { reward: sums.reward / count, cost: sums.cost / count, qos: sums.qos / count };
}

/**
 * The reward of the best plan in hindsight. The environment's after-effects make the exact best sequence a search over
 * all its states, so it is bounded from below: plans that are exactly optimal for the equations with a price on each
 * change, for the load as it comes or for that of this step and the next (which orders replicas one step ahead), and
 * the myopic optimum itself; the one that earns most when run. Never less than the myopic optimum that knows the load.
 */
function hindsight(prepared: Prepared, myopicTrue: number): number {
  const { frontier, loads, scenario, watch } = prepared;
  // Where orders take effect at once, looking ahead gains nothing.
  if (scenario.environment === 'instant') return myopicTrue;
  const ahead = loads.map((load, k) => Math.max(load, loads[k + 1] ?? load));
  let best = myopicTrue;
  for (const target of [loads, ahead]) {
    for (const cost of SWITCHING_COSTS) {
      const { points } = offlineOptimum(frontier, target, cost, watch);
      best = Math.max(best, follow(prepared, (k) => frontier.configuration(points[k]!)).reward);
    }
  }
  return best;
}

/** The optimum at other prices of a core, knowing the load, run in the scenario's environment. */
function frontOf(prepared: Prepared): readonly FrontPoint[] {
  const { tables, loads, scenario, longRun, watch } = prepared;
  const { weights } = scenario;
  return PRICES.map((price) =>
    frontierOf(tables, { ...weights, costWeight: price * weights.costWeight }, longRun, watch),
  )
    .map((frontier) => {
      const { cost, qos } = follow(prepared, (k) => frontier.best(loads[k]!));
      return { costWeight: frontier.weights.costWeight, cost, qos };
    })
    .sort((a, b) => a.cost - b.cost);
}

/** Throws `TooMuch`, a sentence, where all of it together takes longer than one replay may. */
export async function referencesOf(
  prepared: Prepared,
  pipeline: string,
  workload: string,
): Promise<References> {
  return orTooMuch(
    'Finding what these runs are measured against, plans made in hindsight',
    () => sizeOf(prepared.scenario),
    () => found({ ...prepared, watch: prepared.patience.replay() }, pipeline, workload),
  );
}

async function found(prepared: Prepared, pipeline: string, workload: string): Promise<References> {
  const { frontier, loads, scenario } = prepared;
  const run = async (factory: PolicyFactory): Promise<number> =>
    (await runEpisode(prepared, factory, { clock: () => 0, record: false })).summary.reward;
  let optimum = 0;
  for (const load of loads) optimum += frontier.rewardAt(load);
  const myopicTrue = await run(optimumTrue);
  return {
    pipeline,
    workload,
    seed: scenario.seed,
    optimum: optimum / Math.max(1, loads.length),
    hindsight: hindsight(prepared, myopicTrue),
    myopicTrue,
    myopicForecast: await run(optimumPredicted),
    random: await run(random),
    front: frontOf(prepared),
  };
}

/** What runs of one scenario are measured against. */
import { runEpisode } from '../../scenario/episode.ts';
import { playPlan } from '../../scenario/plan.ts';
import type { Prepared } from '../../scenario/prepare.ts';
import { sizeOf } from '../../scenario/size.ts';
import type { FrontPoint, References } from './result.ts';
import { searchedBriefly } from '../briefSearch.ts';
import { orTooMuch } from '../../model/watch.ts';
import { frontierOf } from '../../policies/optimum/frontierOf.ts';
import { atOnce, earlyOrders } from '../../policies/optimum/informed.ts';
import { random } from '../../policies/random.ts';

/** The front of the optimum of each ten seconds: its price of a core is the plan's times these. */
const PRICES = [0, 0.125, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12];

/** The optimum of each ten seconds at other prices of a core, knowing the load, run in the scenario's environment. */
function frontOf(prepared: Prepared): readonly FrontPoint[] {
  const { tables, loads, scenario, longRun, watch } = prepared;
  const { weights } = scenario;
  return PRICES.map((price) =>
    frontierOf(tables, { ...weights, costWeight: price * weights.costWeight }, longRun, watch),
  )
    .map((frontier) => {
      const { cost, qos } = playPlan(prepared, atOnce(earlyOrders(frontier, loads, 1, 0))).summary;
      return { costWeight: frontier.weights.costWeight, cost, qos };
    })
    .sort((a, b) => a.cost - b.cost);
}

/**
 * `alike` are those of another seed, of the same load in a world that has no seed: the run at random alone is made anew.
 * Throws `TooMuch`, a sentence, where all of it together takes longer than one replay may.
 */
export async function referencesOf(
  prepared: Prepared,
  pipeline: string,
  workload: string,
  alike?: References,
): Promise<References> {
  return orTooMuch(
    'Finding what is possible on a load',
    () => sizeOf(prepared.scenario),
    () => found({ ...prepared, watch: prepared.patience.replay() }, pipeline, workload, alike),
  );
}

async function found(
  prepared: Prepared,
  pipeline: string,
  workload: string,
  alike: References | undefined,
): Promise<References> {
  const { summary } = await runEpisode(prepared, random, { clock: () => 0, record: false });
  const at = { pipeline, workload, seed: prepared.scenario.seed };
  // Shorter than the history that comes before the first decision.
  if (prepared.loads.length === 0)
    return { ...at, kind: 'plan', found: summary.reward, random: summary.reward, front: [] };
  if (alike) return { ...alike, ...at, random: summary.reward };
  const { kind, bound, played } = searchedBriefly(prepared);
  const { reward, cost, qos } = played.summary;
  return {
    ...at,
    ...{ kind, found: reward, plan: { cost, qos } },
    ...(bound === undefined ? {} : { bound }),
    random: summary.reward,
    front: frontOf(prepared),
  };
}

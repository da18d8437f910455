/** What an agent in training is measured against: rivals on the very loads it meets, and what is possible on the held-out one. */
import { possibleIn, type Possible } from './possible.ts';
import { UNIT_RIVAL } from './unitRival.ts';
import { runEpisode } from '../scenario/episode.ts';
import { shareInTime } from '../scenario/measures.ts';
import { prepare, type Prepared } from '../scenario/prepare.ts';
import type { Episode, Scenario } from '../scenario/scenario.ts';
import { trainingLoads } from '../learning/task/trainingLoads.ts';
import { patient, type Patience } from '../model/patience.ts';
import { policyById } from '../policies/registry.ts';
import { LONGEST_REPLAY, type Workload } from '../workload/workload.ts';

export interface RivalLevel {
  readonly id: string;
  /** Mean J per decision on the held-out load. */
  readonly objective: number;
  /** Share of requests in time there, 0..1. */
  readonly inTime: number | undefined;
  /**
   * Mean r* - r per decision over the loads trained on, r* the optimum of the equations there; undefined where it was not
   * measured.
   */
  readonly trainingRegret: number | undefined;
}

/** What is possible on the held-out load (possible.ts), as J: without the price of the batch. */
export interface HeldOutPossible {
  readonly kind: Possible['kind'];
  /** Mean J per decision of the best plan found; where choices take effect at once, of the optimum. */
  readonly plan: number;
  /** No orders reach more; undefined where no bound is proven, or not yet. */
  readonly bound: number | undefined;
  /** More is to come: a bound, or a better plan. */
  readonly searching: boolean;
}

export interface Yardstick {
  readonly possible: HeldOutPossible;
  readonly rivals: readonly RivalLevel[];
}

/** How long the search for a better plan may go on after the first bracket. */
interface Narrowing {
  /** Milliseconds. */
  readonly clock: () => number;
  readonly ms: number;
}

const RIVALS = ['random', UNIT_RIVAL, 'ipa-exact', 'optimum-predicted'];
/**
 * Runs the rivals where an agent with `seed` trains and is chosen, and yields them at once, beside the best of their own
 * plans and of the optimum for each load; then with each better plan and, where there is one, its bound. The last says
 * that nothing is searched any more. `patience` is each run's.
 */
export async function* yardstickFor(
  scenario: Scenario,
  seed: number,
  narrowing: Narrowing = { clock: () => 0, ms: 0 },
  patience: Patience = patient,
): AsyncGenerator<Yardstick> {
  const { loads, heldOut } = trainingLoads(scenario.workload, seed);
  const on = (rates: Float64Array, changes: Partial<Scenario> = {}): Prepared => {
    const workload: Workload = { ...scenario.workload, rates: rates.subarray(0, LONGEST_REPLAY) };
    return prepare({ ...scenario, ...changes, workload }, loads[0], undefined, patience);
  };
  const run = (id: string, ready: Prepared): Promise<Episode> =>
    runEpisode(ready, policyById(id)!, { clock: () => 0, record: false });
  const chosenOn = heldOut ?? scenario.workload.rates;
  const held = on(chosenOn);
  const tracks = loads.map((rates) => on(rates));
  const rivals: RivalLevel[] = [];
  const known: Int32Array[] = [];
  for (const id of RIVALS) {
    const { series, summary } = await run(id, held);
    known.push(series.actions);
    let regret = 0;
    if (id === UNIT_RIVAL) for (const track of tracks) regret += (await run(id, track)).summary.regret;
    rivals.push({
      id,
      objective: summary.objective,
      inTime: shareInTime(summary),
      trainingRegret: id === UNIT_RIVAL ? regret / tracks.length : undefined,
    });
  }
  // The search earns rewards: without the price of the batch they are J.
  const ofJ = on(chosenOn, { weights: { ...scenario.weights, batchWeight: 0 } });
  for await (const possible of narrowed(ofJ, known, narrowing, await run('optimum-true', ofJ), rivals))
    yield { possible, rivals };
}

async function* narrowed(
  ofJ: Prepared,
  known: readonly Int32Array[],
  { clock, ms }: Narrowing,
  { summary, series }: Episode,
  rivals: readonly RivalLevel[],
): AsyncGenerator<HeldOutPossible> {
  if (ofJ.scenario.environment !== 'instant') {
    const plan = Math.max(summary.objective, ...rivals.map(({ objective }) => objective));
    yield { kind: 'plan', plan, bound: undefined, searching: true };
  }
  let until = Infinity;
  let last: HeldOutPossible | undefined;
  for (const { kind, played, bound } of possibleIn(ofJ, () => clock() < until, [...known, series.actions])) {
    if (until === Infinity) until = clock() + ms;
    last = { kind, plan: played.summary.objective, bound, searching: kind !== 'exact' };
    if (last.searching) yield last;
  }
  yield { ...last!, searching: false };
}

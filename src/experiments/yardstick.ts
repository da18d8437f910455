/** What an agent in training is measured against: rivals and the optimum on the very loads it meets. */
import { runEpisode } from '../scenario/episode.ts';
import { shareInTime } from '../scenario/measures.ts';
import { prepare } from '../scenario/prepare.ts';
import type { EpisodeSummary, Scenario } from '../scenario/scenario.ts';
import { trainingLoads } from '../learning/task/trainingLoads.ts';
import { patient, type Patience } from '../model/patience.ts';
import { policyById } from '../policies/registry.ts';
import type { Workload } from '../workload/workload.ts';

export interface RivalLevel {
  readonly id: string;
  /** Mean J per decision on the held-out load. */
  readonly objective: number;
  /** Share of requests in time there, 0..1. */
  readonly inTime: number | undefined;
  /** Mean optimum - reward per decision over the loads trained on; undefined where it was not measured. */
  readonly trainingRegret: number | undefined;
}

export interface Yardstick {
  /** J of the optimum that knows the held-out load and whose choices take effect at once. */
  readonly optimum: number;
  readonly rivals: readonly RivalLevel[];
}

/** The rival whose regret is 1 on the normalised axis. */
export const UNIT_RIVAL = 'greedy';
const RIVALS = ['random', UNIT_RIVAL, 'ipa-exact', 'optimum-predicted'];
/** A longer load is measured on its first day. */
const DAY = 86_400;

/** Runs the rivals where an agent with `seed` trains and is chosen; `patience` is each run's. */
export async function yardstickFor(
  scenario: Scenario,
  seed: number,
  patience: Patience = patient,
): Promise<Yardstick> {
  const { loads, heldOut } = trainingLoads(scenario.workload, seed);
  const on = (rates: Float64Array, changes: Partial<Scenario> = {}): ReturnType<typeof prepare> => {
    const workload: Workload = { ...scenario.workload, rates: rates.subarray(0, DAY) };
    return prepare({ ...scenario, ...changes, workload }, loads[0], undefined, patience);
  };
  const summaryOf = async (id: string, ready: ReturnType<typeof prepare>): Promise<EpisodeSummary> =>
    (await runEpisode(ready, policyById(id)!, { clock: () => 0, record: false })).summary;
  const chosenOn = heldOut ?? scenario.workload.rates;
  const held = on(chosenOn);
  const optimum = await summaryOf('optimum-true', on(chosenOn, { environment: 'instant' }));
  const tracks = loads.map((rates) => on(rates));
  const rivals: RivalLevel[] = [];
  for (const id of RIVALS) {
    const summary = await summaryOf(id, held);
    let regret = 0;
    if (id === UNIT_RIVAL) for (const track of tracks) regret += (await summaryOf(id, track)).regret;
    rivals.push({
      id,
      objective: summary.objective,
      inTime: shareInTime(summary),
      trainingRegret: id === UNIT_RIVAL ? regret / tracks.length : undefined,
    });
  }
  return { optimum: optimum.objective, rivals };
}

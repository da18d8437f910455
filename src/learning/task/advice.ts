/** Who advises the lanes of a world, and what: an expert's order in the very state in which a lane is. */
import { bestPlanOf, offlinePlanOf } from './bestPlan.ts';
import { PlannerAdvice } from './plannerAdvice.ts';
import type { ExpertName } from '../ppo/config.ts';
import type { Environment, LoadTrack } from '../../environment/environment.ts';
import { toAction } from '../../model/tables.ts';
import type { Policy } from '../../policies/policy.ts';
import type { Frontier } from '../../policies/optimum/frontier.ts';
import type { Prepared } from '../../scenario/prepare.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** An expert in one world. */
export interface Adviser {
  /** Where it only comments on the agent's states it is asked at every so many decisions of a lane: who plans is dear. */
  readonly every: number;
  /** Writes what it would order on `lane` now, which plays track `track` of the world, at action[at..). */
  order(lane: number, track: number, action: Int32Array, at: number): void;
}

/** What an expert may look at. */
export interface Advised {
  readonly prepared: Prepared;
  readonly environment: Environment;
  readonly tracks: readonly LoadTrack[];
  /** Of a load a little higher where late requests have a weight (`rounded`). */
  readonly frontier: Frontier;
}

/** `ipa` is the policy of that expert; the others are made here. Plans for whole loads are made at once, which takes seconds. */
export function adviserOf(expert: ExpertName, ipa: Policy | undefined, world: Advised): Adviser {
  const { prepared, environment, tracks, frontier } = world;
  const { options, scenario, watch } = prepared;
  switch (expert) {
    case 'ipa':
      return {
        every: 1,
        order: (lane, _track, action, at) => {
          toAction(ipa!.decide(environment.observe(lane)), action, at);
        },
      };
    case 'optimum':
      return {
        every: 1,
        order: (lane, _track, action, at) => {
          toAction(frontier.best(environment.forecastOf(lane)), action, at);
        },
      };
    case 'plan':
      return planned(
        environment,
        tracks.map(({ rates }) => offlinePlanOf(prepared.frontier, rates)),
      );
    case 'best-plan':
      return planned(
        environment,
        tracks.map((track) =>
          bestPlanOf(scenario.environment, options, frontier, track, tracks.length, watch),
        ),
      );
    case 'planner':
    case 'planner-knows':
      return new PlannerAdvice(world, expert === 'planner-knows');
  }
}

/** Per track the orders of a plan, [ten seconds of the track x 3 stages] head indices: whatever state a lane is in. */
function planned(environment: Environment, plans: readonly Int32Array[]): Adviser {
  const width = environment.actions.length / environment.lanes;
  return {
    every: 1,
    order: (lane, track, action, at) => {
      const from = (environment.time[lane]! / DECISION_SECONDS) * width;
      for (let head = 0; head < width; head++) action[at + head] = plans[track]![from + head]!;
    },
  };
}

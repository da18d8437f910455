/** Who advises the lanes of a world, and what: an expert's order in the very state in which a lane is. */
import type { Advised, Adviser } from './adviser.ts';
import { bestPlanOf, offlinePlanOf } from './bestPlan.ts';
import { PlannerAdvice } from './plannerAdvice.ts';
import type { ExpertName } from '../ppo/config.ts';
import type { Environment } from '../../environment/environment.ts';
import { toAction } from '../../model/tables.ts';
import type { Policy } from '../../policies/policy.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/**
 * Who advises in any environment of a world, of however many lanes. `ipa` is the policy of that expert; the others are made here.
 * Plans for whole loads are made at once, which takes seconds.
 */
export function adviceOf(
  expert: ExpertName,
  ipa: Policy | undefined,
  world: Omit<Advised, 'environment'>,
): (environment: Environment) => Adviser {
  const { prepared, tracks, frontier } = world;
  const { options, scenario, watch } = prepared;
  switch (expert) {
    case 'ipa':
      return (environment) => ({
        every: 1,
        order: (lane, _track, action, at) => {
          toAction(ipa!.decide(environment.observe(lane)), action, at);
        },
      });
    case 'optimum':
      return (environment) => ({
        every: 1,
        order: (lane, _track, action, at) => {
          toAction(frontier.best(environment.forecastOf(lane)), action, at);
        },
      });
    case 'plan':
      return planned(tracks.map(({ rates }) => offlinePlanOf(prepared.frontier, rates)));
    case 'best-plan':
      return planned(
        tracks.map((track) =>
          bestPlanOf(scenario.environment, options, frontier, track, tracks.length, watch),
        ),
      );
    case 'planner':
    case 'planner-knows':
      return (environment) => new PlannerAdvice({ ...world, environment }, expert === 'planner-knows');
  }
}

/** Per track the orders of a plan, [ten seconds of the track x 3 stages] head indices: whatever state a lane is in. */
const planned =
  (plans: readonly Int32Array[]) =>
  (environment: Environment): Adviser => {
    const width = environment.actions.length / environment.lanes;
    return {
      every: 1,
      order: (lane, track, action, at) => {
        const from = (environment.time[lane]! / DECISION_SECONDS) * width;
        for (let head = 0; head < width; head++) action[at + head] = plans[track]![from + head]!;
      },
    };
  };

import { Flow } from '../pipeline/flow.ts';
import { policyStyle } from '../theme/policies.ts';
import type { Episode, Scenario } from '../../experiments/scenario.ts';

/** One lane's result, with what is drawn from it. */
export interface RunSide {
  readonly id: string;
  /** As a sentence says it. */
  readonly name: string;
  readonly episode: Episode;
  readonly flow: Flow | undefined;
}

/** Two policies on the same scenario. */
export interface Run {
  readonly scenario: Scenario;
  readonly a: RunSide;
  readonly b: RunSide;
}

export function runSide(id: string, episode: Episode, scenario: Scenario, old: RunSide | undefined): RunSide {
  if (old?.episode === episode && old.id === id) return old;
  const { ticks, series } = episode;
  const flow = ticks && ticks.seconds > 0 ? new Flow(ticks, series, scenario.slaSeconds) : undefined;
  return { id, name: policyStyle(id).name, episode, flow };
}

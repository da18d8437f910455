/** What crosses the worker boundary of `workers/replay.ts`. Types only: no runtime code. */
import type { MapTold } from './protocol.ts';
import type { Episode, Scenario } from '../src/scenario/scenario.ts';

export interface ReplayApi {
  /** As `simulate` of `SimulateApi`, of policies by their keys. */
  replay(scenario: Scenario, keys: readonly string[]): Promise<readonly Episode[]>;
  /** As `policyMap` of `SimulateApi`, of a policy by its key. */
  policyMap(scenario: Scenario, key: string, told: (row: MapTold) => void): Promise<void>;
}

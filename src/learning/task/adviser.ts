/** What an expert is to a training, and what it may look at. */
import type { Environment, LoadTrack } from '../../environment/environment.ts';
import type { Prepared } from '../../scenario/prepare.ts';
import type { Frontier } from '../../policies/optimum/frontier.ts';

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

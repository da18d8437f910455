/** Who runs what a visitor brought: a sandbox in the page, a thread on the command line, a runtime of networks. */
import type { OwnObservation, Opening } from './contract.ts';
import type { OwnPolicy } from './program.ts';
import type { Observation } from '../../environment/environment.ts';
import type { Tables } from '../../model/tables.ts';

/** One program in one episode. */
export interface OwnRun {
  /**
   * What it answers, which may be anything (`order.ts` reads it). Rejects with `OwnFailure` where it throws, takes too long or
   * is not there any more; it is asked no more then.
   */
  decide(seen: Seen): Promise<unknown>;
  /**
   * Milliseconds of the last decision, with its share of the way there and back, and without its wait for others; absent
   * where nobody waits, and whoever asks can tell by a clock.
   */
  tookMs?(): number;
  /** Nothing that it kept reaches another run. */
  end(): void;
}

/** An observation as code reads it, and as the lab's own networks do. */
export interface Seen {
  readonly plain: OwnObservation;
  readonly observation: Observation;
}

export interface OwnRuns {
  /** Several may be asked at the same time: most of a decision's time is the way there and back. */
  readonly together?: boolean;
  /** Begins an episode. Rejects with `OwnFailure` where the program cannot run, or not on this pipeline. */
  start(own: OwnPolicy, opening: Opening, tables: Tables): Promise<OwnRun>;
}

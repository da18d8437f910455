/** What crosses the boundary of `workers/tune.ts`. Types only: no runtime code. */
import type { TunePlan } from '../src/experiments/tuning/plan.ts';
import type { TuneRun, TuneTask } from '../src/experiments/tuning/evaluate.ts';
import type { TuningResult } from '../src/experiments/tuning/result.ts';
import type { TakenHome } from '../src/export/scalers/takeHome.ts';
import type { TuneRequest } from '../src/experiments/tuning/tune.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import type { Origin } from '../src/export/scalers/origin.ts';
import type { Result } from '../src/model/result.ts';

/** How far a search is, and what stands. */
export interface TuneProgress {
  /** 0..1. */
  readonly share: number;
  /** Where it changed since the last message. */
  readonly result: TuningResult | undefined;
}

/** `workers/tune.ts`: one of a pool leads, the others run episodes for it. */
export interface TuneApi {
  /** Serves episodes to the leading worker on `port`; forgets an earlier request. */
  help(request: TuneRequest, plan: TunePlan, port: MessagePort): void;
  /** What `seconds` allow on this machine, run by `workers` workers. */
  plan(request: TuneRequest, seconds: number, workers: number): Promise<TunePlan>;
  /**
   * Leads a search; `helpers` are the other ends of the ports that were given to `help`. What stands goes to `listener` (a
   * comlink proxy), at most ten times a second. Resolves to what stands at the end or at `stop`; undefined where that came
   * before anything stood.
   */
  tune(
    request: TuneRequest,
    plan: TunePlan,
    helpers: readonly MessagePort[],
    listener: (progress: TuneProgress) => void,
  ): Promise<TuningResult | undefined>;
  stop(): void;
  /** The setting of `key` as the objects of a cluster, checked, with the names of `origins`. `from` completes "Made from ..". */
  manifest(
    scenario: Scenario,
    key: string,
    from: string,
    origins: readonly Origin[],
  ): Promise<Result<TakenHome>>;
}

/** What a helper serves on its port. */
export interface HelperApi {
  run(task: TuneTask): Promise<TuneRun>;
}

/** What crosses the boundary of `workers/profiler.ts`. Types only: no runtime code. */
import type { Result } from '../src/model/result.ts';
import type { MeasureEvent } from '../src/profiles/measure/bench.ts';
import type { Measurement } from '../src/profiles/measure/measureModel.ts';
import type { Plan } from '../src/profiles/measure/plan.ts';
import type { ScoreProgress } from '../src/profiles/labelled/score.ts';
import type { Scored } from '../src/profiles/labelled/scored.ts';
import type { Device, ModelInput } from '../src/profiles/measure/session.ts';
import type { Sizes } from '../src/profiles/measure/shapes.ts';

export interface ProfileRequest {
  readonly file: File;
  /** Of free dimensions but the batch's. */
  readonly sizes: Sizes;
  /** Key of the dimension that counts requests; undefined: the model's batch is fixed. */
  readonly batch: string | undefined;
  readonly plan: Plan;
  readonly device: Device;
}

/** A model, and the files of one labelled set. */
export interface ScoringRequest extends Omit<ProfileRequest, 'plan' | 'device'> {
  readonly set: readonly File[];
}

/** `workers/profiler.ts`: one model a worker, so that the memory seen is the model's. */
export interface ProfilerApi {
  /** What the model asks of whoever brings it, or why it cannot run here. */
  inspect(file: File): Promise<Result<readonly ModelInput[]>>;
  /** Tells `listener` (a comlink proxy) how far it is, at most ten times a second, and of every batch that is through. */
  measure(request: ProfileRequest, listener: (event: MeasureEvent) => void): Promise<Result<Measurement>>;
  /** The model's accuracy on a labelled set, on the processor; tells of the rows that are through. */
  score(request: ScoringRequest, listener: (progress: ScoreProgress) => void): Promise<Result<Scored>>;
  /** What is through stands. Heard between two runs. */
  stop(): void;
}

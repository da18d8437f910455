/** What a lesson or an assignment may look at: the lab as plain values, whoever fills them in, a page or a grader. */
import type { Experiment } from '../scenario/experiment.ts';
import type { Episode, Scenario } from '../scenario/scenario.ts';

export type Lane = 'a' | 'b';

/** A lane's run. */
export interface LaneRun {
  /** Key of the policy that ran. */
  readonly policy: string;
  readonly episode: Episode;
}

/** A run of both lanes, of what is set now. */
export interface LabRun {
  readonly scenario: Scenario;
  readonly a: LaneRun;
  readonly b: LaneRun;
}

/** A training as far as a goal asks. */
export interface TrainingFacts {
  readonly active: boolean;
  /** Decisions experienced by the latest training of this visit; 0 before the first. */
  readonly steps: number;
  /** An agent that fits what is set stands ready. */
  readonly agent: boolean;
}

export interface Facts {
  /** The view on screen. */
  readonly page: string;
  readonly experiment: Experiment;
  /** Undefined while what is set is still computed: nothing is judged by a run of other settings. */
  readonly run: LabRun | undefined;
  /** Second of the trace. */
  readonly time: number;
  readonly playing: boolean;
  /** Lane whose decision card is open. */
  readonly card: Lane | undefined;
  readonly training: TrainingFacts;
  /** What single views tell of themselves, by names of their own (`told.ts` of the page); absent where a view was not open. */
  readonly told: Readonly<Record<string, number | string | boolean>>;
  /** Figures of earlier steps as they stood when those were done: `step.figure`. */
  readonly kept: Readonly<Record<string, number>>;
}

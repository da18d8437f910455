/** What the lab keeps in the browser. Plain, structured-cloneable data; schemas check it at the door (schemas.ts). */
import type { Scenario } from '../scenario/scenario.ts';
import type { AgentRecord } from '../learning/network/trainedAgent.ts';
import type { TrainingState } from '../learning/training/checkpoint.ts';
import type { HeldOutEvaluation, TrainPoint } from '../learning/training/progress.ts';
import type { Budget } from '../learning/training/agentTraining.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { OwnPolicy } from '../policies/own/program.ts';
import type { Workload } from '../workload/workload.ts';

export type Overrides = Readonly<Record<string, number | string | boolean>>;

/** `running` without a tab that holds the run's lock means that it was interrupted. */
export type RunStatus = 'running' | 'paused' | 'finished' | 'stopped' | 'converged' | 'failed';

/** Where a fork comes from. */
export interface Parent {
  readonly run: string;
  /** Slot of the checkpoint, and its decisions. */
  readonly slot: string;
  readonly steps: number;
}

/** One training: all that began it and where it stands. */
export interface RunRecord {
  readonly format: 1;
  readonly id: string;
  /** As the visitor calls it. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly updated: number;
  readonly status: RunStatus;
  /** As on screen when it began, its workload with it. */
  readonly scenario: Scenario;
  /** Hyper-parameters that differ from the defaults, without the seed. */
  readonly overrides: Overrides;
  readonly seeds: readonly number[];
  readonly budget: Budget;
  readonly backend: string;
  readonly parent: Parent | undefined;
  /** Of all seeds. */
  readonly steps: number;
  readonly elapsedSeconds: number;
  /** Best J on the held-out load; undefined before the first evaluation. */
  readonly objective: number | undefined;
  /** Its share of requests in time there, 0..1; undefined too where a run is older than the count. */
  readonly inTime?: number | undefined;
  /** The best agent. */
  readonly agent: AgentRecord | undefined;
  /** A sentence where something is to be said: why it failed, what took over. */
  readonly note: string;
  /** Numbers of it that only an older version took, a sentence: it can neither go on nor be replayed. Found anew whenever it is read, whatever lies there (`checkRun`). */
  readonly outdated?: string;
}

/** `latest`, `best`, or `ring-<k>`. */
export type Slot = 'latest' | 'best' | `ring-${number}`;

/** Where all members of a run stood. */
export interface Checkpoint {
  readonly format: 1;
  readonly run: string;
  readonly slot: Slot;
  readonly created: number;
  readonly steps: number;
  readonly elapsedSeconds: number;
  /** Best J so far; undefined before the first evaluation. */
  readonly objective: number | undefined;
  readonly states: readonly TrainingState[];
}

/** A checkpoint without its weights. */
export type CheckpointInfo = Omit<Checkpoint, 'states'>;

/** What a run told, in order. */
export interface Series {
  readonly points: readonly TrainPoint[];
  readonly evaluations: readonly HeldOutEvaluation[];
}

/** What the lab did with a file it took in, one sentence each. */
export interface ImportNote {
  readonly sentence: string;
  /** `read`: the file says so; `assumed`: the lab chose; `left out`: part of the file is not used. */
  readonly weight: 'read' | 'assumed' | 'left out';
}

/** An imported trace. Without notes: it was kept before there were any, or came in a bundle. */
export interface KeptTrace extends Workload {
  readonly notes?: readonly ImportNote[];
}

/** An imported pipeline, as `KeptTrace`. */
export interface KeptPipeline extends Pipeline {
  readonly notes?: readonly ImportNote[];
}

/** A policy that the visitor wrote or brought. */
export interface KeptPolicy extends OwnPolicy {
  /** Of code: what is typed and was not run yet; undefined where nothing is. */
  readonly draft?: string | undefined;
  /** Whoever sits here had its present program run. False of whatever came from elsewhere: until then nothing runs it. */
  readonly ran: boolean;
}

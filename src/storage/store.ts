/** The lab's memory in IndexedDB. */
import type { Checkpoint, CheckpointInfo, RunRecord, Series, Slot } from './records.ts';
import type { Evaluation, TrainPoint } from '../learning/progress.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Result } from '../model/result.ts';
import type { PredictorRecord } from '../workload/forecasters/predictorRecord.ts';
import type { Workload } from '../workload/workload.ts';

/** What one write of a training brings: all of it is kept, or nothing. */
export interface Progress {
  readonly run: RunRecord;
  readonly checkpoints: readonly Checkpoint[];
  /** Since the last write. */
  readonly points: readonly TrainPoint[];
  readonly evaluations: readonly Evaluation[];
}

export interface Refused {
  readonly id: string;
  readonly sentence: string;
}

export interface Store {
  /** Newest first; damaged records come apart, each with a sentence. */
  runs(): Promise<{ readonly runs: readonly RunRecord[]; readonly damaged: readonly Refused[] }>;
  run(id: string): Promise<Result<RunRecord>>;
  /** One transaction. Rejects with `StorageFull` where the quota is spent. */
  save(progress: Progress): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  /** With checkpoints and series. */
  removeRun(id: string): Promise<void>;
  checkpoints(run: string): Promise<readonly CheckpointInfo[]>;
  checkpoint(run: string, slot: Slot): Promise<Result<Checkpoint>>;
  /** Up to the latest checkpoint. */
  series(run: string): Promise<Series>;
  pipelines(): Promise<readonly Pipeline[]>;
  traces(): Promise<readonly Workload[]>;
  predictor(): Promise<PredictorRecord | undefined>;
  putPipeline(pipeline: Pipeline): Promise<void>;
  putTrace(trace: Workload): Promise<void>;
  putPredictor(predictor: PredictorRecord): Promise<void>;
  removePipeline(id: string): Promise<void>;
  removeTrace(id: string): Promise<void>;
  close(): void;
}

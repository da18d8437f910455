/** The lab's memory in IndexedDB. */
import type {
  Checkpoint,
  CheckpointInfo,
  KeptPipeline,
  KeptPolicy,
  KeptTrace,
  RunRecord,
  Series,
  Slot,
} from './records.ts';
import type { StoredPredictor } from './schemas.ts';
import type { HeldOutEvaluation, TrainPoint } from '../learning/training/progress.ts';
import type { Result } from '../model/result.ts';
import type { PredictorRecord } from '../workload/forecasters/predictorRecord.ts';

/** What one write of a training brings: all of it is kept, or nothing. */
export interface RunProgress {
  readonly run: RunRecord;
  readonly checkpoints: readonly Checkpoint[];
  /** Since the last write. */
  readonly points: readonly TrainPoint[];
  readonly evaluations: readonly HeldOutEvaluation[];
}

/** Whole runs and things of the visitor's, to be taken over as they are. */
export interface Replacement {
  readonly runs: readonly RunProgress[];
  readonly pipelines: readonly KeptPipeline[];
  readonly traces: readonly KeptTrace[];
  readonly policies?: readonly KeptPolicy[];
  readonly predictor: StoredPredictor | undefined;
}

/** A record that cannot be read. */
export interface Refused {
  readonly id: string;
  readonly sentence: string;
}

/** Part of a run that cannot be read, or what is left of a run that is gone. */
export interface DamagedPart extends Refused {
  readonly kind: 'checkpoint' | 'curves' | 'leftover';
  /** The records that make it up: where they lie, and their keys. */
  readonly at: readonly (readonly [store: string, key: IDBValidKey])[];
}

/** What of the visitor's own things can be read, and what not. */
export interface Kept<T> {
  readonly sound: readonly T[];
  readonly damaged: readonly Refused[];
}

/** Every method rejects with `StorageFull` or `StorageUnavailable`, whose message is a sentence. */
export interface Store {
  /** Newest first; damaged records come apart, each with a sentence. */
  runs(): Promise<{ readonly runs: readonly RunRecord[]; readonly damaged: readonly Refused[] }>;
  run(id: string): Promise<Result<RunRecord>>;
  /** One transaction. Leaves a changed name alone. */
  save(progress: RunProgress): Promise<void>;
  /** One transaction: each run takes the place of one with the same id, with all its checkpoints and curves. */
  replace(records: Replacement): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  /** With checkpoints and series; damaged ones too. */
  removeRun(id: string): Promise<void>;
  /** Oldest first, damaged ones left out. */
  checkpoints(run: string): Promise<readonly CheckpointInfo[]>;
  checkpoint(run: string, slot: Slot): Promise<Result<Checkpoint>>;
  /** Makes `slot` the latest checkpoint and forgets what was told after it. */
  rewind(run: string, slot: Slot): Promise<Result<Checkpoint>>;
  /** Reads every checkpoint and all curves: a second for some hundred megabytes, so in a worker. */
  damagedParts(): Promise<readonly DamagedPart[]>;
  removePart(part: DamagedPart): Promise<void>;
  /** Up to the latest checkpoint; `damaged` says in sentences what is missing. */
  series(run: string): Promise<Series & { readonly damaged: readonly string[] }>;
  /** What can be read of the visitor's own pipelines and traces. */
  pipelines(): Promise<readonly KeptPipeline[]>;
  traces(): Promise<readonly KeptTrace[]>;
  /** The same with what cannot. */
  keptPipelines(): Promise<Kept<KeptPipeline>>;
  keptTraces(): Promise<Kept<KeptTrace>>;
  /** Undefined where there is none, or none that can be read. */
  predictor(): Promise<PredictorRecord | undefined>;
  /** The same, and whether the lab forecasts with it. */
  keptPredictor(): Promise<Result<StoredPredictor | undefined>>;
  keptPolicies(): Promise<Kept<KeptPolicy>>;
  putPolicy(policy: KeptPolicy): Promise<void>;
  removePolicy(key: string): Promise<void>;
  putPipeline(pipeline: KeptPipeline): Promise<void>;
  putTrace(trace: KeptTrace): Promise<void>;
  putPredictor(predictor: PredictorRecord, used?: boolean): Promise<void>;
  removePipeline(id: string): Promise<void>;
  removeTrace(id: string): Promise<void>;
  removePredictor(): Promise<void>;
  /** What the page found and kept under a name of its own, as it lies there: whoever asks checks it. Undefined where nothing does. */
  found(name: string): Promise<unknown>;
  putFound(name: string, value: unknown): Promise<void>;
  close(): void;
}

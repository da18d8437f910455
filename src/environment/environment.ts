import type { ResultColumn } from './columns.ts';
import type { RequestJournal } from './discrete/journal.ts';
import type { Limits, Weights } from '../model/pipeline.ts';
import type { Tables } from '../model/tables.ts';

/** Ten-second maxima that an observation carries. */
export const RECENT_INTERVALS = 12;

/** How a stage changes its variant. */
export type Rollout = 'surge' | 'recreate';

/** What an environment is made of, beside the loads. */
export interface EnvironmentOptions {
  readonly tables: Tables;
  readonly weights: Weights;
  /** End-to-end latency objective, s; requests older than `dropAfterSla` times it are dropped. */
  readonly slaSeconds: number;
  readonly rollout: Rollout;
  /** Multiplies every variant's start-up time. */
  readonly startupScale: number;
  /** Seconds after which a partial batch closes. */
  readonly batchTimeoutSeconds: number;
  /** Seconds that a stage serves nothing after a change of its batch size. */
  readonly batchRestartSeconds: number;
  /** Drop limit in multiples of the SLA. */
  readonly dropAfterSla: number;
}

/** The load that lanes of an environment run on. */
export interface LoadTrack {
  /** req/s per second. */
  readonly rates: Float64Array;
  /** Forecast at each decision second t = 10 k: `forecasts[k]`, req/s; length >= ceil(rates.length / 10). */
  readonly forecasts: Float64Array;
}

/** Plain, structured-cloneable state of an environment's lanes. */
export interface LanesSnapshot {
  /** Second of each lane. */
  readonly time: Int32Array;
  /** Ordered configurations, [lanes x 3 stages]. */
  readonly actions: Int32Array;
  /** What else the kind of environment keeps; empty where the configuration says all. */
  readonly state: Float64Array;
}

/** What the last decision interval gave, one entry per lane: Float64Array of length `lanes`. */
export type StepResults = Readonly<Record<ResultColumn, Float64Array>>;

/** What a policy sees of one stage. */
export interface StageObservation {
  /** Replicas that serve now, of any variant. */
  readonly ready: number;
  /** Replicas ordered that do not serve yet. */
  readonly starting: number;
  /** Requests that wait. */
  readonly backlog: number;
  /** Seconds: wait + fill + service over the last second. */
  readonly latency: number;
  /** Serving capacity, req/s. */
  readonly throughput: number;
  /** Cores held. */
  readonly cost: number;
}

/** What a policy sees; the same in every environment (state (5)). */
export interface Observation {
  /** Second of the trace. */
  readonly time: number;
  /** p: maximum of the last 10 s, req/s. */
  readonly load: number;
  /** m: forecast, req/s. */
  readonly predicted: number;
  /** The last `RECENT_INTERVALS` ten-second maxima, newest first; `recent[0]` is `load`. */
  readonly recent: readonly number[];
  /** u: cores that no replica holds. */
  readonly freeCores: number;
  /** Ordered configuration as an action (three head indices per stage). A view: copy to keep. */
  readonly action: Int32Array;
  readonly stages: readonly StageObservation[];
}

/** What the requests of a run met, one by one: only where single requests are followed (discrete-event). */
export interface RequestResults {
  readonly arrived: number;
  readonly served: number;
  readonly dropped: number;
  /** Requests served later than the SLA. */
  readonly slaViolations: number;
  /** Requests served within the SLA, per second. */
  readonly goodput: number;
  /** Their share of the requests served or dropped, 0..1; those still under way are not counted. */
  readonly goodputShare: number;
  /** End-to-end latency of the requests served, s: mean and percentiles of the sample (nearest rank). */
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** Per-second record of one lane, for drawing. All Float32Array. */
export interface TickRecord {
  readonly seconds: number;
  readonly stages: number;
  /** Per second. */
  readonly arrivals: Float32Array;
  /** Per second, cores held. */
  readonly cores: Float32Array;
  /** Per second x stage (row-major): requests waiting at its end. */
  readonly backlog: Float32Array;
  /** Requests that left the stage within the second. */
  readonly served: Float32Array;
  readonly dropped: Float32Array;
  /** Serving replicas of the ordered variant. */
  readonly ready: Float32Array;
  /** Serving replicas of the variant being replaced. */
  readonly old: Float32Array;
  /** Its index, or -1. */
  readonly oldVariant: Float32Array;
  readonly starting: Float32Array;
  /** Seconds in the stage: wait + fill + service. */
  readonly latency: Float32Array;
  /** Capacity, req/s. */
  readonly capacity: Float32Array;
}

/**
 * A vectorised environment: `lanes` episodes that advance together, one decision (10 s) a step.
 * A lane is at second `time[lane]` of its track. Deterministic: what is random inside follows from a seed alone.
 */
export interface Environment {
  readonly kind: 'instant' | 'fluid' | 'chance' | 'discrete';
  readonly lanes: number;
  readonly options: EnvironmentOptions;
  readonly limits: Limits;
  /** Second of the trace, per lane. */
  readonly time: Int32Array;
  readonly results: StepResults;
  /** Ordered configuration of every lane, [lanes x 3 stages] head indices. */
  readonly actions: Int32Array;
  /**
   * Starts an episode on `lane` at second `time` of `track` (a multiple of 10), from `action`
   * (default: the smallest configuration) with all replicas ready and no backlog.
   */
  reset(lane: number, track: LoadTrack, time: number, action?: Int32Array): void;
  /** Applies `actions` ([lanes x 3 stages]), advances every lane by 10 s and fills `results`. Actions must be feasible. */
  step(actions: Int32Array): void;
  /** What a policy sees on `lane` now. */
  observe(lane: number): Observation;
  /**
   * Writes the lane's state as numbers at out[at..at + stateSize): per stage
   * [ready, starting, backlog, latency, throughput, cost], the hot-path twin of `observe`.
   */
  readonly stateSize: number;
  writeState(lane: number, out: Float64Array, at: number): void;
  /** p: maximum of the ten seconds that ended `back` intervals ago, req/s; 0 is the last one. */
  loadOf(lane: number, back?: number): number;
  /** m: forecast, req/s. */
  forecastOf(lane: number): number;
  /** u: cores that no replica holds. */
  freeCoresOf(lane: number): number;
  /** Copies the whole state of `from` in `source` (an environment of the same kind and tables) to `lane`: a fork. */
  copyLane(lane: number, source: Environment, from: number): void;
  /** The whole state of every lane but its track, as plain numbers: what a checkpoint keeps. */
  snapshot(): LanesSnapshot;
  /** Takes over a snapshot of an environment of the same kind, tables and lanes; `tracks[lane]` is each lane's load. */
  restore(snapshot: LanesSnapshot, tracks: readonly LoadTrack[]): void;
  /** Keeps the latency of every request that `lane` serves from now on, where requests are followed. */
  collectRequests(lane: number): void;
  /** What the requests of `lane` met since `collectRequests`; undefined where requests are not followed. */
  requestsOf(lane: number): RequestResults | undefined;
  /**
   * Writes down from now on what every request that arrives on `lane`, and every replica, does, where requests are
   * followed. Forks and snapshots do not carry it.
   */
  startJournal(lane: number): void;
  /** What was written since `startJournal`, a copy; undefined where nothing is. */
  journalOf(lane: number): RequestJournal | undefined;
  /** Starts recording seconds of `lane`; read the record with `record()`. */
  startRecording(lane: number, seconds: number): void;
  record(): TickRecord;
}

/** Pipelines, variants and configurations: plain data (design: model.md, paper section III). */

/** Measured service time of one full batch on one replica, in seconds. */
export interface LatencyProfile {
  /** Measured batch sizes, ascending, the first is 1. */
  readonly batches: readonly number[];
  /** p99 seconds at each measured batch. */
  readonly seconds: readonly number[];
  /** Least-squares line through the batches that were full when measured: seconds = slope b + intercept. */
  readonly line: { readonly slope: number; readonly intercept: number };
  /** Largest batch at which the measured points hold; beyond it the line does. */
  readonly measuredUpTo: number;
  /** Per measured batch the lowest and the highest seconds that were measured; nothing is computed from them. */
  readonly spread?: readonly (readonly [number, number])[];
}

/** Figures of a variant that may have been assumed. */
export const ASSUMABLE = ['accuracy', 'cores', 'startupSeconds', 'latency', 'memoryMb'] as const;
export type AssumedFigure = (typeof ASSUMABLE)[number];

/** Where a variant's figures come from. */
export interface Provenance {
  /** What measured, a phrase: "perf_analyzer, 2 files", "this browser (WASM, one thread)", "IPA's published profiles". */
  readonly source: string;
  /** Processor, device, container: a phrase. */
  readonly hardware?: string;
  /** Which quantile the latencies are, 0.5..0.999; absent: unknown. */
  readonly quantile?: number;
  /** Requests or batches timed in all. */
  readonly samples?: number;
  /** Day of the measurement, YYYY-MM-DD. */
  readonly date?: string;
  /** Figures that nobody measured: they are said to be assumed wherever they are used. */
  readonly assumed?: readonly AssumedFigure[];
}

/** One model that can serve a stage. */
export interface Variant {
  readonly name: string;
  /** 0..1 */
  readonly accuracy: number;
  /** Cores of one replica, positive, in thousandths: at most three decimals. */
  readonly cores: number;
  readonly latency: LatencyProfile;
  /** Seconds from the order to the first request served. */
  readonly startupSeconds: number;
  /** Memory of one replica, MiB: exported, and never optimised. */
  readonly memoryMb?: number;
  readonly provenance?: Provenance;
}

/** One task of the chain. */
export interface Stage {
  readonly name: string;
  /** What `accuracy` measures, e.g. "COCO mAP@0.5". */
  readonly metric: string;
  readonly variants: readonly Variant[];
}

/** A linear chain of stages. */
export interface Pipeline {
  readonly id: string;
  readonly name: string;
  readonly stages: readonly Stage[];
  /** End-to-end latency objective in seconds. */
  readonly slaSeconds: number;
  /** Where the figures come from, one sentence. */
  readonly source: string;
  /** Where it runs, of a pipeline that was read from a cluster's manifests. */
  readonly deployed?: {
    readonly layout: 'seldon-per-stage' | 'seldon-graph' | 'kserve';
    readonly namespace?: string;
  };
}

/** The three knobs of one stage: (z, f, b) of the paper. */
export interface StageConfig {
  /** Index into `Stage.variants`. */
  readonly variant: number;
  readonly replicas: number;
  /** Batch size, a power of two. */
  readonly batch: number;
}

/** The knobs, in the order in which they are decided. */
export const KNOBS = ['variant', 'replicas', 'batch'] as const satisfies readonly (keyof StageConfig)[];
export type Knob = (typeof KNOBS)[number];

/** One `StageConfig` per stage. */
export type Configuration = readonly StageConfig[];

/** What a configuration may use. */
export interface Limits {
  /** F_max: replicas of one stage. */
  readonly maxReplicas: number;
  /** B_max: batch sizes are the powers of two up to it. */
  readonly maxBatch: number;
  /** W_max: cores of the whole device. */
  readonly maxCores: number;
}

/** Weights of (3), (4) and (7), each with a name of its own. */
export interface Weights {
  readonly accuracyWeight: number;
  readonly throughputWeight: number;
  readonly unmetWeight: number;
  readonly spareWeight: number;
  readonly costWeight: number;
  readonly batchWeight: number;
  /**
   * Points for each per cent of the requests that were not answered within the latency objective, of those answered or
   * dropped (`latePercent`). Not the paper's: 0 leaves (4) and (7) as it has them.
   */
  readonly lateWeight: number;
}

export const defaultLimits: Limits = { maxReplicas: 8, maxBatch: 16, maxCores: 30 };

/** Calibrated on the measured profiles and real loads (model.md); the paper publishes none. */
export const defaultWeights: Weights = {
  accuracyWeight: 10,
  throughputWeight: 0.05,
  unmetWeight: 1,
  spareWeight: 0.1,
  costWeight: 0.15,
  batchWeight: 0.005,
  lateWeight: 0,
};

/** Model loads took 6.4-8.5 s in InfAdapter's measurements; the lab starts every variant in 7 s unless told otherwise. */
export const DEFAULT_STARTUP_SECONDS = 7;

/** Batch sizes 1, 2, 4, .. up to `maxBatch`. */
export function batchSizes(maxBatch: number): readonly number[] {
  const sizes: number[] = [];
  for (let b = 1; b <= maxBatch; b *= 2) sizes.push(b);
  return sizes;
}

/**
 * Service time of one full batch, seconds: linear between measured batches up to `measuredUpTo`,
 * the fitted line above it. Between the last measured point and the line the larger holds,
 * so that latency never falls as the batch grows.
 */
export function latency(profile: LatencyProfile, batch: number): number {
  const { batches, seconds, line, measuredUpTo } = profile;
  let last = 0;
  for (let i = 0; i < batches.length && batches[i]! <= measuredUpTo; i++) last = i;
  if (batch > batches[last]!) return Math.max(seconds[last]!, line.slope * batch + line.intercept);
  let i = 1;
  while (i <= last && batches[i]! < batch) i++;
  const b0 = batches[i - 1]!;
  if (batch <= b0 || i > last) return seconds[i - 1]!;
  const b1 = batches[i]!;
  return seconds[i - 1]! + ((batch - b0) / (b1 - b0)) * (seconds[i]! - seconds[i - 1]!);
}

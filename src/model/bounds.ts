/**
 * What every quantity that comes from outside may be: files, links, records of the browser, archives, bundles and the
 * command line all read this one table. A bound is wider than any service that people run, and narrow enough that the
 * lab still answers at its edge.
 */
import type { Limits } from './pipeline.ts';
import { figure, rangeWords, type Range } from './range.ts';

/** Decisions of a training and of its parts; further on a float counts no single ones any more. */
const COUNTED = Number.MAX_SAFE_INTEGER;

export const BOUNDS = {
  /** One measured batch on one replica. Files that mean milliseconds are read as seconds first, and must get that far. */
  batchSeconds: { min: 1e-6, max: 1e5, unit: 'seconds' },
  /** The same where the line through the measured batches says it: as long as 64 batches of one. */
  lineSeconds: { min: 1e-6, max: 6.4e6, unit: 'seconds' },
  /** Seconds that one more request adds to a batch. */
  lineSlope: { min: 0, max: 1e5, unit: 'seconds per request' },
  lineIntercept: { min: -6.4e6, max: 6.4e6, unit: 'seconds' },
  /** A batch size that somebody measured. */
  measuredBatch: { min: 1, max: 9999, whole: true },
  accuracy: { min: 0, max: 1 },
  /** Of one replica, in thousandths as Kubernetes has them. */
  variantCores: { min: 0.1, max: 64, thousandths: true, unit: 'cores' },
  cores: { min: 1, max: 512, whole: true, unit: 'cores' },
  /** Of one replica: up to 16 TiB, more than any machine has. */
  memoryMb: { min: 1, max: 2 ** 24, unit: 'MiB' },
  /** Of latencies that somebody measured. */
  measuredQuantile: { min: 0.5, max: 0.999 },
  /** Requests or batches that somebody timed. */
  samples: { min: 1, max: COUNTED, whole: true },
  replicas: { min: 1, max: 64, whole: true, unit: 'replicas' },
  batch: { min: 1, max: 64, whole: true, unit: 'requests' },
  /** At most one a core. */
  nodes: { min: 1, max: 512, whole: true, unit: 'nodes' },
  slaSeconds: { min: 0.001, max: 600, unit: 'seconds' },
  startupSeconds: { min: 0, max: 3600, unit: 'seconds' },
  batchTimeoutSeconds: { min: 0, max: 3600, unit: 'seconds' },
  batchRestartSeconds: { min: 0, max: 3600, unit: 'seconds' },
  /** Of a request's age at which it is dropped, in latency objectives: the fluid queue keeps a slot for each second of it. */
  dropAfterSla: { min: 0.1, max: 10, unit: 'times the latency objective' },
  weight: { min: 0, max: 1e6 },
  /** Of one second of a trace. No service takes more; a larger number is in another unit or is something else. */
  rate: { min: 0, max: 1e9, unit: 'requests per second' },
  /** Longest trace, in seconds and in lines of a file: about 23 days. */
  traceSeconds: { min: 1, max: 2_000_000, whole: true, unit: 'seconds' },
  /** Of trainings, loads and runs: 32 bits, so that sums of a seed and a count stay exact. */
  seed: { min: 0, max: 2 ** 32 - 1, whole: true },
  budgetSeconds: { min: 0.1, max: 604_800, unit: 'seconds' },
  budgetSteps: { min: 1, max: 1e9, whole: true, unit: 'steps' },
  /** What a training has behind it. */
  steps: { min: 0, max: COUNTED, whole: true, unit: 'decisions' },
  elapsedSeconds: { min: 0, max: 1e9, unit: 'seconds' },
  /** Milliseconds since 1970 that are a date. */
  moment: { min: 0, max: 8.64e15, unit: 'milliseconds since 1970' },
  /** Of a whole. */
  share: { min: 0, max: 1 },
  /** Means and totals that a run came to: weights times rates. */
  outcome: { min: -1e18, max: 1e18 },
  /** What the inputs of a network are divided by: requests per second, seconds, requests. */
  featureRange: { min: 1e-9, max: 1e12 },
  /** Share of loads that a forecast is to lie above. */
  quantile: { min: 0.001, max: 0.999 },
  /** One number of a network: trained ones are below 100, and sums of thousands of these still are numbers. */
  parameter: { min: -1e6, max: 1e6 },
} as const satisfies Readonly<Record<string, Range>>;

/** Stages of a pipeline. */
export const MOST_STAGES = 12;
/** Variants of a stage. */
export const MOST_VARIANTS = 32;
/** Measured batches of one variant. */
export const MOST_MEASURED = 256;

/** The largest limits there are: a stored pipeline is judged against the limits in force only when it runs. */
export const widestLimits: Limits = {
  maxReplicas: BOUNDS.replicas.max,
  maxBatch: BOUNDS.batch.max,
  maxCores: BOUNDS.cores.max,
};

/** Why `values` are not all within `range`, with the first that is not; undefined where they are. */
export function strayNumber(values: ArrayLike<number>, { min, max }: Range): string | undefined {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value >= min && value <= max) continue;
    return `its number ${figure(i + 1)} is ${figure(value)}, and must be ${rangeWords({ min, max })}`;
  }
  return undefined;
}

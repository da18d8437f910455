/** What the numbers of the command line may be. */
import { BOUNDS } from '../model/bounds.ts';
import type { Range } from '../model/range.ts';

/** By option. */
export const RANGES = {
  seed: BOUNDS.seed,
  seeds: { min: 1, max: 1000, whole: true, unit: 'seeds' },
  seconds: BOUNDS.budgetSeconds,
  steps: BOUNDS.budgetSteps,
  sla: BOUNDS.slaSeconds,
  startup: BOUNDS.startupSeconds,
  load: BOUNDS.rate,
  inTime: { min: 0, max: 100, unit: 'per cent' },
  switching: { min: 0, max: 1e6, unit: 'points' },
  quantile: BOUNDS.quantile,
  measuredQuantile: BOUNDS.measuredQuantile,
  measuredBatch: BOUNDS.measuredBatch,
  replicas: BOUNDS.replicas,
  variantCores: BOUNDS.variantCores,
  accuracy: BOUNDS.accuracy,
  days: { min: 0.01, max: 366, unit: 'days' },
  timeLimit: { min: 1, max: 31_536_000, unit: 'seconds' },
  epochs: { min: 1, max: 1_000_000, whole: true, unit: 'epochs' },
  batchTimeout: BOUNDS.batchTimeoutSeconds,
  lanes: { min: 1, max: 4096, whole: true, unit: 'lanes' },
  episode: { min: 1, max: 100_000, whole: true, unit: 'decisions' },
  rewardScale: { min: 0.01, max: 1e6 },
  drain: { min: 0, max: 3600, unit: 'seconds' },
} as const satisfies Readonly<Record<string, Range>>;

/** Loads of one `--loads`. */
export const MOST_LOADS = 1000;

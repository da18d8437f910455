/** What the numbers of the command line may be. */
import { BUDGET_RANGES, SEED_RANGE } from '../learning/hyperparameters.ts';
import type { Range } from '../model/range.ts';

/** By option. */
export const RANGES = {
  seed: SEED_RANGE,
  seeds: { min: 1, max: 1000, whole: true, unit: 'seeds' },
  seconds: BUDGET_RANGES.seconds,
  steps: BUDGET_RANGES.steps,
  sla: { min: 0.001, max: 600, unit: 'seconds' },
  startup: { min: 0, max: 3600, unit: 'seconds' },
  load: { min: 0, max: 1e6, unit: 'requests per second' },
  switching: { min: 0, max: 1e6, unit: 'points' },
  quantile: { min: 0.001, max: 0.999 },
  days: { min: 0.01, max: 366, unit: 'days' },
  epochs: { min: 1, max: 1_000_000, whole: true, unit: 'epochs' },
  batchTimeout: { min: 0, max: 3600, unit: 'seconds' },
  drain: { min: 0, max: 3600, unit: 'seconds' },
} as const satisfies Readonly<Record<string, Range>>;

/** Loads of one `--loads`. */
export const MOST_LOADS = 1000;

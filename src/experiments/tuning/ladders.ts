/** The values that a search tries, field by field: round ones, in order, so that neighbours are alike. */
import type { Limits, Pipeline } from '../../model/pipeline.ts';
import { batchSizes, latency } from '../../model/pipeline.ts';
import type { Bounds } from './bounds.ts';
import type { Free } from './free.ts';
import type { SettingValue } from '../../policies/settings/key.ts';

/** Policies whose settings can be searched. */
export const TUNED = ['hpa', 'keda', 'kpa'] as const;
export type Tuned = (typeof TUNED)[number];

export interface Ladder {
  readonly field: string;
  /** Of each stage; a field that is one for all stages has one entry. */
  readonly steps: readonly (readonly SettingValue[])[];
}

/** From `low` to `high`, each about `ratio` times the one before, rounded to `digits` significant digits. */
function geometric(low: number, high: number, ratio: number, digits = 2): readonly number[] {
  const count = Math.max(1, Math.round(Math.log(high / low) / Math.log(ratio)));
  const values = Array.from({ length: count + 1 }, (_, i) =>
    Number((low * (high / low) ** (i / count)).toPrecision(digits)),
  );
  return [...new Set(values)];
}

const SECONDS = [0, 15, 30, 45, 60, 90, 120, 180, 240, 300, 450, 600, 900, 1800, 3600];
const UP_SECONDS = [0, 15, 30, 45, 60, 90, 120, 180, 300, 600];
const TOLERANCES = [0, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3];
/** From careful to bold. */
const UP_RULES = [
  'pods:1:120',
  'pods:1:60',
  'pods:1:30',
  'pods:1:15',
  'pods:2:15',
  'percent:100:15',
  'pods:4:15+percent:100:15',
  'pods:8:15+percent:200:15',
  'pods:16:15+percent:400:15',
];
const DOWN_RULES = [
  'pods:1:300',
  'pods:1:120',
  'pods:1:60',
  'percent:10:60',
  'pods:1:30',
  'pods:1:15',
  'pods:2:15',
  'percent:50:60',
  'percent:50:15',
  'percent:100:15',
];

/** Within the bounds, every number up to twelve, above that in steps of about a tenth. */
function replicaSteps({ maxReplicas }: Limits, { min, max }: Bounds): readonly number[] {
  const few = Array.from({ length: Math.min(12, maxReplicas) }, (_, i) => i + 1);
  const all = maxReplicas <= 12 ? few : [...few, ...geometric(13, maxReplicas, 1.1)];
  const low = min ?? 1;
  const high = Math.max(low, Math.min(max ?? Infinity, maxReplicas));
  const within = all.filter((count) => count > low && count < high);
  return [...new Set([low, ...within, high])];
}

/** Targets of one replica of stage `n`: shares of its cores, or of what its variants and batches can take. */
function targetSteps(metric: string, pipeline: Pipeline, { maxBatch }: Limits, n: number): readonly number[] {
  if (metric === 'cpu') return geometric(0.15, 1, 1.05);
  if (metric !== 'rate') return geometric(0.2, 4 * maxBatch, 1.12);
  const rates = pipeline.stages[n]!.variants.flatMap((variant) =>
    batchSizes(maxBatch).map((batch) => batch / latency(variant.latency, batch)),
  );
  return geometric(0.15 * Math.min(...rates), 1.5 * Math.max(...rates), 1.08);
}

/**
 * What is searched of a policy: `metrics` are those in force at each stage, `bounds` its replicas'; `free` adds what is otherwise left alone.
 */
export function laddersOf(
  id: Tuned,
  pipeline: Pipeline,
  limits: Limits,
  metrics: readonly string[],
  free: readonly Free[],
  bounds: readonly Bounds[],
): readonly Ladder[] {
  const each = (steps: (n: number) => readonly SettingValue[]): Ladder['steps'] =>
    pipeline.stages.map((_, n) => steps(n));
  const all = (field: string, steps: readonly SettingValue[]): Ladder => ({ field, steps: [steps] });
  const replicas = each((n) => replicaSteps(limits, bounds[n]!));
  const shared: readonly Ladder[] = [
    { field: 'target', steps: each((n) => targetSteps(metrics[n]!, pipeline, limits, n)) },
    { field: 'min', steps: replicas },
    // A most of none is none.
    { field: 'max', steps: replicas.map((steps) => steps.filter((count) => Number(count) > 0)) },
    ...(free.includes('variant')
      ? [
          {
            field: 'variant',
            steps: each((n) => ['auto', ...pipeline.stages[n]!.variants.map((v) => v.name)]),
          },
        ]
      : []),
    ...(free.includes('batch')
      ? [{ field: 'batch', steps: each(() => ['auto', ...batchSizes(limits.maxBatch)]) }]
      : []),
  ];
  if (id === 'kpa')
    return [
      ...shared,
      all('window', [6, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600]),
      all('panicWindow', [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1]),
      all('panicThreshold', [1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 6, 10]),
      all('downDelay', SECONDS),
    ];
  return [
    ...shared,
    all('upStabilisation', UP_SECONDS),
    all('stabilisation', SECONDS),
    all('up', UP_RULES),
    all('down', DOWN_RULES),
    ...(free.includes('tolerance') ? [all('upTolerance', TOLERANCES), all('downTolerance', TOLERANCES)] : []),
    ...(id === 'keda' ? [all('polling', [5, 10, 15, 30, 60])] : []),
  ];
}

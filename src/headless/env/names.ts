/** What each number of an observation and each head of an action is called, in the order in which they stand. */
import { RECENT_INTERVALS } from '../../environment/environment.ts';
import { PEAK_INTERVALS } from '../../learning/network/features.ts';
import type { Tables } from '../../model/tables.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** What `FeatureEncoder` writes, number by number. Stages and variants count from 1, as in the lab's words. */
export function featureNames({ pipeline }: Tables): readonly string[] {
  const recent = Array.from({ length: RECENT_INTERVALS }, (_, back) =>
    back === 0 ? 'load' : `load ${String(back * DECISION_SECONDS)} s before`,
  );
  return [
    'free cores',
    'forecast',
    'forecast less load',
    ...recent,
    'forecast, logarithm',
    'load, logarithm',
    `highest load of ${String(PEAK_INTERVALS * DECISION_SECONDS)} s, logarithm`,
    ...pipeline.stages.flatMap(({ variants }, n) =>
      [
        ...variants.map((_, z) => `variant ${String(z + 1)} ordered`),
        'replicas ordered',
        'batch ordered',
        'replicas starting',
        'requests waiting',
        'latency',
        'capacity',
        'cores held',
        'capacity over forecast',
      ].map((name) => `stage ${String(n + 1)}: ${name}`),
    ),
  ];
}

/** A head of the action, and what each of its choices stands for. */
export interface Head {
  readonly name: string;
  readonly choices: readonly (string | number)[];
}

/** Three heads a stage, one after another: variant by name, replicas, batch size. */
export function headsOf({ pipeline, limits, batches }: Tables): readonly Head[] {
  const replicas = Array.from({ length: limits.maxReplicas }, (_, f) => f + 1);
  return pipeline.stages.flatMap(({ variants }, n) => {
    const stage = `stage ${String(n + 1)}`;
    return [
      { name: `${stage}: variant`, choices: variants.map(({ name }) => name) },
      { name: `${stage}: replicas`, choices: replicas },
      { name: `${stage}: batch`, choices: [...batches] },
    ];
  });
}

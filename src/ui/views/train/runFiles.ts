/** A run as files. */
import type { RunRecord, Series } from '../../../storage/records.ts';
import { KNOBS } from '../../../model/pipeline.ts';
import { csvOf } from '../../../model/text.ts';
import type { TrainPoint } from '../../../learning/training/progress.ts';

const COLUMNS: readonly Exclude<keyof TrainPoint, 'headEntropies'>[] = [
  'member',
  'update',
  'steps',
  'elapsedSeconds',
  'reward',
  'regret',
  'policyLoss',
  'valueLoss',
  'entropy',
  'approxKl',
  'maxKl',
  'clipFraction',
  'explainedVariance',
  'gradientNorm',
  'masked',
  'valueScale',
  'imitationLoss',
  'expertShare',
  'learningRate',
  'entropyCoefficient',
  'imitation',
  'epochs',
  'stepsPerSecond',
];

/** A row per update and seed; `held_out_j` where the agent was judged after that update. */
export function runCsv({ points, evaluations }: Series): string {
  const judged = new Map(evaluations.map((e) => [`${e.member} ${e.update}`, e.objective]));
  const heads = points[0]?.headEntropies.length ?? 0;
  const headers = [
    ...COLUMNS.map((name) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`)),
    ...Array.from({ length: heads }, (_, i) => `entropy_stage${Math.floor(i / 3) + 1}_${KNOBS[i % 3]!}`),
    'held_out_j',
  ];
  const rows = points.map((point) => [
    ...COLUMNS.map((name) => point[name]),
    ...point.headEntropies,
    judged.get(`${point.member} ${point.update}`),
  ]);
  return csvOf([headers, ...rows]);
}

/** Everything but the weights: what began the run, how it went. */
export function runJson({ agent, scenario, ...run }: RunRecord, series: Series): string {
  const { workload, predictor, ...rest } = scenario;
  const document = {
    ...run,
    network: agent?.shape,
    scenario: {
      ...rest,
      predictor: predictor && { target: predictor.target },
      workload: {
        id: workload.id,
        name: workload.name,
        source: workload.source,
        seconds: workload.rates.length,
      },
    },
    ...series,
  };
  return `${JSON.stringify(document, undefined, 1)}\n`;
}

/** What tells runs apart: only the settings that differ, the scenario and its weights with them. */
import type { RunRecord } from '../../../storage/records.ts';
import { fixed, whole } from '../../format.ts';
import { environmentName } from '../../state/experiment/environments.ts';
import { configOf, hyperText, labelOf } from '../../state/training/hyper.ts';
import { budgetWords } from './words.ts';
import { objectiveWords } from '../../../model/objectiveWords.ts';

export interface DiffRow {
  readonly name: string;
  /** One a run. */
  readonly values: readonly string[];
}

const WEIGHTS: Readonly<Record<string, string>> = {
  accuracyWeight: 'Weight of accuracy',
  throughputWeight: 'Weight of throughput',
  unmetWeight: 'Weight of unmet load',
  spareWeight: 'Weight of spare capacity',
  costWeight: 'Weight of cost',
  lateWeight: 'Weight of late requests',
  batchWeight: 'Weight of batch',
};
const LIMITS: Readonly<Record<string, string>> = {
  maxReplicas: 'Replicas, at most',
  maxBatch: 'Batch, at most',
  maxCores: 'Cores on the device',
};

function settingsOf(run: RunRecord): ReadonlyMap<string, string> {
  const { scenario, budget, seeds, backend, parent } = run;
  const rows = new Map<string, string>([
    ['Pipeline', scenario.pipeline.name],
    ['Load', scenario.workload.name],
    ['Load’s seed', String(scenario.seed)],
    ['Environment', environmentName(scenario.environment)],
    ['Forecast', scenario.forecaster],
    ['Latency objective', objectiveWords(scenario.slaSeconds)],
    [
      'Start-up',
      scenario.startupSeconds === undefined ? 'each variant’s own' : `${fixed(scenario.startupSeconds, 0)} s`,
    ],
    ['Rollout', scenario.rollout],
  ]);
  for (const [key, name] of Object.entries(WEIGHTS))
    rows.set(name, String(scenario.weights[key as keyof typeof scenario.weights]));
  for (const [key, name] of Object.entries(LIMITS))
    rows.set(name, String(scenario.limits[key as keyof typeof scenario.limits]));
  rows.set('Budget', budgetWords(budget));
  rows.set('Seeds', seeds.join(', '));
  rows.set('Backend', backend);
  rows.set('Forked from', parent ? `step ${whole(parent.steps)}` : 'the beginning');
  const config = configOf(run.overrides);
  for (const [key, value] of Object.entries(config)) {
    if (key !== 'seed') rows.set(labelOf(key), hyperText(key, value as number | string));
  }
  return rows;
}

/** Rows that are not the same for all. */
export function diffOf(runs: readonly RunRecord[]): readonly DiffRow[] {
  const all = runs.map(settingsOf);
  const names = [...(all[0]?.keys() ?? [])];
  return names
    .map((name) => ({ name, values: all.map((settings) => settings.get(name) ?? '–') }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

/** Terms of what tables and charts name by an id or a name of their own. */
import type { TermId } from './terms.ts';
import type { NumberKey } from '../state/experiment/knobs.ts';
import type { RowId } from '../timelines/rows.ts';

/** Of the Lab's timelines. */
export const termOfRow: Readonly<Record<RowId, TermId>> = {
  load: 'load',
  qos: 'qos',
  cost: 'cores',
  latency: 'latency',
  inTime: 'inTime',
  unmet: 'unmet',
};

const rows: Readonly<Record<string, TermId>> = {
  Accuracy: 'accuracy',
  Throughput: 'throughput',
  Latency: 'latency',
  'Unmet load': 'unmet',
  'Spare capacity': 'spare',
  Cores: 'cores',
  'Late requests': 'latePrice',
  Batch: 'batchPrice',
  J: 'j',
  Reward: 'reward',
};

/** Of a row of the reward's terms and their sums; throws for a name that no row has. */
export function termOfSum(name: string): TermId {
  const found = rows[name];
  if (!found) throw new Error(`no term of the glossary explains the row "${name}"`);
  return found;
}

/** Of what a lane says so far, by the measure's id. */
export const termOfSoFar = { inTime: 'inTime', objective: 'j' } as const satisfies Readonly<
  Record<string, TermId>
>;

/** Of the knobs of a stage. */
export const termOfKnob = {
  variant: 'variant',
  replicas: 'replica',
  batch: 'batch',
} as const satisfies Readonly<Record<string, TermId>>;

/** Of the sliders. */
export const termOfSlider: Readonly<Record<NumberKey, TermId>> = {
  costWeight: 'price',
  maxCores: 'device',
  startup: 'startup',
  sla: 'objective',
  maxReplicas: 'replica',
  maxBatch: 'batch',
  nodes: 'node',
  accuracyWeight: 'accuracy',
  unmetWeight: 'unmet',
  throughputWeight: 'throughput',
  spareWeight: 'spare',
  batchWeight: 'batchPrice',
  lateWeight: 'latePrice',
};

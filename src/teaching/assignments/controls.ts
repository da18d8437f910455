/** What of the lab an assignment can lock or hide: every setting of an experiment, and the views beside Learn and the Lab. */
import type { Experiment } from '../../scenario/experiment.ts';

export type Control = keyof Experiment;

/** In the order in which a form lists them; the words fit "Locked: the pipeline". */
export const controls: readonly { readonly id: Control; readonly name: string }[] = [
  { id: 'pipeline', name: 'pipeline' },
  { id: 'workload', name: 'load' },
  { id: 'seed', name: 'seed' },
  { id: 'environment', name: 'environment' },
  { id: 'forecaster', name: 'forecast' },
  { id: 'a', name: 'policy of lane A' },
  { id: 'b', name: 'policy of lane B' },
  { id: 'maxCores', name: 'cores on the device' },
  { id: 'maxReplicas', name: 'most replicas' },
  { id: 'maxBatch', name: 'largest batch' },
  { id: 'nodes', name: 'nodes' },
  { id: 'sla', name: 'latency objective' },
  { id: 'startup', name: 'start-up of a replica' },
  { id: 'rollout', name: 'way of replacing replicas' },
  { id: 'costWeight', name: 'price of a core' },
  { id: 'lateWeight', name: 'price of late requests' },
  { id: 'accuracyWeight', name: 'worth of accuracy' },
  { id: 'throughputWeight', name: 'worth of throughput' },
  { id: 'unmetWeight', name: 'price of unmet load' },
  { id: 'spareWeight', name: 'price of spare capacity' },
  { id: 'batchWeight', name: 'price of a batched request' },
];

/** Views that can be hidden. */
export const hideable = [
  'train',
  'predict',
  'compare',
  'policies',
  'reproduce',
  'export',
  'pipelines',
  'loads',
] as const;

export type Hideable = (typeof hideable)[number];

const names: Readonly<Record<string, string>> = Object.fromEntries(
  controls.map(({ id, name }) => [id, name]),
);

export const isControl = (text: string): text is Control => Object.hasOwn(names, text);

export const controlName = (id: Control): string => names[id]!;

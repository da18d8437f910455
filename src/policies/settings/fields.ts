/** The tables of fields: what can be set of each policy. */
import { behaviourFields, choice, deployedFields, number, replicaFields, targetField } from './field.ts';
import { AUTO, type SettingField } from './types.ts';

const hpa: readonly SettingField[] = [
  choice({
    key: 'metric',
    label: 'metric',
    meaning:
      'What is scaled by: cpu, the busy share of the cores; rate, requests per second that reach the stage; queue, requests in the stage; concurrency, the same as a mean over the serving replicas.',
    options: ['cpu', 'rate', 'queue', 'concurrency'],
  }),
  targetField,
  ...replicaFields(1),
  ...behaviourFields(),
  ...deployedFields,
];

const keda: readonly SettingField[] = [
  choice({
    key: 'metric',
    label: 'metric',
    meaning:
      'The trigger: queue, requests in the stage; rate, requests per second that reach it; concurrency, requests in the stage as a gateway counts them; cpu, the busy share of the cores, which the HPA beneath reads by itself.',
    options: ['queue', 'rate', 'concurrency', 'cpu'],
  }),
  under(targetField, 'queue'),
  number({
    key: 'activation',
    label: 'activation',
    meaning: 'The trigger is active while its metric is greater; matters only with a minimum of 0.',
    unit: 'requests',
    min: 0,
    max: 1_000_000,
    default: 0,
    byMetric: {
      rate: { unit: 'requests per second', min: 0, max: 1_000_000, default: 0 },
    },
  }),
  ...replicaFields(0),
  number({
    key: 'polling',
    label: 'polling',
    unit: 'seconds',
    meaning: "Time between two looks of KEDA's own loop at the trigger.",
    min: 1,
    max: 3600,
    whole: true,
    default: 30,
  }),
  number({
    key: 'cooldown',
    label: 'cooldown',
    unit: 'seconds',
    meaning: 'Time without activity before KEDA scales to a minimum of 0.',
    min: 0,
    max: 86_400,
    whole: true,
    default: 300,
  }),
  ...behaviourFields(),
  ...deployedFields,
];

const kpa: readonly SettingField[] = [
  choice({
    key: 'metric',
    label: 'metric',
    meaning:
      'What is scaled by: concurrency, requests in the stage; rate, requests per second that reach it.',
    options: ['concurrency', 'rate'],
  }),
  number({
    key: 'target',
    label: 'target',
    unit: 'requests',
    meaning:
      'What one replica can take of the metric; auto: a full batch of concurrency, 200 requests per second of rate.',
    min: 0.01,
    max: 1_000_000,
    default: AUTO,
    byMetric: {
      rate: { unit: 'requests per second', min: 0.01, max: 1_000_000, default: AUTO },
    },
  }),
  number({
    key: 'utilisation',
    label: 'utilisation',
    unit: 'share',
    meaning: 'Share of the target that is aimed at.',
    min: 0.01,
    max: 1,
    default: 0.7,
  }),
  ...replicaFields(0),
  number({
    key: 'window',
    label: 'window',
    unit: 'seconds',
    meaning: 'The metric is averaged over this time.',
    min: 6,
    max: 3600,
    whole: true,
    default: 60,
  }),
  number({
    key: 'panicWindow',
    label: 'panic window',
    unit: 'share',
    meaning: 'Share of the window over which the short mean is taken; together at least one second.',
    min: 0.01,
    max: 1,
    default: 0.1,
  }),
  number({
    key: 'panicThreshold',
    label: 'panic threshold',
    unit: 'times',
    meaning: 'Panics where the short mean asks for this multiple of the ready replicas.',
    min: 1.1,
    max: 10,
    default: 2,
  }),
  number({
    key: 'upRate',
    label: 'rate up',
    unit: 'times',
    meaning: 'Grows at a tick to at most this multiple of the ready replicas.',
    min: 1.01,
    max: 1_000_000,
    default: 1000,
  }),
  number({
    key: 'downRate',
    label: 'rate down',
    unit: 'times',
    meaning: 'Shrinks at a tick to at least the ready replicas over this number.',
    min: 1.01,
    max: 1_000_000,
    default: 2,
  }),
  number({
    key: 'downDelay',
    label: 'delay down',
    unit: 'seconds',
    meaning: 'Shrinks no further than the greatest advice of this time.',
    min: 0,
    max: 3600,
    whole: true,
    default: 0,
  }),
  ...deployedFields,
];

const percentile = (key: string, label: string, meaning: string, value: number): SettingField =>
  number({ key, label, meaning, unit: 'share', min: 0.01, max: 1, default: value });

const vpa: readonly SettingField[] = [
  percentile('percentile', 'percentile', 'Percentile of the use that the target covers.', 0.9),
  percentile('lowerPercentile', 'lower percentile', 'Percentile of the use behind the lower bound.', 0.5),
  percentile('upperPercentile', 'upper percentile', 'Percentile of the use behind the upper bound.', 0.95),
  number({
    key: 'margin',
    label: 'margin',
    unit: 'share',
    meaning: 'Added to every percentile.',
    min: 0,
    max: 10,
    default: 0.15,
  }),
  number({
    key: 'halfLife',
    label: 'half-life',
    unit: 'seconds',
    meaning: 'Time after which a sample counts half.',
    min: 60,
    max: 604_800,
    whole: true,
    default: 86_400,
  }),
  number({
    key: 'loop',
    label: 'loop',
    unit: 'seconds',
    meaning: 'Time between two recommendations.',
    min: 1,
    max: 3600,
    whole: true,
    default: 60,
    perStage: false,
  }),
  number({
    key: 'minCores',
    label: 'least cores',
    unit: 'cores',
    meaning: 'A stage is recommended at least this many cores.',
    min: 0.001,
    max: 1000,
    default: 0.025,
  }),
  number({
    key: 'maxCores',
    label: 'most cores',
    unit: 'cores',
    meaning: 'A stage is recommended at most this many cores; auto: no bound.',
    min: 0.001,
    max: 1000,
    default: AUTO,
  }),
  ...replicaFields(1),
  ...deployedFields,
];

const autopilot: readonly SettingField[] = [
  number({
    key: 'target',
    label: 'target',
    unit: 'share',
    meaning: 'Share of its cores that a replica should use.',
    min: 0.01,
    max: 1,
    default: 0.7,
  }),
  number({
    key: 'window',
    label: 'window',
    unit: 'seconds',
    meaning: 'The use of this time counts.',
    min: 10,
    max: 3600,
    whole: true,
    default: 300,
  }),
  percentile('quantile', 'quantile', 'Quantile of the use that replicas are made for.', 0.95),
  number({
    key: 'hold',
    label: 'hold',
    unit: 'seconds',
    meaning: 'Orders the greatest advice of this time.',
    min: 0,
    max: 3600,
    whole: true,
    default: 300,
  }),
  number({
    key: 'decay',
    label: 'decay',
    unit: 'share',
    meaning: 'At most this share of the replicas leaves at once, at least one replica.',
    min: 0.01,
    max: 1,
    default: 0.1,
  }),
  number({
    key: 'ignore',
    label: 'ignore',
    unit: 'share',
    meaning: 'Changes smaller than this share of the replicas are left out.',
    min: 0,
    max: 1,
    default: 0.1,
  }),
  ...replicaFields(1),
  ...deployedFields,
];

/** Id, name in a sentence, fields. A map, so that "constructor" is no policy. */
const tables: ReadonlyMap<string, { readonly name: string; readonly fields: readonly SettingField[] }> =
  new Map([
    ['hpa', { name: 'HPA', fields: hpa }],
    ['keda', { name: 'KEDA', fields: keda }],
    ['kpa', { name: 'KPA', fields: kpa }],
    ['vpa', { name: 'VPA', fields: vpa }],
    ['autopilot', { name: 'Autopilot', fields: autopilot }],
  ]);

/** The ids of the policies that have settings. */
export const settable: readonly string[] = [...tables.keys()];

/** What a sentence calls the policy. */
export function nameOf(id: string): string {
  return tables.get(id)?.name ?? id;
}

/** The fields of a policy in their order, with the unit, range and default that they have under `metric` (else the default one). */
export function fieldsOf(id: string, metric?: string): readonly SettingField[] {
  const fields = tables.get(id)?.fields ?? [];
  if (metric === undefined) return fields;
  return fields.map((field) => under(field, metric));
}

/** The field with the unit, range and default that it has under a metric. */
function under(field: SettingField, metric: string): SettingField {
  const measure = Object.hasOwn(field.byMetric ?? {}, metric) ? field.byMetric![metric] : undefined;
  // Without the field's own step: a metric that has one says so.
  const { step: _step, ...rest } = field;
  return measure ? { ...rest, ...measure } : field;
}

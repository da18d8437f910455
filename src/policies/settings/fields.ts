/** The tables of fields: what can be set of each policy. */
import { behaviourFields, choice, deployedFields, number, replicaFields, targetField } from './field.ts';
import { AUTO, type SettingField } from './types.ts';

const hpa: readonly SettingField[] = [
  choice({
    key: 'metric',
    label: 'metric',
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
    options: ['queue', 'rate', 'concurrency', 'cpu'],
  }),
  under(targetField, 'queue'),
  number({
    key: 'activation',
    label: 'activation',
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
    min: 1,
    max: 3600,
    whole: true,
    default: 30,
  }),
  number({
    key: 'cooldown',
    label: 'cooldown',
    unit: 'seconds',
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
    options: ['concurrency', 'rate'],
  }),
  number({
    key: 'target',
    label: 'target',
    unit: 'requests',
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
    min: 0.01,
    max: 1,
    default: 0.7,
  }),
  ...replicaFields(0),
  number({
    key: 'window',
    label: 'window',
    unit: 'seconds',
    min: 6,
    max: 3600,
    whole: true,
    default: 60,
  }),
  number({
    key: 'panicWindow',
    label: 'panic window',
    unit: 'share',
    min: 0.01,
    max: 1,
    default: 0.1,
  }),
  number({
    key: 'panicThreshold',
    label: 'panic threshold',
    unit: 'times',
    min: 1.1,
    max: 10,
    default: 2,
  }),
  number({
    key: 'upRate',
    label: 'rate up',
    unit: 'times',
    min: 1.01,
    max: 1_000_000,
    default: 1000,
  }),
  number({
    key: 'downRate',
    label: 'rate down',
    unit: 'times',
    min: 1.01,
    max: 1_000_000,
    default: 2,
  }),
  number({
    key: 'downDelay',
    label: 'delay down',
    unit: 'seconds',
    min: 0,
    max: 3600,
    whole: true,
    default: 0,
  }),
  ...deployedFields,
];

const percentile = (key: string, label: string, value: number): SettingField =>
  number({ key, label, unit: 'share', min: 0.01, max: 1, default: value });

const vpa: readonly SettingField[] = [
  percentile('percentile', 'percentile', 0.9),
  percentile('lowerPercentile', 'lower percentile', 0.5),
  percentile('upperPercentile', 'upper percentile', 0.95),
  number({
    key: 'margin',
    label: 'margin',
    unit: 'share',
    min: 0,
    max: 10,
    default: 0.15,
  }),
  number({
    key: 'halfLife',
    label: 'half-life',
    unit: 'seconds',
    min: 60,
    max: 604_800,
    whole: true,
    default: 86_400,
  }),
  number({
    key: 'loop',
    label: 'loop',
    unit: 'seconds',
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
    min: 0.001,
    max: 1000,
    default: 0.025,
  }),
  number({
    key: 'maxCores',
    label: 'most cores',
    unit: 'cores',
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
    min: 0.01,
    max: 1,
    default: 0.7,
  }),
  number({
    key: 'window',
    label: 'window',
    unit: 'seconds',
    min: 10,
    max: 3600,
    whole: true,
    default: 300,
  }),
  percentile('quantile', 'quantile', 0.95),
  number({
    key: 'hold',
    label: 'hold',
    unit: 'seconds',
    min: 0,
    max: 3600,
    whole: true,
    default: 300,
  }),
  number({
    key: 'decay',
    label: 'decay',
    unit: 'share',
    min: 0.01,
    max: 1,
    default: 0.1,
  }),
  number({
    key: 'ignore',
    label: 'ignore',
    unit: 'share',
    min: 0,
    max: 1,
    default: 0.1,
  }),
  ...replicaFields(1),
  ...deployedFields,
];

/** A whole number that holds for all stages. */
const count = (
  row: Pick<SettingField, 'key' | 'label' | 'max' | 'default'> & Partial<SettingField>,
): SettingField => number({ unit: '', min: 1, whole: true, perStage: false, ...row });

/** A decision with everything at its most plays some 150,000 steps of the model, a hundred times as many as by default. */
const planner: readonly SettingField[] = [
  count({ key: 'horizon', label: 'horizon', unit: 'decisions', max: 30, default: 8 }),
  count({ key: 'candidates', label: 'orders', max: 200, default: 40 }),
  count({ key: 'futures', label: 'loads', max: 9, default: 3 }),
  count({ key: 'near', label: 'error lasts', unit: 'decisions', min: 0, max: 30, default: 2 }),
  count({ key: 'memory', label: 'errors known', unit: 'decisions', max: 8640, default: 120 }),
  count({ key: 'firsts', label: 'first orders', min: 0, max: 20, default: 4 }),
  count({ key: 'seconds', label: 'second orders', max: 20, default: 6 }),
  count({ key: 'scatter', label: 'scatter', min: 0, max: 10, whole: false, default: 0.16 }),
  count({ key: 'steps', label: 'model steps', max: 1_000_000, default: AUTO }),
];

/** Id, name in a sentence, fields. A map, so that "constructor" is no policy. */
const tables: ReadonlyMap<string, { readonly name: string; readonly fields: readonly SettingField[] }> =
  new Map([
    ['hpa', { name: 'HPA', fields: hpa }],
    ['keda', { name: 'KEDA', fields: keda }],
    ['kpa', { name: 'KPA', fields: kpa }],
    ['vpa', { name: 'VPA', fields: vpa }],
    ['autopilot', { name: 'Autopilot', fields: autopilot }],
    ['planner', { name: 'Planner', fields: planner }],
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

/** Short ways to write the rows of the tables of fields, and the rows that several policies share. */
import { AUTO, type SettingField } from './types.ts';

type Row = Pick<SettingField, 'key' | 'label'>;

const common = { whole: false, options: [], perStage: true, min: 0, max: 0, unit: '' } as const;

export function number(
  row: Row & Pick<SettingField, 'unit' | 'min' | 'max' | 'default'> & Partial<SettingField>,
): SettingField {
  return { ...common, kind: 'number', ...row };
}

export function choice(row: Row & { readonly options: readonly string[] }): SettingField {
  return { ...common, kind: 'choice', ...row, default: row.options[0]! };
}

export function rules(row: Row & { readonly default: string }): SettingField {
  return { ...common, kind: 'rules', ...row };
}

export const MOST_REPLICAS = 1000;
const MOST_BATCH = 1024;

/** `least` 0 where the controller itself can scale to nothing. */
export function replicaFields(least: 0 | 1): readonly SettingField[] {
  return [
    number({
      key: 'min',
      label: 'minimum',
      unit: 'replicas',
      min: least,
      max: MOST_REPLICAS,
      whole: true,
      default: 1,
    }),
    number({
      key: 'max',
      label: 'maximum',
      unit: 'replicas',
      min: 1,
      max: MOST_REPLICAS,
      whole: true,
      default: AUTO,
    }),
  ];
}

export const deployedFields: readonly SettingField[] = [
  {
    ...common,
    kind: 'name',
    key: 'variant',
    label: 'variant',
    default: AUTO,
  },
  number({
    key: 'batch',
    label: 'batch',
    unit: 'requests',
    min: 1,
    max: MOST_BATCH,
    whole: true,
    options: Array.from({ length: 11 }, (_, i) => 2 ** i),
    default: AUTO,
  }),
];

const SHARE_OF_CORES = { unit: 'share', min: 0.01, max: 10, step: 0.01, default: 0.8 } as const;
const MOST_TARGET = 1_000_000;

/** What HPA and KEDA can aim at. */
export const targetField: SettingField = number({
  key: 'target',
  label: 'target',
  ...SHARE_OF_CORES,
  byMetric: {
    cpu: SHARE_OF_CORES,
    rate: { unit: 'requests per second', min: 0.001, max: MOST_TARGET, default: AUTO },
    queue: { unit: 'requests', min: 0.001, max: MOST_TARGET, default: AUTO },
    concurrency: { unit: 'requests', min: 0.001, max: MOST_TARGET, default: AUTO },
  },
});

/** `behavior` of an HPA, which KEDA hands on. */
export function behaviourFields(): readonly SettingField[] {
  const tolerance = (side: string, key: string): SettingField =>
    number({
      key,
      label: `tolerance ${side}`,
      unit: 'share',
      min: 0,
      max: 10,
      default: 0.1,
    });
  const select = (side: string, key: string): SettingField =>
    choice({
      key,
      label: `select policy ${side}`,
      options: ['max', 'min', 'disabled'],
    });
  return [
    tolerance('up', 'upTolerance'),
    tolerance('down', 'downTolerance'),
    number({
      key: 'upStabilisation',
      label: 'stabilisation up',
      unit: 'seconds',
      min: 0,
      max: 3600,
      whole: true,
      default: 0,
    }),
    number({
      key: 'stabilisation',
      label: 'stabilisation down',
      unit: 'seconds',
      min: 0,
      max: 3600,
      whole: true,
      default: 300,
    }),
    rules({
      key: 'up',
      label: 'rules up',
      default: AUTO,
    }),
    select('up', 'upSelect'),
    rules({
      key: 'down',
      label: 'rules down',
      default: 'percent:100:15',
    }),
    select('down', 'downSelect'),
    number({
      key: 'sync',
      label: 'sync',
      unit: 'seconds',
      min: 1,
      max: 3600,
      whole: true,
      default: 15,
      perStage: false,
    }),
  ];
}

/** The rules up that are given where an object has a `behavior` without them. */
export const UP_RULES = 'pods:4:15+percent:100:15';

/** The fields that an object's `behavior` holds: where one differs, it is not empty. */
export const BEHAVIOUR = [
  'upTolerance',
  'downTolerance',
  'upStabilisation',
  'stabilisation',
  'upSelect',
  'down',
  'downSelect',
] as const;

/** Short ways to write the rows of the tables of fields, and the rows that several policies share. */
import { AUTO, type SettingField } from './types.ts';

type Row = Pick<SettingField, 'key' | 'label' | 'meaning'>;

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
  const zero =
    least === 0
      ? ' 0 lets the controller go to none, which counts as 1 here: the lab has no empty stage.'
      : '';
  return [
    number({
      key: 'min',
      label: 'minimum',
      unit: 'replicas',
      meaning: `Replicas that a stage keeps at least.${zero}`,
      min: least,
      max: MOST_REPLICAS,
      whole: true,
      default: 1,
    }),
    number({
      key: 'max',
      label: 'maximum',
      unit: 'replicas',
      meaning: "Replicas that a stage may have at most; auto, and never more than, the device's own limit.",
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
    meaning:
      'Variant that serves, by its name in the pipeline; auto: the fewest cores in time for the first load.',
    default: AUTO,
  },
  number({
    key: 'batch',
    label: 'batch',
    unit: 'requests',
    meaning: 'Batch size, a power of two; auto: the fewest cores in time for the first load.',
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
  meaning:
    'What one replica should have: with cpu the share of its cores that is busy, in whole per cent; else of the metric, where auto is a full batch of queue or concurrency, or 80 % of the rate that one replica reaches.',
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
      meaning: `Share by which the metric must be off its target before replicas go ${side}.`,
      min: 0,
      max: 10,
      default: 0.1,
    });
  const select = (side: string, key: string): SettingField =>
    choice({
      key,
      label: `select policy ${side}`,
      meaning: `Which of the rules for going ${side} holds: the one that allows most (max), least (min), or no change (disabled).`,
      options: ['max', 'min', 'disabled'],
    });
  return [
    tolerance('up', 'upTolerance'),
    tolerance('down', 'downTolerance'),
    number({
      key: 'upStabilisation',
      label: 'stabilisation up',
      unit: 'seconds',
      meaning: 'Grows no further than the least advice of this time.',
      min: 0,
      max: 3600,
      whole: true,
      default: 0,
    }),
    number({
      key: 'stabilisation',
      label: 'stabilisation down',
      unit: 'seconds',
      meaning: 'Shrinks no further than the greatest advice of this time.',
      min: 0,
      max: 3600,
      whole: true,
      default: 300,
    }),
    rules({
      key: 'up',
      label: 'rules up',
      meaning:
        'How fast replicas may be added; auto, where the object says nothing: at most max(2n, 4) of n at a sync while its whole behavior is empty, else pods:4:15+percent:100:15.',
      default: AUTO,
    }),
    select('up', 'upSelect'),
    rules({
      key: 'down',
      label: 'rules down',
      meaning: 'How fast replicas may be removed.',
      default: 'percent:100:15',
    }),
    select('down', 'downSelect'),
    number({
      key: 'sync',
      label: 'sync',
      unit: 'seconds',
      meaning: 'Time between two syncs of the HPA controller; at most one takes place at a decision.',
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

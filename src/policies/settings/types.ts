/** Settings of a policy as plain data: a table of fields says what there is, a key holds what differs from it. */

/** Shares as shares (0.5 is 50 %), times in seconds. */
export type SettingValue = number | string;

export type Values = Readonly<Record<string, SettingValue>>;

export type Unit =
  | 'share'
  | 'seconds'
  | 'decisions'
  | 'replicas'
  | 'requests'
  | 'requests per second'
  | 'cores'
  | 'times'
  | '';

/** What a metric makes of a field whose unit depends on it. */
export interface Measure {
  readonly unit: Unit;
  readonly min: number;
  readonly max: number;
  readonly default: SettingValue;
  readonly step?: number;
}

export interface SettingField {
  readonly key: string;
  /** As a sentence says it: "stabilisation down". */
  readonly label: string;
  readonly unit: Unit;
  /** 'rules' are limits of speed (`rules.ts`), 'name' is any text. */
  readonly kind: 'number' | 'choice' | 'rules' | 'name';
  /** Of a number, both included. */
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  /** A number must be a multiple of it. */
  readonly step?: number;
  /** All that is allowed beside 'auto', where the list is closed; else empty. */
  readonly options: readonly SettingValue[];
  /** 'auto': the meaning says what the lab then takes. Only such fields accept 'auto'. */
  readonly default: SettingValue;
  /** False where one value holds for all stages. */
  readonly perStage: boolean;
  /** By the value of the field `metric`, where unit, range and default hang on it; fieldsOf(id, metric) resolves it. */
  readonly byMetric?: Readonly<Record<string, Measure>>;
}

/** Only what differs from the default; of a stage (0-based), what differs from what holds for all stages. */
export interface Settings {
  readonly all: Values;
  readonly stages: Readonly<Record<number, Values>>;
}

export const noSettings: Settings = { all: {}, stages: {} };

/** The value by which the lab chooses. */
export const AUTO = 'auto';

/** Settings of a policy as the page edits them: one value at a time, for all stages or for one. */
import { capital } from '../../format.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';
import {
  describeValue,
  fieldsOf,
  parsePolicyKey,
  policyKey,
  settingsOfStage,
  type SettingField,
  type Settings,
  type SettingValue,
  type Values,
} from '../../../policies/settings/key.ts';
import { settingValueOf } from '../../../policies/settings/parse.ts';
import { AUTO } from '../../../policies/settings/types.ts';

/** A stage by its number from 0; undefined is all of them. */
export type Scope = number | undefined;

/** One field as the form shows it. */
export interface Shown {
  readonly field: SettingField;
  readonly value: SettingValue;
  /** What holds where nothing is set here: the default, or for a stage what holds for all. */
  readonly standard: SettingValue;
}

/** The fields that can be set in a scope, in their order, with the units and ranges of the metric in force there. */
export function shownFields(key: string, scope: Scope): readonly Shown[] {
  const read = parsePolicyKey(key);
  if (!read.ok) return [];
  const { id, settings } = read.value;
  const stage = scope ?? -1;
  const values = settingsOfStage(settings, id, stage);
  const metric = values['metric'];
  // Without anything of its own but the metric, which decides on the defaults.
  const own = settings.stages[stage];
  const bare: Settings =
    scope === undefined
      ? { all: pick(settings.all), stages: {} }
      : { all: settings.all, stages: own ? { [stage]: pick(own) } : {} };
  const standards = settingsOfStage(bare, id, stage);
  const above = scope === undefined ? fieldsOf(id)[0]?.default : settingsOfStage(settings, id, -1)['metric'];
  return fieldsOf(id, metric === undefined ? undefined : String(metric))
    .filter(({ perStage }) => scope === undefined || perStage)
    .map((field) => ({
      field,
      value: values[field.key] ?? field.default,
      standard: (field.key === 'metric' ? above : standards[field.key]) ?? field.default,
    }));
}

function pick({ metric }: Values): Values {
  return metric === undefined ? {} : { metric };
}

/** The key with one value set; refused in a sentence where it cannot be together with the others. */
export function withSetting(key: string, scope: Scope, name: string, value: SettingValue): Result<string> {
  const read = parsePolicyKey(key);
  if (!read.ok) return read;
  const { id, settings } = read.value;
  // What is measured by the metric means nothing under another one.
  const measured = fieldsOf(id).flatMap((field) => (field.byMetric ? [field.key] : []));
  const without = (values: Values): Values =>
    Object.fromEntries(Object.entries(values).filter(([other]) => !measured.includes(other)));
  const put = (values: Values): Values => ({
    ...(name === 'metric' ? without(values) : values),
    [name]: value,
  });
  const next: Settings =
    scope === undefined
      ? {
          all: put(settings.all),
          stages: Object.fromEntries(
            Object.entries(settings.stages).map(([n, values]) => [
              n,
              name === 'metric' && values['metric'] === undefined ? without(values) : values,
            ]),
          ),
        }
      : { all: settings.all, stages: { ...settings.stages, [scope]: put(settings.stages[scope] ?? {}) } };
  const made = policyKey(id, next);
  const again = parsePolicyKey(made);
  return again.ok ? accepted(made) : again;
}

/** How many settings a scope has of its own. */
export function ownCount(key: string, scope: Scope): number {
  const read = parsePolicyKey(key);
  if (!read.ok) return 0;
  const { all, stages } = read.value.settings;
  return Object.keys(scope === undefined ? all : (stages[scope] ?? {})).length;
}

/** The value as a visitor types it: shares in per cent. */
export function textOf({ unit }: SettingField, value: SettingValue): string {
  return typeof value === 'number' && unit === 'share'
    ? String(Number((100 * value).toPrecision(12)))
    : String(value);
}

/** What was typed; refused in a sentence that says the range. */
export function readText(field: SettingField, text: string): Result<SettingValue> {
  const typed = text.trim().replace(/^(\d*),(\d+)/, '$1.$2');
  const bare = field.unit === 'share' ? typed.replace(/\s*%$/, '') : typed;
  const number = bare === '' ? NaN : Number(bare);
  const key =
    field.unit === 'share' && Number.isFinite(number) ? String(Number((number / 100).toPrecision(12))) : bare;
  const read = settingValueOf(field, key.toLowerCase() === AUTO ? AUTO : key);
  if (read.ok) return read;
  const wanted = field.kind === 'number' ? rangeOf(field) : read.message;
  return refused(`${capital(field.label)} takes ${wanted}; “${text.trim().slice(0, 40)}” is not.`);
}

/** "a number from 1 % to 1000 %, in whole per cent, or auto". */
export function rangeOf(field: SettingField): string {
  const { min, max, whole, step, unit, options } = field;
  const auto = field.default === AUTO ? ', or auto' : '';
  if (options.length > 0) return `one of ${options.join(', ')}${auto}`;
  const coarse = whole ? 'a whole number' : 'a number';
  const grain = unit === 'share' && step === 0.01 ? ', in whole per cent' : '';
  return `${coarse} from ${describeValue(field, min)} to ${describeValue(field, max)}${grain}${auto}`;
}

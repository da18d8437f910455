/** Settings in their one form, and as a key. */
import { fieldsOf } from './fields.ts';
import type { SettingField, Settings, SettingValue, Values } from './types.ts';

/** What holds where `values` say nothing of a field; `outer` is what holds for all stages, undefined at that level itself. */
function inherited(id: string, values: Values, outer: Values | undefined): ReadonlyMap<string, SettingValue> {
  const plain = fieldsOf(id);
  const first = plain.find(({ key }) => key === 'metric')?.default;
  const around = outer?.['metric'] ?? first;
  const metric = values['metric'] ?? around;
  const fields = metric === undefined ? plain : fieldsOf(id, String(metric));
  return new Map(
    fields.map((field): [string, SettingValue] => {
      // A target belongs to its metric: another metric of a stage begins with a default of its own.
      const foreign = field.byMetric !== undefined && metric !== around;
      return [field.key, (foreign ? undefined : outer?.[field.key]) ?? field.default];
    }),
  );
}

function different(
  fields: readonly SettingField[],
  values: Values,
  base: ReadonlyMap<string, SettingValue>,
): Values {
  const pairs = fields
    .filter(({ key }) => Object.hasOwn(values, key) && values[key] !== base.get(key))
    .map(({ key }) => [key, values[key]!] as const);
  return Object.fromEntries(pairs);
}

/** Fields in the order of the table; without defaults, and without what a stage shares with all. */
export function canonical(id: string, { all, stages }: Settings): Settings {
  const fields = fieldsOf(id);
  const common = different(fields, all, inherited(id, all, undefined));
  const own = Object.entries(stages)
    .map(([n, values]) => [n, different(fields, values, inherited(id, values, common))] as const)
    .filter(([, values]) => Object.keys(values).length > 0);
  return { all: common, stages: Object.fromEntries(own) };
}

/** Every field of stage `n` (0-based) with the value that holds there. */
export function settingsOfStage(settings: Settings, id: string, n: number): Record<string, SettingValue> {
  const all = { ...Object.fromEntries(inherited(id, settings.all, undefined)), ...settings.all };
  const own = settings.stages[n];
  return own ? { ...Object.fromEntries(inherited(id, own, all)), ...own } : all;
}

/** Written so that separators inside a name stay part of it. */
function written(value: SettingValue, { kind }: SettingField): string {
  const text = String(Object.is(value, -0) ? 0 : value);
  return kind === 'name' ? text.replace(/[%,=:;+\s]/g, encodeURIComponent) : text;
}

/** The key of a policy with these settings: equal settings have equal keys, without any it is the id. */
export function policyKey(id: string, settings: Settings): string {
  const { all, stages } = canonical(id, settings);
  const fields = fieldsOf(id);
  const pieces = (values: Values, prefix: string): readonly string[] =>
    fields
      .filter(({ key }) => Object.hasOwn(values, key))
      .map((field) => `${prefix}${field.key}=${written(values[field.key]!, field)}`);
  const numbers = Object.keys(stages)
    .map(Number)
    .sort((a, b) => a - b);
  const parts = [...pieces(all, ''), ...numbers.flatMap((n) => pieces(stages[n]!, `${String(n + 1)}.`))];
  return parts.length === 0 ? id : `${id}:${parts.join(',')}`;
}

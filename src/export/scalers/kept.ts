/**
 * Annotations in which our own export keeps what an object has no field for. What the object itself says wins: a kept value
 * counts only while the object still reads as it did when it was written.
 */
import type { FoundScaler } from './found.ts';
import { field, textOf } from '../cluster/fields.ts';
import { isRecord } from '../cluster/validate/values.ts';
import { fieldsOf, parsePolicyKey, type SettingValue, type Values } from '../../policies/settings/key.ts';

/** The key that the object was made from. */
export const POLICY = 'opd.lab/policy';
/** "2 of 3": the stage that it is for. */
export const STAGE = 'opd.lab/stage';
/** By setting: its value, and how the object reads without it (null: not at all). */
export const KEPT = 'opd.lab/kept';

const LONGEST = 20_000;

const isValue = (value: unknown): value is SettingValue =>
  typeof value === 'string' || typeof value === 'number';

/** The annotation's text; undefined where the object says everything by itself. */
export function keptOf(id: string, settings: Values, reading: Values): string | undefined {
  const kept: Record<string, readonly [SettingValue, SettingValue | null]> = {};
  // What an object does not say reads as the default.
  for (const { key, default: usual } of fieldsOf(id, String(settings['metric']))) {
    const value = settings[key]!;
    if ((reading[key] ?? usual) !== value) kept[key] = [value, reading[key] ?? null];
  }
  return Object.keys(kept).length > 0 ? JSON.stringify(kept) : undefined;
}

/** What the object says, and what was kept where it still says the same. */
export function restored({ id, values, annotations }: FoundScaler): Values {
  const text = textOf(field(annotations, KEPT));
  if (text === '' || text.length > LONGEST) return values;
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    return values;
  }
  if (!isRecord(kept)) return values;
  const found: Record<string, SettingValue> = { ...values };
  for (const { key } of fieldsOf(id)) {
    const pair = field(kept, key);
    if (!Array.isArray(pair)) continue;
    const [setting, reading] = pair as readonly unknown[];
    if (isValue(setting) && (values[key] ?? null) === reading) found[key] = setting;
  }
  return found;
}

/** The stage (0-based) and the number of stages that the annotation names. */
export function keptStageOf({ annotations }: FoundScaler): { n: number; of: number } | undefined {
  const [, stage, of] = /^(\d{1,3}) of (\d{1,3})$/.exec(textOf(field(annotations, STAGE))) ?? [];
  if (stage === undefined || Number(stage) < 1 || Number(stage) > Number(of)) return undefined;
  return { n: Number(stage) - 1, of: Number(of) };
}

/** The key that all of them were made from; undefined where they name none, or not the same. */
export function keyOf(scalers: readonly FoundScaler[]): string | undefined {
  const keys = new Set(scalers.map(({ annotations }) => textOf(field(annotations, POLICY))));
  const [key] = keys;
  if (keys.size !== 1 || key === undefined || key === '') return undefined;
  const parsed = parsePolicyKey(key);
  return parsed.ok && parsed.value.id === scalers[0]!.id ? key : undefined;
}

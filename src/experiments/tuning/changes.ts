/** What another setting of the same policy changes, row by row. */
import {
  describeValue,
  fieldsOf,
  parsePolicyKey,
  settingsOfStage,
  type Values,
} from '../../policies/settings/key.ts';
import { idOf } from './names.ts';

export interface SettingChange {
  /** The setting, as a sentence says it. */
  readonly label: string;
  /** Stage (0-based); undefined where it holds for all of them. */
  readonly stage: number | undefined;
  /** Values in words, with their units. */
  readonly now: string;
  readonly better: string;
}

/**
 * Every setting in which two keys of one policy differ, in the order of its fields: one row where both hold for all of the
 * pipeline's stages alike, else a row for each stage that differs. Throws for a key that does not parse: keys are checked
 * where they come in.
 */
export function changesOf(now: string, better: string, stages: number): readonly SettingChange[] {
  const id = idOf(now);
  const valuesOf = (key: string): readonly Values[] => {
    const read = parsePolicyKey(key);
    if (!read.ok || read.value.id !== id) throw new Error(`"${key}" is no setting of ${id}`);
    return Array.from({ length: stages }, (_, n) => settingsOfStage(read.value.settings, id, n));
  };
  const [before, after] = [valuesOf(now), valuesOf(better)];
  const words = (of: Values, key: string): string => {
    const metric = of['metric'];
    const field = fieldsOf(id, metric === undefined ? undefined : String(metric)).find(
      (one) => one.key === key,
    )!;
    return describeValue(field, of[key]!);
  };
  return fieldsOf(id).flatMap(({ key, label }) => {
    const said = before.map((was, n) => [words(was, key), words(after[n]!, key)] as const);
    const row = (stage: number | undefined): SettingChange => ({
      label,
      stage,
      now: said[stage ?? 0]![0],
      better: said[stage ?? 0]![1],
    });
    const alike = said.every(([a, b]) => a === said[0]![0] && b === said[0]![1]);
    const differ = (n: number): boolean => said[n]![0] !== said[n]![1];
    const rows = before.flatMap((_, n) => (differ(n) ? [row(n)] : []));
    return alike && rows.length > 0 ? [row(undefined)] : rows;
  });
}

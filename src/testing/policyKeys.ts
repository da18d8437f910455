import fc from 'fast-check';
import { fieldsOf, parsePolicyKey, policyKey, type SettingField } from '../policies/settings/key.ts';
import { settable } from '../policies/settings/fields.ts';
import type { SettingValue } from '../policies/settings/types.ts';

function valueOf({ kind, min, max, whole, step, options }: SettingField): fc.Arbitrary<SettingValue> {
  if (options.length > 0) return fc.constantFrom(...options);
  if (kind === 'rules') return fc.constantFrom('pods:1:60', 'percent:50:30', 'pods:2:15+percent:100:60');
  if (kind === 'name') return fc.constantFrom('resnet 18', 'a,b=c;d%', 'größer:2.x=1', 'yolov5n');
  if (whole) return fc.integer({ min, max });
  const grain = step ?? 0.001;
  return fc
    .integer({ min: Math.ceil(min / grain), max: Math.floor(Math.min(max, 1000) / grain) })
    .map((n) => {
      return Number((n * grain).toPrecision(10));
    });
}

/** Canonical keys that set something, of every policy that has settings, for all stages and for single ones. */
export const keysWithSettings: fc.Arbitrary<string> = fc
  .constantFrom(...settable)
  .chain((id) => {
    const one = fc
      .tuple(fc.constantFrom(...fieldsOf(id)), fc.option(fc.integer({ min: 0, max: 5 })))
      .chain(([field, stage]) =>
        valueOf(field).map((value) => ({ key: field.key, value, stage: field.perStage ? stage : null })),
      );
    return fc.array(one, { minLength: 1, maxLength: 4 }).map((chosen) => {
      const at = (stage: number | null): Record<string, SettingValue> =>
        Object.fromEntries(chosen.filter((c) => c.stage === stage).map(({ key, value }) => [key, value]));
      const stages = [...new Set(chosen.flatMap(({ stage }) => (stage === null ? [] : [stage])))];
      return policyKey(id, { all: at(null), stages: Object.fromEntries(stages.map((n) => [n, at(n)])) });
    });
  })
  // Drawn values may contradict each other, or all be defaults.
  .filter((key) => key.includes(':') && parsePolicyKey(key).ok);

/** The least and most replicas that a setting states: policy, which a search keeps to unless it is freed. */
import type { Free } from './free.ts';
import {
  parsePolicyKey,
  policyKey,
  settingsOfStage,
  type SettingValue,
} from '../../policies/settings/key.ts';

/** Of one stage; undefined where the default is left to stand. */
export interface Bounds {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** What the key of the present setting states, for each of `count` stages; nothing where the bounds are free. */
export function boundsOf(present: string, count: number, free: readonly Free[]): readonly Bounds[] {
  const read = parsePolicyKey(present);
  if (!read.ok) throw new Error(read.message);
  const { all, stages } = read.value.settings;
  return Array.from({ length: count }, (_, n) => {
    const stated = (field: 'min' | 'max'): number | undefined => {
      const value = free.includes('bounds') ? undefined : (stages[n]?.[field] ?? all[field]);
      return typeof value === 'number' ? value : undefined;
    };
    return { min: stated('min'), max: stated('max') };
  });
}

/** `key` with its replicas within the bounds: a setting that is tried beside the present one keeps to them too. */
export function keyWithin(key: string, bounds: readonly Bounds[]): string {
  const read = parsePolicyKey(key);
  if (!read.ok) throw new Error(read.message);
  const { id, settings } = read.value;
  const stages = bounds.map(({ min, max }, n): Readonly<Record<string, SettingValue>> => {
    const own = settingsOfStage(settings, id, n);
    const [least, most] = [Number(own['min']), own['max']];
    const held = (value: number): number => Math.min(max ?? Infinity, Math.max(min ?? 0, value));
    return {
      ...settings.stages[n],
      ...(held(least) === least ? {} : { min: held(least) }),
      ...(typeof most === 'number' || max !== undefined
        ? { max: Math.max(held(least), held(typeof most === 'number' ? most : Infinity)) }
        : {}),
    };
  });
  // What has become alike everywhere holds for all.
  const all: Record<string, SettingValue> = { ...settings.all };
  for (const field of ['min', 'max'] as const) {
    const [first] = stages;
    const value = first?.[field];
    if (value === undefined || !stages.every((stage) => stage[field] === value)) continue;
    all[field] = value;
    stages.forEach((stage, n) => (stages[n] = without(stage, field)));
  }
  const made = policyKey(id, { all, stages: Object.fromEntries(stages.entries()) });
  return parsePolicyKey(made).ok ? made : key;
}

function without(
  stage: Readonly<Record<string, SettingValue>>,
  field: string,
): Readonly<Record<string, SettingValue>> {
  return Object.fromEntries(Object.entries(stage).filter(([key]) => key !== field));
}

/** How the search treats the bounds, one sentence. */
export function boundsNote(present: string, count: number, free: readonly Free[]): string {
  if (free.includes('bounds'))
    return 'The least and most replicas were searched too, beyond those of the present setting.';
  const bounds = boundsOf(present, count, free);
  const range = (field: 'min' | 'max'): string => {
    const values = [...new Set(bounds.flatMap((one) => one[field] ?? []))].sort((a, b) => a - b);
    return values.length === 0 ? '' : values.join(', ');
  };
  const [min, max] = [range('min'), range('max')];
  if (min === '' && max === '')
    return 'The present setting states no least and no most of replicas beyond the defaults; both were searched within the limit of replicas.';
  const parts = [...(min === '' ? [] : [`at least ${min}`]), ...(max === '' ? [] : [`at most ${max}`])];
  return `Replicas stay within what the present setting states (${parts.join(', ')}): only narrower bounds were searched. Free the bounds to search beyond them.`;
}

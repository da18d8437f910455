/** What the next training will be, kept over a reload in the browser's local storage. */
import * as v from 'valibot';
import { BACKENDS, type BackendName } from '../../learning/backends.ts';
import { configWith } from '../../learning/config.ts';
import type { Budget } from '../../learning/training.ts';
import type { Overrides } from '../../storage/records.ts';

/** What the next training will be. */
export interface TrainingSettings {
  readonly budget: Budget;
  readonly seed: number;
  /** How many seeds, from `seed` on. */
  readonly seeds: number;
  readonly backend: 'auto' | BackendName;
  /** Hyper-parameters that differ from the defaults. */
  readonly overrides: Overrides;
}

export const defaultTraining: TrainingSettings = {
  budget: { seconds: 60 },
  seed: 1,
  seeds: 1,
  backend: 'auto',
  overrides: {},
};

const KEY = 'sluice-next-training';

const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const Schema = v.object({
  budget: v.union([v.strictObject({ seconds: positive }), v.strictObject({ steps: count })]),
  seed: count,
  seeds: v.pipe(count, v.minValue(1), v.maxValue(64)),
  backend: v.picklist(['auto', ...BACKENDS]),
  overrides: v.pipe(
    v.record(v.string(), v.union([v.number(), v.string(), v.boolean()])),
    v.check((overrides) => {
      try {
        configWith(overrides);
        return true;
      } catch {
        return false;
      }
    }, 'hyper-parameters that there are not'),
  ),
});

/** What was kept; undefined where nothing was, or what lies there is not settings of this version. */
export function keptSettings(): TrainingSettings | undefined {
  try {
    const text = localStorage.getItem(KEY);
    if (text === null) return undefined;
    const parsed = v.safeParse(Schema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    // Storage may be forbidden, or hold something else.
    return undefined;
  }
}

export function keepSettings(settings: TrainingSettings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Storage may be forbidden or full; the settings then last for this visit.
  }
}

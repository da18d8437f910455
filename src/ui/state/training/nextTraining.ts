/** What the next training will be, kept over a reload in the browser's local storage. */
import * as v from 'valibot';
import { shelve, shelvedJson } from '../keeping/shelf.ts';
import { BACKENDS, type BackendName } from '../../../learning/engines/backends.ts';
import { BUDGET_RANGES, SEED_RANGE } from '../../../learning/ppo/hyperparameters.ts';
import { configFrom, settingComplaint } from '../../../learning/ppo/settings.ts';
import type { Budget } from '../../../learning/training/agentTraining.ts';
import { checked } from '../../../model/checked.ts';
import { outsideRange, type Range } from '../../../model/range.ts';
import type { Overrides } from '../../../storage/records.ts';

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

const countFrom = (range: Range): v.GenericSchema<unknown, number> =>
  v.pipe(
    v.number(),
    v.check((value) => outsideRange('', range, value) === undefined),
  );
const SEEDS: Range = { min: 1, max: 64, whole: true };
const Fields = {
  budget: v.union([
    v.strictObject({ seconds: countFrom(BUDGET_RANGES.seconds) }),
    v.strictObject({ steps: countFrom(BUDGET_RANGES.steps) }),
  ]),
  seed: countFrom(SEED_RANGE),
  seeds: countFrom(SEEDS),
  backend: v.picklist(['auto', ...BACKENDS]),
} as const;
const NAMES: Readonly<Record<keyof typeof Fields, string>> = {
  budget: 'the budget',
  seed: 'the first seed',
  seeds: 'the number of seeds',
  backend: 'the backend',
};
const Loose = v.record(v.string(), v.unknown());

interface KeptSettings {
  readonly settings: TrainingSettings;
  /** What of them is no longer taken, sentences. */
  readonly told: readonly string[];
}

/** What was kept, with the defaults in place of what a training does not take; undefined where nothing was, or what lies there is no settings. */
export function keptSettings(): KeptSettings | undefined {
  const kept = checked(Loose, shelvedJson(KEY));
  return kept.ok ? soundOf(kept.value) : undefined;
}

function soundOf(kept: Readonly<Record<string, unknown>>): KeptSettings {
  const told: string[] = [];
  const field = <K extends keyof typeof Fields>(name: K): TrainingSettings[K] => {
    const parsed = checked(Fields[name], kept[name]);
    if (parsed.ok) return parsed.value as TrainingSettings[K];
    told.push(
      `Of the settings kept for the next training ${NAMES[name]} (${JSON.stringify(kept[name] ?? 'none').slice(0, 80)}) is not taken: the default stands in its place.`,
    );
    return defaultTraining[name];
  };
  const given = checked(Loose, kept['overrides']);
  const overrides = Object.entries(given.ok ? given.value : {}).filter(([name, value]) => {
    const complaint = settingComplaint(name, value);
    if (complaint !== undefined)
      told.push(`Of the settings kept for the next training one is back at its default: ${complaint}`);
    return complaint === undefined;
  }) as [string, number | string][];
  const settings: TrainingSettings = {
    budget: field('budget'),
    seed: field('seed'),
    seeds: field('seeds'),
    backend: field('backend'),
    overrides: Object.fromEntries(overrides),
  };
  const together = configFrom(settings.overrides);
  if (together.ok) return { settings, told };
  told.push(
    `The hyper-parameters kept for the next training are back at their defaults: ${together.message}`,
  );
  return { settings: { ...settings, overrides: {} }, told };
}

export function keepSettings(settings: TrainingSettings): void {
  shelve(KEY, JSON.stringify(settings));
}

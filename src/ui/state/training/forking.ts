/** A run that begins from another's checkpoint: what it is called and with which settings it begins. */
import { changeWords, configOf } from './hyper.ts';
import type { TrainingSettings } from './nextTraining.ts';
import type { CheckpointInfo, Overrides, RunRecord } from '../../../storage/records.ts';

/** The next training begins at this checkpoint, with these settings. */
export interface PlannedFork {
  readonly run: string;
  /** The parent's. */
  readonly name: string;
  readonly slot: string;
  readonly steps: number;
  readonly settings: TrainingSettings;
}

export function plannedFork(
  run: RunRecord,
  { slot, steps }: Pick<CheckpointInfo, 'slot' | 'steps'>,
  settings: TrainingSettings,
): PlannedFork {
  return { run: run.id, name: run.name, slot, steps, settings };
}

/** What began a run, as the settings of another; a run that is kept does not say which engine was asked for. */
export function settingsOf(
  run: RunRecord,
  backend: TrainingSettings['backend'],
  overrides: Overrides = run.overrides,
): TrainingSettings {
  return { budget: run.budget, seed: run.seeds[0] ?? 1, seeds: run.seeds.length, backend, overrides };
}

/** The hyper-parameters that `next` has otherwise than `before`. */
export function changesOf(before: Overrides, next: Overrides): Overrides {
  const old = configOf(before);
  return Object.fromEntries(
    Object.entries(configOf(next)).filter(([key, value]) => key !== 'seed' && value !== old[key as 'gamma']),
  );
}

/** What a fork is called before its owner names it. */
export function forkName(parent: string, changes: Overrides): string {
  const base = parent.replace(/ (with|again).*$/, '');
  const words = changeWords(changes);
  return words === '' ? `${base} again` : `${base} with ${words}`;
}

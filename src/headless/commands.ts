/** The commands by name; each is loaded when it is asked for. */
import type { CommandName } from './help.ts';
import type { Notes } from './notes.ts';
import type { Progress } from './progress.ts';
import type { Stop } from './stop.ts';

/**
 * Each fills `notes` with what it assumed, filled, summed or left out, hears of an end by `stop`, and tells `progress` how far
 * it is. One that has written to standard output itself gives nothing.
 */
type Command = (
  args: readonly string[],
  notes: Notes,
  stop: Stop,
  progress: Progress,
) => Promise<object | undefined>;

export const commands: Readonly<Record<CommandName, () => Promise<Command>>> = {
  simulate: async () => (await import('./simulate.ts')).simulate,
  optimum: async () => (await import('./optimum.ts')).optimum,
  answer: async () => (await import('./answer.ts')).answer,
  train: async () => (await import('./train.ts')).train,
  forecast: async () => (await import('./forecast.ts')).forecast,
  predictor: async () => (await import('./predictor.ts')).predictor,
  compare: async () => (await import('./compare.ts')).compare,
  merge: async () => (await import('./merge.ts')).merge,
  export: async () => (await import('./export.ts')).exportManifests,
  profile: async () => (await import('./profile.ts')).profile,
  grade: async () => (await import('./grade.ts')).grade,
  tune: async () => (await import('./tune.ts')).tune,
  env: async () => (await import('./env.ts')).env,
};

/** How the run on screen stands to what is chosen, in a word and in sentences. Pure: every case is in the test beside it. */
import type { Run } from './run.ts';
import { SILENCE } from '../../../model/timeLimits.ts';
import type { Scenario } from '../../../scenario/scenario.ts';

/**
 * 'none': there is no run yet. 'present': it is the run of what is chosen. 'settings': it is of the same pipeline and
 * load under other settings, policies or another draw. 'elsewhere': it is of another pipeline or another load.
 */
export type ShownStanding = 'none' | 'present' | 'settings' | 'elsewhere';

/** What is chosen: the scenario, and the keys of the policies that run in its lanes. */
export interface Chosen {
  readonly scenario: Scenario;
  readonly a: string;
  readonly b: string;
}

/** A run, as far as it says of what it is. */
export type ShownRun = Pick<Run, 'scenario'> & {
  readonly a: { readonly id: string };
  readonly b: { readonly id: string };
};

export function standingOf(run: ShownRun | undefined, { scenario, a, b }: Chosen): ShownStanding {
  if (!run) return 'none';
  if (run.scenario === scenario) return run.a.id === a && run.b.id === b ? 'present' : 'settings';
  const same =
    run.scenario.pipeline.id === scenario.pipeline.id && run.scenario.workload.id === scenario.workload.id;
  return same ? 'settings' : 'elsewhere';
}

/** "Computing Big …": names what is new against the run on screen. `nameOf` names a policy by its key. */
export function computingWords(
  run: ShownRun | undefined,
  { scenario, a, b }: Chosen,
  nameOf: (key: string) => string,
): string {
  const { pipeline, workload } = scenario;
  const old = run?.scenario;
  if (!run || !old || old.pipeline.id !== pipeline.id) return `Computing ${pipeline.name} …`;
  if (old.workload.id !== workload.id)
    return `Computing ${pipeline.name} under the load “${workload.name}” …`;
  const here = [run.a.id, run.b.id];
  const fresh = [a, b].filter((key, i, all) => !here.includes(key) && all.indexOf(key) === i);
  if (old === scenario && fresh.length > 0)
    return `Computing ${fresh.map(nameOf).join(' and ')} on ${pipeline.name} …`;
  return `Computing ${pipeline.name} with the new settings …`;
}

/** "Video: detect, classify under the load “Bursts”". */
export function worldWords({ pipeline, workload }: Scenario): string {
  return `${pipeline.name} under the load “${workload.name}”`;
}

/** What may be expected of a run that takes longer than most: until when, and that nobody has to wait. */
export const SLOW_WORDS = `This run takes longer than most. It ends by itself after ${minutesWords(SILENCE.answer)} at the latest, with its result or with a word why not. You need not wait: another pipeline, policy or load takes its place at once.`;

/** What is said where the visitor had it stopped after so many seconds, and what can be done then. */
export function stoppedWords(seconds: number): string {
  return `You stopped it after ${String(Math.round(seconds))} s. Choose another pipeline, policy or load, or lower the limits of cores, replicas and batches; or have it computed after all.`;
}

/** 870: "14 min 30 s". */
export function minutesWords(seconds: number): string {
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return [
    ...(minutes > 0 ? [`${String(minutes)} min`] : []),
    ...(rest > 0 || minutes === 0 ? [`${String(rest)} s`] : []),
  ].join(' ');
}

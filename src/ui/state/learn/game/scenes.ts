/** What can be played: three scenarios, each harder than the one before, and the header's. */
import { defaultExperiment, type Experiment } from '../../../../scenario/experiment.ts';
import { HISTORY_SECONDS } from '../../../../workload/workload.ts';

/** How long a game may be, simulated minutes. */
export const GAME_MINUTES = [5, 10] as const;
export type GameMinutes = (typeof GAME_MINUTES)[number];

export type SceneId = 'rise' | 'burst' | 'storm' | 'header';

export interface Scene {
  readonly id: SceneId;
  readonly name: string;
  /** What is hard about it, and nothing of what comes when. */
  readonly summary: string;
  /** What is set otherwise than by default; undefined: as in the header. */
  readonly set: Partial<Experiment> | undefined;
}

export const scenes: readonly Scene[] = [
  {
    id: 'rise',
    name: 'A slow rise',
    summary: 'Two stages, and a load that changes little from one order to the next.',
    set: { pipeline: 'video', workload: 'diurnal' },
  },
  {
    id: 'burst',
    name: 'A burst',
    summary: 'Two stages, and a load that is several times as high within half a minute.',
    set: { pipeline: 'video', workload: 'fluctuating' },
  },
  {
    id: 'storm',
    name: 'Bursts, slow replicas, three stages',
    summary: 'Short bursts at any moment, three stages, and replicas that take 20 seconds to start.',
    set: { pipeline: 'nlp', workload: 'bursty', startup: 20 },
  },
  {
    id: 'header',
    name: 'As in the header',
    summary: 'Pipeline, load, limits and weights as they stand in the lab now.',
    set: undefined,
  },
];

/** Seconds of the load that a game takes: the history, and what is played. */
const secondsOf = (minutes: GameMinutes): number => HISTORY_SECONDS + 60 * minutes;

/**
 * The experiment of a game: of its load only the first minutes, as a step of the load, so that a link says the same.
 * `held` are the seconds of the header's load; one that is no longer than the game is taken whole.
 */
export function experimentOf(
  { set }: Scene,
  header: Experiment,
  held: number,
  seed: number,
  minutes: GameMinutes,
): Experiment {
  const seconds = secondsOf(minutes);
  const base: Experiment = set ? { ...defaultExperiment, ...set, seed } : { ...header, seed };
  const whole = !set && held <= seconds;
  return { ...base, workload: whole ? base.workload : `${base.workload}~window:0,${String(seconds)}` };
}

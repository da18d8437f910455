/** What a training's curve in the Lab counts from: what is possible on the load on screen. */
import type { Run } from '../state/replay/run.ts';
import type { Survey } from '../state/replay/survey.ts';

/** What is at 0. */
export interface Zero {
  readonly name: string;
  /** Points by which it lies above what the regrets are told against; undefined while it is not known: then nothing is drawn. */
  readonly above: number | undefined;
  /** Points by which nobody exceeds it. */
  readonly open?: number | undefined;
}

/** Runs tell regrets against the optimum of each ten seconds, which is none where orders have after-effects. */
export function zeroOn({ scenario, a }: Run, survey: Survey | undefined): Zero {
  if (scenario.environment === 'instant') return { name: 'optimum', above: 0 };
  const { reward, regret } = a.episode.summary;
  return {
    name: 'best plan found',
    above: survey && survey.earned - (reward + regret),
    open: survey?.bound === undefined ? undefined : survey.bound - survey.earned,
  };
}

/** A regret as it is counted from 0. */
export const lostTo = ({ above = 0 }: Zero, regret: number): number => Math.max(0, regret + above);

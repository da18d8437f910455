/** Which configuration is the best for a load that stays: without the code that plays it, so that a page can choose before it loads that. */
import type { Scenario } from './scenario.ts';
import { longRunOf } from '../environment/longRun.ts';
import type { Configuration, Weights } from '../model/pipeline.ts';
import type { Tables } from '../model/tables.ts';
import { unwatched, type Watch } from '../model/watch.ts';
import type { Aim } from '../policies/optimum/aim.ts';
import { cheapest, type Cheapest } from '../policies/optimum/cheapest.ts';
import { cheapestInTime } from '../policies/optimum/cheapestInTime.ts';
import { frontierOf } from '../policies/optimum/frontierOf.ts';
import { mostAccurate } from '../policies/optimum/mostAccurate.ts';

/** Of the most accurate where nobody says more: at least so many of a hundred in time. */
export const USUAL_IN_TIME = 99;

/** What of a scenario fixes a choice, its load left out. */
export type Standing = Pick<Scenario, 'environment' | 'slaSeconds' | 'batchTimeoutSeconds'> & {
  readonly weights: Weights;
};

/** A share in time that was asked for, and what was found. */
export interface AskedInTime {
  /** At least so many of a hundred. */
  readonly percent: number;
  /** Share, 0..1, of what was chosen, in the long run by the scenario's world: an estimate wherever requests wait by chance. */
  readonly estimate: number;
  /** The estimate is as much as was asked for. */
  readonly keeps: boolean;
}

/** What was chosen for a load. */
export interface Chosen {
  readonly aim: Aim;
  readonly configuration: Configuration;
  /** Unless it is by reward: whether it is what was asked for, or only nearest; undefined where a share in time was asked for and the load is carried. */
  readonly found: Cheapest | undefined;
  /** Where a share in time was asked for: of the most accurate always. */
  readonly asked: AskedInTime | undefined;
}

/**
 * Seconds that a request spends at a stage whose capacity suffices, as the environments have them: service, and where
 * they queue the mean wait for its batch to fill at `load` req/s. Chance makes it wait longer: single requests are played.
 */
export function stillSeconds(
  tables: Tables,
  { environment, batchTimeoutSeconds }: Standing,
  load: number,
): (option: number) => number {
  return (option) => {
    const others = (tables.batches[option % tables.batches.length]! - 1) / 2;
    const fill = environment === 'instant' || others === 0 ? 0 : Math.min(batchTimeoutSeconds, others / load);
    return tables.seconds[option]! + fill;
  };
}

/**
 * The best for `load` req/s in the sense of `aim`, exact. `leastInTime`, per cent, is what the cheapest and the most accurate
 * have to answer in time; undefined: the mean seconds of the cheapest keep the objective instead, and of the most accurate
 * `USUAL_IN_TIME` is asked. Where nothing within the limits is what was asked for it is
 * the nearest: of those that carry the load the one of the greatest share in time, else one that carries most. Throws
 * `OutOfTime` where the watch's time is up.
 */
export function chosenFor(
  aim: Aim,
  tables: Tables,
  standing: Standing,
  load: number,
  leastInTime?: number,
  watch: Watch = unwatched,
): Chosen {
  const { weights, slaSeconds } = standing;
  const longRun = longRunOf(standing.environment, { tables, ...standing });
  if (aim === 'best')
    return {
      ...{ aim, configuration: frontierOf(tables, weights, longRun, watch).best(load) },
      ...{ found: undefined, asked: undefined },
    };
  const percent = leastInTime ?? (aim === 'accurate' ? USUAL_IN_TIME : undefined);
  if (percent !== undefined) {
    const accurate =
      aim === 'accurate' ? mostAccurate(tables, longRun, { load, least: percent / 100 }, watch) : undefined;
    if (accurate) {
      const { configuration, share } = accurate;
      return { aim, configuration, found: undefined, asked: { percent, estimate: share, keeps: true } };
    }
    const timely = cheapestInTime(tables, weights, longRun, { load, least: percent / 100 }, watch);
    if (timely) {
      const { configuration, share, keeps } = timely;
      return { aim, configuration, found: undefined, asked: { percent, estimate: share, keeps } };
    }
  }
  const secondsOf = stillSeconds(tables, standing, load);
  const found = cheapest(tables, weights, { load, slaSeconds, secondsOf }, watch);
  const { configuration } = found;
  // What does not carry the load is not what was asked for, whatever its share.
  const asked =
    percent === undefined
      ? undefined
      : { percent, estimate: longRun.share(configuration, load), keeps: false };
  return { aim, configuration, found, asked };
}

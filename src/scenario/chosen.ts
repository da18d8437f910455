/** Which configuration is the best for a load that stays: without the code that plays it, so that a page can choose before it loads that. */
import type { Scenario } from './scenario.ts';
import { longRunOf } from '../environment/longRun.ts';
import type { Configuration, Weights } from '../model/pipeline.ts';
import type { Tables } from '../model/tables.ts';
import { unwatched, type Watch } from '../model/watch.ts';
import type { Aim } from '../policies/optimum/aim.ts';
import { cheapest, type Cheapest } from '../policies/optimum/cheapest.ts';
import { frontierOf } from '../policies/optimum/frontier.ts';

/** What of a scenario fixes a choice, its load left out. */
export type Standing = Pick<Scenario, 'environment' | 'slaSeconds' | 'batchTimeoutSeconds'> & {
  readonly weights: Weights;
};

/** What was chosen for a load. */
export interface Chosen {
  readonly aim: Aim;
  readonly configuration: Configuration;
  /** Of the cheapest: whether it is what was asked for, or only nearest. */
  readonly found: Cheapest | undefined;
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

/** The best for `load` req/s in the sense of `aim`, exact. Throws `OutOfTime` where the watch's time is up. */
export function chosenFor(
  aim: Aim,
  tables: Tables,
  standing: Standing,
  load: number,
  watch: Watch = unwatched,
): Chosen {
  const { weights, slaSeconds } = standing;
  const longRun = longRunOf(standing.environment, { tables, ...standing });
  if (aim === 'best')
    return { aim, configuration: frontierOf(tables, weights, longRun, watch).best(load), found: undefined };
  const secondsOf = stillSeconds(tables, standing, load);
  const found = cheapest(tables, weights, { load, slaSeconds, secondsOf }, watch);
  return { aim, configuration: found.configuration, found };
}

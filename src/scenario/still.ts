/** What a configuration comes to that stands still under a load that stays: what is chosen for a cluster is told by it. */
import { emptySeries, summarise, writeStep } from './episode.ts';
import { createEnvironment, optionsOf, tablesOf } from './prepare.ts';
import type { EpisodeSummary, Scenario } from './scenario.ts';
import type { Configuration, Weights } from '../model/pipeline.ts';
import { toAction, type Tables } from '../model/tables.ts';
import { unwatched, type Watch } from '../model/watch.ts';
import type { Aim } from '../policies/optimum/aim.ts';
import { cheapest, type Cheapest } from '../policies/optimum/cheapest.ts';
import { frontierOf } from '../policies/optimum/frontier.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../workload/workload.ts';

/** Ten minutes, but no more than about so many requests, which are simulated one by one in one of the environments. */
const MOST_DECISIONS = 60;
const MOST_REQUESTS = 100_000;

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
  if (aim === 'best')
    return { aim, configuration: frontierOf(tables, weights, watch).best(load), found: undefined };
  const secondsOf = stillSeconds(tables, standing, load);
  const found = cheapest(tables, weights, { load, slaSeconds, secondsOf }, watch);
  return { aim, configuration: found.configuration, found };
}

/**
 * The configuration played at `load` req/s in the scenario's environment, its replicas up from the beginning. What the
 * optimum would have earned is not asked: `regret` is no number.
 */
export function playStill(
  scenario: Scenario,
  configuration: Configuration,
  load: number,
  watch: Watch = unwatched,
): EpisodeSummary {
  const tables = tablesOf(scenario);
  const decisions = Math.min(
    MOST_DECISIONS,
    Math.max(1, Math.floor(MOST_REQUESTS / (load * DECISION_SECONDS))),
  );
  const rates = new Float64Array(HISTORY_SECONDS + decisions * DECISION_SECONDS).fill(load);
  const forecasts = new Float64Array(rates.length / DECISION_SECONDS).fill(load);
  const environment = createEnvironment({ options: optionsOf(scenario, tables), scenario, watch }, 1);
  const action = new Int32Array(3 * tables.stages);
  toAction(configuration, action);
  environment.reset(0, { rates, forecasts }, HISTORY_SECONDS, action);
  environment.collectRequests(0);
  const series = emptySeries(decisions, action.length);
  for (let k = 0; k < decisions; k++) {
    watch.look(k / decisions);
    environment.step(action);
    const time = HISTORY_SECONDS + k * DECISION_SECONDS;
    writeStep(series, k, { time, predicted: load }, NaN, environment, 0);
  }
  const requests = environment.requestsOf(0);
  return { ...summarise(series, action.length), ...(requests ? { requests } : {}) };
}

/** What a configuration comes to that stands still under a load that stays: what is chosen for a cluster is told by it. */
import { emptySeries, summarise, writeStep } from './episode.ts';
import { createEnvironment, optionsOf, tablesOf } from './prepare.ts';
import type { EpisodeSummary, Scenario } from './scenario.ts';
import type { Configuration } from '../model/pipeline.ts';
import { toAction } from '../model/tables.ts';
import { unwatched, type Watch } from '../model/watch.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../workload/workload.ts';

/** Ten minutes, but no more than about so many requests, which are simulated one by one in one of the environments. */
const MOST_DECISIONS = 60;
const MOST_REQUESTS = 100_000;

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

/** Runs orders that were made in advance. */
import { emptySeries, summarise, writeStep } from './episode.ts';
import { createEnvironment, type Prepared } from './prepare.ts';
import type { EpisodeSeries, EpisodeSummary } from './scenario.ts';
import { isFeasible, toConfiguration } from '../model/tables.ts';
import { HISTORY_SECONDS } from '../workload/workload.ts';

export interface PlayedPlan {
  readonly series: EpisodeSeries;
  readonly summary: EpisodeSummary;
}

/**
 * What `orders`, [decisions x 3 stages] head indices, come to in the scenario's environment from second 120 on: the same
 * numbers as a run of a policy that gives them, with its seed where requests are single ones. `decisionMs` is 0.
 */
export function playPlan(prepared: Prepared, orders: Int32Array): PlayedPlan {
  const { tables, track, loads, frontier, watch } = prepared;
  const width = 3 * tables.stages;
  const environment = createEnvironment(prepared, 1);
  environment.reset(0, track, HISTORY_SECONDS);
  environment.collectRequests(0);
  const series = emptySeries(loads.length, width);
  for (let k = 0; k < loads.length; k++) {
    watch.look();
    const observation = environment.observe(0);
    environment.step(orders.subarray(k * width, (k + 1) * width));
    writeStep(series, k, observation, frontier.rewardAt(loads[k]!), environment, 0);
  }
  const summary = summarise(series, width);
  const requests = environment.requestsOf(0);
  return { series, summary: requests ? { ...summary, requests } : summary };
}

/** Whether `orders` are one for each decision of the load, and each within the limits: what comes from outside may not be. */
export function fitsLoad({ tables, loads }: Pick<Prepared, 'tables' | 'loads'>, orders: Int32Array): boolean {
  const width = 3 * tables.stages;
  return (
    orders.length === loads.length * width &&
    loads.every((_, k) =>
      isFeasible(tables, toConfiguration(tables, orders.subarray(k * width, (k + 1) * width))),
    )
  );
}

/** What an autoscaler's metrics pipeline would report of a stage, from what a policy sees. */
import type { Observation } from '../../environment/environment.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/**
 * Work offered to stage n, req/s: the load, held back by the capacity of the stages before it, and its own backlog
 * spread over one decision interval. A stage before it passes on its backlog too.
 */
export function offeredLoad({ load, stages }: Observation, n: number): number {
  let flow = load;
  for (let m = 0; m < n; m++) {
    const stage = stages[m]!;
    flow = Math.min(stage.throughput, flow + stage.backlog / DECISION_SECONDS);
  }
  return flow + stages[n]!.backlog / DECISION_SECONDS;
}

/** Requests per second that reach stage n: what the stages before it pass on, its own backlog not counted. */
export function arrivals(observation: Observation, n: number): number {
  return offeredLoad(observation, n) - observation.stages[n]!.backlog / DECISION_SECONDS;
}

/** Offered load over serving capacity, at most 1: a busy replica is no busier for a longer queue. */
export function utilisation(observation: Observation, n: number): number {
  const { throughput } = observation.stages[n]!;
  const offered = offeredLoad(observation, n);
  return throughput > 0 ? Math.min(1, offered / throughput) : offered > 0 ? 1 : 0;
}

/** Requests in stage n, waiting or in service: the backlog, and by Little's law the served load times its service. */
export function requestsInStage(observation: Observation, n: number, serviceSeconds: number): number {
  const { backlog, throughput } = observation.stages[n]!;
  return backlog + Math.min(offeredLoad(observation, n), throughput) * serviceSeconds;
}

/** Mean of the ten-second maxima seen so far. */
export function meanLoad({ recent }: Observation): number {
  return recent.reduce((sum, load) => sum + load, 0) / recent.length;
}

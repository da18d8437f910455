/** The configuration that stands still and is the answer to a question. */
import type { Objective, Question } from './question.ts';
import { longRunOf, type LongRun } from '../../environment/longRun.ts';
import { evaluate } from '../../model/objective.ts';
import type { Configuration } from '../../model/pipeline.ts';
import { batchIndex, type Tables } from '../../model/tables.ts';
import type { Watch } from '../../model/watch.ts';
import type { Aim } from '../../policies/optimum/aim.ts';
import { chosenFor, stillSeconds, type Standing } from '../../scenario/chosen.ts';

export interface Found {
  readonly configuration: Configuration;
  /** Cores of all its replicas. */
  readonly cores: number;
  /** V (1): the sum of the stages' accuracies. */
  readonly accuracy: number;
  /** req/s of its slowest stage. */
  readonly throughput: number;
  /** What a request takes in the mean by the equations, s: service and the wait for its batch to fill; no waiting by chance. */
  readonly seconds: number;
  /** Share in time, 0..1, in the long run, by queueing theory. */
  readonly share: number;
  /** J (4) under the load by the equations, with the weight on late requests by queueing theory. */
  readonly objective: number;
  /** It carries the load. */
  readonly carries: boolean;
  /** It carries it and its share is as much as was asked for; where that was asked for. */
  readonly keeps: boolean;
}

/** What an export chooses by to come to the same configuration. */
export const AIM_OF: Readonly<Record<Objective, Aim>> = {
  cores: 'cheapest',
  j: 'best',
  accuracy: 'accurate',
};

/** How requests wait: by chance, whatever the scenario's own world. */
export const standingOf = ({ scenario }: Pick<Question, 'scenario'>): Standing => ({
  environment: 'chance',
  slaSeconds: scenario.slaSeconds,
  batchTimeoutSeconds: scenario.batchTimeoutSeconds,
  weights: scenario.weights,
});

export const longRunIn = (tables: Tables, standing: Standing): LongRun =>
  longRunOf(standing.environment, { tables, ...standing });

/**
 * The answer for `load` req/s, exact. Where nothing within the limits is as asked it is the nearest that there is. Throws
 * `OutOfTime` where the watch's time is up.
 */
export function foundFor(
  objective: Objective,
  tables: Tables,
  standing: Standing,
  load: number,
  percent: number,
  watch: Watch,
): Found {
  const { configuration } = chosenFor(AIM_OF[objective], tables, standing, load, percent, watch);
  return toldOf(tables, standing, configuration, load, percent);
}

/** What a configuration comes to at `load` req/s. */
export function toldOf(
  tables: Tables,
  standing: Standing,
  configuration: Configuration,
  load: number,
  percent: number,
): Found {
  const secondsOf = stillSeconds(tables, standing, load);
  const seconds = configuration.reduce(
    (sum, { variant, batch }, n) =>
      sum + secondsOf(tables.offset[n]! + variant * tables.batches.length + batchIndex(batch)),
    0,
  );
  const share = longRunIn(tables, standing).share(configuration, load);
  const { weights } = standing;
  const told = evaluate(tables, { ...weights, lateWeight: 0 }, configuration, load);
  const carries = told.throughput >= load;
  return {
    ...{ configuration, seconds, share, carries },
    ...{ cores: told.cost, accuracy: told.accuracy, throughput: told.throughput },
    objective: told.objective - 100 * weights.lateWeight * (1 - share),
    keeps: carries && 100 * share >= percent,
  };
}

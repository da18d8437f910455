import { createEnvironment, policyContext, type Prepared } from './prepare.ts';
import { sizeOf } from './size.ts';
import { SERIES_COLUMNS, type Episode, type EpisodeSeries, type EpisodeSummary } from './scenario.ts';
import { COUNT_COLUMNS, entries, RESULT_COLUMNS, VALUE_COLUMNS } from '../environment/columns.ts';
import type { Environment, Observation } from '../environment/environment.ts';
import { shareOf } from '../environment/share.ts';
import type { Configuration } from '../model/pipeline.ts';
import { isFeasible, toAction, type Tables } from '../model/tables.ts';
import { orTooMuch } from '../model/watch.ts';
import type { PolicyFactory, PolicyInfo } from '../policies/policy.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../workload/workload.ts';

export interface EpisodeOptions {
  /** Milliseconds; injected because only callers outside the core may read a clock. */
  readonly clock: () => number;
  /** Keep a per-second record for drawing. */
  readonly record: boolean;
  /** Keep the times of every request, where requests are followed; default false. */
  readonly journal?: boolean;
  /** Ordered at the beginning; default: the smallest configuration. */
  readonly start?: Configuration | undefined;
}

/**
 * Runs one policy over the whole workload, from second 120 to its end. Throws if the policy breaks a limit, and `TooMuch`,
 * a sentence, where the time that `prepared.patience` gives is up or the memory for it is not there.
 */
export async function runEpisode(
  prepared: Prepared,
  factory: PolicyFactory,
  options: EpisodeOptions,
): Promise<Episode> {
  return orTooMuch(
    `The replay of ${factory.info.name}`,
    () => sizeOf(prepared.scenario),
    () => episodeOf({ ...prepared, watch: prepared.patience.replay() }, factory, options),
  );
}

async function episodeOf(
  prepared: Prepared,
  factory: PolicyFactory,
  { clock, record, journal = false, start }: EpisodeOptions,
): Promise<Episode> {
  const { tables, track, loads, frontier, watch } = prepared;
  const decisions = loads.length;
  const width = 3 * tables.stages;
  const environment = createEnvironment(prepared, 1);
  const policy = await factory.create(policyContext(prepared, factory.info.id));
  const action = new Int32Array(width);
  if (start) toAction(start, action);
  environment.reset(0, track, HISTORY_SECONDS, start && action);
  environment.collectRequests(0);
  if (journal) environment.startJournal(0);
  if (record) environment.startRecording(0, decisions * DECISION_SECONDS);
  const series = emptySeries(decisions, width);
  const share = shareOf(environment.kind, track, decisions);
  try {
    for (let k = 0; k < decisions; k++) {
      watch.look(share(k));
      const observation = environment.observe(0);
      const before = clock();
      const configuration = policy.ask ? await policy.ask(observation) : policy.decide(observation);
      series.decisionMs[k] = policy.tookMs?.() ?? clock() - before;
      assertFeasible(tables, configuration, factory.info);
      toAction(configuration, action);
      environment.step(action);
      writeStep(series, k, observation, frontier.rewardAt(loads[k]!), environment, 0);
    }
  } finally {
    policy.end?.();
  }
  const summary = summarise(series, width);
  const requests = environment.requestsOf(0);
  const misfits = policy.misfits?.();
  return {
    policy: factory.info.id,
    series,
    summary: { ...summary, ...(requests ? { requests } : {}), ...(misfits ? { misfits } : {}) },
    ticks: record ? environment.record() : undefined,
    journal: journal ? environment.journalOf(0) : undefined,
  };
}

/** Throws if a policy's order breaks a limit: a bug of the policy. */
export function assertFeasible(tables: Tables, configuration: Configuration, { name }: PolicyInfo): void {
  if (isFeasible(tables, configuration)) return;
  throw new Error(`${name} ordered a configuration that breaks a limit: ${JSON.stringify(configuration)}`);
}

/**
 * Writes row `row` after a step: what was observed before it (`observation.time` and the forecast), `optimum` for its
 * true load, and what `lane` of the environment ordered and got.
 */
export function writeStep(
  series: EpisodeSeries,
  row: number,
  { time, predicted }: Pick<Observation, 'time' | 'predicted'>,
  optimum: number,
  environment: Environment,
  lane: number,
): void {
  const width = 3 * environment.options.tables.stages;
  series.t[row] = time;
  series.predicted[row] = predicted;
  series.optimum[row] = optimum;
  series.actions.set(environment.actions.subarray(lane * width, (lane + 1) * width), row * width);
  for (const column of RESULT_COLUMNS) series[column][row] = environment.results[column][lane]!;
}

/** A series of zeros; `width` is 3 x stages. */
export function emptySeries(decisions: number, width: number): EpisodeSeries {
  return {
    ...entries(SERIES_COLUMNS, () => new Float64Array(decisions)),
    actions: new Int32Array(decisions * width),
  };
}

/** Means and totals of a series; `width` is 3 x stages. */
export function summarise(series: EpisodeSeries, width: number): EpisodeSummary {
  const decisions = series.t.length;
  const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);
  const mean = (column: Float64Array): number => (decisions > 0 ? total(column) / decisions : 0);
  let switches = 0;
  for (let i = width; i < series.actions.length; i++)
    if (series.actions[i] !== series.actions[i - width]) switches++;
  return {
    decisions,
    ...entries(['load', 'predicted', ...VALUE_COLUMNS, 'decisionMs'], (column) => mean(series[column])),
    regret: mean(series.optimum) - mean(series.reward),
    coreSeconds: mean(series.cost) * decisions * DECISION_SECONDS,
    switches,
    ...entries(COUNT_COLUMNS, (column) => total(series[column])),
  };
}

import type { Scenario } from './scenario.ts';
import { sizeOf } from './size.ts';
import { withStartup } from './startup.ts';
import type { Environment, EnvironmentOptions, LoadTrack } from '../environment/environment.ts';
import { createChance } from '../environment/chance/chance.ts';
import { createDiscrete } from '../environment/discrete/discrete.ts';
import { createFluid } from '../environment/fluid.ts';
import { createInstant } from '../environment/instant.ts';
import { longRunOf, type LongRun } from '../environment/longRun.ts';
import { Random } from '../model/random.ts';
import { compile, type Tables } from '../model/tables.ts';
import { patient, type Patience } from '../model/patience.ts';
import { tooMuch, unwatched, type Watch } from '../model/watch.ts';
import { type Frontier } from '../policies/optimum/frontier.ts';
import { frontierOf } from '../policies/optimum/frontierOf.ts';
import type { PolicyContext } from '../policies/policy.ts';
import { createForecaster, forecastTrack } from '../workload/forecasters/index.ts';
import { decisionsIn, HISTORY_SECONDS, maxRate, DECISION_SECONDS } from '../workload/workload.ts';

/** A scenario made ready to run: tables compiled, loads forecast, the exact optimum at hand. */
export interface Prepared {
  readonly scenario: Scenario;
  readonly tables: Tables;
  readonly options: EnvironmentOptions;
  readonly track: LoadTrack;
  /** Maximum of the coming ten seconds at each decision from second 120 on, req/s. */
  readonly loads: Float64Array;
  readonly longRun: LongRun;
  readonly frontier: Frontier;
  /** How long each single episode may take; `watch` is that of the one under way, where one is. */
  readonly patience: Patience;
  readonly watch: Watch;
}

/** What of a scenario depends on neither its load nor its seed. */
export function tablesOf({ pipeline, startupSeconds, limits }: Scenario): Tables {
  return compile(withStartup(pipeline, startupSeconds), limits);
}

/** What an environment is made with. */
export function optionsOf(scenario: Scenario, tables: Tables): EnvironmentOptions {
  return {
    tables,
    weights: scenario.weights,
    slaSeconds: scenario.slaSeconds,
    rollout: scenario.rollout,
    startupScale: 1,
    batchTimeoutSeconds: scenario.batchTimeoutSeconds,
    batchRestartSeconds: scenario.batchRestartSeconds,
    dropAfterSla: scenario.dropAfterSla,
  };
}

/**
 * `training` is the trace that fitted forecasters learn from; without it they use their own default. `tables` are those
 * of a scenario with the same pipeline, start-up and limits. Throws `TooMuch`, a sentence, where the frontier or the
 * forecasts take too long or too much memory; `patience` is for them and for each episode that follows.
 */
export function prepare(
  scenario: Scenario,
  training?: Float64Array,
  tables: Tables = tablesOf(scenario),
  patience: Patience = patient,
): Prepared {
  const { rates } = scenario.workload;
  const within = <T>(what: string, watch: Watch, work: (watch: Watch) => T): T => {
    try {
      return work(watch);
    } catch (error) {
      throw tooMuch(what, () => sizeOf(scenario), error);
    }
  };
  const forecasts = within('Forecasting this load', patience.forecast(), (watch) =>
    forecastTrack(createForecaster(scenario.forecaster, training, scenario.predictor), rates, watch),
  );
  const count = decisionsIn(rates.length);
  const loads = Float64Array.from({ length: count }, (_, k) => {
    const t = HISTORY_SECONDS + k * DECISION_SECONDS;
    return maxRate(rates, t, t + DECISION_SECONDS);
  });
  const options = optionsOf(scenario, tables);
  const longRun = longRunOf(scenario.environment, options);
  return {
    scenario,
    tables,
    options,
    longRun,
    track: { rates, forecasts },
    loads,
    frontier: within(
      `Finding the best configurations of ${scenario.pipeline.name}`,
      patience.frontier(),
      (watch) => frontierOf(tables, scenario.weights, longRun, watch),
    ),
    patience,
    watch: unwatched,
  };
}

/** `prepared.watch` is looked at within the steps of single requests. */
export function createEnvironment(
  { options, scenario, watch }: Pick<Prepared, 'options' | 'scenario' | 'watch'>,
  lanes: number,
): Environment {
  switch (scenario.environment) {
    case 'instant':
      return createInstant(options, lanes);
    case 'fluid':
      return createFluid(options, lanes);
    case 'chance':
      return createChance(options, lanes);
    case 'discrete':
      return createDiscrete(options, lanes, { seed: scenario.seed, nodes: scenario.nodes, watch });
  }
}

/**
 * What a policy may know of this scenario. Its random stream depends on the seed and its own id alone, not on its settings,
 * so that of two settings of one policy nothing else differs.
 */
export function policyContext(prepared: Prepared, policyId: string): PolicyContext {
  return {
    tables: prepared.tables,
    weights: prepared.scenario.weights,
    slaSeconds: prepared.scenario.slaSeconds,
    longRun: prepared.longRun,
    world: { kind: prepared.scenario.environment, options: prepared.options },
    random: Random.stream(prepared.scenario.seed, 'policy', policyId.split(':', 1)[0]!),
    future: { startTime: HISTORY_SECONDS, loads: prepared.loads },
    watch: prepared.watch,
  };
}

/** Runs the paper's evaluation: one agent a seed, the paper's four policies on its three workloads. */
import {
  CONTENDERS,
  LOADS,
  type Contender,
  type Convergence,
  type DecisionTime,
  type Evidence,
  type LoadName,
  type Measured,
  type Reachable,
} from './evidence.ts';
import { searchedBriefly } from '../briefSearch.ts';
import { runEpisode } from '../../scenario/episode.ts';
import { prepare, tablesOf } from '../../scenario/prepare.ts';
import type { EpisodeSeries, Scenario } from '../../scenario/scenario.ts';
import { agentPolicy } from '../../learning/network/trainedAgent.ts';
import { configWith } from '../../learning/ppo/settings.ts';
import type { TrainingInputs } from '../../learning/training/agentTraining.ts';
import type { TrainPoint } from '../../learning/training/progress.ts';
import { trainAgent } from '../../learning/training/trainGroup.ts';
import type { Budget } from '../../learning/training/agentTraining.ts';
import { trainingLoads } from '../../learning/task/trainingLoads.ts';
import type { Patience } from '../../model/patience.ts';
import type { Tables } from '../../model/tables.ts';
import { policyById } from '../../policies/registry.ts';
import { scoreOf } from '../../workload/accuracy.ts';
import { createForecaster } from '../../workload/forecasters/index.ts';
import { generateWorkload } from '../../workload/generators.ts';

export interface ReproductionPlan {
  /** Pipeline, limits, weights and all else but load and seed. The paper has no price of late requests: it is taken as 0. */
  readonly scenario: Scenario;
  readonly seeds: readonly number[];
  /** Of each training. */
  readonly budget: Budget;
}

export interface ReproductionTools {
  /** Milliseconds. */
  readonly clock: () => number;
  readonly engine: TrainingInputs['engine'];
  /** Of each single piece; without it there is no limit. */
  readonly patience?: Patience | undefined;
  /** Awaited between minibatches and between episodes: the moment at which a stop is heard. */
  readonly between?: (() => Promise<void>) | undefined;
  /** Times decisions on pipelines of growing size, the smallest first. */
  readonly decisionTimes: () => Promise<readonly DecisionTime[]>;
  /** Share of the work done, 0..1, and what is under way, in words. */
  readonly onProgress: (share: number, doing: string) => void;
  /** True as soon as the work should end. */
  readonly stopped: () => boolean;
}

/** What a day is drawn with to judge the forecaster: no seed of a training. */
const FORECAST_SEED = 9001;
/** Share of a training at either end over which its losses are averaged. */
const END = 0.1;

/**
 * Everything the claims are judged on; undefined where it was stopped. Each seed draws its own loads, trains its own
 * agent on a synthetic day of its own that holds none of them, and runs all four policies on the same loads.
 */
export async function gatherEvidence(
  { scenario: given, seeds, budget }: ReproductionPlan,
  tools: ReproductionTools,
): Promise<Evidence | undefined> {
  const scenario = { ...given, weights: { ...given.weights, lateWeight: 0 } };
  const levels = Object.fromEntries(
    LOADS.map((load) => [load, Object.fromEntries(CONTENDERS.map((who) => [who, [] as Measured[]]))]),
  ) as Record<LoadName, Record<Contender, Measured[]>>;
  const possible = Object.fromEntries(LOADS.map((load) => [load, [] as Reachable[]])) as Record<
    LoadName,
    Reachable[]
  >;
  const convergence: Convergence[] = [];
  const tables = tablesOf(scenario);
  for (const [i, seed] of seeds.entries()) {
    const day = generateWorkload('day', seed);
    const { loads, heldOut } = trainingLoads(day, seed);
    const points: TrainPoint[] = [];
    const { agent } = await trainAgent({
      scenario: { ...scenario, seed, workload: { ...day, rates: heldOut ?? day.rates } },
      loads,
      config: configWith({ seed }),
      budget,
      engine: tools.engine,
      clock: tools.clock,
      patience: tools.patience,
      stopped: tools.stopped,
      between: tools.between,
      onPoint: (point) => {
        points.push(point);
        tools.onProgress((i + 0.9 * spent(point, budget)) / seeds.length, `training, seed ${String(seed)}`);
      },
    });
    if (tools.stopped()) return undefined;
    convergence.push(convergenceOf(points));
    for (const load of LOADS) {
      const drawn = { ...scenario, seed, workload: generateWorkload(load, seed) };
      const ready = prepare(drawn, day.rates, tables, tools.patience);
      const orders: Int32Array[] = [];
      for (const who of CONTENDERS) {
        const factory = who === 'opd' ? agentPolicy(agent) : policyById(who)!;
        const { series } = await runEpisode(ready, factory, { clock: tools.clock, record: false });
        levels[load][who].push(measuredSeries(series));
        orders.push(series.actions);
        await tools.between?.();
        if (tools.stopped()) return undefined;
      }
      possible[load].push(reachable(drawn, tables, orders, tools.patience));
      await tools.between?.();
      if (tools.stopped()) return undefined;
    }
    tools.onProgress((i + 1) / seeds.length, `seed ${String(seed)} done`);
  }
  const day = generateWorkload('day', FORECAST_SEED);
  const score = (id: string): ReturnType<typeof scoreOf> =>
    scoreOf(createForecaster(id, undefined, scenario.predictor), day.rates, 0.5, tools.clock);
  const lstm = score('lstm');
  tools.onProgress(1, 'timing decisions');
  return {
    seeds,
    budget,
    pipeline: scenario.pipeline.id,
    levels,
    possible,
    convergence,
    forecast: { smape: lstm.smape, naive: score('last').smape, milliseconds: lstm.milliseconds },
    decisionTimes: await tools.decisionTimes(),
  };
}

/** Of J: the reward without the price of large batches, which the paper's policies are compared without. */
function reachable(
  { weights, ...scenario }: Scenario,
  tables: Tables,
  known: readonly Int32Array[],
  patience: Patience | undefined,
): Reachable {
  const ofObjective = { ...scenario, weights: { ...weights, batchWeight: 0 }, forecaster: 'last' };
  const { played, bound } = searchedBriefly(prepare(ofObjective, undefined, tables, patience), known);
  return { plan: measuredSeries(played.series), bound };
}

/** Share of the budget that is spent, 0..1. */
function spent({ steps, elapsedSeconds }: TrainPoint, budget: Budget): number {
  return Math.min(1, 'steps' in budget ? steps / budget.steps : elapsedSeconds / budget.seconds);
}

export function measuredSeries({ cost, qos, objective }: EpisodeSeries): Measured {
  return {
    cost: mean(cost),
    qos: mean(qos),
    objective: mean(objective),
    costDeviation: deviation(cost),
    qosDeviation: deviation(qos),
  };
}

function convergenceOf(points: readonly TrainPoint[]): Convergence {
  const count = Math.max(1, Math.floor(END * points.length));
  const ends = (of: (point: TrainPoint) => number): readonly [number, number] => [
    mean(points.slice(0, count).map(of)),
    mean(points.slice(-count).map(of)),
  ];
  return {
    policyLoss: ends((p) => p.policyLoss),
    valueLoss: ends((p) => p.valueLoss),
    reward: ends((p) => p.reward),
  };
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

function deviation(values: Float64Array): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

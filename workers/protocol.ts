/** What crosses the worker boundary. Types only: no runtime code. */
import type { CountedOrder } from '../src/experiments/countedOrders.ts';
import type { DecisionCard } from '../src/experiments/decisionCard.ts';
import type { Fork } from '../src/experiments/fork.ts';
import type { Episode, EpisodeSummary, Scenario } from '../src/scenario/scenario.ts';
import type { MapGrid } from '../src/experiments/policyMap/grid.ts';
import type { MapRow } from '../src/experiments/policyMap/policyMap.ts';
import type { Yardstick } from '../src/experiments/yardstick.ts';
import type { AskedOfPipeline, ImportedPipeline } from '../src/export/intake/pipelineFile.ts';
import type { AutoscalerImport } from '../src/export/scalers/autoscalers.ts';
import type { AgentRecord } from '../src/learning/network/trainedAgent.ts';
import type { Finding } from '../src/policies/lint.ts';
import type { OwnPolicy } from '../src/policies/own/program.ts';
import type { BackendName } from '../src/learning/engines/backends.ts';
import type { Look } from '../src/learning/training/look.ts';
import type { Budget } from '../src/learning/training/agentTraining.ts';
import type { Configuration, Limits, Pipeline, Weights } from '../src/model/pipeline.ts';
import type { Result } from '../src/model/result.ts';
import type { Optima } from '../src/policies/optimum/overLoads.ts';
import type { Asked } from '../src/profiles/assemble.ts';
import type { FittedTests } from '../src/profiles/fitTests.ts';
import type { LoadTest } from '../src/profiles/point.ts';
import type { Tell } from '../src/runs/trainEvent.ts';
import type { Overrides, Parent } from '../src/storage/records.ts';
import type { Imported } from '../src/workload/import.ts';
import type { IntakeChoices } from '../src/workload/intake/report.ts';
import type { TimeUnit } from '../src/workload/intake/source.ts';
import type { Sketch } from '../src/workload/sketch.ts';

/** A policy by id, a trained agent by its weights, or what a visitor brought. */
export type PolicyChoice =
  | { readonly kind: 'named'; readonly id: string }
  | { readonly kind: 'agent'; readonly agent: AgentRecord }
  | { readonly kind: 'own'; readonly own: OwnPolicy };

/** A trace out of a file, and its picture. */
export interface TraceRead extends Imported {
  readonly sketch: Sketch;
}

/** `workers/simulate.ts`. */
export interface SimulateApi {
  /** Runs each policy on the scenario, same load and seed; `ticks` and, of single requests, `journal` for drawing. */
  simulate(scenario: Scenario, policies: readonly PolicyChoice[]): Promise<readonly Episode[]>;
  /** What the coefficient linter finds wrong with the scenario's weights over the range of its load; empty if nothing. */
  lint(scenario: Scenario): Promise<readonly Finding[]>;
  /**
   * Decision `k` of `policy`'s episode, beside every policy of the registry, `agent` where there is one, and `plan`: what the
   * best plan found orders there, as head indices.
   */
  decisionCard(
    scenario: Scenario,
    policy: PolicyChoice,
    k: number,
    agent: AgentRecord | undefined,
    plan: Int32Array | undefined,
  ): Promise<DecisionCard>;
  /** Both futures of `policy` from decision `k`, as it ordered and with `configuration` ordered there. */
  fork(
    scenario: Scenario,
    policy: PolicyChoice,
    k: number,
    configuration: Configuration,
    horizon: number,
  ): Promise<Fork>;
  /** What `policy` comes to on the scenario in single requests, whatever its environment. */
  count(scenario: Scenario, policy: PolicyChoice): Promise<EpisodeSummary>;
  /** What each of `orders` gives in single requests in the ten seconds after the orders `before`, as head indices. */
  countOrders(
    scenario: Scenario,
    before: Int32Array,
    orders: readonly Configuration[],
  ): Promise<readonly CountedOrder[]>;
  /**
   * Tells what an agent that trains on the scenario with `seed` is measured against (`told` is a comlink proxy): the rivals
   * at once, then what is possible, narrower each time. Resolves after the last.
   */
  yardstick(scenario: Scenario, seed: number, told: (yardstick: Yardstick) => void): Promise<void>;
  /**
   * Makes the policy map of `policy` on a grid for the scenario; `told` (a comlink proxy) hears of each row, from the most
   * cores down. Resolves after the last; rejects with a sentence where the policy does not fit or a row takes too long.
   */
  policyMap(scenario: Scenario, policy: PolicyChoice, told: (row: MapTold) => void): Promise<void>;
  /**
   * What the optimum runs over the loads that the limits can carry, by the equations alone; rejects with a sentence where it
   * is too much. `told` hears which share is done, 0..1.
   */
  optima(
    pipeline: Pipeline,
    limits: Limits,
    weights: Weights,
    slaSeconds: number,
    told: (share: number) => void,
  ): Promise<Optima>;
  /** A trace of any known format as a workload, read as `asked`, or the sentence that says what is wrong with it. */
  importTrace(file: File, asked?: IntakeChoices): Promise<Result<TraceRead>>;
  /** A pipeline's JSON, read as `asked`, or manifests of a cluster, checked against the limits in force. */
  importPipeline(
    text: string,
    fileName: string,
    limits: Limits,
    asked?: AskedOfPipeline,
  ): Promise<Result<ImportedPipeline>>;
  /** A load test's operating points, its latencies in `unit` where the file does not say; or the sentence that says what is wrong. */
  importLoadTest(file: File, unit: TimeUnit | undefined): Promise<Result<LoadTest>>;
  /** The variants that load tests come to at a quantile; `answers[i]` is of `tests[i]`. */
  fitLoadTests(tests: readonly LoadTest[], answers: readonly Asked[], quantile: number): Promise<FittedTests>;
  /** Autoscalers out of manifests as policies with settings; `stageNames` are those of the pipeline they are to drive. */
  importAutoscalers(
    text: string,
    fileName: string,
    stageNames: readonly string[],
  ): Promise<Result<AutoscalerImport>>;
}

/** A row of a policy map, and the grid it belongs to. */
export interface MapTold {
  readonly grid: MapGrid;
  readonly row: MapRow;
}

export interface TrainRequest {
  readonly scenario: Scenario;
  /** Hyper-parameters that differ from the defaults (src/learning/ppo/config.ts), JSON-safe, without the seed. */
  readonly overrides: Overrides;
  /** One member each. */
  readonly seeds: readonly number[];
  readonly budget: Budget;
  readonly backend: 'auto' | BackendName;
  /** Id and name under which the run is kept; undefined keeps nothing. */
  readonly run: { readonly id: string; readonly name: string } | undefined;
  /** The checkpoint a new run begins from. */
  readonly fork: Parent | undefined;
}

/** `workers/train.ts`. */
export interface TrainApi {
  /**
   * Trains until done or stopped; events go to `listener` (a comlink proxy). Resolves after the `done` event. Where the
   * run is kept, its lock is held meanwhile; rejects with a sentence where another tab holds it.
   */
  train(request: TrainRequest, listener: Tell): Promise<void>;
  /** Goes on with a kept run from its latest checkpoint, exactly; `budget` replaces the run's own where given. */
  resume(id: string, budget: Budget | undefined, listener: Tell): Promise<void>;
  /** Asks the running training to stop after the current minibatch. */
  stop(): void;
  pause(paused: boolean): void;
  /** Has the next update told as a `look` event; with `step` a training that is paused goes on for that one update. */
  look(step: boolean): void;
  /**
   * What the first update after the latest checkpoint of a kept run does, and with `on` the one after the last that was
   * looked at; nothing of it is kept. Rejects with a sentence where the run cannot be looked into.
   */
  lookAtKept(id: string, on: boolean): Promise<Look>;
}

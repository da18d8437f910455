/** What crosses the worker boundary. Types only: no runtime code. */
import type { Episode, Scenario } from '../src/experiments/scenario.ts';
import type { Limits, Pipeline } from '../src/model/pipeline.ts';
import type { Result } from '../src/model/result.ts';
import type { Imported } from '../src/workload/import.ts';

/** A policy by id, or a trained agent by its weights. */
export type PolicyChoice =
  | { readonly kind: 'named'; readonly id: string }
  | { readonly kind: 'agent'; readonly agent: AgentRecord };

/** A trained network as plain data; `src/learning/agent.ts` makes a policy of it. */
export interface AgentRecord {
  readonly format: 1;
  /** Flat parameters. */
  readonly parameters: Float32Array;
  /** Network shape and feature ranges, JSON. */
  readonly shape: string;
}

/** `workers/simulate.ts`. */
export interface SimulateApi {
  /** Runs each policy on the scenario, same load and seed; `ticks` recorded for drawing. */
  simulate(scenario: Scenario, policies: readonly PolicyChoice[]): Promise<readonly Episode[]>;
  /** A CSV or Prometheus file as a workload, or the sentence that says what is wrong with it. */
  importTrace(bytes: Uint8Array, fileName: string): Promise<Result<Imported>>;
  /** A pipeline's JSON, checked against the limits in force. */
  importPipeline(text: string, fileName: string, limits: Limits): Promise<Result<Pipeline>>;
}

export interface TrainRequest {
  readonly scenario: Scenario;
  /** Hyper-parameters that differ from the defaults (src/learning/config.ts), JSON-safe. */
  readonly overrides: Readonly<Record<string, number | string | boolean>>;
  /** Stop after this many seconds of training, if not stopped earlier. */
  readonly seconds: number;
  readonly backend: 'auto' | 'webgpu' | 'wasm' | 'cpu';
}

/** One PPO update as the page draws it; batched, at most ten messages a second. */
export interface TrainPoint {
  readonly update: number;
  /** Environment decisions so far. */
  readonly steps: number;
  readonly elapsedSeconds: number;
  /** Mean reward per decision over the rollout (agent lanes only). */
  readonly reward: number;
  /** Mean of optimum - reward over the rollout. */
  readonly regret: number;
  readonly policyLoss: number;
  readonly valueLoss: number;
  readonly entropy: number;
  readonly approxKl: number;
  readonly clipFraction: number;
  readonly explainedVariance: number;
  readonly gradientNorm: number;
  readonly stepsPerSecond: number;
}

export type TrainEvent =
  | { readonly kind: 'backend'; readonly backend: string; readonly probe: readonly BackendProbe[] }
  | { readonly kind: 'points'; readonly points: readonly TrainPoint[] }
  /** Greedy-decision evaluation on the scenario's own trace, with the agent as it is now. */
  | { readonly kind: 'agent'; readonly agent: AgentRecord; readonly objective: number; readonly best: boolean; readonly steps: number }
  | { readonly kind: 'done'; readonly reason: 'finished' | 'stopped'; readonly agent: AgentRecord; readonly steps: number; readonly elapsedSeconds: number };

export interface BackendProbe {
  readonly backend: string;
  /** Milliseconds of one update of the chosen network and minibatch, or undefined with the reason it cannot be used. */
  readonly updateMs: number | undefined;
  readonly reason: string | undefined;
}

/** `workers/train.ts`. */
export interface TrainApi {
  /** Trains until done or stopped; events go to `listener` (a comlink proxy). Resolves after the `done` event. */
  train(request: TrainRequest, listener: (event: TrainEvent) => void): Promise<void>;
  /** Asks the running training to stop after the current minibatch. */
  stop(): void;
  pause(paused: boolean): void;
}

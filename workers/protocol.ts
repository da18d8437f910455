/** What crosses the worker boundary. Types only: no runtime code. */
import type { Episode, Scenario } from '../src/experiments/scenario.ts';
import type { AgentRecord } from '../src/learning/agent.ts';
import type { Finding } from '../src/policies/lint.ts';
import type { BackendProbe } from '../src/learning/probe.ts';
import type { TrainPoint } from '../src/learning/train.ts';
import type { Limits, Pipeline } from '../src/model/pipeline.ts';
import type { Result } from '../src/model/result.ts';
import type { Imported } from '../src/workload/import.ts';

/** A policy by id, or a trained agent by its weights. */
export type PolicyChoice =
  { readonly kind: 'named'; readonly id: string } | { readonly kind: 'agent'; readonly agent: AgentRecord };

/** `workers/simulate.ts`. */
export interface SimulateApi {
  /** Runs each policy on the scenario, same load and seed; `ticks` recorded for drawing. */
  simulate(scenario: Scenario, policies: readonly PolicyChoice[]): Promise<readonly Episode[]>;
  /** What the coefficient linter finds wrong with the scenario's weights over the range of its load; empty if nothing. */
  lint(scenario: Scenario): Promise<readonly Finding[]>;
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

export type TrainEvent =
  | { readonly kind: 'backend'; readonly backend: string; readonly probe: readonly BackendProbe[] }
  | { readonly kind: 'points'; readonly points: readonly TrainPoint[] }
  /** The agent as it is now, and its mean objective J on the load held out for choosing the best one. */
  | {
      readonly kind: 'agent';
      readonly agent: AgentRecord;
      readonly objective: number;
      readonly best: boolean;
      readonly steps: number;
    }
  | {
      readonly kind: 'done';
      readonly reason: 'finished' | 'stopped';
      readonly agent: AgentRecord;
      readonly steps: number;
      readonly elapsedSeconds: number;
    };

/** `workers/train.ts`. */
export interface TrainApi {
  /** Trains until done or stopped; events go to `listener` (a comlink proxy). Resolves after the `done` event. */
  train(request: TrainRequest, listener: (event: TrainEvent) => void): Promise<void>;
  /** Asks the running training to stop after the current minibatch. */
  stop(): void;
  pause(paused: boolean): void;
}

export type { AgentRecord, BackendProbe, TrainPoint };

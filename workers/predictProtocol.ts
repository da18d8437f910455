/** What crosses the boundary of `workers/predict.ts`. Types only: no runtime code. */
import type { ForecastValue } from '../src/experiments/forecastValue/forecastValue.ts';
import type { AgentRecord } from '../src/learning/network/trainedAgent.ts';
import type { PredictorSplit } from '../src/learning/predictor/split.ts';
import type { PredictorConfig } from '../src/learning/predictor/config.ts';
import type { PredictorPoint } from '../src/learning/predictor/trainPredictor.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import type { ForecastScore, NoiseFloor } from '../src/workload/accuracy.ts';
import type { PredictorRecord } from '../src/workload/forecasters/predictorRecord.ts';

export interface CompareRequest {
  /** req/s per second of the whole trace; the worker splits it. */
  readonly rates: Float64Array;
  /** Of the pinball loss. */
  readonly quantile: number;
  /** Forecaster ids, in the order wanted. */
  readonly ids: readonly string[];
  /** The LSTM's; without it the one that the lab ships. */
  readonly predictor: PredictorRecord | undefined;
}

/** What all forecasters are judged on. */
export interface TestPart {
  readonly from: PredictorSplit['from'];
  readonly trainingSeconds: number;
  /** Second of the trace at which the test begins, and its length. */
  readonly testFrom: number;
  readonly testSeconds: number;
  /** Seconds of the trace, ten apart, at which a forecast is made, and the maximum of the 20 s after each, req/s. */
  readonly times: Float64Array;
  readonly truth: Float64Array;
  readonly floor: NoiseFloor;
}

export type CompareEvent =
  | { readonly kind: 'test'; readonly test: TestPart }
  | { readonly kind: 'row'; readonly score: ForecastScore; readonly forecast: Float64Array }
  /** This one took too long, a sentence; the others are judged. */
  | { readonly kind: 'late'; readonly id: string; readonly why: string };

export type PredictorChoice = Pick<
  PredictorConfig,
  'input' | 'target' | 'loss' | 'quantile' | 'units' | 'seed'
>;

export interface PredictorTrainRequest {
  readonly rates: Float64Array;
  readonly name: string;
  readonly choice: PredictorChoice;
  readonly seconds: number;
}

export type PredictorTrainEvent =
  | { readonly kind: 'points'; readonly points: readonly PredictorPoint[] }
  | {
      readonly kind: 'done';
      readonly reason: 'finished' | 'stopped';
      readonly predictor: PredictorRecord;
      readonly elapsedSeconds: number;
    };

export interface WorthRequest {
  /** Whatever it forecasts with; its `predictor` is the LSTM's. */
  readonly scenario: Scenario;
  /** One that fits the scenario, run beside the policies of `VALUED`. */
  readonly agent: AgentRecord | undefined;
}

/** `workers/predict.ts`. */
export interface PredictApi {
  /**
   * Judges forecasters on the test part of a trace; events go to `listener` (a comlink proxy), the test part first,
   * then a row each. A newer call ends an older one between two rows: it resolves to false.
   */
  compare(request: CompareRequest, listener: (event: CompareEvent) => void): Promise<boolean>;
  /** Trains a predictor on the training part until done or stopped. Resolves after the `done` event. */
  train(request: PredictorTrainRequest, listener: (event: PredictorTrainEvent) => void): Promise<void>;
  stop(): void;
  /** What forecasts are worth: what stands goes to `listener` (a comlink proxy), the whole at last. Ends by ending the worker. */
  worth(request: WorthRequest, listener: (value: ForecastValue) => void): Promise<void>;
}

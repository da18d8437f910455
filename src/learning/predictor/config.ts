/** Hyper-parameters of the load predictor's training. */
import type { PredictorLoss, PredictorShape } from '../../workload/forecasters/predictorRecord.ts';

export interface PredictorConfig extends PredictorShape {
  readonly loss: PredictorLoss;
  /** Of the quantile loss, within 0..1. */
  readonly quantile: number;
  readonly seed: number;
  /** Windows a step; a multiple of the kernel's lanes. */
  readonly minibatch: number;
  readonly learningRate: number;
  /** Share of the learning rate left at the end; it falls along a half cosine. */
  readonly finalRate: number;
  /** Weights are averaged over about 1 / (1 - averaging) steps before they are judged and kept. */
  readonly averaging: number;
  readonly maxGradientNorm: number;
  /** Passes over windows ten seconds apart between two looks at the held-out part. */
  readonly validateEvery: number;
  /** A training by the clock ends after so many passes: a short trace is then learned, what follows is learning by heart. */
  readonly mostPasses: number;
}

export const defaultPredictorConfig: PredictorConfig = {
  input: 'maxima',
  target: 'relative',
  units: 25,
  loss: 'mae',
  quantile: 0.5,
  seed: 1,
  minibatch: 128,
  learningRate: 0.03,
  finalRate: 0.01,
  averaging: 0.99,
  maxGradientNorm: 1,
  validateEvery: 1,
  mostPasses: 120,
};

/** Training of the load predictor (paper, IV-A): truncated nowhere, twelve steps unrolled, minibatch Adam. */
import type { PredictorConfig } from './config.ts';
import { initialPredictor } from './initial.ts';
import { lossOf, lossSlope } from './losses.ts';
import { LANES, LstmEngine } from './lstmEngine.ts';
import { adamStep, createAdam } from '../ppo/adam.ts';
import { Random } from '../../model/random.ts';
import { target as targetAt, windowTimes } from '../../workload/forecasters/features.ts';
import { STEPS, type PredictorRecord } from '../../workload/forecasters/predictorRecord.ts';
import { decodeTarget, encodeTarget, encodeWindow } from '../../workload/forecasters/window.ts';
import { smape } from '../../workload/smape.ts';
import { DECISION_SECONDS, HISTORY_SECONDS, HORIZON_SECONDS } from '../../workload/workload.ts';

/** Seconds of training, or passes over the data for a training that repeats byte for byte. */
export type PredictorBudget = { readonly seconds: number } | { readonly epochs: number };

/** How the training stands, after each look at the held-out part. */
export interface PredictorPoint {
  /** Passes over windows ten seconds apart, done so far. */
  readonly epochs: number;
  readonly elapsedSeconds: number;
  /** Share of the budget spent, 0..1. */
  readonly progress: number;
  /** Mean loss of the minibatches since the last point. */
  readonly training: number;
  /** Loss and SMAPE (per cent) of the averaged weights on the held-out part. */
  readonly validation: number;
  readonly smape: number;
  /** Best validation loss so far. */
  readonly best: boolean;
}

export interface PredictorTrainingInputs {
  /** req/s per second: what it learns from, its last part held out for choosing the best weights. */
  readonly rates: Float64Array;
  readonly config: PredictorConfig;
  readonly budget: PredictorBudget;
  /** Where the load comes from, for the record. */
  readonly source: string;
  /** Milliseconds. */
  readonly clock: () => number;
  readonly onPoint?: (point: PredictorPoint) => void;
  /** Awaited after every minibatch; may wait (pause). */
  readonly between?: () => Promise<void>;
  readonly stopped?: () => boolean;
}

export interface PredictorTrainingResult {
  readonly reason: 'finished' | 'stopped';
  /** The best weights by the held-out part. */
  readonly predictor: PredictorRecord;
  readonly points: readonly PredictorPoint[];
  readonly elapsedSeconds: number;
}

const DAY = 86_400;

/** Where the held-out part begins: the last day, or the last tenth of a shorter trace. */
export function heldOutFrom(seconds: number): number {
  const share = Math.max(HISTORY_SECONDS + HORIZON_SECONDS, Math.floor(seconds / 10));
  return seconds - Math.min(DAY, share);
}

/** Fewest seconds a predictor can learn from. */
export const LEAST_TRAINING_SECONDS = 1200;

/** Trains one predictor. Throws where the trace is shorter than `LEAST_SECONDS`. */
export async function trainPredictor(inputs: PredictorTrainingInputs): Promise<PredictorTrainingResult> {
  const { rates, config, budget, clock, between } = inputs;
  if (rates.length < LEAST_TRAINING_SECONDS) {
    throw new Error(
      `A predictor needs at least ${String(LEAST_TRAINING_SECONDS)} s to learn from, not ${String(rates.length)}.`,
    );
  }
  const started = clock();
  const cut = heldOutFrom(rates.length);
  const scale = config.target === 'absolute' ? levelOf(rates.subarray(0, cut)) : 1;
  const learner = new Learner(config, scale);
  const training = rates.subarray(0, cut);
  const heldOut = rates.subarray(cut - HISTORY_SECONDS);
  const heldOutTimes = windowTimes(heldOut.length);
  const order = windowTimes(training.length - DECISION_SECONDS);
  const shuffles = Random.stream(config.seed, 'predictor', 'shuffle');
  const batches = Math.max(1, Math.floor(order.length / config.minibatch));
  const points: PredictorPoint[] = [];
  let best = { loss: Infinity, parameters: learner.averaged.slice() };
  let sum = 0;
  let count = 0;
  let steps = 0;
  const elapsed = (): number => (clock() - started) / 1000;
  const progressOf = (): number =>
    'epochs' in budget
      ? Math.min(1, steps / (batches * budget.epochs))
      : Math.min(1, Math.max(elapsed() / budget.seconds, steps / (batches * config.mostPasses)));
  const stopped = (): boolean => inputs.stopped?.() ?? false;
  let progress = 0;
  const look = (): void => {
    const { loss, smape } = learner.validate(heldOut, heldOutTimes);
    const isBest = loss < best.loss;
    if (isBest) best = { loss, parameters: learner.averaged.slice() };
    const point = {
      epochs: steps / batches,
      elapsedSeconds: elapsed(),
      progress,
      training: sum / Math.max(1, count),
      validation: loss,
      smape,
      best: isBest,
    };
    points.push(point);
    inputs.onPoint?.(point);
    sum = 0;
    count = 0;
  };
  const lookEvery = Math.max(1, Math.round(batches * config.validateEvery));
  while (progress < 1 && !stopped()) {
    shuffles.shuffle(order);
    // Windows begin anywhere in their ten seconds: the forecast must not depend on the phase of the clock.
    const phase = shuffles.integer(DECISION_SECONDS);
    for (let b = 0; b < batches && progress < 1 && !stopped(); b++) {
      const from = b * config.minibatch;
      sum += learner.step(training, order.subarray(from, from + config.minibatch), phase, progress);
      count++;
      steps++;
      progress = progressOf();
      if (steps % lookEvery === 0) look();
      await between?.();
    }
  }
  if (count > 0 || points.length === 0) look();
  return {
    reason: progress >= 1 ? 'finished' : 'stopped',
    predictor: {
      format: 1,
      input: config.input,
      target: config.target,
      units: config.units,
      loss: config.loss,
      quantile: config.loss === 'quantile' ? config.quantile : 0.5,
      scale,
      source: inputs.source,
      parameters: best.parameters,
    },
    points,
    elapsedSeconds: elapsed(),
  };
}

/** Mean of the load, 1 where it is silent. */
function levelOf(rates: Float64Array): number {
  let sum = 0;
  for (const rate of rates) sum += rate;
  return sum > 0 ? sum / rates.length : 1;
}

/** The network, its optimiser and the running average of its weights. */
class Learner {
  /** What is judged and kept. */
  readonly averaged: Float32Array;
  readonly #engine: LstmEngine;
  readonly #config: PredictorConfig;
  readonly #scale: number;
  readonly #adam;
  readonly #window: Float64Array;
  readonly #targets = new Float64Array(LANES);
  readonly #units = new Float64Array(LANES);
  readonly #kept: Float32Array;
  #steps = 0;

  constructor(config: PredictorConfig, scale: number) {
    this.#config = config;
    this.#scale = scale;
    this.#engine = new LstmEngine(config);
    this.#engine.parameters.set(initialPredictor(config, Random.stream(config.seed, 'predictor', 'weights')));
    this.averaged = this.#engine.parameters.slice();
    this.#kept = this.averaged.slice();
    this.#adam = createAdam(this.averaged.length);
    this.#window = new Float64Array(this.#engine.inputs * STEPS);
  }

  /** One Adam step on the windows that end `phase` seconds after `times`; returns their mean loss. */
  step(rates: Float64Array, times: Int32Array, phase: number, progress: number): number {
    const { loss, quantile, learningRate, finalRate, averaging, maxGradientNorm } = this.#config;
    const engine = this.#engine;
    engine.gradient.fill(0);
    let sum = 0;
    for (let from = 0; from < times.length; from += LANES) {
      const lanes = Math.min(LANES, times.length - from);
      this.#place(rates, times, from, lanes, phase);
      engine.forward();
      engine.answerGradients.fill(0);
      for (let lane = 0; lane < lanes; lane++) {
        // A silent window has no level to compare with: it teaches nothing.
        if (this.#units[lane] === 0) continue;
        const answer = engine.answers[lane]!;
        const wanted = this.#targets[lane]!;
        sum += lossOf(loss, quantile, answer, wanted);
        engine.answerGradients[lane] = lossSlope(loss, quantile, answer, wanted) / times.length;
      }
      engine.backward();
    }
    const rate = learningRate * (finalRate + ((1 - finalRate) * (1 + Math.cos(Math.PI * progress))) / 2);
    adamStep(this.#adam, engine.parameters, engine.gradient, rate, maxGradientNorm);
    // The average forgets its first, random steps sooner.
    this.#steps++;
    const keep = Math.min(averaging, this.#steps / (this.#steps + 10));
    const { parameters } = engine;
    for (let i = 0; i < parameters.length; i++) {
      this.averaged[i] = keep * this.averaged[i]! + (1 - keep) * parameters[i]!;
    }
    return sum / times.length;
  }

  /** Mean loss and SMAPE of the averaged weights on windows ten seconds apart. */
  validate(rates: Float64Array, times: Int32Array): { readonly loss: number; readonly smape: number } {
    const { loss, quantile, target } = this.#config;
    const engine = this.#engine;
    this.#kept.set(engine.parameters);
    engine.parameters.set(this.averaged);
    let sum = 0;
    let error = 0;
    for (let from = 0; from < times.length; from += LANES) {
      const lanes = Math.min(LANES, times.length - from);
      this.#place(rates, times, from, lanes, 0);
      engine.forward();
      for (let lane = 0; lane < lanes; lane++) {
        const unit = this.#units[lane]!;
        const y = targetAt(rates, times[from + lane]!);
        const f = unit === 0 ? 0 : decodeTarget(target, engine.answers[lane]!, unit);
        if (unit > 0) sum += lossOf(loss, quantile, engine.answers[lane]!, this.#targets[lane]!);
        error += smape(f, y);
      }
    }
    engine.parameters.set(this.#kept);
    const n = Math.max(1, times.length);
    return { loss: sum / n, smape: error / n };
  }

  #place(rates: Float64Array, times: Int32Array, from: number, lanes: number, phase: number): void {
    const { input, target } = this.#config;
    for (let lane = 0; lane < lanes; lane++) {
      const t = times[from + lane]! + phase;
      const unit = encodeWindow(input, target, this.#scale, rates, t, this.#window);
      this.#units[lane] = unit;
      if (unit === 0) continue;
      this.#targets[lane] = encodeTarget(target, targetAt(rates, t), unit);
      this.#engine.setWindow(lane, this.#window);
    }
  }
}

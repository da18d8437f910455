import { createAdam, type AdamState } from './adam.ts';
import type { LearnerState } from './learnerState.ts';
import type { TrainingConfig } from './config.ts';
import type { Actor, Engine, Steps } from './engine.ts';
import type { LossStatistics } from './loss.ts';
import { initialParameters, type NetworkShape } from '../network/network.ts';
import { PlainActor, PlainSteps } from './plainSteps.ts';
import { ExperienceBuffer, type LearningTask } from './experience.ts';
import { Slides, type Exposed } from './slides.ts';
import { Random } from '../../model/random.ts';

export interface UpdateStatistics extends LossStatistics {
  /** Mean of the experience's rewards as the task gave them, expert steps left out. */
  reward: number;
  explainedVariance: number;
  gradientNorm: number;
  /** Share of its steps that the expert took. */
  expertShare: number;
  /** Largest approximate KL of a minibatch. */
  maxKl: number;
  /** Share of head decisions that the masks left with one choice only. */
  masked: number;
  /** Root mean square of the returns. */
  valueScale: number;
  /** Epochs carried out; fewer than asked where the KL stop ended them. */
  epochs: number;
}

/** What changes from update to update. */
export interface Schedule {
  readonly learningRate: number;
  readonly entropyCoefficient: number;
  /** Weight of the imitation term; 0 without an expert. */
  readonly imitation: number;
}

/** What of a training's settings its updates know. */
export type PpoSettings = Pick<
  TrainingConfig,
  | 'seed'
  | 'horizon'
  | 'epochs'
  | 'minibatch'
  | 'gamma'
  | 'lambda'
  | 'clip'
  | 'valueCoefficient'
  | 'maxGradientNorm'
  | 'klStop'
  | 'expertMode'
>;

const MEANS = [
  'policyLoss',
  'valueLoss',
  'entropy',
  'approxKl',
  'clipFraction',
  'imitationLoss',
  'gradientNorm',
] as const;

/** PPO (Schulman et al. 2017) on a task: experience is collected, then epochs of minibatch Adam steps on the engine. */
export class Ppo {
  readonly shape: NetworkShape;
  readonly parameters: Float32Array;
  readonly adam: AdamState;
  /** How often experience was collected and learnt from. */
  updates = 0;
  readonly #settings: PpoSettings;
  readonly #engine: Engine;
  readonly #actor: Actor;
  readonly #steps: Steps;
  readonly #task: LearningTask;
  readonly #buffer: ExperienceBuffer;
  #sampling: Random;
  #shuffling: Random;
  readonly #order: Int32Array;
  /** Rows of a minibatch. */
  readonly #size: number;

  constructor(task: LearningTask, shape: NetworkShape, settings: PpoSettings, engine: Engine) {
    this.shape = shape;
    this.#settings = settings;
    this.#engine = engine;
    this.parameters = initialParameters(shape, Random.stream(settings.seed, 'initial parameters'));
    this.adam = createAdam(this.parameters.length);
    this.#task = task;
    this.#buffer = new ExperienceBuffer(task, settings.horizon);
    this.#sampling = Random.stream(settings.seed, 'actions');
    this.#shuffling = Random.stream(settings.seed, 'minibatches');
    this.#size = Math.min(settings.minibatch, this.#buffer.rows);
    this.#order = new Int32Array(this.#buffer.rows);
    const { space, lanes } = task;
    const fused = engine.fuse?.(space, this.#buffer.rows, lanes, this.#size);
    this.#actor = fused?.actor ?? new PlainActor(space, shape);
    this.#steps = fused?.steps ?? new PlainSteps(engine, space, shape.inputs, this.#size);
  }

  /** Decisions collected at a time, over all lanes. */
  get stepsPerUpdate(): number {
    return this.#buffer.rows;
  }

  /** For a checkpoint; to be taken between updates. */
  snapshot(): LearnerState {
    return {
      updates: this.updates,
      parameters: this.parameters.slice(),
      adam: { m: this.adam.m.slice(), v: this.adam.v.slice(), step: this.adam.step },
      sampling: [...this.#sampling.state()],
      shuffling: [...this.#shuffling.state()],
    };
  }

  /** Takes over weights and optimiser of `state`, and with `streams` its draws and its count, as if it had never stopped. */
  restore(state: LearnerState, streams: boolean): void {
    if (state.parameters.length !== this.parameters.length) {
      throw new Error(
        `the checkpoint's network has ${String(state.parameters.length)} parameters, this one ${String(this.parameters.length)}`,
      );
    }
    this.parameters.set(state.parameters);
    this.adam.m.set(state.adam.m);
    this.adam.v.set(state.adam.v);
    this.adam.step = state.adam.step;
    if (!streams) return;
    this.updates = state.updates;
    this.#sampling = Random.fromState(state.sampling);
    this.#shuffling = Random.fromState(state.shuffling);
  }

  dispose(): void {
    this.#engine.dispose();
  }

  /**
   * Collects experience and goes through its epochs. `between` is awaited between minibatches, so that the caller can be heard.
   * Where `onSlides` is given, it is handed the update's first and last minibatch; the update itself is the same to the last
   * bit. Throws `NotFinite`.
   */
  async update(
    schedule: Schedule,
    between?: () => Promise<void>,
    onSlides?: (slides: { readonly first: Exposed; readonly last: Exposed }) => void,
  ): Promise<UpdateStatistics> {
    const { epochs, gamma, lambda, klStop, maxGradientNorm, clip, valueCoefficient, expertMode } =
      this.#settings;
    const { learningRate, entropyCoefficient, imitation } = schedule;
    const buffer = this.#buffer;
    this.#actor.load(this.parameters);
    buffer.collect(this.#actor, this.#sampling, gamma, lambda);
    const loss = {
      ...{ clip, valueCoefficient, entropyCoefficient, expertMode },
      imitation: imitation * buffer.perAdvice(),
    };
    const sum: UpdateStatistics = {
      policyLoss: 0,
      valueLoss: 0,
      entropy: 0,
      approxKl: 0,
      clipFraction: 0,
      imitationLoss: 0,
      gradientNorm: 0,
      headEntropies: new Float64Array(this.shape.heads.length),
      ...this.#rewards(),
      explainedVariance: buffer.explainedVariance(),
      maxKl: 0,
      masked: buffer.masked(),
      valueScale: buffer.valueScale(),
      epochs: 0,
    };
    // The rows begin in their own order at every update, so that what a checkpoint resumes is what would have come.
    const order = this.#order;
    for (let i = 0; i < order.length; i++) order[i] = i;
    const size = this.#size;
    this.#steps.begin(this.parameters, this.adam, buffer);
    const slides = onSlides && new Slides();
    let steps = 0;
    let lastKl = 0;
    for (let epoch = 0; epoch < epochs && !(klStop > 0 && lastKl > klStop); epoch++) {
      this.#shuffling.shuffle(order);
      for (let from = 0; from + size <= buffer.rows; from += size) {
        const rows = order.subarray(from, from + size);
        // Which epoch is the last one only its KL tells: the last minibatch of each is laid aside.
        const parameters =
          slides && (steps === 0 || from + 2 * size > buffer.rows) ? this.#parametersNow() : undefined;
        const { statistics, norm } = await this.#steps.step(rows, loss, learningRate, maxGradientNorm);
        steps++;
        if (parameters)
          slides?.take({
            ...{ epoch: epoch + 1, minibatch: from / size + 1, rows, parameters, told: statistics },
          });
        sum.policyLoss += statistics.policyLoss;
        sum.valueLoss += statistics.valueLoss;
        sum.entropy += statistics.entropy;
        sum.approxKl += statistics.approxKl;
        sum.clipFraction += statistics.clipFraction;
        sum.imitationLoss += statistics.imitationLoss;
        sum.gradientNorm += norm;
        statistics.headEntropies.forEach((entropy, h) => (sum.headEntropies[h]! += entropy));
        lastKl = statistics.approxKl;
        sum.maxKl = Math.max(sum.maxKl, lastKl);
        await between?.();
      }
      sum.epochs++;
    }
    this.#steps.end();
    if (slides && steps > 0) onSlides(slides.develop(this.#task.space, this.shape, buffer, loss));
    for (const key of MEANS) sum[key] /= Math.max(1, steps);
    for (let h = 0; h < sum.headEntropies.length; h++) sum.headEntropies[h]! /= Math.max(1, steps);
    this.updates++;
    return sum;
  }

  /** The parameters in the middle of an update: the engine gives back what it holds, and takes it over again. */
  #parametersNow(): Float32Array {
    this.#steps.end();
    const copy = this.parameters.slice();
    this.#steps.begin(this.parameters, this.adam, this.#buffer);
    return copy;
  }

  #rewards(): { reward: number; expertShare: number } {
    const { rows, rewards, byExpert } = this.#buffer;
    let reward = 0;
    let experts = 0;
    for (let i = 0; i < rows; i++) {
      if (byExpert[i]) experts++;
      else reward += rewards[i]!;
    }
    return { reward: reward / Math.max(1, rows - experts), expertShare: experts / rows };
  }
}

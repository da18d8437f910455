import { adamStep, createAdam, type AdamState } from './adam.ts';
import type { LearnerState } from './checkpoint.ts';
import type { TrainingConfig } from './config.ts';
import { Distribution } from './distribution.ts';
import type { Engine, Inference } from './engine.ts';
import { Forward } from './forward.ts';
import { normaliseAdvantages, ppoLoss, type LossStatistics } from './loss.ts';
import { initialParameters, type NetworkShape } from './network.ts';
import { Rollout, type Task } from './rollout.ts';
import { Random } from '../model/random.ts';

export interface UpdateStatistics extends LossStatistics {
  /** Mean of the rollout's rewards as the task gave them, expert steps left out. */
  reward: number;
  explainedVariance: number;
  gradientNorm: number;
  /** Share of the rollout's steps that the expert took. */
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

type PpoSettings = Pick<
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

/** The gradient is not finite: the device failed, or the settings drive the network to infinity. */
export class NotFinite extends Error {
  override readonly name = 'NotFinite';
}

const MEANS = [
  'policyLoss',
  'valueLoss',
  'entropy',
  'approxKl',
  'clipFraction',
  'imitationLoss',
  'gradientNorm',
] as const;

/** PPO (Schulman et al. 2017) on a task: a rollout, then epochs of minibatch Adam steps on the engine. */
export class Ppo {
  readonly shape: NetworkShape;
  readonly parameters: Float32Array;
  readonly adam: AdamState;
  /** Rollouts learnt from. */
  updates = 0;
  readonly #settings: PpoSettings;
  #engine: Engine;
  #forward: Inference;
  readonly #rollout: Rollout;
  readonly #distribution: Distribution;
  #sampling: Random;
  #shuffling: Random;
  readonly #gradient: Float32Array;
  readonly #order: Int32Array;
  readonly #x: Float32Array;
  readonly #normalised: Float32Array;

  constructor(task: Task, shape: NetworkShape, settings: PpoSettings, engine: Engine) {
    this.shape = shape;
    this.#settings = settings;
    this.#engine = engine;
    this.parameters = initialParameters(shape, Random.stream(settings.seed, 'initial parameters'));
    this.adam = createAdam(this.parameters.length);
    this.#forward = engine.inference ?? new Forward(shape, this.parameters);
    this.#rollout = new Rollout(task, settings.horizon);
    this.#distribution = new Distribution(task.space);
    this.#sampling = Random.stream(settings.seed, 'actions');
    this.#shuffling = Random.stream(settings.seed, 'minibatches');
    this.#gradient = new Float32Array(this.parameters.length);
    const size = Math.min(settings.minibatch, this.#rollout.rows);
    this.#order = new Int32Array(this.#rollout.rows);
    this.#x = new Float32Array(size * shape.inputs);
    this.#normalised = new Float32Array(size);
  }

  /** Decisions of one rollout over all lanes. */
  get stepsPerUpdate(): number {
    return this.#rollout.rows;
  }

  /** Goes on with another engine. */
  replaceEngine(engine: Engine): void {
    this.#engine.dispose();
    this.#engine = engine;
    this.#forward = engine.inference ?? new Forward(this.shape, this.parameters);
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

  /** One rollout and its epochs. `between` is awaited between minibatches, so that the caller can be heard. Throws `NotFinite`. */
  async update(schedule: Schedule, between?: () => Promise<void>): Promise<UpdateStatistics> {
    const { epochs, gamma, lambda, klStop, maxGradientNorm, clip, valueCoefficient, expertMode } =
      this.#settings;
    const { learningRate, entropyCoefficient, imitation } = schedule;
    const loss = { clip, valueCoefficient, entropyCoefficient, imitation, expertMode };
    const rollout = this.#rollout;
    this.#forward.load(this.parameters);
    rollout.collect(this.#forward, this.#sampling, gamma, lambda);
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
      explainedVariance: rollout.explainedVariance(),
      maxKl: 0,
      masked: rollout.masked(),
      valueScale: rollout.valueScale(),
      epochs: 0,
    };
    // The rows begin in their own order at every update, so that what a checkpoint resumes is what would have come.
    const order = this.#order;
    for (let i = 0; i < order.length; i++) order[i] = i;
    const size = this.#normalised.length;
    let steps = 0;
    let lastKl = 0;
    for (let epoch = 0; epoch < epochs && !(klStop > 0 && lastKl > klStop); epoch++) {
      this.#shuffling.shuffle(order);
      for (let from = 0; from + size <= rollout.rows; from += size) {
        const { statistics, norm } = await this.#step(
          order.subarray(from, from + size),
          loss,
          learningRate,
          maxGradientNorm,
        );
        steps++;
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
    for (const key of MEANS) sum[key] /= Math.max(1, steps);
    for (let h = 0; h < sum.headEntropies.length; h++) sum.headEntropies[h]! /= Math.max(1, steps);
    this.updates++;
    return sum;
  }

  /** One minibatch: gradient, then Adam. */
  async #step(
    rows: Int32Array,
    loss: Parameters<typeof ppoLoss>[1],
    learningRate: number,
    maxGradientNorm: number,
  ): Promise<{ statistics: LossStatistics; norm: number }> {
    const rollout = this.#rollout;
    const { inputs } = this.shape;
    const x = this.#x;
    for (let i = 0; i < rows.length; i++) {
      const from = rows[i]! * inputs;
      for (let j = 0, to = i * inputs; j < inputs; j++) x[to + j] = rollout.observations[from + j]!;
    }
    const batch = {
      rows,
      actions: rollout.actions,
      taught: rollout.taught,
      byExpert: rollout.byExpert,
      logProbabilities: rollout.logProbabilities,
      advantages: rollout.advantages,
      returns: rollout.returns,
    };
    normaliseAdvantages(batch, this.#normalised);
    const result: { statistics?: LossStatistics } = {};
    await this.#engine.gradient(
      this.parameters,
      x,
      rows.length,
      (outputs, dOutputs) => {
        result.statistics = ppoLoss(this.#distribution, loss, batch, this.#normalised, outputs, dOutputs);
      },
      this.#gradient,
    );
    // Looked at before Adam: one bad gradient would poison its moments.
    if (!result.statistics || !this.#gradient.every(Number.isFinite)) {
      throw new NotFinite('The gradient is not finite: the device or the settings have failed.');
    }
    const norm = adamStep(this.adam, this.parameters, this.#gradient, learningRate, maxGradientNorm);
    return { statistics: result.statistics, norm };
  }

  #rewards(): { reward: number; expertShare: number } {
    const { rows, rewards, byExpert } = this.#rollout;
    let reward = 0;
    let experts = 0;
    for (let i = 0; i < rows; i++) {
      if (byExpert[i]) experts++;
      else reward += rewards[i]!;
    }
    return { reward: reward / Math.max(1, rows - experts), expertShare: experts / rows };
  }
}

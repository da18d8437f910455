import { adamStep, createAdam, type AdamState } from './adam.ts';
import type { TrainingConfig } from './config.ts';
import { Distribution } from './distribution.ts';
import type { Engine } from './engine.ts';
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
}

/** What changes from update to update. */
export interface Schedule {
  readonly learningRate: number;
  readonly entropyCoefficient: number;
  /** Weight of the imitation term; 0 without a teacher. */
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
>;

/** PPO (Schulman et al. 2017) on a task: a rollout, then epochs of minibatch Adam steps on the engine. */
export class Ppo {
  readonly shape: NetworkShape;
  readonly parameters: Float32Array;
  readonly adam: AdamState;
  /** Rollouts learnt from. */
  updates = 0;
  readonly #settings: PpoSettings;
  readonly #engine: Engine;
  readonly #forward: Forward;
  readonly #rollout: Rollout;
  readonly #distribution: Distribution;
  readonly #sampling: Random;
  readonly #shuffling: Random;
  readonly #gradient: Float32Array;

  constructor(task: Task, shape: NetworkShape, settings: PpoSettings, engine: Engine) {
    this.shape = shape;
    this.#settings = settings;
    this.#engine = engine;
    this.parameters = initialParameters(shape, Random.stream(settings.seed, 'initial parameters'));
    this.adam = createAdam(this.parameters.length);
    this.#forward = new Forward(shape, this.parameters);
    this.#rollout = new Rollout(task, settings.horizon);
    this.#distribution = new Distribution(task.space);
    this.#sampling = Random.stream(settings.seed, 'actions');
    this.#shuffling = Random.stream(settings.seed, 'minibatches');
    this.#gradient = new Float32Array(this.parameters.length);
  }

  /** Decisions of one rollout over all lanes. */
  get stepsPerUpdate(): number {
    return this.#rollout.rows;
  }

  /** The policy as it is now. */
  get forward(): Forward {
    return this.#forward;
  }

  /** One rollout and its epochs. `between` is awaited between minibatches, so that the caller can be heard. */
  async update(
    { learningRate, entropyCoefficient, imitation }: Schedule,
    between?: () => Promise<void>,
  ): Promise<UpdateStatistics> {
    const { epochs, minibatch, gamma, lambda, klStop, maxGradientNorm, clip, valueCoefficient } =
      this.#settings;
    const loss = { clip, valueCoefficient, entropyCoefficient, imitation };
    const rollout = this.#rollout;
    const { inputs } = this.shape;
    rollout.collect(this.#forward, this.#sampling, gamma, lambda);
    const order = Int32Array.from({ length: rollout.rows }, (_unused, i) => i);
    const size = Math.min(minibatch, rollout.rows);
    const x = new Float32Array(size * inputs);
    const normalised = new Float32Array(size);
    const sum: UpdateStatistics = {
      policyLoss: 0,
      valueLoss: 0,
      entropy: 0,
      approxKl: 0,
      clipFraction: 0,
      gradientNorm: 0,
      ...this.#rewards(),
      explainedVariance: rollout.explainedVariance(),
    };
    let steps = 0;
    let lastKl = 0;
    for (let epoch = 0; epoch < epochs && !(klStop > 0 && lastKl > klStop); epoch++) {
      this.#shuffling.shuffle(order);
      for (let from = 0; from + size <= rollout.rows; from += size) {
        const rows = order.subarray(from, from + size);
        for (let i = 0; i < size; i++) {
          x.set(rollout.observations.subarray(rows[i]! * inputs, (rows[i]! + 1) * inputs), i * inputs);
        }
        const batch = {
          rows,
          actions: rollout.actions,
          taught: rollout.taught,
          logProbabilities: rollout.logProbabilities,
          advantages: rollout.advantages,
          returns: rollout.returns,
        };
        normaliseAdvantages(batch, normalised);
        let statistics: LossStatistics | undefined;
        await this.#engine.gradient(
          this.parameters,
          x,
          size,
          (outputs, dOutputs) => {
            statistics = ppoLoss(this.#distribution, loss, batch, normalised, outputs, dOutputs);
          },
          this.#gradient,
        );
        const norm = adamStep(this.adam, this.parameters, this.#gradient, learningRate, maxGradientNorm);
        if (!Number.isFinite(norm))
          throw new Error('the gradient is not finite: the device or the settings have failed');
        steps++;
        if (statistics) {
          sum.policyLoss += statistics.policyLoss;
          sum.valueLoss += statistics.valueLoss;
          sum.entropy += statistics.entropy;
          sum.approxKl += statistics.approxKl;
          sum.clipFraction += statistics.clipFraction;
          lastKl = statistics.approxKl;
        }
        sum.gradientNorm += norm;
        await between?.();
      }
    }
    for (const key of [
      'policyLoss',
      'valueLoss',
      'entropy',
      'approxKl',
      'clipFraction',
      'gradientNorm',
    ] as const) {
      sum[key] /= Math.max(1, steps);
    }
    this.#forward.load(this.parameters);
    this.updates++;
    return sum;
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

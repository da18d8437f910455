/** Actor and minibatch steps for engines that know nothing but `gradient`. */
import type { ActionSpace } from '../network/actions.ts';
import { adamStep, type AdamState } from './adam.ts';
import { Distribution } from '../network/distribution.ts';
import { NotFinite, type Actor, type Engine, type Experience, type Steps } from './engine.ts';
import { Forward } from '../network/forward.ts';
import { normaliseAdvantages, ppoLoss, type LossSettings, type LossStatistics } from './loss.ts';
import { layoutOf, type NetworkShape } from '../network/network.ts';
import type { Random } from '../../model/random.ts';

/** Plain TypeScript, double precision. */
export class PlainActor implements Actor {
  readonly #forward: Forward;
  readonly #distribution: Distribution;
  readonly #inputs: number;
  readonly #width: number;
  #outputs = new Float32Array(0);

  constructor(space: ActionSpace, shape: NetworkShape) {
    this.#forward = new Forward(shape, new Float32Array(layoutOf(shape).size));
    this.#distribution = new Distribution(space);
    this.#inputs = shape.inputs;
    this.#width = this.#forward.layout.outputs;
  }

  load(parameters: Float32Array): void {
    this.#forward.load(parameters);
  }

  act(
    x: Float32Array,
    byExpert: Uint8Array,
    random: Random,
    actions: Int32Array,
    logProbabilities: Float32Array,
    values: Float32Array,
  ): void {
    this.value(x, values);
    const heads = this.#distribution.space.heads.length;
    for (let row = 0, at = 0; row < values.length; row++, at += heads) {
      const from = row * this.#width;
      logProbabilities[row] = byExpert[row]
        ? this.#distribution.read(this.#outputs, from, actions, at)
        : this.#distribution.sample(this.#outputs, from, random, actions, at);
    }
  }

  value(x: Float32Array, values: Float32Array): void {
    const rows = x.length / this.#inputs;
    if (this.#outputs.length < rows * this.#width) this.#outputs = new Float32Array(rows * this.#width);
    this.#forward.run(x, rows, this.#outputs);
    for (let row = 0; row < rows; row++) values[row] = this.#outputs[(row + 1) * this.#width - 1]!;
  }
}

/** Gathers rows, has the engine compute the gradient around the loss in loss.ts, and steps by adam.ts. */
export class PlainSteps implements Steps {
  readonly #engine: Engine;
  readonly #inputs: number;
  readonly #distribution: Distribution;
  readonly #x: Float32Array;
  readonly #normalised: Float32Array;
  #gradient = new Float32Array(0);
  #parameters = new Float32Array(0);
  #adam: AdamState | undefined;
  #experience: Experience | undefined;

  constructor(engine: Engine, space: ActionSpace, inputs: number, minibatch: number) {
    this.#engine = engine;
    this.#inputs = inputs;
    this.#distribution = new Distribution(space);
    this.#x = new Float32Array(minibatch * inputs);
    this.#normalised = new Float32Array(minibatch);
  }

  begin(parameters: Float32Array<ArrayBuffer>, adam: AdamState, experience: Experience): void {
    this.#parameters = parameters;
    this.#adam = adam;
    this.#experience = experience;
    if (this.#gradient.length !== parameters.length) this.#gradient = new Float32Array(parameters.length);
  }

  async step(
    rows: Int32Array,
    loss: LossSettings,
    learningRate: number,
    maxGradientNorm: number,
  ): Promise<{ statistics: LossStatistics; norm: number }> {
    const experience = this.#experience!;
    const inputs = this.#inputs;
    const x = this.#x;
    for (let i = 0; i < rows.length; i++) {
      const from = rows[i]! * inputs;
      for (let j = 0, to = i * inputs; j < inputs; j++) x[to + j] = experience.observations[from + j]!;
    }
    const batch = { ...experience, rows };
    normaliseAdvantages(batch, this.#normalised);
    const result: { statistics?: LossStatistics } = {};
    await this.#engine.gradient(
      this.#parameters,
      x,
      rows.length,
      (outputs, dOutputs) => {
        result.statistics = ppoLoss(this.#distribution, loss, batch, this.#normalised, outputs, dOutputs);
      },
      this.#gradient,
    );
    // Looked at before Adam: one bad gradient would poison its moments.
    if (!result.statistics || !this.#gradient.every(Number.isFinite)) throw new NotFinite();
    const norm = adamStep(this.#adam!, this.#parameters, this.#gradient, learningRate, maxGradientNorm);
    return { statistics: result.statistics, norm };
  }

  end(): void {
    this.#experience = undefined;
  }
}

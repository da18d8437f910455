/** PPO whose whole loop lives on a graphics device: worlds, network, draws, loss and Adam. The processor encodes, and reads what came of an update. */
import type { DeviceGroup } from './group.ts';
import { adamOf, correctionsOf, statisticsOf } from './policy/policyKernels.ts';
import { damaged } from '../../environment/damaged.ts';
import { Random } from '../../model/random.ts';
import { initialParameters, type NetworkShape } from '../network/network.ts';
import { createAdam, type AdamState } from '../ppo/adam.ts';
import type { TrainingConfig } from '../ppo/config.ts';
import type { Learner, LearnerSnapshot, Order, UpdateResult } from '../task/learner.ts';
import type { TrainingWorld } from '../task/trainingWorld.ts';

export interface DeviceLearnerInputs {
  readonly shape: NetworkShape;
  readonly config: TrainingConfig;
  /** Worlds that share the lanes evenly, and the `generation`-th draw of one of them. */
  readonly worlds: number;
  readonly draw: (index: number, generation: number) => TrainingWorld;
}

/** One member of a group. */
export class DeviceLearner implements Learner {
  readonly name = 'webgpu';
  readonly stepsPerUpdate: number;
  updates = 0;
  readonly parameters: Float32Array;
  /** Its members' updates are one where they ask at once. */
  readonly together: DeviceGroup;
  readonly #member: number;
  readonly #inputs: DeviceLearnerInputs;
  #adam: AdamState;
  /** Adam's, as the device carries them along; undefined before its first update. */
  #corrections: readonly number[] | undefined;
  /** Where its lanes stood after the last update; none before the first. */
  #lanes = new Float32Array(0);
  readonly #generations: number[];
  /** Of the next update: whether all lanes begin, and those of which worlds do, in a world drawn anew. */
  #begins = true;
  #renewed = new Map<number, TrainingWorld>();

  /** `member` of `group`, which has met its worlds of generation 0. */
  constructor(group: DeviceGroup, member: number, inputs: DeviceLearnerInputs) {
    const { shape, config, worlds } = inputs;
    this.together = group;
    this.#member = member;
    this.#inputs = inputs;
    this.stepsPerUpdate = group.stepsPerUpdate;
    this.parameters = initialParameters(shape, Random.stream(config.seed, 'initial parameters'));
    this.#adam = createAdam(this.parameters.length);
    this.#generations = Array.from({ length: worlds }, () => 0);
    group.load(member, this.parameters, this.#adam, undefined);
  }

  async update(order: Order, between?: () => Promise<void>): Promise<UpdateResult> {
    const { shape, config } = this.#inputs;
    const [member, group] = [this.#member, this.together];
    let renewed = 0;
    for (const [index, world] of this.#renewed) {
      group.replaceWorld(member, index, world);
      renewed |= 1 << index;
    }
    this.#renewed.clear();
    const begins = this.#begins;
    this.#begins = false;
    const turn = { member, seed: config.seed, update: this.updates, order, begins, renewed, between };
    const told = await group.update(turn);
    const statistics = statisticsOf(told.statistics, shape.heads);
    this.parameters.set(told.parameters);
    this.#adam = adamOf(told.moments, told.optimiser);
    this.#corrections = correctionsOf(told.optimiser);
    this.#lanes = told.lanes;
    this.updates++;
    const [reward, regret, counted] = told.means;
    const decided = Math.max(1, counted!);
    return { ...statistics, reward: reward! / decided, regret: regret! / decided };
  }

  renew(turn: number): void {
    const index = turn % this.#inputs.worlds;
    const generation = this.#generations[index]! + 1;
    this.#generations[index] = generation;
    this.#renewed.set(index, this.#inputs.draw(index, generation));
  }

  snapshot(): LearnerSnapshot {
    const { seed } = this.#inputs.config;
    return {
      learner: {
        updates: this.updates,
        parameters: this.parameters.slice(),
        adam: { m: this.#adam.m.slice(), v: this.#adam.v.slice(), step: this.#adam.step },
        // Draws on the device have no state; who goes on on a processor draws from here.
        sampling: Random.stream(seed, 'actions', this.updates).state(),
        shuffling: Random.stream(seed, 'minibatches', this.updates).state(),
      },
      task: {
        ...{ device: 1, words: this.#lanes.slice(), generations: [...this.#generations] },
        corrections: this.#corrections ?? [],
      },
    };
  }

  restore({ learner, task }: LearnerSnapshot, streams: boolean): void {
    if (learner.parameters.length !== this.parameters.length)
      throw new Error(
        `the checkpoint's network has ${String(learner.parameters.length)} parameters, this one ${String(this.parameters.length)}`,
      );
    const [member, group] = [this.#member, this.together];
    this.parameters.set(learner.parameters);
    const { m, v, step } = learner.adam;
    this.#adam = { m: m.slice(), v: v.slice(), step };
    const known = streams && 'device' in task && task.corrections.length === 2;
    this.#corrections = known ? task.corrections : undefined;
    group.load(member, this.parameters, this.#adam, this.#corrections);
    if (!streams) return;
    this.updates = learner.updates;
    // Lanes of a processor's training cannot go on here, nor can those of which none had begun.
    this.#begins = !('device' in task) || task.words.length === 0;
    if (!('device' in task) || this.#begins) return;
    if (task.generations.length !== this.#generations.length)
      throw damaged('are of a training with others side by side');
    task.generations.forEach((generation, index) => {
      if (generation === this.#generations[index]) return;
      this.#generations[index] = generation;
      group.replaceWorld(member, index, this.#inputs.draw(index, generation));
    });
    this.#lanes = task.words.slice();
    this.#renewed.clear();
    group.restore(member, this.#lanes);
  }

  dispose(): void {
    this.together.leave(this.#member);
  }
}

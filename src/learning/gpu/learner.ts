/** PPO whose whole loop lives on a graphics device: worlds, network, draws, loss and Adam. The processor encodes, and reads what came of an update. */
import type { Device } from './device.ts';
import {
  rolloutLayout,
  SCHEDULE,
  SCHEDULE_WORDS,
  type RolloutBuffers,
  type RolloutLayout,
} from './layout.ts';
import {
  adamOf,
  correctionsOf,
  PolicyKernels,
  statisticsOf,
  type DeviceSpace,
} from './policy/policyKernels.ts';
import type { DeviceEnvironment } from './world/deviceEnvironment.ts';
import { WorldKernels } from './world/world.ts';
import { damaged } from '../../environment/damaged.ts';
import { deviceLost, Guard } from '../engines/guard.ts';
import { Random } from '../../model/random.ts';
import type { FeatureRanges } from '../network/features.ts';
import { initialParameters, type NetworkShape } from '../network/network.ts';
import { createAdam, type AdamState } from '../ppo/adam.ts';
import type { TrainingConfig } from '../ppo/config.ts';
import type { Learner, LearnerSnapshot, Order, UpdateResult } from '../task/learner.ts';
import type { TrainingWorld } from '../task/trainingWorld.ts';

export interface DeviceLearnerInputs {
  readonly device: Device;
  readonly shape: NetworkShape;
  readonly space: DeviceSpace;
  readonly ranges: FeatureRanges;
  readonly config: TrainingConfig;
  readonly environment: DeviceEnvironment;
  /** Worlds that share the lanes evenly, and the `generation`-th draw of one of them. */
  readonly worlds: number;
  readonly draw: (index: number, generation: number) => TrainingWorld;
}

type Before = (pass: GPUComputePassEncoder) => void;

export class DeviceLearner implements Learner {
  readonly name = 'webgpu';
  readonly stepsPerUpdate: number;
  updates = 0;
  readonly parameters: Float32Array;
  #adam: AdamState;
  /** Adam's, as the device carries them along; undefined before its first update. */
  #corrections: readonly number[] | undefined;
  #words: Float32Array<ArrayBuffer>;
  readonly #inputs: DeviceLearnerInputs;
  readonly #rollout: RolloutLayout;
  readonly #buffers: RolloutBuffers;
  readonly #world: WorldKernels;
  readonly #policy: PolicyKernels;
  readonly #generations: number[];
  readonly #guard: Guard;
  /** What comes before the next update's first decision. */
  #before: Before[];

  private constructor(
    inputs: DeviceLearnerInputs,
    rollout: RolloutLayout,
    buffers: RolloutBuffers,
    world: WorldKernels,
    policy: PolicyKernels,
    guard: Guard,
  ) {
    this.#inputs = inputs;
    this.#rollout = rollout;
    this.#buffers = buffers;
    this.#world = world;
    this.#policy = policy;
    this.stepsPerUpdate = rollout.rows;
    this.#guard = guard;
    const { shape, config } = inputs;
    this.parameters = initialParameters(shape, Random.stream(config.seed, 'initial parameters'));
    this.#adam = createAdam(this.parameters.length);
    this.#generations = Array.from({ length: inputs.worlds }, () => 0);
    this.#words = new Float32Array(0);
    policy.load(this.parameters, this.#adam);
    this.#before = [
      (pass) => {
        world.begin(pass);
      },
    ];
  }

  /** Rejects with the compiler's words, or where the device refuses its sizes. */
  static async create(inputs: DeviceLearnerInputs): Promise<DeviceLearner> {
    const { device, shape, space, config, worlds, draw, environment, ranges } = inputs;
    const lanes = Math.max(1, Math.floor(config.lanes / worlds)) * worlds;
    const rollout = rolloutLayout(lanes, config.horizon, shape.inputs, shape.heads.length);
    const { words } = rollout;
    const valid = device.watch();
    const buffers: RolloutBuffers = {
      observations: device.storage(words.observations),
      actions: device.storage(words.actions),
      flags: device.storage(words.flags),
      told: device.storage(words.told),
      schedule: device.uniform(SCHEDULE_WORDS),
    };
    const drawn = Array.from({ length: worlds }, (_, index) => draw(index, 0));
    const lost = deviceLost(device.gpu);
    const [world, policy] = await new Guard(lost).wait(() =>
      Promise.all([
        WorldKernels.create(device, { rollout, buffers, worlds: drawn, ranges, config, environment }),
        PolicyKernels.create(device, rollout, buffers, shape, space, config),
      ]),
    );
    await valid();
    return new DeviceLearner(inputs, rollout, buffers, world, policy, new Guard(lost));
  }

  /** Two submissions, of the decisions and of the epochs, and one readback of what came of them. */
  async update(order: Order, between?: () => Promise<void>): Promise<UpdateResult> {
    const { device, shape } = this.#inputs;
    const { horizon } = this.#rollout;
    const [world, policy] = [this.#world, this.#policy];
    const valid = device.watch();
    this.#schedule(order);
    this.#submit((pass) => {
      if (this.updates > 0) world.goOn(pass);
      for (const work of this.#before.splice(0)) work(pass);
      for (let t = 0; t < horizon; t++) {
        policy.decide(pass, t);
        world.step(pass, t);
      }
      policy.values(pass);
      world.means(pass);
    });
    await between?.();
    this.#submit((pass) => {
      policy.learn(pass);
    });
    const parts = [policy.statistics, policy.parameters, policy.moments, policy.optimiser];
    const means = { buffer: world.statistics, words: 3 };
    const read = await this.#guard.wait(() => device.read([...parts, means, world.state]));
    await valid();
    let at = 0;
    const next = ({ words }: { readonly words: number }): Float32Array<ArrayBuffer> => {
      at += words;
      return read.slice(at - words, at);
    };
    const statistics = statisticsOf(next(policy.statistics), shape.heads);
    this.parameters.set(next(policy.parameters));
    const [moments, optimiser] = [next(policy.moments), next(policy.optimiser)];
    this.#adam = adamOf(moments, optimiser);
    this.#corrections = correctionsOf(optimiser);
    const [reward, regret, counted] = next(means);
    this.#words = next(world.state);
    this.updates++;
    await between?.();
    const decided = Math.max(1, counted!);
    return { ...statistics, reward: reward! / decided, regret: regret! / decided };
  }

  renew(turn: number): void {
    const index = turn % this.#inputs.worlds;
    const generation = this.#generations[index]! + 1;
    this.#generations[index] = generation;
    const world = this.#inputs.draw(index, generation);
    this.#before.push((pass) => {
      this.#world.renew(pass, index, world, generation);
    });
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
        ...{ device: 1, words: this.#words.slice(), generations: [...this.#generations] },
        corrections: this.#corrections ?? [],
      },
    };
  }

  restore({ learner, task }: LearnerSnapshot, streams: boolean): void {
    if (learner.parameters.length !== this.parameters.length)
      throw new Error(
        `the checkpoint's network has ${String(learner.parameters.length)} parameters, this one ${String(this.parameters.length)}`,
      );
    this.parameters.set(learner.parameters);
    const { m, v, step } = learner.adam;
    this.#adam = { m: m.slice(), v: v.slice(), step };
    const known = streams && 'device' in task && task.corrections.length === 2;
    this.#corrections = known ? task.corrections : undefined;
    this.#policy.load(this.parameters, this.#adam, this.#corrections);
    if (!streams) return;
    this.updates = learner.updates;
    // Lanes of a processor's training cannot go on here, nor can those of which none had begun.
    if (!('device' in task) || task.words.length === 0) return;
    if (task.generations.length !== this.#generations.length)
      throw damaged('are of a training with others side by side');
    task.generations.forEach((generation, index) => {
      if (generation === this.#generations[index]) return;
      this.#generations[index] = generation;
      this.#world.replaceWorld(index, this.#inputs.draw(index, generation), generation);
    });
    this.#words = task.words.slice();
    const state = { words: this.#words, generations: task.generations };
    this.#before = [
      (pass) => {
        this.#world.restore(pass, state);
      },
    ];
  }

  dispose(): void {
    this.#inputs.device.dispose();
  }

  #submit(work: (pass: GPUComputePassEncoder) => void): void {
    const { device } = this.#inputs;
    const encoder = device.gpu.createCommandEncoder();
    const pass = device.pass(encoder);
    work(pass);
    pass.end();
    device.submit(encoder);
  }

  #schedule({ guided, learningRate, entropyCoefficient, imitation }: Order): void {
    const words = new Uint32Array(SCHEDULE_WORDS);
    const numbers = new Float32Array(words.buffer);
    words[SCHEDULE.seed] = this.#inputs.config.seed;
    words[SCHEDULE.update] = this.updates;
    words[SCHEDULE.guided] = guided ? 1 : 0;
    numbers[SCHEDULE.learningRate] = learningRate;
    numbers[SCHEDULE.entropyCoefficient] = entropyCoefficient;
    numbers[SCHEDULE.imitation] = imitation;
    this.#inputs.device.write(this.#buffers.schedule, words);
  }
}

/**
 * Members of one training on a graphics device: what each holds lies in the same buffers, a part each, and one update is of all
 * that ask for one at once. So as many seeds cost the submissions, dispatches and readback of one.
 */
import type { Device } from './device.ts';
import { rolloutBuffers, rolloutLayout, type RolloutBuffers, type RolloutLayout } from './layout.ts';
import { partOf, SCHEDULE, SCHEDULE_WORDS, type Words } from './members.ts';
import { PolicyKernels, type DeviceSpace } from './policy/policyKernels.ts';
import type { DeviceEnvironment } from './world/deviceEnvironment.ts';
import { WorldKernels } from './world/world.ts';
import { deviceLost, Guard } from '../engines/guard.ts';
import type { FeatureRanges } from '../network/features.ts';
import type { NetworkShape } from '../network/network.ts';
import type { AdamState } from '../ppo/adam.ts';
import type { TrainingConfig } from '../ppo/config.ts';
import type { Order } from '../task/learner.ts';
import type { TrainingWorld } from '../task/trainingWorld.ts';

/** What all members have in common; of `config` all but the seed. */
interface GroupInputs {
  readonly device: Device;
  readonly shape: NetworkShape;
  readonly space: DeviceSpace;
  readonly ranges: FeatureRanges;
  readonly config: TrainingConfig;
  readonly environment: DeviceEnvironment;
}

/** A member's part of an update. */
interface Turn {
  readonly member: number;
  readonly seed: number;
  /** Updates before this one. */
  readonly update: number;
  readonly order: Order;
  /** Whether all its lanes begin; and bit i: whether those of world i do, which is another one from now on. */
  readonly begins: boolean;
  readonly renewed: number;
  readonly between: (() => Promise<void>) | undefined;
}

/** The words of what came of it: see `PolicyKernels` and `WorldKernels`. */
type Told = Readonly<
  Record<'statistics' | 'parameters' | 'moments' | 'optimiser' | 'means' | 'lanes', Float32Array<ArrayBuffer>>
>;

interface Asked {
  readonly turn: Turn;
  readonly resolve: (told: Told) => void;
  readonly reject: (reason: unknown) => void;
}

export class DeviceGroup {
  readonly stepsPerUpdate: number;
  /** How many came. */
  entered = 0;
  readonly #device: Device;
  readonly #rollout: RolloutLayout;
  readonly #schedule: GPUBuffer;
  readonly #world: WorldKernels;
  readonly #policy: PolicyKernels;
  readonly #guard: Guard;
  /** How many there is room for, and who is there. */
  readonly #members: number;
  readonly #here = new Set<number>();
  /** Who asked for the next update. */
  #asked: Asked[] = [];
  #last: Promise<void> = Promise.resolve();

  private constructor(
    device: Device,
    members: number,
    rollout: RolloutLayout,
    buffers: RolloutBuffers,
    world: WorldKernels,
    policy: PolicyKernels,
    guard: Guard,
  ) {
    this.#device = device;
    this.#members = members;
    this.#rollout = rollout;
    this.#schedule = buffers.schedule;
    this.#world = world;
    this.#policy = policy;
    this.#guard = guard;
    this.stepsPerUpdate = rollout.rows;
  }

  /** Room for so many members; `worlds` are those of one of them. Rejects with the compiler's words, or where the device refuses its sizes. */
  static async create(
    { device, shape, space, ranges, config, environment }: GroupInputs,
    members: number,
    worlds: readonly TrainingWorld[],
  ): Promise<DeviceGroup> {
    const lanes = Math.max(1, Math.floor(config.lanes / worlds.length)) * worlds.length;
    const rollout = rolloutLayout(lanes, config.horizon, shape.inputs, shape.heads.length);
    const valid = device.watch();
    const buffers = rolloutBuffers(device, rollout, members);
    const shared = config.randomise === 0;
    const lost = deviceLost(device.gpu);
    try {
      const [world, policy] = await new Guard(lost).wait(() =>
        Promise.all([
          WorldKernels.create(device, {
            ...{ rollout, buffers, worlds, ranges, config, environment, members, shared },
          }),
          PolicyKernels.create(device, rollout, buffers, shape, space, config, undefined, members),
        ]),
      );
      await valid();
      return new DeviceGroup(device, members, rollout, buffers, world, policy, new Guard(lost));
    } catch (error) {
      device.dispose();
      throw error;
    }
  }

  /** Takes one more member in; undefined where there is no room for it, or for what is its worlds' own. */
  enter(worlds: readonly TrainingWorld[]): number | undefined {
    const left = this.entered > 0 && this.#here.size === 0;
    if (left || this.entered === this.#members || !this.#world.takes(worlds)) return undefined;
    const member = this.entered++;
    this.#here.add(member);
    this.#world.enter(member, worlds);
    return member;
  }

  /** Its part lies idle from now on; the last one to leave takes the buffers with it. */
  leave(member: number): void {
    if (this.#here.delete(member) && this.#here.size === 0) this.#device.dispose();
  }

  load(
    member: number,
    parameters: Float32Array,
    adam: AdamState,
    corrections: readonly number[] | undefined,
  ): void {
    this.#policy.load(parameters, adam, corrections, member);
  }

  restore(member: number, lanes: Float32Array<ArrayBuffer>): void {
    this.#world.restore(member, lanes);
  }

  replaceWorld(member: number, index: number, world: TrainingWorld): void {
    this.#world.replaceWorld(member, index, world);
  }

  /**
   * An update of all members that ask for one in the same breath, before anything awaited goes on. Nobody is waited for, so who
   * has ended, or takes longer over something else, holds nobody up. Rejects where the device fails, for all of them.
   */
  update(turn: Turn): Promise<Told> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ turn, resolve, reject });
      if (this.#asked.length === 1) this.#last = this.#last.then(() => this.#together());
    });
  }

  async #together(): Promise<void> {
    const asked = this.#asked;
    this.#asked = [];
    try {
      const told = await this.#carryOut(asked.map(({ turn }) => turn));
      asked.forEach(({ resolve }, i) => {
        resolve(told[i]!);
      });
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }

  /** Two submissions, of the decisions and of the epochs, and one readback of what came of them. */
  async #carryOut(turns: readonly Turn[]): Promise<readonly Told[]> {
    const { length } = turns;
    const [world, policy, device] = [this.#world, this.#policy, this.#device];
    // Members of one training are heard by the same caller.
    const heard = new Set(turns.flatMap(({ between }) => between ?? []));
    const hear = async (): Promise<void> => {
      for (const between of heard) await between();
    };
    const valid = device.watch();
    device.write(this.#schedule, schedulesOf(turns));
    device.run((pass) => {
      world.open(pass, length);
      for (let t = 0; t < this.#rollout.horizon; t++) {
        policy.decide(pass, t, length);
        world.step(pass, t, length);
      }
      policy.values(pass, length);
      world.means(pass, length);
    });
    await hear();
    device.run((pass) => {
      policy.learn(pass, length);
    });
    const { statistics, parameters, moments, optimiser } = policy;
    const kept = { statistics, parameters, moments, optimiser, means: world.statistics, lanes: world.state };
    const names = Object.keys(kept) as (keyof Told)[];
    const parts: Words[] = turns.flatMap(({ member }) => names.map((name) => partOf(kept[name], member)));
    const read = await this.#guard.wait(() => device.read(parts), length);
    await valid();
    let at = 0;
    const told = turns.map(
      () => Object.fromEntries(names.map((name) => [name, read.slice(at, (at += kept[name].words))])) as Told,
    );
    await hear();
    return told;
  }
}

function schedulesOf(turns: readonly Turn[]): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(turns.length * SCHEDULE_WORDS);
  const numbers = new Float32Array(words.buffer);
  turns.forEach(({ member, seed, update, order, begins, renewed }, turn) => {
    const at = turn * SCHEDULE_WORDS;
    words[at + SCHEDULE.member] = member;
    words[at + SCHEDULE.seed] = seed;
    words[at + SCHEDULE.update] = update;
    words[at + SCHEDULE.guided] = order.guided ? 1 : 0;
    words[at + SCHEDULE.begins] = begins ? 1 : 0;
    words[at + SCHEDULE.renewed] = renewed;
    numbers[at + SCHEDULE.learningRate] = order.learningRate;
    numbers[at + SCHEDULE.entropyCoefficient] = order.entropyCoefficient;
    numbers[at + SCHEDULE.imitation] = order.imitation;
  });
  return words;
}

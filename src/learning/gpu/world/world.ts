/** The worlds of some members on the device: their lanes begin, decide and end there, and nothing of them crosses over. */
import { roomFor, type DeviceEnvironment } from './deviceEnvironment.ts';
import {
  comparingCode,
  laneCode,
  SHOWING,
  STATISTICS,
  STEPPING,
  summingCode,
  type Declared,
  type LaneInputs,
} from './lanes.ts';
import { stateLayout, type StateLayout } from './state.ts';
import { TOO_SHORT } from './whyNot.ts';
import { worldLayout, writeWorld, type WorldLayout } from './worldWords.ts';
import { THREADS, type Bound, type Device, type Part } from '../device.ts';
import type { RolloutBuffers } from '../layout.ts';
import { partOf, type Words } from '../members.ts';
import type { TrainingWorld } from '../../task/trainingWorld.ts';
import { damaged } from '../../../environment/damaged.ts';

export interface WorldInputs extends LaneInputs {
  readonly buffers: RolloutBuffers;
  readonly members: number;
}

interface Kernels {
  readonly step: readonly Bound[];
  readonly compare: readonly Bound[];
  /** By the slot after which it shows; the last one opens an update. */
  readonly show: readonly Bound[];
  readonly means: Bound;
}

/** `turns` are how many members take part (members.ts). */
export class WorldKernels {
  readonly layout: StateLayout;
  /** All that says where the lanes stand: what a checkpoint keeps of them. */
  readonly state: Words;
  /** Sums over the decisions of the last update that are the agent's own: r, r* - r, and how many. */
  readonly statistics: Words;
  readonly #device: Device;
  readonly #inputs: WorldInputs;
  readonly #world: WorldLayout;
  readonly #worlds: GPUBuffer;
  /** Numbers of the environment's own, and how many there is room for in a world. */
  readonly #extra: { readonly buffer: GPUBuffer; readonly room: number } | undefined;
  readonly #kernels: Kernels;

  private constructor(
    device: Device,
    inputs: WorldInputs,
    world: WorldLayout,
    layout: StateLayout,
    buffers: { worlds: GPUBuffer; state: GPUBuffer; statistics: GPUBuffer },
    extra: { readonly buffer: GPUBuffer; readonly room: number } | undefined,
    kernels: Kernels,
  ) {
    this.#device = device;
    this.#inputs = inputs;
    this.#world = world;
    this.layout = layout;
    this.#worlds = buffers.worlds;
    this.#extra = extra;
    const words = layout.fields * layout.lanes;
    this.state = { buffer: buffers.state, at: 0, words, each: words };
    this.statistics = { buffer: buffers.statistics, at: 0, words: STATISTICS, each: STATISTICS };
    this.#kernels = kernels;
  }

  /** With no world yet: `enter`. Rejects with the compiler's words. */
  static async create(device: Device, inputs: WorldInputs): Promise<WorldKernels> {
    const { rollout, worlds, config, environment, members, shared } = inputs;
    const { tracks } = worlds[0]!;
    const { options } = worlds[0]!.environment;
    const each = rollout.lanes / worlds.length;
    if (!Number.isInteger(each)) throw new Error('the worlds of a training have as many lanes each');
    const layout = stateLayout(options, rollout.lanes, environment.more);
    const world = worldLayout(
      options.tables,
      tracks.map(({ rates }) => rates),
    );
    if (world.decisions === 0) throw new Error(TOO_SHORT);
    const places = worlds.length * (shared ? 1 : members);
    const room = environment.numbers && roomOf(environment.numbers, worlds);
    const extra = room === undefined ? undefined : { buffer: device.storage(places * room), room };
    const buffers = {
      worlds: device.storage(places * world.words),
      state: device.storage(members * layout.fields * layout.lanes),
      statistics: device.storage(members * STATISTICS),
    };
    const [step, compare, show, means] = await Promise.all([
      device.kernel(laneCode(STEPPING, inputs, layout, world), 'step'),
      device.kernel(comparingCode(each, config.peers, rollout), 'compare'),
      device.kernel(laneCode(SHOWING, inputs, layout, world), 'show'),
      device.kernel(summingCode(layout), 'means'),
    ]);
    const numbers = device.numbers(rollout.horizon + 1);
    const steps = numbers.slice(0, rollout.horizon);
    const { schedule } = inputs.buffers;
    const bound = (names: readonly Declared[], number: Part): (GPUBuffer | Part)[] => {
      const all = { ...inputs.buffers, ...buffers, schedules: schedule, extra: extra?.buffer, number };
      return names.flatMap((name) => all[name] ?? []);
    };
    return new WorldKernels(device, inputs, world, layout, buffers, extra, {
      step: steps.map((number) => device.bind(step, bound(STEPPING, number))),
      compare:
        config.peers > 1
          ? steps.map((number) => device.bind(compare, [inputs.buffers.told, number, schedule]))
          : [],
      show: numbers.map((number) => device.bind(show, bound(SHOWING, number))),
      means: device.bind(means, [buffers.state, buffers.statistics, schedule]),
    });
  }

  /**
   * Before the first decision of an update: all lanes begin, as `PipelineTask` has them (the first episodes end at different
   * times), those of single worlds begin anew, or they show what they showed after the last decision, as their member's
   * schedule says. Fills the slots `horizon` and 0 of observations, actions of experts, advice and flags.
   */
  open(pass: GPUComputePassEncoder, turns = 1): void {
    this.#overLanes(pass, this.#kernels.show.at(-1)!, turns);
  }

  /** Carries out the actions of slot `t`: rewards and ends of `t`, all of slot `t + 1`; what ended begins anew. */
  step(pass: GPUComputePassEncoder, t: number, turns = 1): void {
    this.#overLanes(pass, this.#kernels.step[t]!, turns);
    this.#overLanes(pass, this.#kernels.show[t]!, turns);
    const compare = this.#kernels.compare[t];
    if (!compare) return;
    const { rollout, worlds, config } = this.#inputs;
    const groups = worlds.length * Math.ceil(rollout.lanes / worlds.length / config.peers);
    this.#device.dispatch(pass, compare, Math.ceil(groups / THREADS), 1, turns);
  }

  /** After the last step of an update: fills `statistics`, and begins its sums anew. */
  means(pass: GPUComputePassEncoder, turns = 1): void {
    this.#device.dispatch(pass, this.#kernels.means, 1, 1, turns);
  }

  /** Whether there is room for what is the environment's own of such worlds. */
  takes(worlds: readonly TrainingWorld[]): boolean {
    const { numbers } = this.#inputs.environment;
    const room = this.#extra?.room ?? Infinity;
    return worlds.every(({ environment }) => (numbers?.(environment.options).length ?? 0) <= room);
  }

  /** Uploads the worlds of a member, unless those of another are the same. */
  enter(member: number, worlds: readonly TrainingWorld[]): void {
    if (this.#inputs.shared && member > 0) return;
    worlds.forEach((world, index) => {
      this.replaceWorld(member, index, world);
    });
  }

  /** World `index` of a member is another from now on: uploads its words. What lanes do there the next schedule says, or a checkpoint. */
  replaceWorld(member: number, index: number, world: TrainingWorld): void {
    const { ranges, environment, shared, worlds } = this.#inputs;
    const place = (shared ? 0 : member * worlds.length) + index;
    const words = new Uint32Array(this.#world.words);
    writeWorld(world, ranges, this.#world, words, 0);
    if (this.#extra && environment.numbers) {
      const { buffer, room } = this.#extra;
      const own = environment.numbers(world.environment.options);
      if (own.length > room)
        throw new Error('a world that is drawn anew is larger than those before by a quarter');
      words[this.#world.own] = place * room;
      this.#device.write(buffer, own, place * room);
    }
    this.#device.write(this.#worlds, words, place * this.#world.words);
  }

  /** Lanes of a member go on from `words` of `state`, in the worlds of then. Throws where they are of other lanes. */
  restore(member: number, words: Float32Array<ArrayBuffer>): void {
    if (words.length !== this.state.words) throw damaged('are of a training with others side by side');
    this.#device.write(this.state.buffer, words, partOf(this.state, member).at);
  }

  #overLanes(pass: GPUComputePassEncoder, kernel: Bound, turns: number): void {
    this.#device.dispatch(pass, kernel, Math.ceil(this.layout.lanes / THREADS), 1, turns);
  }
}

const roomOf = (
  numbers: NonNullable<DeviceEnvironment['numbers']>,
  worlds: readonly TrainingWorld[],
): number => roomFor(Math.max(...worlds.map(({ environment }) => numbers(environment.options).length)));

/** The worlds of a training on the device: their lanes begin, decide and end there, and nothing of them crosses over. */
import { RAN, roomFor, type DeviceEnvironment } from './deviceEnvironment.ts';
import { episodesText } from './episodes.ts';
import { observingText } from './observing.ts';
import { ROLLOUT } from './rollout.ts';
import { stateLayout, stateText, type StateLayout } from './state.ts';
import { TOO_SHORT } from './whyNot.ts';
import type { WorldConfig } from './worldConfig.ts';
import { float, worldLayout, worldText, writeWorld, type WorldLayout } from './worldWords.ts';
import { THREADS, type Bound, type Device, type Part } from '../device.ts';
import { ENDED, SCHEDULE_STRUCT, type RolloutBuffers, type RolloutLayout } from '../layout.ts';
import { RANDOM } from '../random.ts';
import type { FeatureRanges } from '../../network/features.ts';
import type { TrainingWorld } from '../../task/trainingWorld.ts';
import { damaged } from '../../../environment/damaged.ts';

/** All that says where the lanes stand: what a checkpoint keeps of them. */
export interface WorldState {
  readonly words: Float32Array<ArrayBuffer>;
  /** How often each world was drawn. */
  readonly generations: readonly number[];
}

export interface WorldInputs {
  readonly rollout: RolloutLayout;
  readonly buffers: RolloutBuffers;
  /** They share the lanes evenly: as many of `rollout.lanes` each. Of the same pipeline, limits and options but for what `drawWorld` draws. */
  readonly worlds: readonly TrainingWorld[];
  readonly ranges: FeatureRanges;
  readonly config: WorldConfig;
  readonly environment: DeviceEnvironment;
}

/** What `show` is asked for beside the decisions of an update: the numbers after theirs. */
const BEGIN = 0;
const AS_THEY_STAND = 1;
const WORLD_ANEW = 2;

/** Threads of the one workgroup that sums over all lanes. */
const SUMMING = 256;

const binding = (index: number, declaration: string): string =>
  `@group(0) @binding(${String(index)}) var${declaration};`;

/** What the kernels of single lanes are bound to. */
const DECLARED = {
  worlds: '<storage, read> worlds: array<u32>',
  state: '<storage, read_write> state: array<f32>',
  observations: '<storage, read_write> observations: array<f32>',
  actions: '<storage, read_write> actions: array<u32>',
  flags: '<storage, read_write> flags: array<u32>',
  told: '<storage, read_write> told: array<f32>',
  extra: '<storage, read> extra_numbers: array<f32>',
  number: '<uniform> number: u32',
  schedule: '<uniform> schedule: Schedule',
} as const;
type Declared = keyof typeof DECLARED;
const STEPPING: readonly Declared[] = ['worlds', 'state', 'actions', 'flags', 'told', 'number', 'extra'];
const SHOWING: readonly Declared[] = [
  ...(['worlds', 'state', 'observations', 'actions', 'flags', 'number', 'schedule'] as const),
];

/** The kernels of single lanes, `step` and `show`; `first` are the names that the one to be compiled uses, by their bindings. */
function laneCode(
  first: readonly Declared[],
  { rollout, worlds, ranges, config, environment }: WorldInputs,
  state: StateLayout,
  world: WorldLayout,
): string {
  const { options } = worlds[0]!.environment;
  const entry = (name: string): string =>
    `@compute @workgroup_size(${String(THREADS)})
fn ${name}(@builtin(global_invocation_id) id: vec3u)`;
  const enter = `
  if (id.x >= LANES) { return; }
  lane = id.x;
  meet_world();`;
  const { rewards } = rollout.told;
  return /* wgsl */ `
${SCHEDULE_STRUCT}
${[...new Set([...first, ...(Object.keys(DECLARED) as Declared[])])].map((name, i) => binding(i, DECLARED[name])).join('\n')}
${RANDOM}
${RAN}
${stateText(state)}
${worldText(options, world, rollout.lanes / worlds.length)}
fn extra(i: u32) -> f32 { return extra_numbers[(lane / EACH) * (arrayLength(&extra_numbers) / ${String(worlds.length)}u) + i]; }
${ROLLOUT}
${environment.text(options, state)}
${observingText(options.tables, ranges, rollout)}
${episodesText(config, rollout)}

// What lanes show before a decision: after that of slot 'number', where what ended begins anew, else both at the beginning and
// at the end of an update.
${entry('show')} {${enter}
  var slot = number + 1u;
  var begins = false;
  if (number < SLOT_AFTER) {
    begins = (flags[number * LANES + lane] & ${String(ENDED)}u) != 0u;
    meet_track(u32(peek(TRACK)));
    if (begins) { write_features((SLOT_AFTER + 1u) * LANES + lane); }
  } else {
    slot = 0u;
    begins = number == ${String(rollout.horizon + BEGIN)}u;
    if (begins) {
      for (var i = 0u; i < ${String(state.fields)}u; i++) { put(i, 0.0); }
    } else if (number != ${String(rollout.horizon + AS_THEY_STAND)}u) {
      if (lane / EACH != number - ${String(rollout.horizon + WORLD_ANEW)}u) { return; }
      begins = true;
    }
  }
  if (begins) { restart(number == ${String(rollout.horizon + BEGIN)}u); }
  if (number != ${String(rollout.horizon + AS_THEY_STAND)}u) {
    put(IS_ASKED, select(0.0, 1.0, TEACHES && schedule.guided == 1u));
  }
  meet_track(u32(peek(TRACK)));
  loop {
    write_slot(slot);
    if (number < SLOT_AFTER || slot == SLOT_AFTER) { break; }
    slot = SLOT_AFTER;
  }
}

fn reward_of(ran: Ran, largest: u32, k: u32) -> f32 {
  var late = 0.0;
  if (LATE_WEIGHT != 0.0) {
    let finished = ran.served + ran.dropped;
    let among = select(interval_sum(k), finished, finished > 0.0);
    late = select(0.0, 100.0 * (1.0 - ran.in_time / max(among, 1e-30)), among > 0.0);
  }
  let objective = ran.qos / 10.0 - COST_WEIGHT * ran.core_seconds / 10.0 - LATE_WEIGHT * late;
  return objective - BATCH_WEIGHT * f32(1u << largest);
}

// The actions of slot 'number', and ten seconds.
${entry('step')} {${enter}
  meet_track(u32(peek(TRACK)));
  let t = u32(peek(TIME));
  let k = t / 10u;
  let row = number * LANES + lane;
  var drained = 0.0;
  var largest = 0u;
  for (var n = 0u; n < STAGES; n++) {
    let at = n * STAGE_STRIDE;
    let action = row * HEADS + 3u * n;
    let ordered = Order(actions[action], actions[action + 1u], actions[action + 2u]);
    drained += order(at, n, t, ordered);
    largest = max(largest, ordered.batch);
  }
  drained += make_room();
  let ran = run(t, drained);
  let reward = reward_of(ran, largest, k);
  let gained = reward - optimum_at(k);
  told[${String(rewards)}u + row] = gained / ${float(config.rewardScale)};
  if (peek(PLAYED_BY_EXPERT) != 1.0) {
    put(SUM_REWARD, peek(SUM_REWARD) + reward);
    put(SUM_REGRET, peek(SUM_REGRET) - gained);
    put(COUNTED, peek(COUNTED) + 1.0);
  }
  put(TIME, f32(t + 10u));
  flags[row] = (flags[row] & ~${String(ENDED)}u) | select(0u, ${String(ENDED)}u, t + 10u >= u32(peek(END)));
}
`;
}

/** Takes what the others gained on average from each lane's reward, where lanes follow one load (`PipelineTask`). */
function comparingCode(each: number, peers: number, { lanes, told }: RolloutLayout): string {
  return /* wgsl */ `
${binding(0, '<storage, read_write> told: array<f32>')}
${binding(1, '<uniform> number: u32')}

@compute @workgroup_size(${String(THREADS)})
fn compare(@builtin(global_invocation_id) id: vec3u) {
  let groups = ${String(Math.ceil(each / peers))}u;
  let world = id.x / groups;
  let first = world * ${String(each)}u + (id.x % groups) * ${String(peers)}u;
  let end = min(first + ${String(peers)}u, (world + 1u) * ${String(each)}u);
  if (first >= ${String(lanes)}u || end < first + 2u) { return; }
  let at = ${String(told.rewards)}u + number * ${String(lanes)}u;
  var sum = 0.0;
  for (var lane = first; lane < end; lane++) { sum += told[at + lane]; }
  for (var lane = first; lane < end; lane++) {
    let reward = told[at + lane];
    told[at + lane] = reward - (sum - reward) / f32(end - first - 1u);
  }
}
`;
}

/** Sums the lanes' sums, always in the same order. */
function summingCode(state: StateLayout): string {
  return /* wgsl */ `
${binding(0, '<storage, read_write> state: array<f32>')}
${binding(1, '<storage, read_write> statistics: array<f32>')}
${stateText(state)}
var<workgroup> sums: array<vec3f, ${String(SUMMING)}>;

@compute @workgroup_size(${String(SUMMING)})
fn means(@builtin(local_invocation_index) thread: u32) {
  var sum = vec3f();
  for (lane = thread; lane < LANES; lane += ${String(SUMMING)}u) {
    sum += vec3f(peek(SUM_REWARD), peek(SUM_REGRET), peek(COUNTED));
    put(SUM_REWARD, 0.0);
    put(SUM_REGRET, 0.0);
    put(COUNTED, 0.0);
  }
  sums[thread] = sum;
  workgroupBarrier();
  for (var half = ${String(SUMMING / 2)}u; half > 0u; half /= 2u) {
    if (thread < half) { sums[thread] += sums[thread + half]; }
    workgroupBarrier();
  }
  if (thread < 3u) { statistics[thread] = sums[0][thread]; }
}
`;
}

interface Kernels {
  readonly step: readonly Bound[];
  readonly compare: readonly Bound[];
  /** By the number that it is asked for. */
  readonly show: readonly Bound[];
  readonly means: Bound;
}

export class WorldKernels {
  /** Sums over the decisions since the last `means` that are not an expert's: r, r* - r and how many; f32. */
  readonly statistics: GPUBuffer;
  /** The lanes' state (`StateLayout`): what `WorldState` keeps of it. */
  readonly state: { readonly buffer: GPUBuffer; readonly words: number };
  readonly layout: StateLayout;
  readonly #device: Device;
  readonly #inputs: WorldInputs;
  readonly #world: WorldLayout;
  readonly #worlds: GPUBuffer;
  readonly #extra: GPUBuffer | undefined;
  readonly #kernels: Kernels;
  readonly #generations: number[];

  private constructor(
    device: Device,
    inputs: WorldInputs,
    world: WorldLayout,
    layout: StateLayout,
    buffers: { worlds: GPUBuffer; state: GPUBuffer; statistics: GPUBuffer; extra: GPUBuffer | undefined },
    kernels: Kernels,
  ) {
    this.#device = device;
    this.#inputs = inputs;
    this.#world = world;
    this.layout = layout;
    this.#worlds = buffers.worlds;
    this.#extra = buffers.extra;
    this.state = { buffer: buffers.state, words: layout.fields * layout.lanes };
    this.statistics = buffers.statistics;
    this.#kernels = kernels;
    this.#generations = inputs.worlds.map(() => 0);
  }

  /** Rejects with the compiler's words. */
  static async create(device: Device, inputs: WorldInputs): Promise<WorldKernels> {
    const { rollout, worlds, config, environment } = inputs;
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
    const words = new Uint32Array(worlds.length * world.words);
    worlds.forEach((one, i) => {
      writeWorld(one, inputs.ranges, world, words, i * world.words);
    });
    const buffers = {
      worlds: device.storage(words),
      state: device.storage(layout.fields * layout.lanes),
      statistics: device.storage(3),
      extra: environment.numbers && device.storage(extraNumbers(environment.numbers, worlds)),
    };
    const [step, compare, show, means] = await Promise.all([
      device.kernel(laneCode(STEPPING, inputs, layout, world), 'step'),
      device.kernel(comparingCode(each, config.peers, rollout), 'compare'),
      device.kernel(laneCode(SHOWING, inputs, layout, world), 'show'),
      device.kernel(summingCode(layout), 'means'),
    ]);
    const numbers = device.numbers(rollout.horizon + WORLD_ANEW + worlds.length);
    const steps = numbers.slice(0, rollout.horizon);
    const bound = (names: readonly Declared[], number: Part): (GPUBuffer | Part)[] =>
      names.flatMap((name) => ({ ...inputs.buffers, ...buffers, number })[name] ?? []);
    return new WorldKernels(device, inputs, world, layout, buffers, {
      step: steps.map((number) => device.bind(step, bound(STEPPING, number))),
      compare:
        config.peers > 1 ? steps.map((number) => device.bind(compare, [inputs.buffers.told, number])) : [],
      show: numbers.map((number) => device.bind(show, bound(SHOWING, number))),
      means: device.bind(means, [buffers.state, buffers.statistics]),
    });
  }

  /**
   * Begins all lanes, as `PipelineTask` does: the first episodes end at different times. Fills the slots `horizon` and 0 of
   * observations, actions of experts, advice and flags.
   */
  begin(pass: GPUComputePassEncoder): void {
    this.#show(pass, this.#inputs.rollout.horizon + BEGIN);
  }

  /** Carries out the actions of slot `t`: rewards and ends of `t`, all of slot `t + 1`; what ended begins anew. */
  step(pass: GPUComputePassEncoder, t: number): void {
    this.#overLanes(pass, this.#kernels.step[t]!);
    this.#show(pass, t);
    const compare = this.#kernels.compare[t];
    if (!compare) return;
    const { rollout, worlds, config } = this.#inputs;
    const groups = worlds.length * Math.ceil(rollout.lanes / worlds.length / config.peers);
    this.#device.dispatch(pass, compare, Math.ceil(groups / THREADS));
  }

  /** What the lanes showed after the last decision is what they show before the first of the next update: fills the slots `horizon` and 0. */
  goOn(pass: GPUComputePassEncoder): void {
    this.#show(pass, this.#inputs.rollout.horizon + AS_THEY_STAND);
  }

  /** After the last step of an update: fills `statistics`, and begins its sums anew. */
  means(pass: GPUComputePassEncoder): void {
    this.#device.dispatch(pass, this.#kernels.means, 1);
  }

  /**
   * World `index` is another from now on, in its `generation`-th draw; its lanes begin new episodes, in the slots `horizon`
   * and 0. Before the pass is submitted its words are uploaded: two at the most.
   */
  renew(pass: GPUComputePassEncoder, index: number, world: TrainingWorld, generation: number): void {
    this.replaceWorld(index, world, generation);
    this.#show(pass, this.#inputs.rollout.horizon + WORLD_ANEW + index);
  }

  /** World `index` as another draw of it has it, for lanes that a checkpoint brings. */
  replaceWorld(index: number, world: TrainingWorld, generation: number): void {
    const { ranges, environment } = this.#inputs;
    const words = new Uint32Array(this.#world.words);
    writeWorld(world, ranges, this.#world, words, 0);
    this.#device.write(this.#worlds, words, index * this.#world.words);
    if (this.#extra && environment.numbers) {
      const own = environment.numbers(world.environment.options);
      const room = this.#extra.size / 4 / this.#inputs.worlds.length;
      if (own.length > room)
        throw new Error('a world that is drawn anew is larger than those before by a quarter');
      this.#device.write(this.#extra, own, index * room);
    }
    this.#generations[index] = generation;
  }

  /** To be taken between updates. One readback. */
  async snapshot(): Promise<WorldState> {
    const generations = [...this.#generations];
    const words = await this.#device.read([this.state]);
    return { words, generations };
  }

  /**
   * Goes on from `state`: uploads it, and fills the slots `horizon` and 0. Throws where it is of other lanes, or of worlds that
   * are not those here (`replaceWorld`).
   */
  restore(pass: GPUComputePassEncoder, { words, generations }: WorldState): void {
    if (
      words.length !== this.state.words ||
      generations.length !== this.#generations.length ||
      generations.some((generation, i) => generation !== this.#generations[i])
    )
      throw damaged('are of a training with others side by side');
    this.#device.write(this.state.buffer, words);
    this.#show(pass, this.#inputs.rollout.horizon + AS_THEY_STAND);
  }

  #show(pass: GPUComputePassEncoder, number: number): void {
    this.#overLanes(pass, this.#kernels.show[number]!);
  }

  #overLanes(pass: GPUComputePassEncoder, kernel: Bound): void {
    this.#device.dispatch(pass, kernel, Math.ceil(this.layout.lanes / THREADS));
  }
}

function extraNumbers(
  numbers: NonNullable<DeviceEnvironment['numbers']>,
  worlds: readonly TrainingWorld[],
): Float32Array<ArrayBuffer> {
  const all = worlds.map(({ environment }) => numbers(environment.options));
  const room = roomFor(Math.max(...all.map(({ length }) => length)));
  const out = new Float32Array(all.length * room);
  all.forEach((one, i) => {
    out.set(one, i * room);
  });
  return out;
}

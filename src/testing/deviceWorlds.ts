/** Worlds on the device beside the environments that they stand for. */
import { pipelineActions } from '../learning/network/actions.ts';
import { FeatureEncoder, type FeatureRanges } from '../learning/network/features.ts';
import type { Device } from '../learning/gpu/device.ts';
import {
  ENDED,
  rolloutBuffers,
  rolloutLayout,
  type RolloutLayout,
  type RolloutBuffers,
} from '../learning/gpu/layout.ts';
import { SCHEDULE, SCHEDULE_WORDS } from '../learning/gpu/members.ts';
import type { DeviceEnvironment } from '../learning/gpu/world/deviceEnvironment.ts';
import { LANE_WORDS, type StateLayout } from '../learning/gpu/world/state.ts';
import { WorldKernels } from '../learning/gpu/world/world.ts';
import type { WorldConfig } from '../learning/gpu/world/worldConfig.ts';
import type { TrainingWorld } from '../learning/task/trainingWorld.ts';
import {
  BACKLOG,
  BATCH,
  FIELDS,
  HELD,
  LATENCY,
  OLD_BATCH,
  OLD_READY,
  OLD_VARIANT,
  READY,
  RESTART,
  STARTING,
  VARIANT,
} from '../environment/fluidState.ts';
import type { LoadTrack } from '../environment/environment.ts';
import type { Random } from '../model/random.ts';
import type { Tables } from '../model/tables.ts';

export const RANGES: FeatureRanges = { load: 60, latency: 10, backlog: 300 };

export const ALONE: WorldConfig = {
  ...{ episode: 120, peers: 1, rewardScale: 4, expertEvery: 20, expertMode: 'none' },
};

export interface DeviceWorlds {
  readonly device: Device;
  readonly kernels: WorldKernels;
  readonly rollout: RolloutLayout;
  readonly buffers: RolloutBuffers;
  readonly worlds: readonly TrainingWorld[];
  readonly config: WorldConfig;
  readonly schedule: (seed: number, guided: boolean) => void;
  /** One submission of what comes before the first decision: all lanes begin, or those of world `renewed` anew, or all go on. */
  readonly open: (how: 'begin' | 'go on' | { readonly renewed: number }) => void;
}

/** `worlds` on the device, whose lanes have not begun; beside them room for other members, which have yet to enter theirs. */
export async function deviceWorlds(
  device: Device,
  worlds: readonly TrainingWorld[],
  environment: DeviceEnvironment,
  lanes: number,
  horizon: number,
  config: WorldConfig = ALONE,
  members = 1,
): Promise<DeviceWorlds> {
  const { tables } = worlds[0]!.environment.options;
  const inputs = new FeatureEncoder(tables, RANGES).size;
  const rollout = rolloutLayout(lanes, horizon, inputs, pipelineActions(tables).heads.length);
  const buffers = rolloutBuffers(device, rollout, members);
  const all = {
    rollout,
    buffers,
    worlds,
    ranges: RANGES,
    config,
    environment,
    members,
    shared: members === 1,
  };
  const kernels = await WorldKernels.create(device, all);
  kernels.enter(0, worlds);
  const words = new Uint32Array(members * SCHEDULE_WORDS);
  const set = (name: keyof typeof SCHEDULE, value: (member: number) => number): void => {
    for (let member = 0; member < members; member++)
      words[member * SCHEDULE_WORDS + SCHEDULE[name]] = value(member);
  };
  set('member', (member) => member);
  const schedule = (seed: number, guided: boolean): void => {
    set('seed', () => seed);
    set('guided', () => (guided ? 1 : 0));
    device.write(buffers.schedule, words);
  };
  const open: DeviceWorlds['open'] = (how) => {
    set('begins', () => (how === 'begin' ? 1 : 0));
    set('renewed', () => (typeof how === 'object' ? 1 << how.renewed : 0));
    device.write(buffers.schedule, words);
    device.run((pass) => {
      kernels.open(pass, members);
    });
  };
  schedule(1, false);
  return { device, kernels, rollout, buffers, worlds, config, schedule, open };
}

/** A word of a lane's own in `words` of a state. */
export function laneWord(
  words: Float32Array,
  { laneStride, lanes }: StateLayout,
  name: (typeof LANE_WORDS)[number],
  lane: number,
): number {
  return words[(laneStride + LANE_WORDS.indexOf(name)) * lanes + lane]!;
}

/** What is ordered on a lane, as head indices. */
export function orderedOn(
  words: Float32Array,
  { stages, stageStride, lanes }: StateLayout,
  lane: number,
): Int32Array {
  const word = (field: number): number => words[field * lanes + lane]!;
  return Int32Array.from({ length: 3 * stages }, (_, head) => {
    const at = Math.floor(head / 3) * stageStride;
    if (head % 3 === 0) return word(at + VARIANT);
    return head % 3 === 1 ? word(at + READY) + word(at + STARTING) - 1 : word(at + BATCH);
  });
}

/** The greatest differences that were met. */
export interface Differences {
  /**
   * Of what is counted or chosen: indices, replicas, seconds, units of cores. Where the processor keeps a part of a second at
   * which something begins to serve, the whole second after it counts.
   */
  whole: number;
  /** Of what follows from replicas, each number in its own size, at least 1: capacity, accuracy, service, fill. */
  serving: number;
  /** Of requests that wait, in roundings of what can wait at once: the highest rate for as long as anything can. */
  waiting: number;
  /** Of the seconds in a stage, in their own size, at least 1. */
  latency: number;
  /** Of a decision's reward as it is, before its scale, beside what its peers gained. */
  reward: number;
  /** Of a feature in its own size, at least 1, which is its range. */
  feature: number;
}

/** A decision whose reward differs by more than 0.001. */
export interface Apart {
  readonly track: LoadTrack;
  readonly second: number;
  readonly difference: number;
}

/** And of what there was to differ. */
export interface Compared extends Differences {
  readonly apart: Apart[];
  decisions: number;
  /** Episodes that ended and began anew. */
  episodes: number;
  dropped: number;
  late: number;
}

/** Half the step from 1 to the next number in single precision. */
const ROUNDING = 2 ** -24;

const WHOLE = new Set([VARIANT, BATCH, READY, STARTING, OLD_VARIANT, OLD_BATCH, OLD_READY, HELD]);

/**
 * Plays `actions` (`wanderingActions`) on the device and on the processor, decision by decision, from where the lanes of the
 * device stand; those of `begun` have just begun, the others are on the processor what they are on the device.
 */
export async function heldAgainst(
  { device, kernels, rollout, buffers, worlds, config }: DeviceWorlds,
  actions: Uint32Array<ArrayBuffer>,
  begun: readonly number[] = [...Array(rollout.lanes).keys()],
): Promise<Compared> {
  const { lanes, horizon, inputs, heads, told } = rollout;
  const { layout } = kernels;
  const { laneStride, stageStride, maxReplicas, ring } = layout;
  const each = lanes / worlds.length;
  const encoder = new FeatureEncoder(worlds[0]!.environment.options.tables, RANGES);
  const features = new Float32Array(inputs);
  const peak = worlds.reduce(
    (most, { tracks }) => tracks.reduce((high, { rates }) => Math.max(high, ...rates), most),
    1,
  );
  const compared: Compared = {
    ...{ whole: 0, serving: 0, waiting: 0, latency: 0, reward: 0, feature: 0 },
    ...{ decisions: 0, episodes: 0, dropped: 0, late: 0, apart: [] },
  };
  const differ = (name: keyof Differences, seen: number, expected: number, size = 1): void => {
    const difference = Math.abs(seen - expected) / size;
    if (!(difference <= compared[name])) compared[name] = difference;
  };
  const own = (expected: number): number => Math.max(1, Math.abs(expected));
  const compareFeatures = (seen: Float32Array, at: number, lane: number): void => {
    encoder.encodeLane(worlds[Math.floor(lane / each)]!.environment, lane % each, features, 0);
    features.forEach((feature, i) => {
      differ('feature', seen[at + i]!, feature, own(feature));
    });
  };
  const begin = (words: Float32Array, lane: number): void => {
    const { environment, tracks } = worlds[Math.floor(lane / each)]!;
    const track = tracks[laneWord(words, layout, 'TRACK', lane)]!;
    const time = laneWord(words, layout, 'TIME', lane);
    environment.reset(lane % each, track, time, orderedOn(words, layout, lane));
  };
  const compareNumber = (field: number, seen: number, expected: number): void => {
    if (WHOLE.has(field)) differ('whole', seen, expected);
    else if (field === RESTART || (field >= FIELDS && field < FIELDS + maxReplicas))
      differ('whole', seen, Math.ceil(expected));
    else if (field === LATENCY) differ('latency', seen, expected, own(expected));
    else if (field < FIELDS && field !== BACKLOG) differ('serving', seen, expected, own(expected));
    else if (field < layout.own) differ('waiting', seen, expected, ROUNDING * peak * ring);
    else differ('latency', seen, expected, own(expected));
  };
  const compareState = (words: Float32Array): void => {
    worlds.forEach(({ environment }, w) => {
      const { state } = environment.snapshot();
      for (let i = 0; i < each; i++) {
        const lane = w * each + i;
        differ('whole', laneWord(words, layout, 'TIME', lane), environment.time[i]!);
        // Where the orders say all, the features do.
        if (state.length === 0) continue;
        for (let at = 0; at < laneStride; at++)
          compareNumber(at % stageStride, words[at * lanes + lane]!, state[i * laneStride + at]!);
      }
    });
  };
  device.write(buffers.actions, actions);
  const first = await device.read([kernels.state]);
  for (const lane of begun) begin(first, lane);
  compareState(first);
  const gained = new Float64Array(lanes);
  let before = first;
  for (let t = 0; t < horizon; t++) {
    device.run((pass) => {
      kernels.step(pass, t);
    });
    const row = t * lanes;
    const parts = [
      kernels.state,
      { buffer: buffers.told, at: told.rewards + row, words: lanes },
      { buffer: buffers.flags, at: row, words: lanes },
      { buffer: buffers.observations, at: (row + lanes) * inputs, words: lanes * inputs },
      { buffer: buffers.observations, at: (horizon + 1) * lanes * inputs, words: lanes * inputs },
    ];
    const read = await device.read(parts);
    let at = 0;
    const [words, rewards, ends, next, last] = parts.map((part) => read.subarray(at, (at += part.words)));
    const flags = new Uint32Array(ends!.buffer, ends!.byteOffset, lanes);
    worlds.forEach(({ environment, frontier }, w) => {
      const from = (row + w * each) * heads;
      environment.step(Int32Array.from(actions.subarray(from, from + each * heads)));
      const { reward, load, dropped, inTime, served } = environment.results;
      for (let i = 0; i < each; i++) {
        const lane = w * each + i;
        gained[lane] = reward[i]! - frontier.rewardAt(load[i]!);
        compared.decisions++;
        compared.dropped += dropped[i]!;
        compared.late += served[i]! - inTime[i]!;
        if ((flags[lane]! & ENDED) !== 0) {
          compared.episodes++;
          compareFeatures(last!, lane * inputs, lane);
          begin(words!, lane);
        }
        compareFeatures(next!, lane * inputs, lane);
      }
    });
    for (let lane = 0; lane < lanes; lane++) {
      const seen = rewards![lane]! * config.rewardScale;
      const expected = beside(gained, lane, each, config.peers);
      differ('reward', seen, expected);
      const difference = Math.abs(seen - expected);
      if (difference <= 1e-3) continue;
      const track = worlds[Math.floor(lane / each)]!.tracks[laneWord(before, layout, 'TRACK', lane)]!;
      compared.apart.push({ track, second: laneWord(before, layout, 'TIME', lane), difference });
    }
    before = words!;
    compareState(words!);
  }
  return compared;
}

/** What a lane gained beyond the mean of the others that follow its load. */
function beside(gained: Float64Array, lane: number, each: number, peers: number): number {
  const first = lane - ((lane % each) % peers);
  const end = Math.min(first + peers, lane - (lane % each) + each);
  const others = Array.from(gained.subarray(first, end)).filter((_, i) => first + i !== lane);
  const mean = others.reduce((sum, one) => sum + one, 0) / Math.max(1, others.length);
  return gained[lane]! - mean;
}

/** What `actions` holds (layout.ts): orders that are kept for some decisions and then change in a knob, a stage or all. */
export function wanderingActions(
  tables: Tables,
  lanes: number,
  horizon: number,
  random: Random,
): Uint32Array<ArrayBuffer> {
  const space = pipelineActions(tables);
  const { heads } = space;
  const width = heads.length;
  const out = new Uint32Array(2 * (horizon + 1) * lanes * width);
  const allowed = new Uint8Array(Math.max(...heads));
  const action = new Int32Array(width);
  for (let lane = 0; lane < lanes; lane++) {
    for (let t = 0; t < horizon; t++) {
      const kind = t === 0 ? 3 : random.integer(4);
      const chosen = random.integer(width);
      for (let head = 0; head < width; head++) {
        space.mask(head, action, 0, allowed);
        const changes =
          kind === 3 ||
          (kind === 2 && Math.floor(head / 3) === Math.floor(chosen / 3)) ||
          (kind === 1 && head === chosen) ||
          allowed[action[head]!] === 0;
        if (!changes) continue;
        const choices = Array.from(allowed.subarray(0, heads[head]), (one, j) => (one ? j : -1)).filter(
          (j) => j >= 0,
        );
        action[head] = choices[random.integer(choices.length)]!;
      }
      out.set(action, (t * lanes + lane) * width);
    }
  }
  return out;
}

/** The kernels of single lanes as texts, and the two that look over several of them. */
import { RAN, type DeviceEnvironment } from './deviceEnvironment.ts';
import { episodesText } from './episodes.ts';
import { observingText } from './observing.ts';
import { ROLLOUT } from './rollout.ts';
import { stateText, type StateLayout } from './state.ts';
import type { WorldConfig } from './worldConfig.ts';
import { float, worldText, type WorldLayout } from './worldWords.ts';
import { THREADS } from '../device.ts';
import { ENDED, type RolloutLayout } from '../layout.ts';
import { membersText, SCHEDULES } from '../members.ts';
import { RANDOM } from '../random.ts';
import type { FeatureRanges } from '../../network/features.ts';
import type { TrainingWorld } from '../../task/trainingWorld.ts';

export interface LaneInputs {
  readonly rollout: RolloutLayout;
  /** Those of one member: they share its lanes evenly, as many of `rollout.lanes` each. Of the same pipeline, limits and options but for what `drawWorld` draws. */
  readonly worlds: readonly TrainingWorld[];
  /** Whether the worlds of all members are the same: then they lie there once. */
  readonly shared: boolean;
  readonly ranges: FeatureRanges;
  readonly config: WorldConfig;
  readonly environment: DeviceEnvironment;
}

/** Words of a member's statistics: r, r* - r and how many, summed over the decisions of an update that are the agent's own. */
export const STATISTICS = 3;

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
  schedules: SCHEDULES,
} as const;
export type Declared = keyof typeof DECLARED;
export const STEPPING: readonly Declared[] = [
  ...(['worlds', 'state', 'actions', 'flags', 'told', 'number', 'schedules', 'extra'] as const),
];
export const SHOWING: readonly Declared[] = [
  ...(['worlds', 'state', 'observations', 'actions', 'flags', 'number', 'schedules'] as const),
];

/** The kernels of single lanes, `step` and `show`; `first` are the names that the one to be compiled uses, by their bindings. */
export function laneCode(
  first: readonly Declared[],
  { rollout, worlds, ranges, config, environment, shared }: LaneInputs,
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
  meet(id.z);
  meet_world();`;
  const { rewards } = rollout.told;
  return /* wgsl */ `
${[...new Set([...first, ...(Object.keys(DECLARED) as Declared[])])].map((name, i) => binding(i, DECLARED[name])).join('\n')}
${membersText([
  ['worlds', shared ? 0 : worlds.length * world.words],
  ['state', state.fields * state.lanes],
  ...(['observations', 'actions', 'flags', 'told'] as const).map(
    (name) => [name, rollout.words[name]] as const,
  ),
])}
${RANDOM}
${RAN}
${stateText(state)}
${worldText(options, world, rollout.lanes / worlds.length)}
fn extra(i: u32) -> f32 { return extra_numbers[own_at + i]; }
${ROLLOUT}
${environment.text(options, state)}
${observingText(options.tables, ranges, rollout)}
${episodesText(config, rollout)}

// What lanes show before a decision: after that of slot 'number', where what ended begins anew; or before the first of an
// update, as the schedule says and else as they stood after the last one.
${entry('show')} {${enter}
  let opens = number == SLOT_AFTER;
  var slot = number + 1u;
  var begins = false;
  if (opens) {
    slot = 0u;
    begins = schedule.begins == 1u;
    if (begins) {
      for (var i = 0u; i < ${String(state.fields)}u; i++) { put(i, 0.0); }
    } else { begins = ((schedule.renewed >> (lane / EACH)) & 1u) == 1u; }
  } else {
    begins = (flags[flags_of + number * LANES + lane] & ${String(ENDED)}u) != 0u;
    meet_track(u32(peek(TRACK)));
    if (begins) { write_features((SLOT_AFTER + 1u) * LANES + lane); }
  }
  if (begins) { restart(opens && schedule.begins == 1u); }
  if (begins || !opens) { put(IS_ASKED, select(0.0, 1.0, TEACHES && schedule.guided == 1u)); }
  meet_track(u32(peek(TRACK)));
  loop {
    write_slot(slot);
    if (!opens || slot == SLOT_AFTER) { break; }
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
    let action = actions_of + row * HEADS + 3u * n;
    let ordered = Order(actions[action], actions[action + 1u], actions[action + 2u]);
    drained += order(at, n, t, ordered);
    largest = max(largest, ordered.batch);
  }
  drained += make_room();
  let ran = run(t, drained);
  let reward = reward_of(ran, largest, k);
  let gained = reward - optimum_at(k);
  told[told_of + ${String(rewards)}u + row] = gained / ${float(config.rewardScale)};
  if (peek(PLAYED_BY_EXPERT) != 1.0) {
    put(SUM_REWARD, peek(SUM_REWARD) + reward);
    put(SUM_REGRET, peek(SUM_REGRET) - gained);
    put(COUNTED, peek(COUNTED) + 1.0);
  }
  put(TIME, f32(t + 10u));
  flags[flags_of + row] = (flags[flags_of + row] & ~${String(ENDED)}u) | select(0u, ${String(ENDED)}u, t + 10u >= u32(peek(END)));
}
`;
}

/** Takes what the others gained on average from each lane's reward, where lanes follow one load (`PipelineTask`). */
export function comparingCode(each: number, peers: number, { lanes, told, words }: RolloutLayout): string {
  return /* wgsl */ `
${binding(0, DECLARED.told)}
${binding(1, DECLARED.number)}
${binding(2, DECLARED.schedules)}
${membersText([['told', words.told]])}

@compute @workgroup_size(${String(THREADS)})
fn compare(@builtin(global_invocation_id) id: vec3u) {
  meet(id.z);
  let groups = ${String(Math.ceil(each / peers))}u;
  let world = id.x / groups;
  let first = world * ${String(each)}u + (id.x % groups) * ${String(peers)}u;
  let end = min(first + ${String(peers)}u, (world + 1u) * ${String(each)}u);
  if (first >= ${String(lanes)}u || end < first + 2u) { return; }
  let at = told_of + ${String(told.rewards)}u + number * ${String(lanes)}u;
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
export function summingCode(state: StateLayout): string {
  return /* wgsl */ `
${binding(0, DECLARED.state)}
${binding(1, '<storage, read_write> statistics: array<f32>')}
${binding(2, DECLARED.schedules)}
${membersText([
  ['state', state.fields * state.lanes],
  ['statistics', STATISTICS],
])}
${stateText(state)}
var<workgroup> sums: array<vec3f, ${String(SUMMING)}>;

@compute @workgroup_size(${String(SUMMING)})
fn means(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  meet(group.z);
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
  if (thread < ${String(STATISTICS)}u) { statistics[statistics_of + thread] = sums[0][thread]; }
}
`;
}

/** Before the minibatches: advantages lane by lane (ppo/gae.ts), what an update tells of its experience, and how each minibatch's advantages are spread. */
import { bindings } from './forward.ts';
import { real } from './gradient.ts';
import {
  EVERY_EPOCH,
  LANE_GROUP,
  LANE_WORDS,
  PASSED,
  PASSED_WORDS,
  STATISTICS,
  STATISTICS_BEFORE_HEADS,
  type PolicyPlan,
} from './plan.ts';
import { permutation } from './shuffle.ts';
import { headConstants, type DeviceSpace } from './space.ts';
import { MASK_STRIDE } from '../../ppo/experience.ts';
import { ASKED, BY_EXPERT, ENDED } from '../layout.ts';
import { RANDOM } from '../random.ts';

const u = (n: number): string => `${String(n)}u`;

/** Counts, sums and squared distances from means (Chan et al. 1979), which join without loss. */
const TALLY = /* wgsl */ `
struct Tally {
  rows: f32,
  by_policy: f32,
  rewards: f32,
  asked: f32,
  seen: f32,
  single: f32,
  squares: f32,
  mean: f32,
  spread: f32,
  error_mean: f32,
  error_spread: f32,
}
fn joined(a: Tally, b: Tally) -> Tally {
  let rows = a.rows + b.rows;
  let share = b.rows / max(1.0, rows);
  let apart = b.mean - a.mean;
  let errors_apart = b.error_mean - a.error_mean;
  return Tally(
    rows,
    a.by_policy + b.by_policy,
    a.rewards + b.rewards,
    a.asked + b.asked,
    a.seen + b.seen,
    a.single + b.single,
    a.squares + b.squares,
    a.mean + apart * share,
    a.spread + b.spread + apart * apart * a.rows * share,
    a.error_mean + errors_apart * share,
    a.error_spread + b.error_spread + errors_apart * errors_apart * a.rows * share,
  );
}
`;

const joining = (threads: number): string => /* wgsl */ `
const GROUP = ${u(threads)};
var<workgroup> tallies: array<Tally, GROUP>;
fn join_all(me: u32) {
  for (var half = GROUP / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (me < half) { tallies[me] = joined(tallies[me], tallies[me + half]); }
  }
  workgroupBarrier();
}
`;

/** One thread a lane, back in time. Actions, flags, told, ledger; settings, schedules. */
export function advantagesCode(plan: PolicyPlan, space: DeviceSpace): string {
  const { rollout, ledger } = plan;
  const { lanes, horizon, rows, told } = rollout;
  return /* wgsl */ `
${bindings(
  plan,
  [
    ['actions', 'u32', 'read'],
    ['flags', 'u32', 'read'],
    ['told', 'f32', 'read_write'],
    ['ledger', 'f32', 'read_write'],
  ],
  ['settings'],
)}
${headConstants(space.heads)}
${space.code}
${TALLY}
${joining(LANE_GROUP)}
const LANES = ${u(lanes)};
var<private> action: array<u32, HEADS>;
/** Heads of a decision that the masks left one choice. */
fn single_heads(row: u32) -> f32 {
  for (var head = 0u; head < HEADS; head++) { action[head] = actions[actions_of + row * HEADS + head]; }
  var single = 0.0;
  for (var head = 0u; head < HEADS; head++) {
    let room = room_of(head, &action);
    var choices = 0u;
    for (var j = 0u; j < CHOICES[head]; j++) { choices += select(0u, 1u, allowed(room, j)); }
    if (choices == 1u) { single += 1.0; }
  }
  return single;
}
fn tally_of(lane: u32) -> Tally {
  var all = Tally();
  if (lane >= LANES) { return all; }
  var running = 0.0;
  var next = told[told_of + ${u(told.values + rows)} + lane];
  for (var back = 1u; back <= ${u(horizon)}; back++) {
    let row = (${u(horizon)} - back) * LANES + lane;
    let flag = flags[flags_of + row];
    let reward = told[told_of + ${u(told.rewards)} + row];
    let value = told[told_of + ${u(told.values)} + row];
    var after = next;
    var kept = settings.gamma * settings.lambda * running;
    if ((flag & ${u(ENDED)}) != 0u) {
      after = told[told_of + ${u(told.values + rows + lanes)} + lane];
      kept = 0.0;
    }
    running = reward + settings.gamma * after - value + kept;
    let returned = running + value;
    told[told_of + ${u(told.advantages)} + row] = running;
    told[told_of + ${u(told.returns)} + row] = returned;
    next = value;
    let expert = (flag & ${u(BY_EXPERT)}) != 0u;
    var one = Tally();
    one.rows = 1.0;
    one.by_policy = select(1.0, 0.0, expert);
    one.rewards = select(reward, 0.0, expert);
    one.asked = select(0.0, 1.0, (flag & ${u(ASKED)}) != 0u);
    one.squares = returned * returned;
    one.mean = returned;
    one.error_mean = returned - value;
    if (row % ${u(MASK_STRIDE)} == 0u) {
      one.seen = f32(HEADS);
      one.single = single_heads(row);
    }
    all = joined(all, one);
  }
  return all;
}
@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) me: u32) {
  meet(group.z);
  tallies[me] = tally_of(group.x * GROUP + me);
  join_all(me);
  if (me > 0u) { return; }
  let all = tallies[0];
  let at = ${u(ledger.lanes)} + group.x * ${u(LANE_WORDS)};
  ${TALLY_FIELDS.map((field, i) => `ledger[ledger_of + at + ${u(i)}] = all.${field};`).join('\n  ')}
}
`;
}

const TALLY_FIELDS = [
  'rows',
  'by_policy',
  'rewards',
  'asked',
  'seen',
  'single',
  'squares',
  'mean',
  'spread',
  'error_mean',
  'error_spread',
] as const;

const THREADS = 128;

/** Workgroups of `preparationCode`. */
export const preparationGroups = ({ steps }: PolicyPlan): number => steps + 1;

/**
 * Mean and scale of the advantages of each minibatch of all epochs, a workgroup each; the last one begins the update's
 * statistics. Told, ledger; settings, schedules.
 */
export function preparationCode(plan: PolicyPlan): string {
  const { rollout, ledger, steps, minibatches, size, laneGroups, shape } = plan;
  return /* wgsl */ `
${bindings(
  plan,
  [
    ['told', 'f32', 'read'],
    ['ledger', 'f32', 'read_write'],
  ],
  ['settings'],
)}
${RANDOM}
${permutation(rollout.rows)}
${TALLY}
${joining(THREADS)}
var<workgroup> sums: array<f32, GROUP>;
fn added(me: u32, mine: f32) -> f32 {
  workgroupBarrier();
  sums[me] = mine;
  for (var half = GROUP / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (me < half) { sums[me] += sums[me + half]; }
  }
  workgroupBarrier();
  return sums[0];
}
fn advantage(step: u32, i: u32) -> f32 {
  let row = permuted((step % ${u(minibatches)}) * ${u(size)} + i, step / ${u(minibatches)});
  return told[told_of + ${u(rollout.told.advantages)} + row];
}
fn group_tally(at: u32) -> Tally {
  return Tally(${TALLY_FIELDS.map((_, i) => `ledger[ledger_of + at + ${u(i)}]`).join(', ')});
}
fn begin(all: Tally) {
  for (var word = 0u; word < ${u(STATISTICS_BEFORE_HEADS + shape.heads.length)}; word++) { ledger[ledger_of + word] = 0.0; }
  ledger[ledger_of + ${u(STATISTICS.reward)}] = all.rewards / max(1.0, all.by_policy);
  ledger[ledger_of + ${u(STATISTICS.expertShare)}] = (all.rows - all.by_policy) / all.rows;
  ledger[ledger_of + ${u(STATISTICS.explainedVariance)}] = select(0.0, 1.0 - all.error_spread / all.spread, all.spread > 0.0);
  ledger[ledger_of + ${u(STATISTICS.valueScale)}] = sqrt(all.squares / all.rows);
  ledger[ledger_of + ${u(STATISTICS.masked)}] = all.single / all.seen;
  ledger[ledger_of + ${u(STATISTICS.perAdvice)}] = select(1.0, all.rows / max(1.0, all.asked), settings.everywhere > 0.0 && all.asked > 0.0);
  // The first step reads the first place; the last step of an update may have written the other one.
  let passed = ${u(ledger.passed)};
  for (var word = 0u; word < ${u(PASSED_WORDS)}; word++) {
    ledger[ledger_of + passed + word] = ledger[ledger_of + passed + ${u((steps & 1) * PASSED_WORDS)} + word];
  }
  ledger[ledger_of + passed + ${u(PASSED.lastEpoch)}] = ${real(EVERY_EPOCH)};
  ledger[ledger_of + ${u(STATISTICS.notFinite)}] = ledger[ledger_of + passed + ${u(PASSED.halted)}];
}
@compute @workgroup_size(GROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) me: u32) {
  meet(group.z);
  if (group.x == ${u(steps)}) {
    var all = Tally();
    for (var i = me; i < ${u(laneGroups)}; i += GROUP) {
      all = joined(all, group_tally(${u(ledger.lanes)} + i * ${u(LANE_WORDS)}));
    }
    tallies[me] = all;
    join_all(me);
    if (me == 0u) { begin(tallies[0]); }
    return;
  }
  var mine = 0.0;
  for (var i = me; i < ${u(size)}; i += GROUP) { mine += advantage(group.x, i); }
  let mean = added(me, mine) / f32(${String(size)});
  mine = 0.0;
  for (var i = me; i < ${u(size)}; i += GROUP) {
    let apart = advantage(group.x, i) - mean;
    mine += apart * apart;
  }
  let deviation = sqrt(added(me, mine) / f32(${String(size)}));
  if (me > 0u) { return; }
  ledger[ledger_of + ${u(ledger.batches)} + 2u * group.x] = mean;
  ledger[ledger_of + ${u(ledger.batches)} + 2u * group.x + 1u] = 1.0 / (deviation + 1e-8);
}
`;
}

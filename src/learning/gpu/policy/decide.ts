/** The kernel that plays the policy: decisions of all lanes, and values alone. */
import { bindings, FEATURES, forwardCode, HERE, LOGIT, outputsCode, tileCode } from './forward.ts';
import { headsCode } from './heads.ts';
import type { PolicyPlan } from './plan.ts';
import type { DeviceSpace } from './space.ts';
import { BY_EXPERT } from '../layout.ts';
import { ACTIONS, RANDOM } from '../random.ts';

const u = (n: number): string => `${String(n)}u`;

/**
 * One decision of every lane; of the two slots after the last decision nothing but the value. Observations, actions, flags, told, packed weights, scratch; which decision it is, schedules.
 * Head h of decision d draws share h % 4 of pcg4d(seed, ACTIONS, lane, 16 d + floor(h / 4)), d counted over all updates.
 */
export function decideCode(plan: PolicyPlan, space: DeviceSpace): string {
  const { lanes, horizon, told } = plan.rollout;
  return /* wgsl */ `
${bindings(
  plan,
  [
    ['observations', 'f32', 'read'],
    ['actions', 'u32', 'read_write'],
    ['flags', 'u32', 'read'],
    ['told', 'f32', 'read_write'],
    ['packed', 'vec4f', 'read'],
    ['scratch', 'vec4f', 'read_write'],
  ],
  ['which'],
)}
const LANES = ${u(lanes)};
${tileCode(plan)}
${LOGIT}
${headsCode(space)}
${RANDOM}
${FEATURES}
var<private> lane_of: u32;
fn valid(r: u32) -> bool { return lane_of + r < LANES; }
fn place(r: u32) -> u32 { return (lane_of + r) * OUTPUTS4; }
fn feature(r: u32, k: u32) -> vec4f { return features(which * LANES + min(lane_of + r, LANES - 1u), k); }
@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) me: u32) {
  meet(group.z);
  lane_of = group.x * TILE;
  ${HERE}
  ${forwardCode(plan)}
  ${outputsCode}
  if (me >= TILE || !valid(me)) { return; }
  let lane = lane_of + me;
  let decision = which * LANES + lane;
  base = place(me);
  told[told_of + ${u(told.values)} + decision] = logit(LOGITS);
  if (which >= ${u(horizon)}) { return; }
  let expert = (flags[flags_of + decision] & ${u(BY_EXPERT)}) != 0u;
  var log_probability = 0.0;
  var words = vec4u();
  for (var head = 0u; head < HEADS; head++) {
    let room = room_of(head, &action);
    let read = head_of(head, room);
    if (head % 4u == 0u) {
      words = pcg4d(vec4u(schedule.seed, ${u(ACTIONS)}, lane, (schedule.update * ${u(horizon)} + which) * 16u + head / 4u));
    }
    if (expert) { action[head] = actions[actions_of + decision * HEADS + head]; }
    else {
      action[head] = drawn(head, room, read, share(words[head % 4u]));
      actions[actions_of + decision * HEADS + head] = action[head];
    }
    log_probability += logit(FIRST[head] + action[head]) - log_sum(read);
  }
  told[told_of + ${u(told.logProbabilities)} + decision] = log_probability;
}
`;
}

/** A tile of a minibatch forward, through the loss, and back: what becomes of ppo/loss.ts and the deltas of engines/plainEngine.ts. */
import { bindings, FEATURES, forwardCode, HERE, LOGIT, outputsCode, tileCode } from './forward.ts';
import { headsCode } from './heads.ts';
import { PASSED, PASSED_WORDS, STATISTICS, SUMS, SUMS_BEFORE_HEADS, type PolicyPlan } from './plan.ts';
import { permutation } from './shuffle.ts';
import type { DeviceSpace } from './space.ts';
import { DUAL_CLIP } from '../../ppo/loss.ts';
import { ASKED, BY_EXPERT } from '../layout.ts';
import { RANDOM } from '../random.ts';

const u = (n: number): string => `${String(n)}u`;
/** A number as WGSL's f32. */
export const real = (x: number): string => `f32(${String(x)})`;

/** Which step and slice a dispatch is of: `which` counts slices over all steps. */
export function stepOf({ slices, minibatches, slice, size }: PolicyPlan): string {
  return /* wgsl */ `
fn step_of() -> u32 { return which / ${u(slices)}; }
fn slice_of() -> u32 { return which % ${u(slices)}; }
fn epoch_of() -> u32 { return which / ${u(slices * minibatches)}; }
/** Rows of this slice. */
fn rows_of() -> u32 { return min(${u(slice)}, ${u(size)} - slice_of() * ${u(slice)}); }
`;
}

/** `stopped(first) -> bool`: whether nothing is to change any more in this update for whose words of `ledger`, which is in scope, begin there. */
export function stoppedCode({ ledger }: PolicyPlan): string {
  return /* wgsl */ `
fn stopped(first: u32) -> bool {
  let passed = first + ${u(ledger.passed)} + (step_of() & 1u) * ${u(PASSED_WORDS)};
  return ledger[passed + ${u(PASSED.halted)}] > 0.0 || f32(epoch_of()) > ledger[passed + ${u(PASSED.lastEpoch)}];
}
`;
}

/**
 * Observations, actions, flags, told, packed weights, scratch, ledger; settings, which slice, schedules. Leaves in \`scratch\` each row's
 * activations, their gradients and its outputs' gradient, for the weights' gradients; in the ledger the tile's sums.
 */
export function gradientCode(plan: PolicyPlan, space: DeviceSpace): string {
  const { rollout, scratch, ledger, size, minibatches, slice, tiles, packed, sums } = plan;
  const { told } = rollout;
  const parts = Math.ceil(plan.outputs4 / plan.width4);
  return /* wgsl */ `
${bindings(
  plan,
  [
    ['observations', 'f32', 'read'],
    ['actions', 'u32', 'read'],
    ['flags', 'u32', 'read'],
    ['told', 'f32', 'read'],
    ['packed', 'vec4f', 'read'],
    ['scratch', 'vec4f', 'read_write'],
    ['ledger', 'f32', 'read_write'],
  ],
  ['settings', 'which'],
)}
${tileCode(plan)}
${LOGIT}
${headsCode(space)}
${RANDOM}
${permutation(rollout.rows)}
${FEATURES}
${stepOf(plan)}
${stoppedCode(plan)}
const STRIDE = ${u(scratch.stride)};
const DELTAS = ${u(scratch.deltas)};
const OUTPUTS_AT = ${u(scratch.outputs)};
const SUMS_AT = ${u(scratch.sums)};
const SUMS = ${u(sums)};
const COUNT = f32(${String(size)});
var<private> row_of: u32;
var<private> taught: array<u32, HEADS>;
fn valid(r: u32) -> bool { return row_of + r < rows_of(); }
fn place(r: u32) -> u32 { return (row_of + r) * STRIDE + OUTPUTS_AT; }
/** Word \`word\` behind the outputs of row r of the tile: a sum, or the number of the row's decision. */
fn set_sum(r: u32, word: u32, value: f32) { scratch[scratch_of + (row_of + r) * STRIDE + SUMS_AT + (word >> 2u)][word & 3u] = value; }
fn get_sum(r: u32, word: u32) -> f32 { return scratch[scratch_of + (row_of + r) * STRIDE + SUMS_AT + (word >> 2u)][word & 3u]; }
fn decision_of(r: u32) -> u32 { return u32(get_sum(r, SUMS)); }
fn feature(r: u32, k: u32) -> vec4f {
  if (!valid(r)) { return vec4f(); }
  return features(decision_of(r), k);
}
fn keep(part: u32, slot: u32, row: u32, col: u32, x: Four) {
  let at = (row_of + row) * STRIDE + part + slot * WIDTH4 + col;
  if (valid(row)) { scratch[scratch_of + at] = x.a; }
  if (valid(row + 1u)) { scratch[scratch_of + at + STRIDE] = x.b; }
  if (valid(row + 2u)) { scratch[scratch_of + at + 2u * STRIDE] = x.c; }
  if (valid(row + 3u)) { scratch[scratch_of + at + 3u * STRIDE] = x.d; }
}
/** 0 where the unit of slot \`slot\` was off. */
fn gated(x: Four, slot: u32, row: u32, col: u32) -> Four {
  let at = (row_of + row) * STRIDE + slot * WIDTH4 + col;
  let zero = vec4f();
  var y = Four();
  if (valid(row)) { y.a = select(zero, x.a, scratch[scratch_of + at] > zero); }
  if (valid(row + 1u)) { y.b = select(zero, x.b, scratch[scratch_of + at + STRIDE] > zero); }
  if (valid(row + 2u)) { y.c = select(zero, x.c, scratch[scratch_of + at + 2u * STRIDE] > zero); }
  if (valid(row + 3u)) { y.d = select(zero, x.d, scratch[scratch_of + at + 3u * STRIDE] > zero); }
  return y;
}
/** e^x - 1 - x, also where it is far below the rounding of e^x. */
fn beyond_line(x: f32) -> f32 {
  if (abs(x) > 0.3) { return exp(x) - 1.0 - x; }
  return x * x * (0.5 + x * (1.0 / 6.0 + x * (1.0 / 24.0 + x * (1.0 / 120.0 + x * (1.0 / 720.0 + x / 5040.0)))));
}

/** The loss of row r of the tile: its outputs give way to their gradient. */
fn loss(r: u32) {
  let decision = decision_of(r);
  base = place(r);
  let first = decision * HEADS;
  for (var head = 0u; head < HEADS; head++) { action[head] = actions[actions_of + first + head]; }
  let flag = flags[flags_of + decision];
  let cloned = settings.cloning > 0.0 && (flag & ${u(BY_EXPERT)}) != 0u;
  var log_sums: array<f32, HEADS>;
  var entropies: array<f32, HEADS>;
  var log_ratio = -told[told_of + ${u(told.logProbabilities)} + decision];
  for (var head = 0u; head < HEADS; head++) {
    let read = head_of(head, room_of(head, &action));
    log_sums[head] = log_sum(read);
    entropies[head] = entropy_of(read);
    set_sum(r, ${u(SUMS_BEFORE_HEADS)} + head, entropies[head]);
    log_ratio += logit(FIRST[head] + action[head]) - log_sums[head];
  }
  var d_log = 0.0;
  var policy_loss = 0.0;
  var kl = 0.0;
  var clipped = 0.0;
  var learning = 0.0;
  if (settings.surrogate > 0.0 && !cloned) {
    let ratio = exp(min(log_ratio, 80.0));
    let batch = ${u(ledger.batches)} + 2u * step_of();
    let advantage = (told[told_of + ${u(told.advantages)} + decision] - ledger[ledger_of + batch]) * ledger[ledger_of + batch + 1u];
    let bound = min(1.0 + settings.clip, max(1.0 - settings.clip, ratio));
    if (advantage < 0.0 && ratio > ${real(DUAL_CLIP)}) { policy_loss = -${real(DUAL_CLIP)} * advantage; }
    else if (ratio * advantage <= bound * advantage) {
      policy_loss = -ratio * advantage;
      d_log = -ratio * advantage / COUNT;
    } else { policy_loss = -bound * advantage; }
    kl = beyond_line(min(log_ratio, 80.0));
    clipped = select(0.0, 1.0, abs(ratio - 1.0) > settings.clip);
    learning = 1.0;
  }
  let asked = schedule.imitation > 0.0 && ((settings.everywhere > 0.0 && (flag & ${u(ASKED)}) != 0u) || cloned);
  let weight = schedule.imitation * ledger[ledger_of + ${u(STATISTICS.perAdvice)}] / COUNT;
  var taught_sums: array<f32, HEADS>;
  var imitation_loss = 0.0;
  if (asked) {
    for (var head = 0u; head < HEADS; head++) {
      taught[head] = action[head];
      if (!cloned) { taught[head] = actions[actions_of + ${u(rollout.taught)} + first + head]; }
      taught_sums[head] = log_sum(head_of(head, room_of(head, &taught)));
      imitation_loss -= logit(FIRST[head] + taught[head]) - taught_sums[head];
    }
  }
  let d_entropy = -schedule.entropy_coefficient / (f32(HEADS) * COUNT);
  for (var head = 0u; head < HEADS; head++) {
    let room = room_of(head, &action);
    var taught_room = room;
    if (asked) { taught_room = room_of(head, &taught); }
    for (var j = 0u; j < CHOICES[head]; j++) {
      let out = logit(FIRST[head] + j);
      var d = 0.0;
      if (allowed(room, j)) {
        let below = out - log_sums[head];
        d = -exp(below) * (d_log + d_entropy * (below + entropies[head]));
      }
      if (j == action[head]) { d += d_log; }
      if (asked) {
        if (allowed(taught_room, j)) { d += weight * exp(out - taught_sums[head]); }
        if (j == taught[head]) { d -= weight; }
      }
      let at = FIRST[head] + j;
      scratch[scratch_of + base + (at >> 2u)][at & 3u] = d;
    }
  }
  let error = logit(LOGITS) - told[told_of + ${u(told.returns)} + decision];
  let valued = select(1.0, 0.0, cloned);
  scratch[scratch_of + base + (LOGITS >> 2u)][LOGITS & 3u] = valued * 2.0 * settings.value_coefficient * error / COUNT;
  set_sum(r, ${u(SUMS.policyLoss)}, policy_loss);
  set_sum(r, ${u(SUMS.valueLoss)}, valued * error * error);
  set_sum(r, ${u(SUMS.approxKl)}, kl);
  set_sum(r, ${u(SUMS.clipped)}, clipped);
  set_sum(r, ${u(SUMS.imitationLoss)}, imitation_loss);
  set_sum(r, ${u(SUMS.learning)}, learning);
  set_sum(r, ${u(SUMS.valued)}, valued);
  set_sum(r, ${u(SUMS.imitating)}, select(0.0, 1.0, asked));
}

@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) me: u32) {
  meet(group.z);
  // The tile's arrays fill the workgroup's memory: one of their words says first whether there is anything to do.
  if (me == 0u) { activations[0] = vec4f(select(0.0, 1.0, stopped(ledger_of))); }
  if (workgroupUniformLoad(&activations[0]).x > 0.0) { return; }
  row_of = group.x * TILE;
  ${HERE}
  if (me < TILE && valid(me)) {
    let i = (step_of() % ${u(minibatches)}) * ${u(size)} + slice_of() * ${u(slice)} + row_of + me;
    set_sum(me, SUMS, f32(permuted(i, epoch_of())));
  }
  storageBarrier();
  ${forwardCode(plan, 'keep(0u, slot, row, col, sum);')}
  ${outputsCode}
  if (me < TILE && valid(me)) { loss(me); }
  storageBarrier();
  workgroupBarrier();
  for (var word = me; word < SUMS; word += THREADS) {
    var total = 0.0;
    for (var r = 0u; r < TILE; r++) { if (valid(r)) { total += get_sum(r, word); } }
    ledger[ledger_of + ${u(ledger.tiles)} + (slice_of() * ${u(tiles)} + group.x) * SUMS + word] = total;
  }
  // Gradients of the layers, the last one first: its parts of the outputs, then each block's second and first matrix.
  var d = Four();
  for (var n = 0u; n < ${u(parts)} + 2u * BLOCKS; n++) {
    let slot = 2u * BLOCKS - select(0u, n - ${u(parts - 1)}, n >= ${u(parts)});
    let within = (slot & 1u) == 1u;
    var at = ${u(packed.outputBack)} + n * 4u * WIDTH4 * WIDTH4;
    var count = WIDTH4;
    if (n < ${u(parts)}) {
      let first = n * WIDTH4;
      workgroupBarrier();
      for (var i = me; i < INNER; i += THREADS) {
        let k = first + i % WIDTH4;
        var x = vec4f();
        if (k < OUTPUTS4 && valid(i / WIDTH4)) { x = scratch[scratch_of + place(i / WIDTH4) + k]; }
        activations[INNER + i] = x;
      }
      workgroupBarrier();
      count = min(WIDTH4, OUTPUTS4 - first);
    } else { at = ${u(packed.blockBack)} + slot * ${u(packed.eachBack)}; }
    if (busy) {
      if (within) { sum = Four(); } else { sum = d; }
      sum = product(sum, select(INNER, 0u, within) + row * WIDTH4, at + col, WIDTH4, count);
      if (!within) { d = sum; }
      if (n >= ${u(parts - 1)}) {
        if (slot == 0u || within) { sum = gated(sum, slot, row, col); }
        keep(DELTAS, slot, row, col, sum);
        set_four(select(0u, INNER, within) + row * WIDTH4 + col, sum);
      }
    }
    workgroupBarrier();
  }
}
`;
}

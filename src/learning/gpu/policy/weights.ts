/** From the rows' deltas to new weights: products summed over chunks of rows, the chunks' sum, its norm, clip and Adam. */
import { bindings, FEATURES } from './forward.ts';
import { real, stepOf, stoppedCode } from './gradient.ts';
import {
  PASSED,
  PASSED_WORDS,
  STAGE,
  STATISTICS,
  STATISTICS_BEFORE_HEADS,
  SUMS,
  SUMS_BEFORE_HEADS,
  WIDE,
  type PolicyPlan,
} from './plan.ts';
import { ADAM } from '../../ppo/adam.ts';

const u = (n: number): string => `${String(n)}u`;

/** Weights [side x side] that a workgroup sums gradients of. */
const sideOf = ({ shape }: PolicyPlan): number => (shape.width > 32 ? 64 : 32);

/** Tiles of weights: of the first layer, of each of a block's two, of the outputs. */
function tilesOf(plan: PolicyPlan): { readonly first: number; readonly inner: number; readonly all: number } {
  const side = sideOf(plan);
  const { shape, layout } = plan;
  const tiles = (rows: number, cols: number): number => Math.ceil(rows / side) * Math.ceil(cols / side);
  const first = tiles(shape.inputs, shape.width);
  const inner = tiles(shape.width, shape.width);
  return { first, inner, all: first + 2 * shape.blocks * inner + tiles(shape.width, layout.outputs) };
}

/** Workgroups of `weightsCode`, for so many chunks. */
export const weightsGroups = (plan: PolicyPlan): number => tilesOf(plan).all;

/**
 * Gradient of a tile of weights (and, beside its first rows, of the biases), summed over a chunk of a slice's rows.
 * Observations, scratch, partial gradients [chunks x parameters], ledger; which slice, schedules.
 */
export function weightsCode(plan: PolicyPlan): string {
  const { shape, layout, scratch, slice, chunk, width4, sums } = plan;
  const side = sideOf(plan);
  const across = side / 4;
  const { first, inner } = tilesOf(plan);
  const blocksFrom = layout.blocks[0]?.[0].weights ?? 0;
  return /* wgsl */ `
${bindings(
  plan,
  [
    ['observations', 'f32', 'read'],
    ['scratch', 'vec4f', 'read'],
    ['partial', 'f32', 'read_write'],
    ['ledger', 'f32', 'read'],
  ],
  ['which'],
)}
${stepOf(plan)}
${stoppedCode(plan)}
const STAGE = ${u(STAGE)};
const ACROSS = ${u(across)};
const THREADS = ${u(across * across)};
const STRIDE = ${u(scratch.stride)};
const INPUTS = ${u(shape.inputs)};
const WIDTH = ${u(shape.width)};
const OUTPUTS = ${u(layout.outputs)};
var<workgroup> xs: array<vec4f, STAGE * ACROSS>;
var<workgroup> ds: array<vec4f, STAGE * ACROSS>;
/** A layer: its first parameter, its size, where its inputs and its deltas lie in a row (vectors). */
struct Layer { weights: u32, rows: u32, cols: u32, x: u32, d: u32, tile: u32 }
fn layer_of(tile: u32) -> Layer {
  if (tile < ${u(first)}) { return Layer(0u, INPUTS, WIDTH, 0u, ${u(scratch.deltas)}, tile); }
  let within = tile - ${u(first)};
  if (within < ${u(2 * shape.blocks * inner)}) {
    let n = within / ${u(inner)};
    return Layer(${u(blocksFrom)} + n * (WIDTH + 1u) * WIDTH, WIDTH, WIDTH, n * ${u(width4)}, ${u(scratch.deltas + width4)} + n * ${u(width4)}, within % ${u(inner)});
  }
  return Layer(${u(layout.output.weights)}, WIDTH, OUTPUTS, ${u(2 * shape.blocks * width4)}, ${u(scratch.outputs)}, within - ${u(2 * shape.blocks * inner)});
}
${FEATURES}
fn feature(row: u32, k: u32) -> vec4f {
  return features(u32(scratch[scratch_of + row * STRIDE + ${u(scratch.sums + (sums >> 2))}][${u(sums & 3)}]), k);
}
@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) me: u32) {
  meet(group.z);
  // By what is the same for the whole workgroup, so that it returns together.
  if (stopped(schedules[group.z].member * ${u(plan.ledger.words)})) { return; }
  let layer = layer_of(group.x);
  let is_first = group.x < ${u(first)};
  let tiles_across = (layer.cols + ${u(side - 1)}) / ${u(side)};
  let row4 = (layer.tile / tiles_across) * ACROSS;
  let col4 = (layer.tile % tiles_across) * ACROSS;
  let rows4 = (layer.rows + 3u) / 4u;
  let cols4 = (layer.cols + 3u) / 4u;
  let mine_row = me / ACROSS;
  let mine_col = me % ACROSS;
  let begin = group.y * ${u(chunk)};
  let end = min(begin + ${u(chunk)}, rows_of());
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  var bias = vec4f();
  for (var stage = begin; stage < end; stage += STAGE) {
    workgroupBarrier();
    for (var i = me; i < STAGE * ACROSS; i += THREADS) {
      let row = stage + i / ACROSS;
      let x4 = row4 + i % ACROSS;
      let d4 = col4 + i % ACROSS;
      xs[i] = vec4f();
      ds[i] = vec4f();
      if (row < end) {
        if (x4 < rows4) { if (is_first) { xs[i] = feature(row, x4); } else { xs[i] = scratch[scratch_of + row * STRIDE + layer.x + x4]; } }
        if (d4 < cols4) { ds[i] = scratch[scratch_of + row * STRIDE + layer.d + d4]; }
      }
    }
    workgroupBarrier();
    for (var k = 0u; k < STAGE; k++) {
      let x = xs[k * ACROSS + mine_row];
      let d = ds[k * ACROSS + mine_col];
      sum0 = fma(vec4f(x.x), d, sum0);
      sum1 = fma(vec4f(x.y), d, sum1);
      sum2 = fma(vec4f(x.z), d, sum2);
      sum3 = fma(vec4f(x.w), d, sum3);
      bias += d;
    }
  }
  let out = (slice_of() * ${u(Math.ceil(slice / chunk))} + group.y) * ${u(layout.size)} + layer.weights;
  let row = 4u * (row4 + mine_row);
  let col = 4u * (col4 + mine_col);
  for (var j = 0u; j < 4u; j++) {
    if (col + j >= layer.cols) { continue; }
    if (row < layer.rows) { partial[partial_of + out + row * layer.cols + col + j] = sum0[j]; }
    if (row + 1u < layer.rows) { partial[partial_of + out + (row + 1u) * layer.cols + col + j] = sum1[j]; }
    if (row + 2u < layer.rows) { partial[partial_of + out + (row + 2u) * layer.cols + col + j] = sum2[j]; }
    if (row + 3u < layer.rows) { partial[partial_of + out + (row + 3u) * layer.cols + col + j] = sum3[j]; }
    if (row == 0u) { partial[partial_of + out + layer.rows * layer.cols + col + j] = bias[j]; }
  }
}
`;
}

/** Sums of two numbers over a workgroup of WIDE threads, in a fixed order. */
const PAIRS = /* wgsl */ `
const WIDE = ${u(WIDE)};
var<workgroup> pairs: array<vec2f, WIDE>;
fn added(me: u32, mine: vec2f) -> vec2f {
  pairs[me] = mine;
  for (var half = WIDE / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (me < half) { pairs[me] += pairs[me + half]; }
  }
  workgroupBarrier();
  return pairs[0];
}
`;

/**
 * The chunks' sum, and by workgroups the squares of its norm and what is not finite; then the loss's sums over a minibatch,
 * a workgroup each. Partial gradients, gradient, ledger; schedules.
 */
export function sumCode(plan: PolicyPlan): string {
  const { layout, chunks, groups, ledger, slices, tiles, sums } = plan;
  return /* wgsl */ `
${bindings(plan, [
  ['partial', 'f32', 'read'],
  ['gradient', 'f32', 'read_write'],
  ['ledger', 'f32', 'read_write'],
])}
${PAIRS}
const GROUPS = ${u(groups)};
const SIZE = ${u(layout.size)};
@compute @workgroup_size(WIDE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) me: u32) {
  meet(group.z);
  var mine = vec2f();
  if (group.x < GROUPS) {
    let p = group.x * WIDE + me;
    if (p < SIZE) {
      var g = 0.0;
      for (var c = 0u; c < ${u(chunks)}; c++) { g += partial[partial_of + c * SIZE + p]; }
      gradient[gradient_of + p] = g;
      // By its bits: compilers may take for granted that nothing is infinite.
      let finite = (bitcast<u32>(g) & 0x7f800000u) != 0x7f800000u;
      mine = select(vec2f(0.0, 1.0), vec2f(g * g, 0.0), finite);
    }
  } else {
    let word = group.x - GROUPS;
    for (var i = me; i < ${u(slices * tiles)}; i += WIDE) {
      mine.x += ledger[ledger_of + ${u(ledger.tiles)} + i * ${u(sums)} + word];
    }
  }
  let total = added(me, mine);
  if (me > 0u) { return; }
  if (group.x < GROUPS) {
    ledger[ledger_of + ${u(ledger.norms)} + 2u * group.x] = total.x;
    ledger[ledger_of + ${u(ledger.norms)} + 2u * group.x + 1u] = total.y;
  } else { ledger[ledger_of + ${u(ledger.means)} + group.x - GROUPS] = total.x; }
}
`;
}

/** `place(p, value)`: parameter p among the packed weights, and among the transposed ones. */
function placing(plan: PolicyPlan): string {
  const { layout, shape, packed, inputs4, width4, outputs4 } = plan;
  const blocksFrom = layout.blocks[0]?.[0].weights ?? layout.output.weights;
  const blockSize = (shape.width + 1) * shape.width;
  return /* wgsl */ `
/** Weight q of a layer of \`rows\` x \`cols\`, packed from vector \`to\` on; \`back\` is where its transposed form begins. */
fn placed(q: u32, rows: u32, rows4: u32, cols: u32, cols4: u32, to: u32, back: u32, value: f32) {
  let r = q / cols;
  let c = q % cols;
  let padded = select(4u * rows4, r, r < rows);
  packed[packed_of + 4u * (to + padded * cols4) + c] = value;
  if (back > 0u && r < rows) { packed[packed_of + 4u * (back + c * rows4) + r] = value; }
}
fn place(p: u32, value: f32) {
  if (p < ${u(blocksFrom)}) { placed(p, ${u(shape.inputs)}, ${u(inputs4)}, ${u(shape.width)}, ${u(width4)}, 0u, 0u, value); }
  else if (p < ${u(layout.output.weights)}) {
    let n = (p - ${u(blocksFrom)}) / ${u(blockSize)};
    placed((p - ${u(blocksFrom)}) % ${u(blockSize)}, ${u(shape.width)}, ${u(width4)}, ${u(shape.width)}, ${u(width4)},
      ${u(packed.block)} + n * ${u(packed.eachBlock)}, ${u(packed.blockBack)} + n * ${u(packed.eachBack)}, value);
  } else {
    placed(p - ${u(layout.output.weights)}, ${u(shape.width)}, ${u(width4)}, ${u(layout.outputs)}, ${u(outputs4)},
      ${u(packed.output)}, ${u(packed.outputBack)}, value);
  }
}
`;
}

/** Packs the parameters of member `which`. Parameters, packed weights; which. */
export function packCode(plan: PolicyPlan): string {
  return /* wgsl */ `
${bindings(
  plan,
  [
    ['parameters', 'f32', 'read'],
    ['packed', 'f32', 'read_write'],
  ],
  ['which'],
)}
${placing(plan)}
@compute @workgroup_size(${u(WIDE)})
fn main(@builtin(global_invocation_id) id: vec3u) {
  meet_member(which);
  if (id.x < ${u(plan.layout.size)}) { place(id.x, parameters[parameters_of + id.x]); }
}
`;
}

/**
 * Norm, clip and Adam; a workgroup adds the minibatch to the update's statistics and hands on what the next step reads.
 * Parameters, moments [2 x parameters], gradient, packed weights, ledger; settings, which slice (the first of the step), schedules.
 */
export function adamCode(plan: PolicyPlan): string {
  const { layout, groups, ledger, minibatches, shape, size } = plan;
  const { keepM, keepV, epsilon } = ADAM;
  const heads = shape.heads.length;
  return /* wgsl */ `
${bindings(
  plan,
  [
    ['parameters', 'f32', 'read_write'],
    ['moments', 'f32', 'read_write'],
    ['gradient', 'f32', 'read'],
    ['packed', 'f32', 'read_write'],
    ['ledger', 'f32', 'read_write'],
  ],
  ['settings', 'which'],
)}
${stepOf(plan)}
${stoppedCode(plan)}
${PAIRS}
${placing(plan)}
const SIZE = ${u(layout.size)};
const HEADS = ${u(heads)};
const MEANS = ${u(ledger.means)};
fn add(word: u32, value: f32) { ledger[ledger_of + word] += value; }
fn mean(word: u32, count: u32) -> f32 { return ledger[ledger_of + MEANS + word] / max(1.0, ledger[ledger_of + MEANS + count]); }

fn tell(norm: f32) {
  var entropy = 0.0;
  for (var head = 0u; head < HEADS; head++) {
    let each = ledger[ledger_of + MEANS + ${u(SUMS_BEFORE_HEADS)} + head] / f32(${String(size)});
    entropy += each / f32(HEADS);
    add(${u(STATISTICS_BEFORE_HEADS)} + head, each);
  }
  let kl = mean(${u(SUMS.approxKl)}, ${u(SUMS.learning)});
  add(${u(STATISTICS.steps)}, 1.0);
  add(${u(STATISTICS.policyLoss)}, mean(${u(SUMS.policyLoss)}, ${u(SUMS.learning)}));
  add(${u(STATISTICS.valueLoss)}, mean(${u(SUMS.valueLoss)}, ${u(SUMS.valued)}));
  add(${u(STATISTICS.entropy)}, entropy);
  add(${u(STATISTICS.approxKl)}, kl);
  add(${u(STATISTICS.clipFraction)}, mean(${u(SUMS.clipped)}, ${u(SUMS.learning)}));
  add(${u(STATISTICS.imitationLoss)}, mean(${u(SUMS.imitationLoss)}, ${u(SUMS.imitating)}));
  add(${u(STATISTICS.gradientNorm)}, norm);
  ledger[ledger_of + ${u(STATISTICS.maxKl)}] = max(ledger[ledger_of + ${u(STATISTICS.maxKl)}], kl);
}

@compute @workgroup_size(WIDE)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) me: u32) {
  meet(group.z);
  var mine = vec2f();
  for (var i = me; i < ${u(groups)}; i += WIDE) {
    mine += vec2f(ledger[ledger_of + ${u(ledger.norms)} + 2u * i], ledger[ledger_of + ${u(ledger.norms)} + 2u * i + 1u]);
  }
  let total = added(me, mine);
  let finite = total.y == 0.0 && (bitcast<u32>(total.x) & 0x7f800000u) != 0x7f800000u;
  let steps_on = !stopped(ledger_of) && finite;
  let norm = sqrt(total.x);
  let passed = ${u(ledger.passed)} + (step_of() & 1u) * ${u(PASSED_WORDS)};
  let correction_m = ledger[ledger_of + passed] * ${real(keepM)} + ${real(1 - keepM)};
  let correction_v = ledger[ledger_of + passed + 1u] * ${real(keepV)} + ${real(1 - keepV)};
  let p = group.x * WIDE + me;
  if (steps_on && p < SIZE) {
    let g = gradient[gradient_of + p] * select(1.0, settings.max_norm / norm, norm > settings.max_norm);
    let m = ${real(keepM)} * moments[moments_of + p] + ${real(1 - keepM)} * g;
    let v = ${real(keepV)} * moments[moments_of + SIZE + p] + ${real(1 - keepV)} * g * g;
    moments[moments_of + p] = m;
    moments[moments_of + SIZE + p] = v;
    let value = parameters[parameters_of + p] - schedule.learning_rate * (m / correction_m) / (sqrt(v / correction_v) + ${real(epsilon)});
    parameters[parameters_of + p] = value;
    place(p, value);
  }
  if (group.x > 0u || me > 0u) { return; }
  let next = ${u(ledger.passed)} + ((step_of() + 1u) & 1u) * ${u(PASSED_WORDS)};
  for (var word = 0u; word < ${u(PASSED_WORDS)}; word++) { ledger[ledger_of + next + word] = ledger[ledger_of + passed + word]; }
  if (!stopped(ledger_of) && !finite) {
    ledger[ledger_of + next + ${u(PASSED.halted)}] = 1.0;
    ledger[ledger_of + ${u(STATISTICS.notFinite)}] = 1.0;
  }
  if (!steps_on) { return; }
  ledger[ledger_of + next] = correction_m;
  ledger[ledger_of + next + 1u] = correction_v;
  ledger[ledger_of + next + ${u(PASSED.steps)}] += 1.0;
  tell(norm);
  if ((step_of() + 1u) % ${u(minibatches)} != 0u) { return; }
  add(${u(STATISTICS.epochs)}, 1.0);
  if (settings.kl_stop > 0.0 && mean(${u(SUMS.approxKl)}, ${u(SUMS.learning)}) > settings.kl_stop) {
    ledger[ledger_of + next + ${u(PASSED.lastEpoch)}] = f32(epoch_of());
  }
}
`;
}

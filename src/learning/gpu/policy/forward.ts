/**
 * A tile of rows through the network in one workgroup. Two arrays in its memory hold the rows' activations; a thread works on
 * four rows times four columns, so that each vector of weights it reads serves sixteen products and each of activations as many.
 * Weights are read packed: rows padded to fours, columns too, the bias as a last row.
 */
import { memberWords, SETTINGS_STRUCT, type MemberWords, type PolicyPlan } from './plan.ts';
import { membersText, SCHEDULES } from '../members.ts';

const u = (n: number): string => `${String(n)}u`;

/** Constants, workgroup memory and `product`: four rows times a column of four; `packed` is in scope. */
export function tileCode(plan: PolicyPlan): string {
  const { tile, threads, inputs4, width4, outputs4, packed, shape } = plan;
  return /* wgsl */ `
const TILE = ${u(tile)};
const THREADS = ${u(threads)};
const INPUTS = ${u(shape.inputs)};
const INPUTS4 = ${u(inputs4)};
const WIDTH4 = ${u(width4)};
const OUTPUTS4 = ${u(outputs4)};
const BLOCKS = ${u(shape.blocks)};
const BLOCK = ${u(packed.block)};
const EACH_BLOCK = ${u(packed.eachBlock)};
const OUTPUT = ${u(packed.output)};
/** What a block's inner layer or a part of the inputs lies in, behind the layers that are added up. */
const INNER = TILE * WIDTH4;
var<workgroup> activations: array<vec4f, 2u * INNER>;
/** Four rows of a column of four. */
struct Four { a: vec4f, b: vec4f, c: vec4f, d: vec4f }
fn weighed(sum: vec4f, x: vec4f, w0: vec4f, w1: vec4f, w2: vec4f, w3: vec4f) -> vec4f {
  return fma(vec4f(x.w), w3, fma(vec4f(x.z), w2, fma(vec4f(x.y), w1, fma(vec4f(x.x), w0, sum))));
}
/** start + four rows of activations, from \`source\` on, times the weights from \`at\` on: \`count\` x 4 rows of \`cols\` vectors. */
fn product(start: Four, source: u32, at: u32, cols: u32, count: u32) -> Four {
  var sum = start;
  for (var k = 0u; k < count; k++) {
    let w = packed_of + at + 4u * k * cols;
    let w0 = packed[w];
    let w1 = packed[w + cols];
    let w2 = packed[w + 2u * cols];
    let w3 = packed[w + 3u * cols];
    let x = source + k;
    sum.a = weighed(sum.a, activations[x], w0, w1, w2, w3);
    sum.b = weighed(sum.b, activations[x + WIDTH4], w0, w1, w2, w3);
    sum.c = weighed(sum.c, activations[x + 2u * WIDTH4], w0, w1, w2, w3);
    sum.d = weighed(sum.d, activations[x + 3u * WIDTH4], w0, w1, w2, w3);
  }
  return sum;
}
fn biases(at: u32) -> Four {
  let bias = packed[packed_of + at];
  return Four(bias, bias, bias, bias);
}
fn rectified(x: Four) -> Four {
  let zero = vec4f();
  return Four(max(x.a, zero), max(x.b, zero), max(x.c, zero), max(x.d, zero));
}
fn set_four(at: u32, x: Four) {
  activations[at] = x.a;
  activations[at + WIDTH4] = x.b;
  activations[at + 2u * WIDTH4] = x.c;
  activations[at + 3u * WIDTH4] = x.d;
}
fn with_four(x: Four, at: u32) -> Four {
  return Four(
    x.a + activations[at],
    x.b + activations[at + WIDTH4],
    x.c + activations[at + 2u * WIDTH4],
    x.d + activations[at + 3u * WIDTH4],
  );
}
`;
}

/**
 * Statements that take the tile from its inputs to the last layer before the outputs, which then is the first half of
 * \`activations\`. In scope: \`me\`, \`busy\`, \`row\`, \`col\`; \`feature(r, k) -> vec4f\`, four inputs of row r of the tile. \`keep\`
 * is what becomes of \`sum\`, the activations of \`slot\`: 0 (first layer), 2k - 1 and 2k (within block k and after it). All layers
 * go through one product, a part of the inputs each first, so that there is little to compile. Ends behind a barrier.
 */
export function forwardCode({ inputs4, width4 }: PolicyPlan, keep = ''): string {
  const parts = Math.ceil(inputs4 / width4);
  return /* wgsl */ `
  var sum = Four();
  for (var n = 0u; n < ${u(parts)} + 2u * BLOCKS; n++) {
    let slot = select(0u, n - ${u(parts - 1)}, n >= ${u(parts)});
    var at = n * 4u * WIDTH4 * WIDTH4;
    var bias = 4u * INPUTS4 * WIDTH4;
    var count = WIDTH4;
    if (slot == 0u) {
      let first = n * WIDTH4;
      workgroupBarrier();
      for (var i = me; i < INNER; i += THREADS) {
        if (first + i % WIDTH4 < INPUTS4) { activations[INNER + i] = feature(i / WIDTH4, first + i % WIDTH4); }
      }
      workgroupBarrier();
      count = min(WIDTH4, INPUTS4 - first);
    } else {
      at = BLOCK + (slot - 1u) * EACH_BLOCK;
      bias = at + 4u * WIDTH4 * WIDTH4;
    }
    if (busy) {
      let within = (slot & 1u) == 1u;
      if (slot > 0u || n == 0u) { sum = biases(bias + col); }
      sum = product(sum, select(INNER, 0u, within) + row * WIDTH4, at + col, WIDTH4, count);
      if (n >= ${u(parts - 1)}) {
        if (slot == 0u || within) { sum = rectified(sum); } else { sum = with_four(sum, row * WIDTH4 + col); }
        set_four(select(0u, INNER, within) + row * WIDTH4 + col, sum);
        ${keep}
      }
    }
    workgroupBarrier();
  }
`;
}

/** Outputs of the tile from its last layer into `scratch`, row by row; `place(r)` is where row r of the tile begins there, `valid(r)` whether there is one. Ends behind a barrier. */
export const outputsCode = /* wgsl */ `
  for (var task = me; task < TILE / 4u * OUTPUTS4; task += THREADS) {
    let r = 4u * (task / OUTPUTS4);
    let c = task % OUTPUTS4;
    let out = product(biases(OUTPUT + 4u * WIDTH4 * OUTPUTS4 + c), r * WIDTH4, OUTPUT + c, OUTPUTS4, WIDTH4);
    if (valid(r)) { scratch[scratch_of + place(r) + c] = out.a; }
    if (valid(r + 1u)) { scratch[scratch_of + place(r + 1u) + c] = out.b; }
    if (valid(r + 2u)) { scratch[scratch_of + place(r + 2u) + c] = out.c; }
    if (valid(r + 3u)) { scratch[scratch_of + place(r + 3u) + c] = out.d; }
  }
  storageBarrier();
  workgroupBarrier();
`;

/** `logit(j)` of the row that begins at vector `base` of `scratch`. */
export const LOGIT = /* wgsl */ `
var<private> base: u32;
fn logit(j: u32) -> f32 { return scratch[scratch_of + base + (j >> 2u)][j & 3u]; }
`;

/** Four features of an observation; `observations` is in scope. */
export const FEATURES = /* wgsl */ `
fn features(observation: u32, k: u32) -> vec4f {
  let at = observations_of + observation * INPUTS + 4u * k;
  var x = vec4f(observations[at], 0.0, 0.0, 0.0);
  if (4u * k + 1u < INPUTS) { x.y = observations[at + 1u]; }
  if (4u * k + 2u < INPUTS) { x.z = observations[at + 2u]; }
  if (4u * k + 3u < INPUTS) { x.w = observations[at + 3u]; }
  return x;
}
`;

/** The first statements of a tile's kernel. */
export const HERE = /* wgsl */ `
  let busy = me < TILE / 4u * WIDTH4;
  let row = 4u * (me / WIDTH4);
  let col = me % WIDTH4;
`;

/** Binding 0.. of a kernel, as declarations: storage buffers, then the uniforms, then the schedules; and `meet`. */
export function bindings(
  plan: PolicyPlan,
  storage: readonly (readonly [
    name: keyof MemberWords,
    type: 'f32' | 'u32' | 'vec4f',
    access: 'read' | 'read_write',
  ])[],
  uniforms: readonly ('settings' | 'which')[] = [],
): string {
  const types = { settings: 'Settings', which: 'u32' };
  const words = memberWords(plan);
  const declared = [
    ...storage.map(([name, type, access]) => `<storage, ${access}> ${name}: array<${type}>`),
    ...uniforms.map((name) => `<uniform> ${name}: ${types[name]}`),
    SCHEDULES,
  ];
  return /* wgsl */ `
${uniforms.includes('settings') ? SETTINGS_STRUCT : ''}
${declared.map((one, i) => `@group(0) @binding(${String(i)}) var${one};`).join('\n')}
${membersText(storage.map(([name, type]) => [name, words[name] / (type === 'vec4f' ? 4 : 1)]))}
`;
}

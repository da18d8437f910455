/**
 * A tile of rows through the network in one workgroup. Two arrays in its memory hold the rows' activations; a thread works on
 * four rows times four columns, so that each vector of weights it reads serves sixteen products and each of activations as many.
 * Weights are read packed: rows padded to fours, columns too, the bias as a last row.
 */
import type { PolicyPlan } from './plan.ts';
import { SCHEDULE_STRUCT } from '../layout.ts';

const u = (n: number): string => `${String(n)}u`;

/** Constants, workgroup memory and `from_hidden`, `from_inner`: products of four rows with a column of four; `packed` is in scope. */
export function tileCode(plan: PolicyPlan): string {
  const { tile, threads, inputs4, width4, outputs4, packed, shape } = plan;
  const product = (source: string): string => /* wgsl */ `
/** start + four rows of ${source}, from \`row\` on, times the weights from \`at\` on, \`count\` x 4 rows of \`cols\` vectors. */
fn from_${source}(start: Four, row: u32, col: u32, at: u32, cols: u32, count: u32) -> Four {
  var sum = start;
  for (var k = 0u; k < count; k++) {
    let w = at + 4u * k * cols + col;
    let w0 = packed[w];
    let w1 = packed[w + cols];
    let w2 = packed[w + 2u * cols];
    let w3 = packed[w + 3u * cols];
    let x = row * WIDTH4 + k;
    sum.a = weighed(sum.a, ${source}[x], w0, w1, w2, w3);
    sum.b = weighed(sum.b, ${source}[x + WIDTH4], w0, w1, w2, w3);
    sum.c = weighed(sum.c, ${source}[x + 2u * WIDTH4], w0, w1, w2, w3);
    sum.d = weighed(sum.d, ${source}[x + 3u * WIDTH4], w0, w1, w2, w3);
  }
  return sum;
}
`;
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
var<workgroup> hidden: array<vec4f, TILE * WIDTH4>;
var<workgroup> inner: array<vec4f, TILE * WIDTH4>;
/** Four rows of a column of four. */
struct Four { a: vec4f, b: vec4f, c: vec4f, d: vec4f }
fn weighed(sum: vec4f, x: vec4f, w0: vec4f, w1: vec4f, w2: vec4f, w3: vec4f) -> vec4f {
  return fma(vec4f(x.w), w3, fma(vec4f(x.z), w2, fma(vec4f(x.y), w1, fma(vec4f(x.x), w0, sum))));
}
${product('hidden')}
${product('inner')}
fn biases(at: u32) -> Four {
  let bias = packed[at];
  return Four(bias, bias, bias, bias);
}
fn rectified(x: Four) -> Four {
  let zero = vec4f(0.0);
  return Four(max(x.a, zero), max(x.b, zero), max(x.c, zero), max(x.d, zero));
}
`;
}

/** Writes four rows of a column of four into a tile's array. */
export const setFour = (array: string, value: string, how = '='): string => /* wgsl */ `
    ${array}[row * WIDTH4 + col] ${how} ${value}.a;
    ${array}[(row + 1u) * WIDTH4 + col] ${how} ${value}.b;
    ${array}[(row + 2u) * WIDTH4 + col] ${how} ${value}.c;
    ${array}[(row + 3u) * WIDTH4 + col] ${how} ${value}.d;
`;

/**
 * Statements that take the tile from its inputs to the last layer before the outputs, which is left in `hidden`. In scope:
 * `me`; `busy`, `row`, `col`; \`feature(r, k) -> vec4f\`, four inputs of row r of the tile. \`keep(slot)\` is what becomes of the
 * activations \`kept\` of slot 0 (first layer), 2k - 1 and 2k (within block k and after it). Ends behind a barrier.
 */
export function forwardCode(keep: (slot: string, value: string) => string): string {
  return /* wgsl */ `
  var sum = Four();
  if (busy) { sum = biases(4u * INPUTS4 * WIDTH4 + col); }
  for (var first = 0u; first < INPUTS4; first += WIDTH4) {
    workgroupBarrier();
    for (var i = me; i < TILE * WIDTH4; i += THREADS) {
      if (first + i % WIDTH4 < INPUTS4) { inner[i] = feature(i / WIDTH4, first + i % WIDTH4); }
    }
    workgroupBarrier();
    if (busy) { sum = from_inner(sum, row, col, 4u * first * WIDTH4, WIDTH4, min(WIDTH4, INPUTS4 - first)); }
  }
  if (busy) {
    let first_layer = rectified(sum);
    ${setFour('hidden', 'first_layer')}
    ${keep('0u', 'first_layer')}
  }
  workgroupBarrier();
  for (var block = 0u; block < BLOCKS; block++) {
    let at = BLOCK + 2u * block * EACH_BLOCK;
    if (busy) {
      let within = rectified(from_hidden(biases(at + 4u * WIDTH4 * WIDTH4 + col), row, col, at, WIDTH4, WIDTH4));
      ${setFour('inner', 'within')}
      ${keep('2u * block + 1u', 'within')}
    }
    workgroupBarrier();
    if (busy) {
      let next = at + EACH_BLOCK;
      var after = from_inner(biases(next + 4u * WIDTH4 * WIDTH4 + col), row, col, next, WIDTH4, WIDTH4);
      after.a += hidden[row * WIDTH4 + col];
      after.b += hidden[(row + 1u) * WIDTH4 + col];
      after.c += hidden[(row + 2u) * WIDTH4 + col];
      after.d += hidden[(row + 3u) * WIDTH4 + col];
      ${setFour('hidden', 'after')}
      ${keep('2u * block + 2u', 'after')}
    }
    workgroupBarrier();
  }
`;
}

/** Outputs of the tile from `hidden` into `scratch`, row by row; `place(r)` is where row r of the tile begins there, `valid(r)` whether there is one. Ends behind a barrier. */
export const outputsCode = /* wgsl */ `
  for (var task = me; task < TILE / 4u * OUTPUTS4; task += THREADS) {
    let r = 4u * (task / OUTPUTS4);
    let c = task % OUTPUTS4;
    let out = from_hidden(biases(OUTPUT + 4u * WIDTH4 * OUTPUTS4 + c), r, c, OUTPUT, OUTPUTS4, WIDTH4);
    if (valid(r)) { scratch[place(r) + c] = out.a; }
    if (valid(r + 1u)) { scratch[place(r + 1u) + c] = out.b; }
    if (valid(r + 2u)) { scratch[place(r + 2u) + c] = out.c; }
    if (valid(r + 3u)) { scratch[place(r + 3u) + c] = out.d; }
  }
  storageBarrier();
  workgroupBarrier();
`;

/** `logit(j)` of the row that begins at vector `base` of `scratch`. */
export const LOGIT = /* wgsl */ `
var<private> base: u32;
fn logit(j: u32) -> f32 { return scratch[base + (j >> 2u)][j & 3u]; }
`;

/** Four features of an observation; `observations` is in scope. */
export const FEATURES = /* wgsl */ `
fn features(observation: u32, k: u32) -> vec4f {
  let at = observation * INPUTS + 4u * k;
  var x = vec4f(observations[at], 0.0, 0.0, 0.0);
  if (4u * k + 1u < INPUTS) { x.y = observations[at + 1u]; }
  if (4u * k + 2u < INPUTS) { x.z = observations[at + 2u]; }
  if (4u * k + 3u < INPUTS) { x.w = observations[at + 3u]; }
  return x;
}
`;

const HERE = /* wgsl */ `
  let busy = me < TILE / 4u * WIDTH4;
  let row = 4u * (me / WIDTH4);
  let col = me % WIDTH4;
`;

/** The first statements of a tile's kernel. */
export const here = (): string => HERE;

/** Binding 0.. of a kernel, as declarations: storage buffers, then the uniforms. */
export function bindings(
  storage: readonly (readonly [name: string, type: string, access: 'read' | 'read_write'])[],
  uniforms: readonly ('schedule' | 'which')[] = [],
): string {
  const declared = storage.map(
    ([name, type, access], i) =>
      `@group(0) @binding(${String(i)}) var<storage, ${access}> ${name}: array<${type}>;`,
  );
  const types = { schedule: 'Schedule', which: 'u32' };
  uniforms.forEach((name, i) =>
    declared.push(`@group(0) @binding(${String(storage.length + i)}) var<uniform> ${name}: ${types[name]};`),
  );
  return (uniforms.includes('schedule') ? SCHEDULE_STRUCT : '') + declared.join('\n') + '\n';
}

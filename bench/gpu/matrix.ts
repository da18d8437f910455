/** The device's own rate of matrix products: a plain tiled kernel in single precision, as WebGPU's default limits allow it. */
import { Device } from '../../src/learning/gpu/device.ts';
import { KernelTimes } from '../../src/learning/gpu/profiler.ts';

export interface MatrixRate {
  /** Rows and columns of both matrices. */
  readonly side: number;
  readonly tflops: number;
  readonly by: 'timestamps' | 'the clock';
}

/** The fastest counts. */
const TRIES = 6;
/** Rows and columns of a workgroup's part of the product; each of its threads computes 8 x 8 of it. */
const PART = 128;
const DEEP = 8;
const ACROSS = 16;

const four = [0, 1, 2, 3] as const;

/** c = a b, all [side x side], row by row; `side` is a multiple of 128. */
function code(side: number): string {
  const side4 = String(side / 4);
  const sums = four.map(
    (r) =>
      `var p${String(r)} = vec4f(); var q${String(r)} = vec4f(); var s${String(r)} = vec4f(); var t${String(r)} = vec4f();`,
  );
  const steps = four.map((r) => {
    const i = String(r);
    return `p${i} = fma(vec4f(above[${i}]), left, p${i}); q${i} = fma(vec4f(above[${i}]), right, q${i});
      s${i} = fma(vec4f(below[${i}]), left, s${i}); t${i} = fma(vec4f(below[${i}]), right, t${i});`;
  });
  const stores = four.map((r) => {
    const i = String(r);
    return `c[(row + ${i}u) * SIDE4 + col] = p${i}; c[(row + ${i}u) * SIDE4 + col + HALF4] = q${i};
  c[(row + HALF + ${i}u) * SIDE4 + col] = s${i}; c[(row + HALF + ${i}u) * SIDE4 + col + HALF4] = t${i};`;
  });
  return /* wgsl */ `
@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> c: array<vec4f>;
const SIDE4 = ${side4}u;
const HALF = ${String(PART / 2)}u;
const HALF4 = ${String(PART / 8)}u;
/** ${String(DEEP)} columns of a, each ${String(PART)} rows in fours, and as many rows of b. */
var<workgroup> columns: array<vec4f, ${String((DEEP * PART) / 4)}>;
var<workgroup> rows: array<vec4f, ${String((DEEP * PART) / 4)}>;
@compute @workgroup_size(${String(ACROSS * ACROSS)})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) me: u32) {
  let x = me % ${String(ACROSS)}u;
  let y = me / ${String(ACROSS)}u;
  let mine = me / 2u;
  let part = me % 2u;
  ${sums.join('\n  ')}
  for (var k = 0u; k < SIDE4; k += ${String(DEEP / 4)}u) {
    let v = a[(group.y * ${String(PART)}u + mine) * SIDE4 + k + part];
    ${four.map((j) => `columns[(4u * part + ${String(j)}u) * ${String(PART / 4)}u + mine / 4u][mine % 4u] = v[${String(j)}];`).join('\n    ')}
    rows[me] = b[(4u * k + me / ${String(PART / 4)}u) * SIDE4 + group.x * ${String(PART / 4)}u + me % ${String(PART / 4)}u];
    workgroupBarrier();
    for (var d = 0u; d < ${String(DEEP)}u; d++) {
      let above = columns[d * ${String(PART / 4)}u + y];
      let below = columns[d * ${String(PART / 4)}u + HALF4 + y];
      let left = rows[d * ${String(PART / 4)}u + x];
      let right = rows[d * ${String(PART / 4)}u + HALF4 + x];
      ${steps.join('\n      ')}
    }
    workgroupBarrier();
  }
  let row = group.y * ${String(PART)}u + 4u * y;
  let col = group.x * ${String(PART / 4)}u + x;
  ${stores.join('\n  ')}
}
`;
}

/** Small whole numbers, whose sums of products are exact in single precision in whatever order. */
const left = (row: number, col: number): number => ((7 * row + 3 * col) % 5) - 2;
const right = (row: number, col: number): number => ((5 * row + 2 * col) % 7) - 3;

function filled(side: number, value: (row: number, col: number) => number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: side * side }, (_, i) => value(Math.floor(i / side), i % side));
}

/** Throws where the product is wrong: a rate of wrong products says nothing. */
function check(product: Float32Array, side: number): void {
  for (let tried = 0; tried < 200; tried++) {
    const at = (tried * 7919 * 31) % (side * side);
    const [row, col] = [Math.floor(at / side), at % side];
    let sum = 0;
    for (let k = 0; k < side; k++) sum += left(row, k) * right(k, col);
    if (product[at] !== sum)
      throw new Error(
        `the device's product of matrices of ${String(side)} rows is wrong in row ${String(row)}, column ${String(col)}: ${String(product[at])}, not ${String(sum)}`,
      );
  }
}

/** The best of a few products of matrices with `side` rows, a multiple of 128; by the device's timestamps where it writes them. */
export async function matrixRate(gpu: GPUDevice, side: number): Promise<MatrixRate> {
  const device = new Device(gpu);
  try {
    const [a, b] = [device.storage(filled(side, left)), device.storage(filled(side, right))];
    const c = device.storage(side * side);
    const kernel = device.bind(await device.kernel(code(side), 'main', 'matrix product'), [a, b, c]);
    const timed = gpu.features.has('timestamp-query');
    let best = Infinity;
    for (let tried = 0; tried < TRIES; tried++) {
      const times = timed ? new KernelTimes(gpu) : undefined;
      const before = performance.now();
      device.run((pass) => {
        device.dispatch(pass, kernel, side / PART, side / PART);
      });
      await gpu.queue.onSubmittedWorkDone();
      const clock = performance.now() - before;
      const ms = times && [...(await times.end()).values()][0]?.ms;
      if (tried > 0) best = Math.min(best, ms ?? clock);
    }
    check(await device.read([{ buffer: c, words: side * side }]), side);
    return { side, tflops: (2 * side ** 3) / best / 1e9, by: timed ? 'timestamps' : 'the clock' };
  } finally {
    device.dispose();
  }
}

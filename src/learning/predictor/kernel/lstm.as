// One LSTM layer over a whole sequence and a dense output, forwards and back, for `lanes` samples at once.
// AssemblyScript with 128-bit vectors across the samples: no shuffles, no dependence between lanes. All arrays are
// single precision and lie where the host says; sums run in a fixed order, so equal input gives equal bytes.
//
//   x [rows][steps + 1][lanes]      rows: inputs, the constant 1, the units' outputs one step ago (slot 0 is 0)
//   w [rows][4 units]               columns unit by unit: input, forget, candidate, output gate; then the dense
//                                   layer: units weights and a bias
//   gates [4 units][steps][lanes]   activated by `forward`, turned into gradients of their sums by `backward`
//   cells [units][steps + 1][lanes] (slot 0 is 0);  squashed [units][steps][lanes] = tanh(cells)
//   dh, dc [units][lanes]           scratch of `backward`

import { exp, f, madd } from '../../engines/simd/kernel/math';

// Both add 1 to e^z, which is 1 to the bit where `exp` holds z at -60.

@inline
function sigmoid(z: v128): v128 {
  return f32x4.div(f(1), f32x4.add(f(1), exp(f32x4.neg(z))));
}

@inline
function tanh(z: v128): v128 {
  return f32x4.sub(f32x4.div(f(2), f32x4.add(f(1), exp(f32x4.mul(z, f(-2))))), f(1));
}

/** The sum of the four lanes. */
@inline
function total(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) +
    f32x4.extract_lane(a, 1) +
    (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  );
}

/** Fills gates, cells, squashed and the units' rows of x; writes out [lanes]. `lanes` is a multiple of 8. */
export function forward(
  x: usize,
  w: usize,
  gates: usize,
  cells: usize,
  squashed: usize,
  out: usize,
  inputs: i32,
  units: i32,
  steps: i32,
  lanes: i32,
): void {
  const rows = inputs + 1 + units;
  const slot = <usize>lanes << 2;
  const rowX = slot * <usize>(steps + 1);
  const rowG = slot * <usize>steps;
  const rowW = (<usize>units) << 4;
  const hidden = x + rowX * <usize>(inputs + 1);
  for (let t: i32 = 0; t < steps; t++) {
    const xt = x + slot * <usize>t;
    for (let j: i32 = 0; j < units; j++) {
      const wj = w + ((<usize>j) << 4);
      const gj = gates + rowG * <usize>(4 * j) + slot * <usize>t;
      const cj = cells + rowX * <usize>j + slot * <usize>t;
      const sj = squashed + rowG * <usize>j + slot * <usize>t;
      const hj = hidden + rowX * <usize>j + slot * <usize>(t + 1);
      for (let b: usize = 0; b < slot; b += 32) {
        let i0 = f(0);
        let i1 = f(0);
        let f0 = f(0);
        let f1 = f(0);
        let g0 = f(0);
        let g1 = f(0);
        let o0 = f(0);
        let o1 = f(0);
        let px = xt + b;
        let pw = wj;
        for (let k: i32 = 0; k < rows; k++) {
          const x0 = v128.load(px);
          const x1 = v128.load(px, 16);
          let a = v128.load32_splat(pw);
          i0 = madd(i0, a, x0);
          i1 = madd(i1, a, x1);
          a = v128.load32_splat(pw, 4);
          f0 = madd(f0, a, x0);
          f1 = madd(f1, a, x1);
          a = v128.load32_splat(pw, 8);
          g0 = madd(g0, a, x0);
          g1 = madd(g1, a, x1);
          a = v128.load32_splat(pw, 12);
          o0 = madd(o0, a, x0);
          o1 = madd(o1, a, x1);
          px += rowX;
          pw += rowW;
        }
        cell(i0, f0, g0, o0, gj + b, rowG, cj + b, slot, sj + b, hj + b);
        cell(i1, f1, g1, o1, gj + b + 16, rowG, cj + b + 16, slot, sj + b + 16, hj + b + 16);
      }
    }
  }
  const dense = w + rowW * <usize>rows;
  const last = hidden + slot * <usize>steps;
  for (let b: usize = 0; b < slot; b += 16) {
    let sum = v128.load32_splat(dense + ((<usize>units) << 2));
    for (let j: i32 = 0; j < units; j++) {
      sum = madd(sum, v128.load32_splat(dense + ((<usize>j) << 2)), v128.load(last + rowX * <usize>j + b));
    }
    v128.store(out + b, sum);
  }
}

@inline
function cell(
  zi: v128,
  zf: v128,
  zg: v128,
  zo: v128,
  gates: usize,
  rowG: usize,
  cells: usize,
  slot: usize,
  squashed: usize,
  h: usize,
): void {
  const i = sigmoid(zi);
  const k = sigmoid(zf);
  const g = tanh(zg);
  const o = sigmoid(zo);
  const c = madd(f32x4.mul(i, g), k, v128.load(cells));
  const s = tanh(c);
  v128.store(gates, i);
  v128.store(gates + rowG, k);
  v128.store(gates + 2 * rowG, g);
  v128.store(gates + 3 * rowG, o);
  v128.store(cells + slot, c);
  v128.store(squashed, s);
  v128.store(h, f32x4.mul(o, s));
}

/** Adds to `gradient` (as w) what dout [lanes], the loss's gradient by the output, means for the weights. */
export function backward(
  x: usize,
  w: usize,
  gates: usize,
  cells: usize,
  squashed: usize,
  dout: usize,
  dh: usize,
  dc: usize,
  gradient: usize,
  inputs: i32,
  units: i32,
  steps: i32,
  lanes: i32,
): void {
  const rows = inputs + 1 + units;
  const slot = <usize>lanes << 2;
  const rowX = slot * <usize>(steps + 1);
  const rowG = slot * <usize>steps;
  const rowW = (<usize>units) << 4;
  const hidden = x + rowX * <usize>(inputs + 1);
  const dense = rowW * <usize>rows;
  let bias = f(0);
  for (let b: usize = 0; b < slot; b += 16) bias = f32x4.add(bias, v128.load(dout + b));
  add(gradient + dense + ((<usize>units) << 2), total(bias));
  for (let j: i32 = 0; j < units; j++) {
    const at = dense + ((<usize>j) << 2);
    const weight = v128.load32_splat(w + at);
    const last = hidden + rowX * <usize>j + slot * <usize>steps;
    let sum = f(0);
    for (let b: usize = 0; b < slot; b += 16) {
      const d = v128.load(dout + b);
      sum = madd(sum, d, v128.load(last + b));
      v128.store(dh + slot * <usize>j + b, f32x4.mul(weight, d));
      v128.store(dc + slot * <usize>j + b, f(0));
    }
    add(gradient + at, total(sum));
  }
  for (let t: i32 = steps - 1; t >= 0; t--) {
    for (let j: i32 = 0; j < units; j++) {
      const gj = gates + rowG * <usize>(4 * j) + slot * <usize>t;
      const cj = cells + rowX * <usize>j + slot * <usize>t;
      const sj = squashed + rowG * <usize>j + slot * <usize>t;
      const own = slot * <usize>j;
      for (let b: usize = 0; b < slot; b += 16) {
        const at = gj + b;
        const i = v128.load(at);
        const k = v128.load(at + rowG);
        const g = v128.load(at + 2 * rowG);
        const o = v128.load(at + 3 * rowG);
        const s = v128.load(sj + b);
        const d = v128.load(dh + own + b);
        const one = f(1);
        const c = madd(
          v128.load(dc + own + b),
          f32x4.mul(d, o),
          f32x4.sub(one, f32x4.mul(s, s)),
        );
        v128.store(at, f32x4.mul(f32x4.mul(c, g), f32x4.mul(i, f32x4.sub(one, i))));
        v128.store(
          at + rowG,
          f32x4.mul(f32x4.mul(c, v128.load(cj + b)), f32x4.mul(k, f32x4.sub(one, k))),
        );
        v128.store(at + 2 * rowG, f32x4.mul(f32x4.mul(c, i), f32x4.sub(one, f32x4.mul(g, g))));
        v128.store(at + 3 * rowG, f32x4.mul(f32x4.mul(d, s), f32x4.mul(o, f32x4.sub(one, o))));
        v128.store(dc + own + b, f32x4.mul(c, k));
      }
    }
    if (t > 0) outputsBack(w + rowW * <usize>(inputs + 1), gates + slot * <usize>t, dh, units, slot, rowG, rowW);
  }
  weights(x, gates, gradient, rows, 4 * units, slot * <usize>steps, rowX, rowG, rowW);
}

@inline
function add(at: usize, value: f32): void {
  store<f32>(at, load<f32>(at) + value);
}

/** dh = W_h dz of one step, four units at a time; where fewer are left, the last four once more. */
function outputsBack(
  w: usize,
  dz: usize,
  dh: usize,
  units: i32,
  slot: usize,
  rowG: usize,
  rowW: usize,
): void {
  const cols = 4 * units;
  for (let first: i32 = 0; first < units; first += 4) {
    const j = min(first, units - 4);
    const wj = w + rowW * <usize>j;
    const dj = dh + slot * <usize>j;
    for (let b: usize = 0; b < slot; b += 32) {
      let a0 = f(0);
      let a1 = f(0);
      let b0 = f(0);
      let b1 = f(0);
      let c0 = f(0);
      let c1 = f(0);
      let d0 = f(0);
      let d1 = f(0);
      let pz = dz + b;
      let pw = wj;
      for (let g: i32 = 0; g < cols; g++) {
        const z0 = v128.load(pz);
        const z1 = v128.load(pz, 16);
        let a = v128.load32_splat(pw);
        a0 = madd(a0, a, z0);
        a1 = madd(a1, a, z1);
        a = v128.load32_splat(pw + rowW);
        b0 = madd(b0, a, z0);
        b1 = madd(b1, a, z1);
        a = v128.load32_splat(pw + 2 * rowW);
        c0 = madd(c0, a, z0);
        c1 = madd(c1, a, z1);
        a = v128.load32_splat(pw + 3 * rowW);
        d0 = madd(d0, a, z0);
        d1 = madd(d1, a, z1);
        pz += rowG;
        pw += 4;
      }
      v128.store(dj + b, a0);
      v128.store(dj + b, a1, 16);
      v128.store(dj + slot + b, b0);
      v128.store(dj + slot + b, b1, 16);
      v128.store(dj + 2 * slot + b, c0);
      v128.store(dj + 2 * slot + b, c1, 16);
      v128.store(dj + 3 * slot + b, d0);
      v128.store(dj + 3 * slot + b, d1, 16);
    }
  }
}

/** gradient += x dz', summed over all steps and lanes at once: both rows are contiguous there. */
function weights(
  x: usize,
  dz: usize,
  gradient: usize,
  rows: i32,
  cols: i32,
  length: usize,
  rowX: usize,
  rowG: usize,
  rowW: usize,
): void {
  for (let k: i32 = 0; k < rows; k += 2) {
    // An odd last row is paired with itself; its second sum is then left out.
    const pair = k + 1 < rows;
    const xk = x + rowX * <usize>k;
    const xl = pair ? xk + rowX : xk;
    for (let g: i32 = 0; g < cols; g += 4) {
      const zg = dz + rowG * <usize>g;
      let a0 = f(0);
      let a1 = f(0);
      let a2 = f(0);
      let a3 = f(0);
      let b0 = f(0);
      let b1 = f(0);
      let b2 = f(0);
      let b3 = f(0);
      for (let at: usize = 0; at < length; at += 16) {
        const xa = v128.load(xk + at);
        const xb = v128.load(xl + at);
        let z = v128.load(zg + at);
        a0 = madd(a0, xa, z);
        b0 = madd(b0, xb, z);
        z = v128.load(zg + rowG + at);
        a1 = madd(a1, xa, z);
        b1 = madd(b1, xb, z);
        z = v128.load(zg + 2 * rowG + at);
        a2 = madd(a2, xa, z);
        b2 = madd(b2, xb, z);
        z = v128.load(zg + 3 * rowG + at);
        a3 = madd(a3, xa, z);
        b3 = madd(b3, xb, z);
      }
      const to = gradient + rowW * <usize>k + ((<usize>g) << 2);
      add(to, total(a0));
      add(to + 4, total(a1));
      add(to + 8, total(a2));
      add(to + 12, total(a3));
      if (pair) {
        add(to + rowW, total(b0));
        add(to + rowW + 4, total(b1));
        add(to + rowW + 8, total(b2));
        add(to + rowW + 12, total(b3));
      }
    }
  }
}

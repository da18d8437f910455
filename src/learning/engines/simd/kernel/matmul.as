// Matrix products of one tile of rows, forwards and back. 128-bit multiplications and additions in a fixed order and
// nothing relaxed: equal input gives equal bytes on every machine.
//
// Everything lies in panels of 8 columns, so that the innermost loops walk memory in one direction:
//   activations  [columns / 8][tile][8]   `panel` = 32 tile: bytes from one panel to the next
//   weights      [outputs / 8][inputs][8]
//   transposed   [inputs / 8][outputs][8]
// Columns are padded with zeros to multiples of 8, rows to multiples of 4; counts below are the padded ones.

import { Product } from './constants';
import { f, madd } from './math';

/**
 * y [cols] from x [inputs] as `mode` (`Product`) says, 4 rows by 8 columns at a time; `bias` may be 0; `act`, of y's shape,
 * is read by ADD and GATE and may be y.
 */
export function multiply(
  xs: usize,
  ws: usize,
  bias: usize,
  ys: usize,
  act: usize,
  panel: i32,
  rows: i32,
  inputs: i32,
  cols: i32,
  mode: i32,
): void {
  for (let n: i32 = 0; n < cols; n += 8) {
    let first0 = f(0);
    let first1 = f(0);
    if (bias) {
      first0 = v128.load(bias);
      first1 = v128.load(bias, 16);
      bias += 32;
    }
    for (let r: i32 = 0; r < rows; r += 4) {
      // Not unrolled by hand: V8 then runs out of registers and takes twice as long.
      let x = xs + ((<usize>r) << 5);
      let w = ws;
      let c0 = first0;
      let c1 = first1;
      let c2 = first0;
      let c3 = first1;
      let c4 = first0;
      let c5 = first1;
      let c6 = first0;
      let c7 = first1;
      for (let k: i32 = 0; k < inputs; k += 8) {
        for (let end = w + 256; w < end; w += 32, x += 4) {
          const b0 = v128.load(w);
          const b1 = v128.load(w, 16);
          let a = v128.load32_splat(x);
          c0 = madd(c0, a, b0);
          c1 = madd(c1, a, b1);
          a = v128.load32_splat(x, 32);
          c2 = madd(c2, a, b0);
          c3 = madd(c3, a, b1);
          a = v128.load32_splat(x, 64);
          c4 = madd(c4, a, b0);
          c5 = madd(c5, a, b1);
          a = v128.load32_splat(x, 96);
          c6 = madd(c6, a, b0);
          c7 = madd(c7, a, b1);
        }
        x += panel - 32;
      }
      const y = ys + ((<usize>r) << 5);
      const g = act + ((<usize>r) << 5);
      // One branch a block, not one a vector.
      if (mode == Product.RELU) {
        c0 = f32x4.max(c0, f(0));
        c1 = f32x4.max(c1, f(0));
        c2 = f32x4.max(c2, f(0));
        c3 = f32x4.max(c3, f(0));
        c4 = f32x4.max(c4, f(0));
        c5 = f32x4.max(c5, f(0));
        c6 = f32x4.max(c6, f(0));
        c7 = f32x4.max(c7, f(0));
      } else if (mode == Product.ADD) {
        c0 = f32x4.add(v128.load(g), c0);
        c1 = f32x4.add(v128.load(g, 16), c1);
        c2 = f32x4.add(v128.load(g, 32), c2);
        c3 = f32x4.add(v128.load(g, 48), c3);
        c4 = f32x4.add(v128.load(g, 64), c4);
        c5 = f32x4.add(v128.load(g, 80), c5);
        c6 = f32x4.add(v128.load(g, 96), c6);
        c7 = f32x4.add(v128.load(g, 112), c7);
      } else if (mode == Product.GATE) {
        c0 = v128.and(c0, f32x4.gt(v128.load(g), f(0)));
        c1 = v128.and(c1, f32x4.gt(v128.load(g, 16), f(0)));
        c2 = v128.and(c2, f32x4.gt(v128.load(g, 32), f(0)));
        c3 = v128.and(c3, f32x4.gt(v128.load(g, 48), f(0)));
        c4 = v128.and(c4, f32x4.gt(v128.load(g, 64), f(0)));
        c5 = v128.and(c5, f32x4.gt(v128.load(g, 80), f(0)));
        c6 = v128.and(c6, f32x4.gt(v128.load(g, 96), f(0)));
        c7 = v128.and(c7, f32x4.gt(v128.load(g, 112), f(0)));
      }
      v128.store(y, c0);
      v128.store(y, c1, 16);
      v128.store(y, c2, 32);
      v128.store(y, c3, 48);
      v128.store(y, c4, 64);
      v128.store(y, c5, 80);
      v128.store(y, c6, 96);
      v128.store(y, c7, 112);
    }
    ws += (<usize>inputs) << 5;
    ys += panel;
    act += panel;
  }
}

@inline
function add(at: usize, value: v128): void {
  v128.store(at, f32x4.add(v128.load(at), value));
}

/** gw [cols / 8][inputs][8] += x' dy, gb [cols] += the sums of dy's columns; 4 inputs by 8 columns at a time. */
export function weights(
  xs: usize,
  dys: usize,
  gw: usize,
  gb: usize,
  panel: i32,
  rows: i32,
  inputs: i32,
  cols: i32,
): void {
  for (let n: i32 = 0; n < cols; n += 8) {
    let s0 = f(0);
    let s1 = f(0);
    for (let r: i32 = 0; r < rows; r++) {
      s0 = f32x4.add(s0, v128.load(dys + ((<usize>r) << 5)));
      s1 = f32x4.add(s1, v128.load(dys + ((<usize>r) << 5), 16));
    }
    add(gb, s0);
    add(gb + 16, s1);
    gb += 32;
    for (let k: i32 = 0; k < inputs; k += 4) {
      let x = xs + <usize>panel * <usize>(k >> 3) + ((<usize>k & 4) << 2);
      let dy = dys;
      let c0 = f(0);
      let c1 = f(0);
      let c2 = f(0);
      let c3 = f(0);
      let c4 = f(0);
      let c5 = f(0);
      let c6 = f(0);
      let c7 = f(0);
      for (const end = dy + ((<usize>rows) << 5); dy < end; dy += 32, x += 32) {
        const b0 = v128.load(dy);
        const b1 = v128.load(dy, 16);
        let a = v128.load32_splat(x);
        c0 = madd(c0, a, b0);
        c1 = madd(c1, a, b1);
        a = v128.load32_splat(x, 4);
        c2 = madd(c2, a, b0);
        c3 = madd(c3, a, b1);
        a = v128.load32_splat(x, 8);
        c4 = madd(c4, a, b0);
        c5 = madd(c5, a, b1);
        a = v128.load32_splat(x, 12);
        c6 = madd(c6, a, b0);
        c7 = madd(c7, a, b1);
      }
      add(gw, c0);
      add(gw + 16, c1);
      add(gw + 32, c2);
      add(gw + 48, c3);
      add(gw + 64, c4);
      add(gw + 80, c5);
      add(gw + 96, c6);
      add(gw + 112, c7);
      gw += 128;
    }
    dys += panel;
  }
}

/** Zeroes d where the activation is not positive; `bytes` of both, a multiple of 16. */
export function gate(d: usize, act: usize, bytes: i32): void {
  for (let i: i32 = 0; i < bytes; i += 16) {
    v128.store(d + i, v128.and(v128.load(d + i), f32x4.gt(v128.load(act + i), f(0))));
  }
}

/** w [cols / 8][inputs][8] -> wt [inputs / 8][cols][8]. */
export function transpose(w: usize, wt: usize, inputs: i32, cols: i32): void {
  for (let k: i32 = 0; k < inputs; k++) {
    const to = wt + ((<usize>(k >> 3) * <usize>cols) << 5) + ((<usize>k & 7) << 2);
    for (let n: i32 = 0; n < cols; n++) {
      const from = w + ((<usize>(n >> 3) * <usize>inputs + <usize>k) << 5) + ((<usize>n & 7) << 2);
      store<f32>(to + ((<usize>n) << 5), load<f32>(from));
    }
  }
}

/** Rows by index from xs [.][inputs] into panels. */
export function gather(xs: usize, index: usize, out: usize, panel: i32, rows: i32, inputs: i32): void {
  for (let r: i32 = 0; r < rows; r++) {
    let x = xs + ((<usize>load<i32>(index + ((<usize>r) << 2)) * <usize>inputs) << 2);
    let to = out + ((<usize>r) << 5);
    for (let k: i32 = 0; k < inputs; k += 8) {
      v128.store(to, v128.load(x));
      v128.store(to, v128.load(x, 16), 16);
      x += 32;
      to += panel;
    }
  }
}

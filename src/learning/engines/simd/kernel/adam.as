// Gradient clipping and Adam over one flat buffer; what one step needs is read once.

import { f, madd } from './math';

/** Sum of squares, in double precision: finite exactly where every number is. `count` is a multiple of 4. */
export function squares(g: usize, count: i32): f64 {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  for (let i: i32 = 0; i < count; i += 4, g += 16) {
    const a = v128.load(g);
    const low = f64x2.promote_low_f32x4(a);
    const high = f64x2.promote_low_f32x4(i8x16.shuffle(a, a, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
    s0 = f64x2.add(s0, f64x2.mul(low, low));
    s1 = f64x2.add(s1, f64x2.mul(high, high));
  }
  const s = f64x2.add(s0, s1);
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** Below `least`, 0: subnormal numbers cost a hundred times others and mean nothing beside epsilon. */
@inline
function flushed(x: v128, least: v128): v128 {
  return v128.and(x, f32x4.gt(f32x4.abs(x), least));
}

/**
 * p -= rate m / (sqrt(second v) + epsilon), over `count` numbers, a multiple of 4, once m and v have moved towards g and its
 * square by 1 - `keepM` and 1 - `keepV`; g is scaled first and left as it was. `rate` holds the correction of m, `second` is
 * that of v.
 */
export function adam(
  p: usize,
  m: usize,
  v: usize,
  g: usize,
  count: i32,
  scale: f32,
  rate: f32,
  second: f32,
  keepM: f64,
  keepV: f64,
  epsilon: f32,
): void {
  // From double precision: what is left of 1 is a number's own nearest, as the literals 0.1 and 0.001 would be.
  const m1 = f(<f32>keepM);
  const m2 = f(<f32>(1 - keepM));
  const v1 = f(<f32>keepV);
  const v2 = f(<f32>(1 - keepV));
  const tiny = f(1e-17);
  const tinier = f(1e-34);
  for (let i: i32 = 0; i < count; i += 4) {
    const at = (<usize>i) << 2;
    const gi = flushed(f32x4.mul(v128.load(g + at), f(scale)), tiny);
    const mi = flushed(madd(f32x4.mul(v128.load(m + at), m1), m2, gi), tiny);
    const vi = flushed(madd(f32x4.mul(v128.load(v + at), v1), v2, f32x4.mul(gi, gi)), tinier);
    v128.store(m + at, mi);
    v128.store(v + at, vi);
    const step = f32x4.div(
      f32x4.mul(f(rate), mi),
      f32x4.add(f32x4.sqrt(f32x4.mul(vi, f(second))), f(epsilon)),
    );
    v128.store(p + at, f32x4.sub(v128.load(p + at), step));
  }
}

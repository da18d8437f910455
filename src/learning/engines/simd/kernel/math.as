// Vector arithmetic shared by the kernels: four rows at a time, plain multiplications and additions only.

@inline
export function f(value: f32): v128 {
  return f32x4.splat(value);
}

@inline
export function madd(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/** e^z to about 2e-7 for -60 <= z <= 80, held at these ends: what is below 1e-26 of a sum is not worth subnormal numbers. */
@inline
export function exp(z: v128): v128 {
  const held = f32x4.max(f32x4.min(z, f(80)), f(-60));
  const n = f32x4.nearest(f32x4.mul(held, f(1.4426950408889634)));
  // ln 2 in two parts: the first has few bits, so that its multiples are exact.
  const r = f32x4.sub(f32x4.sub(held, f32x4.mul(n, f(0.693359375))), f32x4.mul(n, f(-2.12194440e-4)));
  let p = f(1.0 / 720.0);
  p = madd(f(1.0 / 120.0), p, r);
  p = madd(f(1.0 / 24.0), p, r);
  p = madd(f(1.0 / 6.0), p, r);
  p = madd(f(0.5), p, r);
  p = madd(f(1), p, r);
  p = madd(f(1), p, r);
  const exponent = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, exponent);
}

/** ln x for normal x > 0, to about 1e-7 (Cephes): the exponent's bits, and a polynomial on [sqrt 1/2, sqrt 2). */
@inline
export function log(x: v128): v128 {
  const shifted = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23));
  const m = i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const t = f32x4.sub(m, f(1));
  const t2 = f32x4.mul(t, t);
  let p = f(7.0376836292e-2);
  p = madd(f(-1.1514610310e-1), p, t);
  p = madd(f(1.1676998740e-1), p, t);
  p = madd(f(-1.2420140846e-1), p, t);
  p = madd(f(1.4249322787e-1), p, t);
  p = madd(f(-1.6668057665e-1), p, t);
  p = madd(f(2.0000714765e-1), p, t);
  p = madd(f(-2.4999993993e-1), p, t);
  p = madd(f(3.3333331174e-1), p, t);
  let y = f32x4.mul(f32x4.mul(p, t), t2);
  y = madd(y, e, f(-2.12194440e-4));
  y = madd(y, f(-0.5), t2);
  return f32x4.add(f32x4.add(t, y), f32x4.mul(e, f(0.693359375)));
}

/** All bits of a lane where its bit `j` of the words is set. */
@inline
export function bit(words: v128, j: i32): v128 {
  return i32x4.ne(v128.and(words, i32x4.splat(1 << j)), i32x4.splat(0));
}

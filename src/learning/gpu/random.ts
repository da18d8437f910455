/**
 * Draws on the device: a hash of four counters to four words (pcg4d; Jarzynski & Olano 2020, "Hash Functions for GPU
 * Rendering", JCGT 9(3)), so that a draw depends on nothing but the seed, what it is for, the lane and its number, and no
 * state has to be kept. Here it stands in TypeScript for tests, and as the text of WGSL.
 */

/** What a draw is for. */
export const EPISODES = 1;
export const ACTIONS = 2;
export const MINIBATCHES = 3;

/** Four words from four: equal ones give equal ones, in WGSL too. */
export function pcg4d(a: number, b: number, c: number, d: number): readonly [number, number, number, number] {
  const mixed = (v: number): number => (Math.imul(v, 1664525) + 1013904223) | 0;
  let [x, y, z, w] = [mixed(a), mixed(b), mixed(c), mixed(d)];
  for (let round = 0; round < 2; round++) {
    x = (x + Math.imul(y, w)) | 0;
    y = (y + Math.imul(z, x)) | 0;
    z = (z + Math.imul(x, y)) | 0;
    w = (w + Math.imul(y, z)) | 0;
    if (round === 1) break;
    x ^= x >>> 16;
    y ^= y >>> 16;
    z ^= z >>> 16;
    w ^= w >>> 16;
  }
  return [x >>> 0, y >>> 0, z >>> 0, w >>> 0];
}

/** A word as a number in [0, 1), exact in single precision: its upper 24 bits. */
export function share(word: number): number {
  return (word >>> 8) * 2 ** -24;
}

/** `pcg4d(counters: vec4u) -> vec4u` and `share(word: u32) -> f32`. */
export const RANDOM = /* wgsl */ `
fn pcg4d(counters: vec4u) -> vec4u {
  var v = counters * 1664525u + 1013904223u;
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  v ^= v >> vec4u(16u);
  v.x += v.y * v.w;
  v.y += v.z * v.x;
  v.z += v.x * v.y;
  v.w += v.y * v.z;
  return v;
}

fn share(word: u32) -> f32 {
  return f32(word >> 8u) * 0x1p-24;
}
`;

/**
 * The order of rows in an epoch without a list of them: a keyed bijection of 0..rows - 1. Adding, multiplying by an odd
 * number and folding the upper half of the bits into the lower one are each a bijection of n bits; four rounds of them with
 * keys of the epoch mix, and a number that is no row goes through again (cycle walking) until it is one.
 */
import { MINIBATCHES, pcg4d } from '../random.ts';

const bitsFor = (rows: number): number => Math.max(1, 32 - Math.clz32(rows - 1));
const foldOf = (bits: number): number => Math.max(1, Math.ceil(bits / 2));

/** Which row stands at place `i` of an epoch. */
export function permuted(i: number, rows: number, seed: number, update: number, epoch: number): number {
  const bits = bitsFor(rows);
  const mask = 2 ** bits - 1;
  const fold = foldOf(bits);
  const added = pcg4d(seed, MINIBATCHES, update, 2 * epoch);
  const times = pcg4d(seed, MINIBATCHES, update, 2 * epoch + 1);
  let x = i;
  do {
    for (let round = 0; round < 4; round++) {
      x = (x + added[round]!) & mask;
      x = Math.imul(x, times[round]! | 1) & mask;
      x ^= x >>> fold;
    }
  } while (x >= rows);
  return x;
}

/** `permuted(i, epoch) -> u32` over `rows` rows; after RANDOM, with `schedule` in scope. */
export function permutation(rows: number): string {
  const bits = bitsFor(rows);
  return /* wgsl */ `
fn permuted(i: u32, epoch: u32) -> u32 {
  let added = pcg4d(vec4u(schedule.seed, ${String(MINIBATCHES)}u, schedule.update, 2u * epoch));
  let times = pcg4d(vec4u(schedule.seed, ${String(MINIBATCHES)}u, schedule.update, 2u * epoch + 1u));
  var x = i;
  loop {
    for (var round = 0u; round < 4u; round++) {
      x = (x + added[round]) & ${String(2 ** bits - 1)}u;
      x = (x * (times[round] | 1u)) & ${String(2 ** bits - 1)}u;
      x ^= x >> ${String(foldOf(bits))}u;
    }
    if (x < ${String(rows)}u) { break; }
  }
  return x;
}
`;
}

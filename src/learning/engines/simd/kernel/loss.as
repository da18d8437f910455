// PPO's loss and its gradient by the logits (loss.ts says what and why), and the draws of a rollout. Four rows at a time:
// their logits are turned into columns [logit][4], so that a head's softmax needs no sum across a vector.
//
//   panels   [columns / 8][tile][8], as in matmul.as; the value follows the logits
//   heads    3 numbers a head: first logit, choices, first word of its mask
//   masks    [row][words]: bit j of a head's words allows its choice j
//   columns  e and t [logits][4], then d [logits][4] and FIELDS vectors a head; see `softmax`

import { FIELDS, LossMode, Setting, Sum } from './constants';
import { bit, exp, f, log, madd } from './math';

const LOWEST: f32 = -3.0e38;

@inline
function words4(base: usize, r0: usize, r1: usize, r2: usize, r3: usize): v128 {
  let w = v128.load32_zero(base + r0);
  w = v128.load32_lane(base + r1, w, 1);
  w = v128.load32_lane(base + r2, w, 2);
  return v128.load32_lane(base + r3, w, 3);
}

/** Four rows by 4 columns, turned. */
@inline
function turn(from: usize, fromStride: usize, to: usize, toStride: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + fromStride);
  const c = v128.load(from + 2 * fromStride);
  const d = v128.load(from + 3 * fromStride);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const ba = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const dc = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(ab, cd, 0, 2));
  v128.store(to + toStride, v128.shuffle<f64>(ab, cd, 1, 3));
  v128.store(to + 2 * toStride, v128.shuffle<f64>(ba, dc, 0, 2));
  v128.store(to + 3 * toStride, v128.shuffle<f64>(ba, dc, 1, 3));
}

/** Panels of four rows -> columns. */
export function columns(panels: usize, panel: i32, cols: i32, to: usize): void {
  for (let n: i32 = 0; n < cols; n += 8) {
    turn(panels, 32, to, 16);
    turn(panels + 16, 32, to + 64, 16);
    panels += panel;
    to += 128;
  }
}

/** Columns -> panels of four rows. */
function rowsOf(from: usize, panels: usize, panel: i32, cols: i32): void {
  for (let n: i32 = 0; n < cols; n += 8) {
    turn(from, 16, panels, 32);
    turn(from + 64, 16, panels + 16, 32);
    panels += panel;
    from += 128;
  }
}

/**
 * One head of four rows: e = exp(z - max) where allowed, else 0, and t = z - max; its FIELDS to `left`. Returns t of
 * the choices in `chosen`. z and t may be the same place; the mask's words begin at the four places w0..w3.
 */
function softmax(
  z: usize,
  e: usize,
  t: usize,
  count: i32,
  w0: usize,
  w1: usize,
  w2: usize,
  w3: usize,
  chosen: v128,
  left: usize,
): v128 {
  let max = f(LOWEST);
  let words = words4(0, w0, w1, w2, w3);
  for (let j: i32 = 0; j < count; j++) {
    if (j > 0 && (j & 31) == 0) words = words4((<usize>j) >> 3, w0, w1, w2, w3);
    const at = (<usize>j) << 4;
    max = v128.bitselect(f32x4.max(max, v128.load(z + at)), max, bit(words, j & 31));
  }
  let sum = f(0);
  let dot = f(0);
  let picked = f(0);
  words = words4(0, w0, w1, w2, w3);
  for (let j: i32 = 0; j < count; j++) {
    if (j > 0 && (j & 31) == 0) words = words4((<usize>j) >> 3, w0, w1, w2, w3);
    const at = (<usize>j) << 4;
    const tj = f32x4.sub(v128.load(z + at), max);
    const ej = v128.and(exp(tj), bit(words, j & 31));
    sum = f32x4.add(sum, ej);
    dot = madd(dot, ej, tj);
    picked = v128.bitselect(tj, picked, i32x4.eq(chosen, i32x4.splat(j)));
    v128.store(t + at, tj);
    v128.store(e + at, ej);
  }
  const ln = log(sum);
  const inverse = f32x4.div(f(1), sum);
  v128.store(left, ln);
  v128.store(left, inverse, 16);
  v128.store(left, f32x4.sub(ln, f32x4.mul(dot, inverse)), 32);
  return picked;
}

/**
 * Draws the choices of one head for `rows` rows (a multiple of 4) from columns z [rows / 4][cols][4], or takes those
 * given: `actions` [row] holds -1 where one is to be drawn. Adds to logProbabilities [row]. `uniform` [row] in [0, 1).
 */
export function draw(
  z: usize,
  cols: i32,
  first: i32,
  count: i32,
  masks: usize,
  maskBytes: i32,
  uniform: usize,
  actions: usize,
  logProbabilities: usize,
  scratch: usize,
  rows: i32,
): void {
  const t = scratch + ((<usize>count) << 4);
  const left = t + ((<usize>count) << 4);
  for (let r: i32 = 0; r < rows; r += 4) {
    const at = (<usize>r) << 2;
    const w = masks + <usize>maskBytes * <usize>r;
    const given = v128.load(actions + at);
    const mb = <usize>maskBytes;
    const logits = z + ((<usize>cols * <usize>r) << 2) + ((<usize>first) << 4);
    let picked = softmax(logits, scratch, t, count, w, w + mb, w + 2 * mb, w + 3 * mb, given, left);
    const inverse = v128.load(left, 16);
    let u = v128.load(uniform + at);
    let chosen = i32x4.splat(-1);
    let drawn = f(0);
    let open = i32x4.splat(-1);
    for (let j: i32 = 0; j < count; j++) {
      const p = f32x4.mul(v128.load(scratch + ((<usize>j) << 4)), inverse);
      const here = v128.and(open, f32x4.gt(p, f(0)));
      chosen = v128.bitselect(i32x4.splat(j), chosen, here);
      drawn = v128.bitselect(v128.load(t + ((<usize>j) << 4)), drawn, here);
      u = f32x4.sub(u, p);
      open = v128.andnot(open, f32x4.lt(u, f(0)));
    }
    const free = i32x4.lt_s(given, i32x4.splat(0));
    picked = v128.bitselect(drawn, picked, free);
    v128.store(actions + at, v128.bitselect(chosen, given, free));
    const sum = v128.load(logProbabilities + at);
    v128.store(logProbabilities + at, f32x4.add(sum, f32x4.sub(picked, v128.load(left))));
  }
}

@inline
function count(at: usize, offset: usize, value: v128): void {
  v128.store(at + offset, f32x4.add(v128.load(at + offset), value));
}

/**
 * Loss of `rows` rows of a tile, of which the first `alive` count; fills the panels `dOut` (0 for the others and for
 * padded columns) and adds to `statistics` (`Sum`). `settings` are those of `Setting`, `mode` one of `LossMode`. `taught`
 * and `taughtMasks` are the expert's choices, or those taken; who is imitated: with `advised` the rows of `asked`, else the
 * cloned rows, which are those of `byExpert`. `index` [rows] are rows of the experience.
 */
export function loss(
  out: usize,
  dOut: usize,
  panel: i32,
  cols: i32,
  logits: i32,
  rows: i32,
  alive: i32,
  index: usize,
  advantages: usize,
  heads: usize,
  headCount: i32,
  words: i32,
  actions: usize,
  masks: usize,
  taught: usize,
  taughtMasks: usize,
  advised: i32,
  asked: usize,
  old: usize,
  returns: usize,
  byExpert: usize,
  mode: i32,
  settings: usize,
  columnsAt: usize,
  statistics: usize,
): void {
  const size = (<usize>cols) << 4;
  const e = columnsAt;
  const t = e + size;
  const d = t + size;
  const e2 = d + size;
  const t2 = e2 + size;
  const fields = t2 + size;
  const fields2 = fields + FIELDS * <usize>headCount;
  const clip = v128.load32_splat(settings, 4 * Setting.CLIP);
  const dValue = v128.load32_splat(settings, 4 * Setting.VALUE);
  const dEntropy = v128.load32_splat(settings, 4 * Setting.ENTROPY);
  const imitation = v128.load32_splat(settings, 4 * Setting.IMITATION);
  const each = v128.load32_splat(settings, 4 * Setting.EACH);
  const dual = v128.load32_splat(settings, 4 * Setting.DUAL_CLIP);
  const one = f(1);
  const imitates = load<f32>(settings, 4 * Setting.IMITATION) > 0;
  const actionBytes = (<usize>headCount) << 2;
  const maskBytes = (<usize>words) << 2;
  for (let r: i32 = 0; r < rows; r += 4) {
    columns(out + ((<usize>r) << 5), panel, cols, t);
    const i0 = <usize>load<i32>(index + ((<usize>r) << 2));
    const i1 = <usize>load<i32>(index + ((<usize>r) << 2), 4);
    const i2 = <usize>load<i32>(index + ((<usize>r) << 2), 8);
    const i3 = <usize>load<i32>(index + ((<usize>r) << 2), 12);
    const live = i32x4.lt_s(
      i32x4.add(i32x4.splat(r), v128(0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0)),
      i32x4.splat(alive),
    );
    let cloned = i32x4.splat(0);
    if (mode == LossMode.CLONING) cloned = flags(byExpert, i0, i1, i2, i3);
    const value = v128.load(t + ((<usize>logits) << 4));
    let logRatio = f32x4.neg(words4(old, i0 << 2, i1 << 2, i2 << 2, i3 << 2));
    for (let h: i32 = 0; h < headCount; h++) {
      const head = heads + <usize>(12 * h);
      const first = (<usize>load<i32>(head)) << 4;
      const w = masks + ((<usize>load<i32>(head, 8)) << 2);
      const left = fields + FIELDS * <usize>h;
      const chosen = words4(
        actions + ((<usize>h) << 2),
        i0 * actionBytes,
        i1 * actionBytes,
        i2 * actionBytes,
        i3 * actionBytes,
      );
      const picked = softmax(
        t + first,
        e + first,
        t + first,
        load<i32>(head, 4),
        w + i0 * maskBytes,
        w + i1 * maskBytes,
        w + i2 * maskBytes,
        w + i3 * maskBytes,
        chosen,
        left,
      );
      logRatio = f32x4.add(logRatio, f32x4.sub(picked, v128.load(left)));
      count(statistics, 16 * Sum.HEADS + ((<usize>h) << 4), v128.and(live, v128.load(left, 32)));
    }
    const learning = mode == LossMode.DISTIL ? f(0) : v128.andnot(live, cloned);
    const ratio = exp(logRatio);
    const advantage = v128.load(advantages + ((<usize>r) << 2));
    const gain = f32x4.mul(ratio, advantage);
    const held = f32x4.mul(f32x4.min(f32x4.add(one, clip), f32x4.max(f32x4.sub(one, clip), ratio)), advantage);
    const bounded = v128.and(f32x4.lt(advantage, f(0)), f32x4.gt(ratio, dual));
    const active = v128.andnot(f32x4.le(gain, held), bounded);
    const objective = v128.bitselect(f32x4.mul(dual, advantage), v128.bitselect(gain, held, active), bounded);
    // A ratio that is no number must reach the gradient: comparisons alone would hide it.
    const broken = f32x4.ne(ratio, ratio);
    const dLog = v128.and(
      v128.and(learning, v128.or(active, broken)),
      f32x4.neg(f32x4.mul(gain, each)),
    );
    const moved = f32x4.sub(ratio, one);
    count(statistics, 16 * Sum.POLICY_LOSS, v128.and(learning, f32x4.neg(objective)));
    count(statistics, 16 * Sum.KL, v128.and(learning, f32x4.sub(moved, logRatio)));
    count(statistics, 16 * Sum.CLIPPED, v128.and(v128.and(learning, one), f32x4.gt(f32x4.abs(moved), clip)));
    count(statistics, 16 * Sum.LEARNING, v128.and(learning, one));
    for (let h: i32 = 0; h < headCount; h++) {
      const head = heads + <usize>(12 * h);
      const first = (<usize>load<i32>(head)) << 4;
      const left = fields + FIELDS * <usize>h;
      const ln = v128.load(left);
      const inverse = v128.load(left, 16);
      // d = p (a - dEntropy t) and dLog more for the choice taken.
      const dEnt = v128.and(live, dEntropy);
      const a = f32x4.neg(madd(dLog, dEnt, f32x4.sub(v128.load(left, 32), ln)));
      const chosen = words4(
        actions + ((<usize>h) << 2),
        i0 * actionBytes,
        i1 * actionBytes,
        i2 * actionBytes,
        i3 * actionBytes,
      );
      const n = load<i32>(head, 4);
      for (let j: i32 = 0; j < n; j++) {
        const at = first + ((<usize>j) << 4);
        const p = f32x4.mul(v128.load(e + at), inverse);
        const dj = f32x4.mul(p, f32x4.sub(a, f32x4.mul(dEnt, v128.load(t + at))));
        v128.store(d + at, f32x4.add(dj, v128.and(dLog, i32x4.eq(chosen, i32x4.splat(j)))));
      }
    }
    const imitating = v128.and(live, advised ? flags(asked, i0, i1, i2, i3) : cloned);
    if (imitates && v128.any_true(imitating)) {
      const weight = v128.and(imitating, imitation);
      let logTaught = f(0);
      for (let h: i32 = 0; h < headCount; h++) {
        const head = heads + <usize>(12 * h);
        const first = (<usize>load<i32>(head)) << 4;
        const n = load<i32>(head, 4);
        const right = words4(
          taught + ((<usize>h) << 2),
          i0 * actionBytes,
          i1 * actionBytes,
          i2 * actionBytes,
          i3 * actionBytes,
        );
        const offset = (<usize>load<i32>(head, 8)) << 2;
        const same = alike(masks + offset, taughtMasks + offset, i0 * maskBytes, i1 * maskBytes, i2 * maskBytes, i3 * maskBytes, n);
        // Where the expert's choices so far allow what those taken do, its probabilities are known already.
        let q = e + first;
        let tq = t + first;
        let left = fields + FIELDS * <usize>h;
        if (!same) {
          q = e2;
          tq = t2;
          left = fields2;
          const w = taughtMasks + offset;
          softmax(
            t + first,
            q,
            tq,
            n,
            w + i0 * maskBytes,
            w + i1 * maskBytes,
            w + i2 * maskBytes,
            w + i3 * maskBytes,
            right,
            left,
          );
        }
        const inverse = v128.load(left, 16);
        let picked = f(0);
        for (let j: i32 = 0; j < n; j++) {
          const at = (<usize>j) << 4;
          const is = i32x4.eq(right, i32x4.splat(j));
          picked = v128.bitselect(v128.load(tq + at), picked, is);
          const dj = f32x4.sub(f32x4.mul(v128.load(q + at), inverse), v128.and(is, one));
          v128.store(d + first + at, madd(v128.load(d + first + at), weight, dj));
        }
        logTaught = f32x4.add(logTaught, f32x4.sub(picked, v128.load(left)));
      }
      count(statistics, 16 * Sum.IMITATION_LOSS, v128.and(imitating, f32x4.neg(logTaught)));
      count(statistics, 16 * Sum.IMITATING, v128.and(imitating, one));
    }
    const valued = v128.andnot(live, cloned);
    const error = v128.and(valued, f32x4.sub(value, words4(returns, i0 << 2, i1 << 2, i2 << 2, i3 << 2)));
    count(statistics, 16 * Sum.VALUE_LOSS, f32x4.mul(error, error));
    count(statistics, 16 * Sum.VALUED, v128.and(valued, one));
    v128.store(d + ((<usize>logits) << 4), f32x4.mul(dValue, error));
    for (let j: i32 = logits + 1; j < cols; j++) v128.store(d + ((<usize>j) << 4), f(0));
    rowsOf(d, dOut + ((<usize>r) << 5), panel, cols);
  }
}

/** Which of four rows have a byte other than 0. */
@inline
function flags(bytes: usize, i0: usize, i1: usize, i2: usize, i3: usize): v128 {
  return i32x4.ne(
    i32x4(load<u8>(bytes + i0), load<u8>(bytes + i1), load<u8>(bytes + i2), load<u8>(bytes + i3)),
    i32x4.splat(0),
  );
}

/** Whether four rows' words of a head of `n` choices are the same in both masks. */
@inline
function alike(a: usize, b: usize, r0: usize, r1: usize, r2: usize, r3: usize, n: i32): bool {
  for (let j: i32 = 0; j < n; j += 32) {
    const at = (<usize>j) >> 3;
    if (v128.any_true(v128.xor(words4(a + at, r0, r1, r2, r3), words4(b + at, r0, r1, r2, r3)))) return false;
  }
  return true;
}

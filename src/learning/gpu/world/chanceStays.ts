/** `Stays` (environment/chance/stays.ts) in WGSL, and with it the distribution of a stay (model/queueing/lateness.ts). */
import { YOUNG_GROWTH, YOUNG_SECOND } from '../../../environment/chance/stays.ts';

/** `normal_cdf` of model/normal.ts and `share_within` of model/queueing/lateness.ts. */
const LATENESS = /* wgsl */ `
fn normal_cdf(x: f32) -> f32 {
  let t = 1.0 / (1.0 + 0.2316419 * abs(x));
  let poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  let tail = exp(-0.5 * x * x) * 0.3989422804 * poly;
  return select(tail, 1.0 - tail, x >= 0.0);
}

fn cube_root(x: f32) -> f32 {
  let root = max(1e-12, pow(x, 1.0 / 3.0));
  return root - (root - x / (root * root)) / 3.0;
}

fn share_within(mean: f32, variance: f32, third: f32, limit: f32) -> f32 {
  if (variance <= 1e-12) { return select(0.0, 1.0, limit >= mean); }
  let deviation = sqrt(variance);
  let z = (limit - mean) / deviation;
  let skew = clamp(third / (variance * deviation), -6.0, 6.0);
  if (abs(skew) < 1e-3) { return normal_cdf(z); }
  let base = 1.0 + skew * z / 2.0;
  if (base <= 0.0) { return select(1.0, 0.0, skew > 0.0); }
  // (6 / skew) (root - 1), without the difference of what is nearly equal.
  let root = cube_root(base);
  return normal_cdf(3.0 * z / (root * root + root + 1.0) + skew / 6.0);
}
`;

export const STAYS = /* wgsl */ `
${LATENESS}
// Per stage, s: fill, turns and service; the wait by chance for a replica; both; how old a request may be when it has its turn.
var<private> stay_moving: array<f32, STAGES>;
var<private> stay_wait: array<f32, STAGES>;
var<private> stay_each: array<f32, STAGES>;
var<private> stay_limit: array<f32, STAGES>;
// Of all stages together.
var<private> stay_sum: f32;
var<private> stay_variance: f32;
var<private> stay_third: f32;
var<private> stay_least: f32;
// Shares in time by whole seconds of backlog behind a request, and how many of them are known.
var<private> shares: array<f32, RING + 1u>;
var<private> known: u32;

fn row_of(n: u32, option: u32, replicas: f32, kind: u32) -> u32 {
  return u32(extra(FIRST_ROWS + option)) + ((u32(replicas) - 1u) * u32(extra(CLASSES + n)) + kind) * ROW_WORDS;
}

// A number of a row, at the share f of the way from point i to the next.
fn at_point(row: u32, column: u32, i: u32, f: f32) -> f32 {
  let at = u32(extra(row + column)) + i;
  let a = extra(at);
  return a + f * (extra(at + 1u) - a);
}

// Under 'rate' req/s, 'seconds' after the look before: fills the variables above.
fn look_at_stays(rate: f32, seconds: f32) {
  known = 0u;
  stay_sum = 0.0;
  stay_variance = 0.0;
  stay_third = 0.0;
  stay_least = 0.0;
  var passing = rate;
  var kind = 0u;
  for (var n = 0u; n < STAGES; n++) {
    let at = n * STAGE_STRIDE;
    let capacity = peek(at + CAPACITY);
    let limit = DROP_SECONDS - stay_sum;
    stay_limit[n] = limit;
    if (!(capacity > 0.0)) {
      stay_moving[n] = 0.0;
      stay_wait[n] = 0.0;
      stay_each[n] = 0.0;
      put(at + OWN + WAITING, 0.0);
      continue;
    }
    let ready = peek(at + READY);
    let old = peek(at + OLD_READY);
    let serves = ready > 0.0;
    let variant = u32(max(0.0, select(peek(at + OLD_VARIANT), peek(at + VARIANT), serves)));
    let batch = u32(select(peek(at + OLD_BATCH), peek(at + BATCH), serves));
    let row = row_of(n, option_of(n, variant, batch), ready + old, kind);
    let each = 1.0 / capacity;
    let busy = passing * each;
    let x = min(busy, 1.0) * f32(POINTS - 1u);
    let i = min(u32(x), POINTS - 2u);
    let f = select(1.0, x - f32(i), busy < 1.0);
    let pressure = at_point(row, ROW_PRESSURE, i, f);
    let moving = at_point(row, ROW_MEAN, i, f);
    let fill = at_point(row, ROW_FILL, i, f);
    let before = peek(at + OWN + WAITS) * each;
    let behind = peek(at + BACKLOG) * each;
    let spare = seconds * (1.0 - busy);
    // One over the wait of the long run; nothing where no capacity is spare.
    let lasting = select(0.0, (1.0 - busy) / (pressure + 1e-12), busy < 1.0);
    let settled = min(1.0, before * lasting);
    // Where nothing is spare waits end up even between 0 and what the drop limit leaves.
    let half = max(0.0, (limit - moving) / 2.0);
    var near = 1.0;
    if (before < half) { near = before / half; }
    near *= near;
    near *= near;
    let growth = pressure * (YOUNG_GROWTH + (1.0 - YOUNG_GROWTH) * settled) * (1.0 - near);
    // (left + root) / 2 - backlog, without the difference of what is nearly equal.
    let backlog = max(0.0, behind - spare);
    let grown = 4.0 * seconds * growth;
    var after = 0.0;
    if (backlog > 0.0) {
      let left = backlog + before;
      let root = sqrt(left * left + grown);
      after = (before + (before * (left + backlog) + grown) / (root + backlog)) / 2.0;
    } else {
      let left = behind + before - spare;
      let root = sqrt(left * left + grown);
      after = (left + root) / 2.0;
      if (left < 0.0) { after = grown / (root - left) / 2.0; }
    }
    after = min(after, half);
    let wait = (before + after) / 2.0;
    stay_wait[n] = wait;
    stay_moving[n] = moving;
    stay_each[n] = moving + wait;
    stay_sum += moving + wait;
    // A wait is 0, or where a request is delayed half-normal at first, exponential in the long run, even under the limit.
    let whole = wait / at_point(row, ROW_DELAYED, i, f);
    let ripe = min(1.0, wait * lasting);
    let ripe_second = YOUNG_SECOND + (2.0 - YOUNG_SECOND) * ripe;
    let ripe_third = PI + (6.0 - PI) * ripe;
    let second = ripe_second + (4.0 / 3.0 - ripe_second) * near;
    let cube = ripe_third + (2.0 - ripe_third) * near;
    stay_variance += at_point(row, ROW_VARIANCE, i, f) + wait * (second * whole - wait);
    stay_third += at_point(row, ROW_THIRD, i, f)
      + wait * (whole * (cube * whole - 3.0 * second * wait) + 2.0 * wait * wait);
    stay_least += extra(row + ROW_LEAST);
    kind = u32(extra(u32(extra(row + ROW_LEAVES)) + select(i + 1u, i, f < 0.5)));
    put(at + OWN + WAITS, after * capacity);
    put(at + OWN + WAITING, passing * (wait + fill));
    passing = min(passing, capacity);
  }
}

// Share, 0..1, of the requests with so many seconds of backlog behind them that are through within the objective.
fn share_behind(seconds: u32) -> f32 {
  while (known <= seconds) {
    let left = SLA_SECONDS - f32(known);
    shares[known] = 0.0;
    if (left >= stay_least) { shares[known] = share_within(stay_sum, stay_variance, stay_third, left); }
    known++;
  }
  return shares[seconds];
}

fn share_in_time() -> f32 { return share_behind(0u); }

const PI = ${String(Math.PI)};
const YOUNG_GROWTH = ${String(YOUNG_GROWTH)};
const YOUNG_SECOND = ${String(YOUNG_SECOND)};
`;

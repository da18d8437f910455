/** Ten seconds of the fluid environment that knows chance (environment/chance/chance.ts) in WGSL. */
import { COLUMNS, deviceRows, LEAST, ROW_WORDS } from './chanceRows.ts';
import { STAYS } from './chanceStays.ts';
import type { DeviceEnvironment } from './deviceEnvironment.ts';
import { POINTS } from '../../../environment/chance/rows.ts';
import { beyond, REACH, skewed, STEPS, VARIES } from '../../../environment/chance/scatter.ts';
import { OWN, WAITING, WAITS } from '../../../environment/chance/stays.ts';
import type { EnvironmentOptions } from '../../../environment/environment.ts';

/** Words before the rows: the two tables of `scatter.ts`. */
const BEFORE = beyond.length + skewed.length;

/** Why the rows of `options` are not for a device, a sentence; undefined where they are. Makes them, and keeps them. */
function whyNot(options: EnvironmentOptions): string | undefined {
  const rows = deviceRows(options, BEFORE);
  return typeof rows === 'string' ? rows : undefined;
}

function numbers(options: EnvironmentOptions): Float32Array<ArrayBuffer> {
  const rows = deviceRows(options, BEFORE);
  if (typeof rows === 'string') throw new Error(rows);
  const all = new Float32Array(BEFORE + rows.words.length);
  all.set(beyond);
  all.set(skewed, beyond.length);
  all.set(rows.words, BEFORE);
  return all;
}

/** `sum_of` and `unmet_over` of scatter.ts; its tables are the environment's first numbers. */
const SCATTER = /* wgsl */ `
// E[(N - capacity)+] of a variable with such a mean, variance and third central moment, near enough normal.
fn above(mean: f32, variance: f32, third: f32, capacity: f32) -> f32 {
  let gap = capacity - mean;
  if (gap >= 0.0 && gap * gap >= REACH * REACH * variance) { return 0.0; }
  let deviation = sqrt(variance);
  let z = gap / deviation;
  if (z <= -REACH) { return -gap; }
  let x = (z + REACH) * (STEPS / (2.0 * REACH));
  let i = min(u32(x), u32(STEPS) - 1u);
  let f = x - f32(i);
  let normal = extra(i) + f * (extra(i + 1u) - extra(i));
  let skew = extra(SKEWED + i) + f * (extra(SKEWED + i + 1u) - extra(SKEWED + i));
  return max(0.0, deviation * normal + third / variance * skew);
}

fn unmet_by_chance(rate: f32, capacity: f32) -> f32 { return above(rate, rate, rate, capacity); }

fn sum_of(begin: i32, end: i32) -> f32 {
  var sum = 0.0;
  for (var t = begin; t < end; t++) { sum += rate_at(u32(t)); }
  return sum;
}

fn unmet_over(begin: i32, end: i32, most: f32, capacity: f32) -> f32 {
  let gap = capacity - most;
  if (gap >= 0.0 && gap * gap >= REACH * REACH * most) { return 0.0; }
  let seconds = f32(end - begin);
  let mean = sum_of(begin, end) / seconds;
  var spread = 0.0;
  for (var t = begin; t < end; t++) {
    let off = rate_at(u32(t)) - mean;
    spread += off * off;
  }
  spread /= seconds;
  if (spread <= mean * VARIES) { return seconds * above(mean, mean + spread, mean + 3.0 * spread, capacity); }
  var unmet = 0.0;
  for (var t = begin; t < end; t++) { unmet += unmet_by_chance(rate_at(u32(t)), capacity); }
  return unmet;
}
`;

/** Whole seconds are i32 here, as they are compared with such before the track begins; ages are differences of them. */
const SECONDS = /* wgsl */ `
// Requests that reach the next stage within the current second, by slot of arrival second; slots of seconds before 'flow_first'
// are of no meaning.
var<private> flow: array<f32, RING>;
var<private> flow_first: i32;
// Second of the oldest request that waits in each stage; only where one waits.
var<private> oldest: array<i32, STAGES>;

// What serves since the last look, from second 'serving_from' on.
var<private> serving_accuracy: f32;
var<private> serving_throughput: f32;
var<private> serving_held: f32;
var<private> serving_from: i32;

fn slot_of(second: i32) -> u32 { return u32((second + i32(RING)) % i32(RING)); }

fn waiting(at: u32) -> f32 { return peek(at + BACKLOG) + peek(at + OWN + WAITING); }

// Whether anything waits behind a backlog at second t; finds the oldest of it.
fn anything_waits(t: i32) -> bool {
  var waits = false;
  for (var n = 0u; n < STAGES; n++) {
    let at = n * STAGE_STRIDE;
    if (peek(at + BACKLOG) == 0.0) { continue; }
    waits = true;
    var second = t - i32(RING) + 1;
    while (second < t && peek(at + QUEUE + slot_of(second)) == 0.0) { second++; }
    oldest[n] = second;
  }
  return waits;
}

// From second t on, under 'rate' req/s; returns the second at which replicas change next.
fn look(t: i32, rate: f32) -> i32 {
  var next = t - t % 10 + 10;
  serving_accuracy = 0.0;
  serving_throughput = peek(CAPACITY);
  serving_from = t;
  var units = 0.0;
  for (var n = 0u; n < STAGES; n++) {
    let at = n * STAGE_STRIDE;
    if (peek(at + STARTING) > 0.0) { next = min(next, i32(peek(at + FIELDS))); }
    if (MAY_RESTART) { serving_from = max(serving_from, i32(peek(at + RESTART))); }
    serving_accuracy += peek(at + ACCURACY);
    serving_throughput = min(serving_throughput, peek(at + CAPACITY));
    units += peek(at + HELD);
  }
  serving_held = in_cores(units);
  look_at_stays(rate, f32(next - t));
  return next;
}

// Whether none of 'flow', which passes a stage of 'capacity' in second t, is older than 'limit' seconds when it has its turn.
fn is_young(t: i32, capacity: f32, limit: f32) -> bool {
  return capacity > 0.0 && limit >= f32(t - flow_first) + flow[slot_of(flow_first)] / (2.0 * capacity);
}

struct Served { passed: f32, dropped: f32 }

// Serves the queue of stage n and what 'flow' brings, oldest first; leaves what goes on in 'flow'.
fn serve(n: u32, t: i32, capacity: f32, limit: f32, inflow: f32) -> Served {
  let at = n * STAGE_STRIDE;
  let pace = max(capacity, inflow);
  let flowing = flow_first;
  var begin = flowing;
  if (peek(at + BACKLOG) > 0.0) { begin = min(flowing, oldest[n]); }
  // Until a second is young enough: those after it are younger still when they have their turn.
  var old = limit < f32(t + 1 - begin);
  var room = capacity;
  var served = 0.0;
  var stay = 0.0;
  var dropped = 0.0;
  var goes = t;
  var stays = t;
  var slot = slot_of(begin);
  for (var second = begin; second <= t; second++) {
    let word = at + QUEUE + slot;
    var here = peek(word);
    if (second >= flowing) { here += flow[slot]; }
    if (old && here > 0.0) {
      // The part of the second that is young enough when the middle of what is served of it has its turn.
      var turn = 0.5;
      if (pace > 0.0) { turn = (served + min(here, room) / 2.0) / pace; }
      let young = f32(second + 1 - t) + limit - turn;
      if (young < 1.0) {
        // First in, first out: what is left of a second are its youngest.
        var most = 0.0;
        if (young > 0.0 && second >= 0) { most = young * rate_at(u32(second)); }
        if (here > most) {
          dropped += here - most;
          here = most;
        }
      } else {
        old = false;
      }
    }
    let passes = min(here, room);
    let left = here - passes;
    if (passes > 0.0) { goes = min(goes, second); }
    if (left > 0.0) { stays = min(stays, second); }
    room -= passes;
    served += passes;
    flow[slot] = passes;
    put(word, left);
    stay += left;
    slot = select(slot + 1u, 0u, slot + 1u == RING);
  }
  put(at + BACKLOG, stay);
  flow_first = goes;
  oldest[n] = stays;
  return Served(served, dropped);
}

struct Second { accuracy: f32, throughput: f32, latency: f32, served: f32, dropped: f32, in_time: f32, waits: bool }

// Second t, in which 'arrivals' requests come, 'restarting' where a stage may serve nothing.
fn second_of(t: i32, arrivals: f32, restarting: bool) -> Second {
  var second = Second();
  second.served = arrivals;
  // True while everything that flows has arrived within this very second.
  var fresh = true;
  for (var n = 0u; n < STAGES; n++) {
    let at = n * STAGE_STRIDE;
    var capacity = peek(at + CAPACITY);
    if (restarting && peek(at + RESTART) > f32(t)) { capacity = 0.0; }
    let before = peek(at + BACKLOG);
    var in_stage = stay_each[n];
    if (before != 0.0 || second.served > capacity || !(fresh || is_young(t, capacity, stay_limit[n]))) {
      if (fresh) {
        flow[slot_of(t)] = second.served;
        flow_first = t;
        fresh = false;
      }
      let served = serve(n, t, capacity, stay_limit[n], second.served);
      second.served = served.passed;
      second.dropped += served.dropped;
      let after = peek(at + BACKLOG);
      if (before + after > 0.0) {
        second.waits |= after > 0.0;
        var wait = DROP_SECONDS;
        if (capacity > 0.0) { wait = min(wait, (before + after) / (2.0 * capacity) + stay_wait[n]); }
        in_stage = wait + stay_moving[n];
      }
    }
    put(at + LATENCY, in_stage);
    second.latency += in_stage;
    if (capacity > 0.0) { second.accuracy += peek(at + ACCURACY); }
    second.throughput = select(min(second.throughput, capacity), capacity, n == 0u);
  }
  if (fresh) { second.in_time = second.served * share_in_time(); } else { second.in_time = flow_in_time(t); }
  return second;
}

// Of 'flow' of second t, how many are through within the objective.
fn flow_in_time(t: i32) -> f32 {
  var sum = 0.0;
  // Who is older is late whatever comes.
  let begin = max(flow_first, t - max(-1, i32(floor(SLA_SECONDS - stay_least))));
  for (var second = begin; second <= t; second++) {
    let passed = flow[slot_of(second)];
    if (passed != 0.0) { sum += passed * share_behind(u32(t - second)); }
  }
  return sum;
}

fn run(begin: u32, drained: f32) -> Ran {
  let arrived = interval_sum(begin / 10u);
  let most = interval_max(begin / 10u);
  var ran = Ran();
  var accuracy = 0.0;
  var throughput = 0.0;
  var latency = 0.0;
  var unmet = 0.0;
  // Core-seconds of replicas that finish their last batch; where others need the cores they give way.
  var draining = drained;
  var t = i32(begin);
  let end = t + 10;
  var waits = anything_waits(t);
  while (t < end) {
    for (var n = 0u; n < STAGES; n++) {
      let at = n * STAGE_STRIDE;
      if (peek(at + STARTING) > 0.0 && peek(at + FIELDS) <= f32(t)) { draining += advance(at, n, u32(t)); }
    }
    let next = look(t, arrived / 10.0);
    let seconds = f32(next - t);
    let finishing = min(draining, seconds * (MAX_CORES - serving_held));
    draining -= finishing;
    ran.core_seconds += seconds * serving_held + finishing;
    let steady = t >= serving_from;
    if (steady) { unmet += unmet_over(t, next, most, serving_throughput); }
    if (steady && !waits && most <= serving_throughput) {
      // Nothing waits and all can be served.
      var came = arrived;
      if (next - t != 10) { came = sum_of(t, next); }
      accuracy += seconds * serving_accuracy;
      throughput += seconds * serving_throughput;
      latency += seconds * stay_sum;
      ran.served += came;
      ran.in_time += came * share_in_time();
      t = next;
      continue;
    }
    for (; t < next; t++) {
      let arrivals = rate_at(u32(t));
      let restarting = t < serving_from;
      if (!waits && arrivals <= serving_throughput && !restarting) {
        // The same of one second.
        accuracy += serving_accuracy;
        throughput += serving_throughput;
        latency += stay_sum;
        ran.served += arrivals;
        ran.in_time += arrivals * share_in_time();
        if (!steady) { unmet += unmet_by_chance(arrivals, serving_throughput); }
        continue;
      }
      let second = second_of(t, arrivals, restarting);
      waits = second.waits;
      accuracy += second.accuracy;
      throughput += second.throughput;
      latency += second.latency;
      ran.served += second.served;
      ran.dropped += second.dropped;
      ran.in_time += second.in_time;
      if (!steady) { unmet += unmet_by_chance(arrivals, second.throughput); }
    }
  }
  if (!waits) { for (var n = 0u; n < STAGES; n++) { put(n * STAGE_STRIDE + LATENCY, stay_each[n]); } }
  // (3) is linear in its terms, but for the gap, whose two sides are summed apart.
  let gap = UNMET_WEIGHT * unmet + SPARE_WEIGHT * (unmet - (arrived - throughput));
  ran.qos = qos_of(accuracy, throughput, latency, 0.0) - gap;
  return ran;
}
`;

export const chance: DeviceEnvironment = {
  kind: 'chance',
  more: OWN,
  whyNot,
  numbers,
  text: ({ tables }) => /* wgsl */ `
const WAITS = ${String(WAITS)}u;
const WAITING = ${String(WAITING)}u;
const REACH = ${REACH.toFixed(1)};
const STEPS = ${STEPS.toFixed(1)};
const VARIES = ${String(VARIES)};
const SKEWED = ${String(beyond.length)}u;
const FIRST_ROWS = ${String(BEFORE)}u;
const CLASSES = ${String(BEFORE + tables.rate.length)}u;
const ROW_WORDS = ${String(ROW_WORDS)}u;
const POINTS = ${String(POINTS)}u;
${COLUMNS.map((name, i) => `const ROW_${name} = ${String(i)}u;`).join('\n')}
const ROW_LEAST = ${String(LEAST)}u;
${SCATTER}
${STAYS}
${SECONDS}
`,
};

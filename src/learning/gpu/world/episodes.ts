/** Where episodes begin and what is ordered of experts (`PipelineTask`) in WGSL, by draws that are hashes instead of streams. */
import { EPISODES } from '../random.ts';
import type { RolloutLayout } from '../layout.ts';
import { ASKED, BY_EXPERT } from '../layout.ts';
import type { WorldConfig } from './worldConfig.ts';
import { DECISION_SECONDS, HISTORY_SECONDS } from '../../../workload/workload.ts';

/** Hashes kept for an episode's draws: where it begins; how; and its order, four heads each. */
const BLOCKS = 256;

/**
 * `restart(first)`: a new episode of the lane. Lanes that follow one load draw where it begins by the first one's number, so
 * that they agree without asking. `write_slot(slot)`: what the lane shows before a decision.
 */
export function episodesText(config: WorldConfig, { horizon, heads, taught }: RolloutLayout): string {
  const acts = config.expertMode === 'literal' || config.expertMode === 'cloning';
  const teaches = config.expertMode === 'dagger' || config.expertMode === 'distil';
  const f = config.expertEvery;
  const begin = HISTORY_SECONDS / DECISION_SECONDS;
  return /* wgsl */ `
const PEERS = ${String(config.peers)}u;
const EPISODE_DECISIONS = ${String(config.episode)}u;
const TEACHES = ${String(teaches)};
const HEADS = ${String(heads)}u;
const SLOT_AFTER = ${String(horizon)}u;

// A number below n, each as likely as the others to one in 2^32 / n.
fn below(word: u32, n: u32) -> u32 {
  let low = (word & 0xffffu) * (n & 0xffffu);
  let middle = (word >> 16u) * (n & 0xffffu) + (low >> 16u);
  let other = (word & 0xffffu) * (n >> 16u) + (middle & 0xffffu);
  return (word >> 16u) * (n >> 16u) + (middle >> 16u) + (other >> 16u);
}

fn draw(who: u32, episode: u32, block: u32) -> vec4u {
  return pcg4d(vec4u(schedule.seed, ${String(EPISODES)}u, who, episode * ${String(BLOCKS)}u + block));
}

// What serves when an episode begins.
var<private> started: array<Order, STAGES>;

// Uniform among what the masks allow, head by head (pipelineActions).
fn order_at_random(episode: u32) {
  var used = 0u;
  for (var n = 0u; n < STAGES; n++) {
    let room = UNITS_MAX - RESERVE[n] - used;
    var words: array<u32, 3>;
    for (var i = 0u; i < 3u; i++) {
      let head = 3u * n + i;
      words[i] = draw(lane, episode, 2u + head / 4u)[head % 4u];
    }
    var fit = 0u;
    for (var z = 0u; z < VARIANTS[n]; z++) { fit += select(0u, 1u, table_units(variant_of(n, z)) <= room); }
    var left = below(words[0], fit);
    var variant = 0u;
    for (var z = 0u; z < VARIANTS[n]; z++) {
      if (table_units(variant_of(n, z)) > room) { continue; }
      variant = z;
      if (left == 0u) { break; }
      left--;
    }
    let units = table_units(variant_of(n, variant));
    let replicas = 1u + below(words[1], min(MAX_REPLICAS, room / units));
    used += replicas * units;
    started[n] = Order(variant, replicas - 1u, below(words[2], BATCHES));
  }
}

// The cheapest variant, one replica, batch 1 everywhere.
fn order_smallest() {
  for (var n = 0u; n < STAGES; n++) {
    var variant = 0u;
    for (var z = 1u; z < VARIANTS[n]; z++) {
      if (table_units(variant_of(n, z)) < table_units(variant_of(n, variant))) { variant = z; }
    }
    started[n] = Order(variant, 0u, 0u);
  }
}

fn restart(first: bool) {
  let episode = u32(peek(EPISODES));
  let leader = lane - (lane % EACH) % PEERS;
  let part = draw(leader, episode, 0u);
  let drawn = below(part.x, DECISIONS);
  var track = 0u;
  while (decisions_until(track) <= drawn) { track++; }
  let decisions = decisions_of(track);
  let length = min(EPISODE_DECISIONS, decisions);
  let begin = ${String(begin)}u + below(part.y, decisions - length + 1u);
  // First episodes end at different times, so that lanes do not start anew all at once.
  let end = begin + select(length, 1u + below(part.z, length), first);
  put(TRACK, f32(track));
  put(TIME, f32(10u * begin));
  put(END, f32(10u * end));
  put(EPISODES, f32(episode + 1u));
  let plays = ${acts && f > 0 ? `schedule.guided == 1u && (lane + episode + 1u) % ${String(f)}u == 0u` : 'false'};
  put(PLAYED_BY_EXPERT, select(0.0, 1.0, plays));
  meet_track(track);
  let kind = below(draw(lane, episode, 1u).x, 3u);
  if (kind == 0u) {
    order_smallest();
  } else if (kind == 1u) {
    for (var n = 0u; n < STAGES; n++) { started[n] = best_order(begin, n); }
  } else {
    order_at_random(episode);
  }
  for (var n = 0u; n < STAGES; n++) {
    settle(n * STAGE_STRIDE, n, started[n].variant, started[n].more + 1u, started[n].batch);
  }
}

fn write_slot(slot: u32) {
  let row = slot * LANES + lane;
  write_features(row);
  let plays = peek(PLAYED_BY_EXPERT) == 1.0;
  let asked = peek(IS_ASKED) == 1.0;
  flags[flags_of + row] = select(0u, ${String(BY_EXPERT)}u, plays) | select(0u, ${String(ASKED)}u, asked);
  if (!plays && !asked) { return; }
  let k = u32(peek(TIME)) / 10u;
  let advised = is_advised(k);
  for (var n = 0u; n < STAGES; n++) {
    let stage = n * STAGE_STRIDE;
    // Who keeps what there is orders it again.
    var ordered = Order(u32(peek(stage + VARIANT)), u32(peek(stage + READY) + peek(stage + STARTING)) - 1u, u32(peek(stage + BATCH)));
    if (advised) { ordered = advised_order(k, n); }
    var at = actions_of + select(${String(taught)}u, 0u, plays) + row * HEADS + 3u * n;
    actions[at] = ordered.variant;
    actions[at + 1u] = ordered.more;
    actions[at + 2u] = ordered.batch;
  }
}
`;
}

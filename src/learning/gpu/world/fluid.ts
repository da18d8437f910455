/** Ten seconds of the fluid environment (environment/fluid.ts) in WGSL. */
import type { DeviceEnvironment } from './deviceEnvironment.ts';

/** Seconds that a request has waited from which on it is dropped: those a whole number and a half after it came. */
function droppedFrom(dropSeconds: number): number {
  let age = 0;
  while (!(age + 0.5 > dropSeconds)) age++;
  return age;
}

export const fluid: DeviceEnvironment = {
  kind: 'fluid',
  more: 0,
  text: ({ dropAfterSla, slaSeconds }) => /* wgsl */ `
const DROPPED_FROM = ${String(droppedFrom(dropAfterSla * slaSeconds))}u;

// Requests that reach the next stage within the current second, by slot of arrival second.
var<private> flow: array<f32, RING>;

fn waiting(at: u32) -> f32 { return peek(at + BACKLOG); }

struct Served { passed: f32, dropped: f32 }

// Serves the queue of the stage at 'at' and what 'flow' brings, oldest first; leaves what goes on in 'flow'.
fn serve(at: u32, t: u32, capacity: f32) -> Served {
  let queue = at + QUEUE;
  var room = capacity;
  var served = 0.0;
  var stay = 0.0;
  var dropped = 0.0;
  var slot = (t + 1u) % RING;
  for (var i = 1u; i <= RING; i++) {
    let age = RING - i;
    let here = peek(queue + slot) + flow[slot];
    if (here != 0.0) {
      let passes = select(room, here, here < room);
      room -= passes;
      served += passes;
      flow[slot] = passes;
      let stays = here - passes;
      if (stays > 0.0 && age >= DROPPED_FROM) {
        dropped += stays;
        put(queue + slot, 0.0);
      } else {
        put(queue + slot, stays);
        stay += stays;
      }
    }
    slot = select(slot + 1u, 0u, slot + 1u == RING);
  }
  put(at + BACKLOG, stay);
  return Served(served, dropped);
}

// Requests of 'flow', which left the last stage in second t, that had waited 'most' seconds or less.
fn younger(t: u32, most: f32) -> f32 {
  var sum = 0.0;
  for (var age = 0u; age < RING && f32(age) <= most; age++) { sum += flow[(t + RING - age) % RING]; }
  return sum;
}

fn run(begin: u32, drained: f32) -> Ran {
  var ran = Ran();
  var draining = drained;
  for (var t = begin; t < begin + 10u; t++) {
    let arrivals = rate_at(t);
    var amount = arrivals;
    // True while everything that flows has arrived within this very second.
    var fresh = true;
    var accuracy = 0.0;
    var throughput = 0.0;
    var latency = 0.0;
    var moving = 0.0;
    var units = 0.0;
    for (var n = 0u; n < STAGES; n++) {
      let at = n * STAGE_STRIDE;
      if (peek(at + STARTING) > 0.0 && peek(at + FIELDS) <= f32(t)) { draining += advance(at, n, t); }
      var capacity = peek(at + CAPACITY);
      if (MAY_RESTART && peek(at + RESTART) > f32(t)) { capacity = 0.0; }
      let before = peek(at + BACKLOG);
      let inflow = amount;
      var after = before;
      if (!fresh || before != 0.0 || inflow > capacity) {
        if (fresh) {
          for (var i = 0u; i < RING; i++) { flow[i] = 0.0; }
          flow[t % RING] = inflow;
          fresh = false;
        }
        let served = serve(at, t, capacity);
        amount = served.passed;
        ran.dropped += served.dropped;
        after = peek(at + BACKLOG);
      }
      let queued = (before + after) / 2.0;
      let fill = peek(at + FILL);
      // No division by nothing: who has no company waits for the time-out, who meets no capacity for the drop limit.
      var in_stage = peek(at + SERVICE);
      if (fill != 0.0) { in_stage += select(BATCH_TIMEOUT, fill / max(inflow, 1e-30), fill < BATCH_TIMEOUT * inflow); }
      moving += in_stage;
      if (queued != 0.0) {
        in_stage += select(DROP_SECONDS, queued / max(capacity, 1e-30), queued < DROP_SECONDS * capacity);
      }
      put(at + LATENCY, in_stage);
      latency += in_stage;
      if (capacity > 0.0) { accuracy += peek(at + ACCURACY); }
      throughput = select(min(throughput, capacity), capacity, n == 0u);
      units += peek(at + HELD);
    }
    ran.qos += qos_of(accuracy, throughput, latency, arrivals - throughput);
    ran.served += amount;
    if (moving <= SLA_SECONDS) {
      if (fresh) { ran.in_time += amount; } else { ran.in_time += younger(t, SLA_SECONDS - moving); }
    }
    let held = in_cores(units);
    let finishing = min(draining, MAX_CORES - held);
    draining -= finishing;
    ran.core_seconds += held + finishing;
  }
  return ran;
}
`,
};

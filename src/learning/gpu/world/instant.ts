/** Ten seconds of the instant environment (environment/instant.ts) in WGSL: what is ordered serves at once, and nothing queues. */
import type { DeviceEnvironment } from './deviceEnvironment.ts';

export const instant: DeviceEnvironment = {
  kind: 'instant',
  more: 0,
  text: () => /* wgsl */ `
fn waiting(at: u32) -> f32 { return 0.0; }

fn run(begin: u32, drained: f32) -> Ran {
  let load = interval_max(begin / 10u);
  var accuracy = 0.0;
  var throughput = 0.0;
  var latency = 0.0;
  var units = 0.0;
  for (var n = 0u; n < STAGES; n++) {
    let at = n * STAGE_STRIDE;
    let replicas = peek(at + READY) + peek(at + STARTING);
    settle(at, n, u32(peek(at + VARIANT)), u32(replicas), u32(peek(at + BATCH)));
    let capacity = peek(at + CAPACITY);
    throughput = select(min(throughput, capacity), capacity, n == 0u);
    accuracy += peek(at + ACCURACY);
    latency += peek(at + SERVICE);
    units += peek(at + HELD);
  }
  // What finds capacity is answered after the service alone; nobody is late where nobody comes.
  var answered = 1.0;
  if (load > 0.0) {
    answered = select(min(1.0, throughput / load), 0.0, latency > SLA_SECONDS);
  }
  var ran = Ran();
  ran.qos = 10.0 * qos_of(accuracy, throughput, latency, load - throughput);
  ran.core_seconds = 10.0 * in_cores(units);
  ran.in_time = answered * interval_sum(begin / 10u);
  return ran;
}
`,
};

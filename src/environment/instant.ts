import type { Environment, EnvironmentOptions } from './environment.ts';
import { Lanes } from './lanes.ts';
import { STATE_FIELDS } from './results.ts';
import { exactCores } from '../model/cores.ts';
import { answeredInTime, qosOf } from '../model/objective.ts';
import { inCores } from '../model/tables.ts';
import { DECISION_SECONDS } from '../workload/workload.ts';

/**
 * The paper's equations, literally: a configuration takes effect at once, the step's load is the maximum
 * of its ten seconds, nothing queues. The optimum is then myopic and a discount of 0 is optimal.
 */
class InstantEnvironment extends Lanes {
  readonly kind = 'instant';
  /** Per lane: throughput and cores of the ordered configuration. */
  readonly #throughput: Float64Array;
  readonly #cores: Float64Array;

  constructor(options: EnvironmentOptions, lanes: number) {
    super(options, lanes);
    this.#throughput = new Float64Array(lanes);
    this.#cores = new Float64Array(lanes);
  }

  protected begin(lane: number): void {
    const { tables } = this.options;
    const { offset, variantOffset, rate, units: unitsOf } = tables;
    const K = tables.batches.length;
    let throughput = Infinity;
    let units = 0;
    for (let n = 0, at = lane * 3 * tables.stages; n < tables.stages; n++, at += 3) {
      const z = this.actions[at]!;
      const f = this.actions[at + 1]! + 1;
      throughput = Math.min(throughput, f * rate[offset[n]! + z * K + this.actions[at + 2]!]!);
      units += f * unitsOf[variantOffset[n]! + z]!;
    }
    this.#throughput[lane] = throughput;
    this.#cores[lane] = inCores(tables, units);
  }

  step(actions: Int32Array): void {
    const { tables, weights, slaSeconds } = this.options;
    const {
      offset,
      variantOffset,
      rate,
      seconds,
      units: unitsOf,
      accuracy: accuracyOf,
      stages,
      batches,
    } = tables;
    const K = batches.length;
    const r = this.results;
    this.actions.set(actions);
    for (let lane = 0, at = 0; lane < this.lanes; lane++) {
      let accuracy = 0;
      let throughput = Infinity;
      let latency = 0;
      let units = 0;
      let largest = 0;
      for (let n = 0; n < stages; n++, at += 3) {
        const z = actions[at]!;
        const f = actions[at + 1]! + 1;
        const k = actions[at + 2]!;
        const option = offset[n]! + z * K + k;
        const variant = variantOffset[n]! + z;
        const t = f * rate[option]!;
        if (t < throughput) throughput = t;
        accuracy += accuracyOf[variant]!;
        latency += seconds[option]!;
        units += f * unitsOf[variant]!;
        if (k > largest) largest = k;
      }
      const cost = inCores(tables, units);
      const interval = this.interval[lane]!;
      const load = this.maxima[lane]![interval]!;
      const excess = load - throughput;
      const qos = qosOf(weights, accuracy, throughput, latency, excess);
      // Nothing queues: what finds capacity is answered after the service alone.
      const inTime = answeredInTime(latency, throughput, load, slaSeconds);
      const objective = qos - weights.costWeight * cost - weights.lateWeight * 100 * (1 - inTime);
      const batch = 1 << largest;
      r.load[lane] = load;
      r.accuracy[lane] = accuracy;
      r.throughput[lane] = throughput;
      r.latency[lane] = latency;
      r.excess[lane] = excess;
      r.unmet[lane] = excess > 0 ? excess : 0;
      r.cost[lane] = cost;
      r.batch[lane] = batch;
      r.qos[lane] = qos;
      r.objective[lane] = objective;
      r.reward[lane] = objective - weights.batchWeight * batch;
      r.arrived[lane] = this.sums[lane]![interval]!;
      r.inTime[lane] = inTime * r.arrived[lane]!;
      this.#throughput[lane] = throughput;
      this.#cores[lane] = cost;
      this.interval[lane] = interval + 1;
      this.time[lane] = this.time[lane]! + DECISION_SECONDS;
    }
    this.#recordInterval();
  }

  writeState(lane: number, out: Float64Array, at: number): void {
    const { tables } = this.options;
    const K = tables.batches.length;
    for (let n = 0, a = lane * 3 * tables.stages; n < tables.stages; n++, a += 3, at += STATE_FIELDS) {
      const z = this.actions[a]!;
      const f = this.actions[a + 1]! + 1;
      const option = tables.offset[n]! + z * K + this.actions[a + 2]!;
      out[at] = f;
      out[at + 1] = 0;
      out[at + 2] = 0;
      out[at + 3] = tables.seconds[option]!;
      out[at + 4] = f * tables.rate[option]!;
      out[at + 5] = inCores(tables, f * tables.units[tables.variantOffset[n]! + z]!);
    }
  }

  freeCoresOf(lane: number): number {
    return exactCores(this.limits.maxCores - this.#cores[lane]!);
  }

  override copyLane(lane: number, source: Environment, from: number): void {
    super.copyLane(lane, source, from);
    this.begin(lane);
  }

  /** Nothing queues here: each second serves what the ordered configuration can and loses the rest. */
  #recordInterval(): void {
    const recording = this.recording;
    if (!recording) return;
    const { lane } = recording;
    const { stages } = this.options.tables;
    const state = new Float64Array(this.stateSize);
    this.writeState(lane, state, 0);
    const rates = this.tracks[lane]!.rates;
    for (let t = this.time[lane]! - DECISION_SECONDS; t < this.time[lane]!; t++) {
      const arrivals = rates[t] ?? 0;
      recording.tick(arrivals, this.#cores[lane]!);
      let flow = arrivals;
      for (let n = 0; n < stages; n++) {
        const at = n * STATE_FIELDS;
        const served = Math.min(flow, state[at + 4]!);
        recording.stage(n, {
          backlog: 0,
          served,
          dropped: flow - served,
          ready: state[at]!,
          old: 0,
          oldVariant: -1,
          starting: 0,
          latency: state[at + 3]!,
          capacity: state[at + 4]!,
        });
        flow = served;
      }
      recording.next();
    }
  }
}

/** `lanes` episodes of the instant environment; every lane must be `reset` before the first step. */
export function createInstant(options: EnvironmentOptions, lanes: number): Lanes {
  return new InstantEnvironment(options, lanes);
}

import type { EnvironmentOptions } from './environment.ts';
import {
  ACCURACY,
  BACKLOG,
  CAPACITY,
  FIELDS,
  FILL,
  HELD,
  LATENCY,
  RESTART,
  SERVICE,
  STARTING,
} from './fluidState.ts';
import type { Lanes } from './lanes.ts';
import { QueueLanes } from './queueLanes.ts';
import { qosOf } from '../model/objective.ts';
import { inCores } from '../model/tables.ts';
import { DECISION_SECONDS } from '../workload/workload.ts';

/**
 * Fluid environment: one-second ticks inside the decision interval. A queue per stage holds requests by the
 * second in which they arrived at the pipeline (first in, first out), so ages are exact to the second and what
 * is older than the drop limit leaves. Q is computed each second from what serves in that second.
 */
class FluidEnvironment extends QueueLanes {
  readonly kind = 'fluid';

  constructor(options: EnvironmentOptions, lanes: number) {
    super(options, lanes, 0);
  }

  /** Ten seconds of one lane. */
  protected override run(lane: number, drainedBefore: number): void {
    const { tables, weights, batchTimeoutSeconds, slaSeconds } = this.options;
    const { maxCores } = this.limits;
    const { stages, stageStride, laneStride } = this.layout;
    const s = this.state;
    const base = lane * laneStride;
    const end = base + stages * stageStride;
    const rates = this.tracks[lane]!.rates;
    const from = this.time[lane]!;
    const recording = this.recording?.lane === lane ? this.recording : undefined;
    let sumAccuracy = 0;
    let sumThroughput = 0;
    let sumLatency = 0;
    let sumExcess = 0;
    let sumUnmet = 0;
    let sumQos = 0;
    let sumServed = 0;
    let sumDropped = 0;
    let sumInTime = 0;
    let coreSeconds = 0;
    // Core-seconds of replicas that finish their last batch; where others need the cores they give way.
    let draining = drainedBefore;
    for (let t = from; t < from + DECISION_SECONDS; t++) {
      const arrivals = t < rates.length ? rates[t]! : 0;
      let flow = arrivals;
      // True while everything that flows has arrived within this very second.
      let fresh = true;
      let accuracy = 0;
      let throughput = Infinity;
      let latency = 0;
      // Of that, what does not come from waiting in a queue.
      let moving = 0;
      let units = 0;
      for (let at = base, n = 0; at < end; at += stageStride, n++) {
        if (s[at + STARTING]! > 0 && s[at + FIELDS]! <= t) draining += this.rollouts.advance(s, at, n, t);
        let capacity = s[at + CAPACITY]!;
        if (this.mayRestart && s[at + RESTART]! > t) capacity = 0;
        const waiting = s[at + BACKLOG]!;
        const inflow = flow;
        if (fresh && waiting === 0 && inflow <= capacity) {
          this.servedNow[n] = inflow;
          this.droppedNow[n] = 0;
        } else {
          if (fresh) {
            this.flow.fill(0);
            this.flow[t % this.layout.ring] = inflow;
            fresh = false;
          }
          flow = this.#serve(at, n, t, capacity);
          sumDropped += this.droppedNow[n]!;
        }
        const queued = (waiting + s[at + BACKLOG]!) / 2;
        const fillWait = s[at + FILL]! === 0 ? 0 : Math.min(batchTimeoutSeconds, s[at + FILL]! / inflow);
        const wait = queued === 0 ? 0 : Math.min(this.dropSeconds, queued / capacity);
        const inStage = wait + fillWait + s[at + SERVICE]!;
        s[at + LATENCY] = inStage;
        latency += inStage;
        moving += inStage - wait;
        if (capacity > 0) accuracy += s[at + ACCURACY]!;
        if (capacity < throughput) throughput = capacity;
        units += s[at + HELD]!;
      }
      const excess = arrivals - throughput;
      const unmet = excess > 0 ? excess : 0;
      sumQos += qosOf(weights, accuracy, throughput, latency, excess);
      sumAccuracy += accuracy;
      sumThroughput += throughput;
      sumLatency += latency;
      sumExcess += excess;
      sumUnmet += unmet;
      sumServed += flow;
      if (moving <= slaSeconds) sumInTime += fresh ? flow : this.#younger(t, slaSeconds - moving);
      const held = inCores(tables, units);
      const finishing = Math.min(draining, maxCores - held);
      draining -= finishing;
      coreSeconds += held + finishing;
      if (recording) this.recordSecond(recording, base, arrivals, held);
    }
    this.settle(
      lane,
      sumAccuracy,
      sumThroughput,
      sumLatency,
      sumExcess,
      sumUnmet,
      sumQos,
      coreSeconds,
      this.sums[lane]![this.interval[lane]!] ?? 0,
      sumServed,
      sumDropped,
      sumInTime,
    );
  }

  /**
   * Serves the queue of the stage at `at` and what `#flow` brings, oldest first, with `capacity` requests;
   * leaves what goes on in `#flow` and returns its sum. What is older than the drop limit leaves the queue.
   */
  #serve(at: number, n: number, t: number, capacity: number): number {
    const { ring, maxReplicas } = this.layout;
    const s = this.state;
    const queue = at + FIELDS + maxReplicas;
    const flow = this.flow;
    let room = capacity;
    let served = 0;
    let waiting = 0;
    let dropped = 0;
    for (let second = t - ring + 1; second <= t; second++) {
      const slot = ((second % ring) + ring) % ring;
      const here = s[queue + slot]! + flow[slot]!;
      if (here === 0) continue;
      const passes = here < room ? here : room;
      room -= passes;
      served += passes;
      flow[slot] = passes;
      const stays = here - passes;
      // Mean age at the end of this second; the slot must be free before its second comes round again.
      if (stays > 0 && t + 0.5 - second > this.dropSeconds) {
        dropped += stays;
        s[queue + slot] = 0;
      } else {
        s[queue + slot] = stays;
        waiting += stays;
      }
    }
    s[at + BACKLOG] = waiting;
    this.servedNow[n] = served;
    this.droppedNow[n] = dropped;
    return served;
  }

  /** Requests of `#flow`, which left the last stage in second `t`, that had waited `most` seconds or less. */
  #younger(t: number, most: number): number {
    const { ring } = this.layout;
    const oldest = Math.max(t - ring + 1, Math.ceil(t - most));
    let sum = 0;
    for (let second = oldest; second <= t; second++) sum += this.flow[((second % ring) + ring) % ring]!;
    return sum;
  }
}

/** `lanes` episodes of the fluid environment; every lane must be `reset` before the first step. */
export function createFluid(options: EnvironmentOptions, lanes: number): Lanes {
  return new FluidEnvironment(options, lanes);
}

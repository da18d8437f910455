import { unmetByChance } from './scatter.ts';
import { OWN, Stays, WAITING } from './stays.ts';
import type { Environment, EnvironmentOptions } from '../environment.ts';
import { ACCURACY, BACKLOG, CAPACITY, FIELDS, HELD, LATENCY, RESTART, STARTING } from '../fluidState.ts';
import { QueueLanes } from '../queueLanes.ts';
import { STATE_FIELDS } from '../results.ts';
import { qosOf } from '../../model/objective.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/**
 * Fluid environment that knows chance: as `fluid.ts`, and requests that come one by one wait for company in a batch and for
 * a free replica also where a fluid would pass at once (`Stays`), their number in a second scatters (`unmetByChance`), and
 * which of them are in time follows from the distribution of their stay.
 */
class ChanceEnvironment extends QueueLanes {
  readonly kind = 'chance';
  readonly #stays: Stays;
  /** What serves since the last look, from second `from` on: accuracies summed, the least capacity, cores held. */
  readonly #serving = { accuracy: 0, throughput: 0, held: 0, from: 0 };

  constructor(options: EnvironmentOptions, lanes: number) {
    super(options, lanes, OWN);
    this.#stays = new Stays(options, this.layout);
  }

  protected override run(lane: number, drained: number): void {
    const { weights, slaSeconds } = this.options;
    const { maxCores } = this.limits;
    const { stages, stageStride, laneStride, ring } = this.layout;
    const s = this.state;
    const stays = this.#stays;
    const serving = this.#serving;
    const base = lane * laneStride;
    const end = base + stages * stageStride;
    const rates = this.tracks[lane]!.rates;
    const from = this.time[lane]!;
    const arrived = this.sums[lane]![this.interval[lane]!] ?? 0;
    const recording = this.recording?.lane === lane ? this.recording : undefined;
    let sumAccuracy = 0;
    let sumThroughput = 0;
    let sumLatency = 0;
    let sumExcess = 0;
    let sumUnmet = 0;
    let sumServed = 0;
    let sumDropped = 0;
    let sumInTime = 0;
    let coreSeconds = 0;
    // Core-seconds of replicas that finish their last batch; where others need the cores they give way.
    let draining = drained;
    let next = this.#look(base, from, arrived / DECISION_SECONDS);
    let waits = this.#waits(base);
    for (let t = from; t < from + DECISION_SECONDS; t++) {
      if (t === next) {
        for (let at = base, n = 0; at < end; at += stageStride, n++)
          if (s[at + STARTING]! > 0 && s[at + FIELDS]! <= t) draining += this.rollouts.advance(s, at, n, t);
        next = this.#look(base, t, arrived / DECISION_SECONDS);
      }
      const arrivals = t < rates.length ? rates[t]! : 0;
      let { accuracy, throughput } = serving;
      const { held } = serving;
      let latency = stays.sum;
      let served = arrivals;
      if (!waits && arrivals <= throughput && t >= serving.from && !recording) {
        // Nothing waits and all can be served: nothing moves but the load.
        sumInTime += arrivals * stays.within(slaSeconds, 0);
      } else {
        accuracy = 0;
        throughput = Infinity;
        latency = 0;
        // True while everything that flows has arrived within this very second.
        let fresh = true;
        // Seconds on the way so far that are not spent behind a backlog.
        let spent = 0;
        waits = false;
        for (let at = base, n = 0; at < end; at += stageStride, n++) {
          const capacity = this.mayRestart && s[at + RESTART]! > t ? 0 : s[at + CAPACITY]!;
          const waiting = s[at + BACKLOG]!;
          if (fresh && waiting === 0 && served <= capacity) {
            this.servedNow[n] = served;
            this.droppedNow[n] = 0;
          } else {
            if (fresh) {
              this.flow.fill(0);
              this.flow[t % ring] = served;
              fresh = false;
            }
            served = this.#serve(at, n, t, capacity, this.dropSeconds - spent, rates, served);
            sumDropped += this.droppedNow[n]!;
            if (s[at + BACKLOG]! > 0) waits = true;
          }
          const queued = (waiting + s[at + BACKLOG]!) / 2;
          const behind = queued === 0 ? 0 : queued / capacity;
          const inStage = Math.min(this.dropSeconds, behind + stays.wait[n]!) + stays.moving[n]!;
          s[at + LATENCY] = inStage;
          latency += inStage;
          spent += stays.wait[n]! + stays.moving[n]!;
          if (capacity > 0) accuracy += s[at + ACCURACY]!;
          if (capacity < throughput) throughput = capacity;
        }
        sumInTime += fresh ? served * stays.within(slaSeconds, 0) : this.#inTime(t, slaSeconds);
      }
      sumAccuracy += accuracy;
      sumThroughput += throughput;
      sumLatency += latency;
      sumExcess += arrivals - throughput;
      sumUnmet += unmetByChance(arrivals, throughput);
      sumServed += served;
      const finishing = Math.min(draining, maxCores - held);
      draining -= finishing;
      coreSeconds += held + finishing;
      if (recording) this.recordSecond(recording, base, arrivals, held);
    }
    if (!waits)
      for (let at = base, n = 0; at < end; at += stageStride, n++)
        s[at + LATENCY] = stays.wait[n]! + stays.moving[n]!;
    // (3) is linear in its terms, but for the gap, whose two sides are summed apart.
    const gap = weights.unmetWeight * sumUnmet + weights.spareWeight * (sumUnmet - sumExcess);
    const qos = qosOf(weights, sumAccuracy, sumThroughput, sumLatency, 0) - gap;
    this.settle(
      lane,
      sumAccuracy,
      sumThroughput,
      sumLatency,
      sumExcess,
      sumUnmet,
      qos,
      coreSeconds,
      arrived,
      sumServed,
      sumDropped,
      sumInTime,
    );
  }

  /** Looks at the lane at `base` from second `t` on, under `rate` req/s; returns the second at which its replicas change next. */
  #look(base: number, t: number, rate: number): number {
    const { stages, stageStride } = this.layout;
    const s = this.state;
    const serving = this.#serving;
    let next = t - (t % DECISION_SECONDS) + DECISION_SECONDS;
    serving.accuracy = 0;
    serving.throughput = Infinity;
    serving.held = 0;
    serving.from = t;
    for (let n = 0, at = base; n < stages; n++, at += stageStride) {
      if (s[at + STARTING]! > 0 && s[at + FIELDS]! < next) next = Math.max(t, Math.ceil(s[at + FIELDS]!));
      if (this.mayRestart && s[at + RESTART]! > serving.from) serving.from = s[at + RESTART]!;
      serving.accuracy += s[at + ACCURACY]!;
      if (s[at + CAPACITY]! < serving.throughput) serving.throughput = s[at + CAPACITY]!;
      serving.held += s[at + HELD]!;
    }
    this.#stays.look(s, base, rate, next - t);
    return next;
  }

  /** Whether anything waits behind a backlog in the lane at `base`. */
  #waits(base: number): boolean {
    const { stages, stageStride } = this.layout;
    for (let n = 0, at = base; n < stages; n++, at += stageStride)
      if (this.state[at + BACKLOG]! > 0) return true;
    return false;
  }

  /**
   * Serves the queue of the stage at `at` and what `flow` brings, oldest first, with `capacity` requests; leaves what goes
   * on in `flow` and returns its sum. When its turn comes no request may be older than `limit` seconds, so that who passes
   * the drop limit in service is dropped where it would queue again, as single requests are.
   */
  #serve(
    at: number,
    n: number,
    t: number,
    capacity: number,
    limit: number,
    rates: Float64Array,
    inflow: number,
  ): number {
    const { ring, maxReplicas } = this.layout;
    const s = this.state;
    const queue = at + FIELDS + maxReplicas;
    const flow = this.flow;
    const pace = Math.max(capacity, inflow);
    let room = capacity;
    let served = 0;
    let waiting = 0;
    let dropped = 0;
    for (let second = t - ring + 1, slot = (t + 1) % ring; second <= t; second++, slot++) {
      if (slot === ring) slot = 0;
      let here = s[queue + slot]! + flow[slot]!;
      if (here === 0) continue;
      // The part of its second that is young enough when the middle of what is served of it has its turn.
      const turn = pace > 0 ? (served + (here < room ? here : room) / 2) / pace : 0.5;
      const young = second + 1 + limit - t - turn;
      if (young < 1) {
        // First in, first out: what is left of a second are its youngest.
        const most = young > 0 && second >= 0 ? young * rates[second]! : 0;
        if (here > most) {
          dropped += here - most;
          here = most;
        }
      }
      const passes = here < room ? here : room;
      room -= passes;
      served += passes;
      flow[slot] = passes;
      s[queue + slot] = here - passes;
      waiting += here - passes;
    }
    s[at + BACKLOG] = waiting;
    this.servedNow[n] = served;
    this.droppedNow[n] = dropped;
    return served;
  }

  /** Requests of `flow`, which left the last stage in second `t`, that were through within `limit` seconds. */
  #inTime(t: number, limit: number): number {
    const { ring } = this.layout;
    let sum = 0;
    for (let behind = 0; behind < ring; behind++) {
      const passed = this.flow[(t - behind + ring) % ring]!;
      if (passed > 0) sum += passed * this.#stays.within(limit, behind);
    }
    return sum;
  }

  override writeState(lane: number, out: Float64Array, at: number): void {
    super.writeState(lane, out, at);
    const { stages, stageStride, laneStride, own } = this.layout;
    for (let n = 0, from = lane * laneStride; n < stages; n++, from += stageStride, at += STATE_FIELDS)
      out[at + 2] = out[at + 2]! + this.state[from + own + WAITING]!;
  }
}

/** `lanes` episodes of the fluid environment that knows chance; every lane must be `reset` before the first step. */
export function createChance(options: EnvironmentOptions, lanes: number): Environment {
  return new ChanceEnvironment(options, lanes);
}

import { sumOf, unmetByChance, unmetOver } from './scatter.ts';
import { OWN, Stays, WAITING } from './stays.ts';
import type { EnvironmentOptions } from '../environment.ts';
import { ACCURACY, BACKLOG, CAPACITY, FIELDS, HELD, LATENCY, RESTART, STARTING } from '../fluidState.ts';
import type { Lanes } from '../lanes.ts';
import { QueueLanes } from '../queueLanes.ts';
import { STATE_FIELDS } from '../results.ts';
import { qosOf } from '../../model/objective.ts';
import { inCores } from '../../model/tables.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/**
 * Fluid environment that knows chance: as `fluid.ts`, and requests that come one by one wait for company in a batch and for
 * a free replica also where a fluid would pass at once (`Stays`), their number in a second scatters (`unmetOver`), and
 * which of them are in time follows from the distribution of their stay.
 *
 * Seconds through which nothing moves but the load are reckoned at once, the others one by one.
 */
class ChanceEnvironment extends QueueLanes {
  readonly kind = 'chance';
  readonly #stays: Stays;
  #rates: Float64Array = new Float64Array(0);
  /** What serves since the last look, from second `from` on: accuracies summed, the least capacity, cores held. */
  readonly #serving = { accuracy: 0, throughput: 0, held: 0, from: 0 };
  /** What the last second came to that was reckoned alone. */
  readonly #served = { accuracy: 0, throughput: 0, latency: 0, served: 0, dropped: 0, inTime: 0 };
  /** Second of the oldest request that waits in each stage of the lane that runs; only where one waits. */
  readonly #oldest: Int32Array;
  /** Second of the oldest request in `flow`; slots of seconds before it are of no meaning. */
  #first = 0;

  constructor(options: EnvironmentOptions, lanes: number) {
    super(options, lanes, OWN);
    this.#stays = new Stays(options, this.layout);
    this.#oldest = new Int32Array(this.layout.stages);
  }

  protected override run(lane: number, drained: number): void {
    const { weights, slaSeconds } = this.options;
    const { maxCores } = this.limits;
    const { stages, stageStride, laneStride } = this.layout;
    const s = this.state;
    const stays = this.#stays;
    const serving = this.#serving;
    const second = this.#served;
    const base = lane * laneStride;
    const end = base + stages * stageStride;
    const rates = this.tracks[lane]!.rates;
    this.#rates = rates;
    const from = this.time[lane]!;
    const until = from + DECISION_SECONDS;
    const arrived = this.sums[lane]![this.interval[lane]!] ?? 0;
    const most = this.maxima[lane]![this.interval[lane]!] ?? 0;
    const recording = this.recording?.lane === lane ? this.recording : undefined;
    let sumAccuracy = 0;
    let sumThroughput = 0;
    let sumLatency = 0;
    let sumUnmet = 0;
    let sumServed = 0;
    let sumDropped = 0;
    let sumInTime = 0;
    let coreSeconds = 0;
    // Core-seconds of replicas that finish their last batch; where others need the cores they give way.
    let draining = drained;
    let waits = this.#waits(base, from);
    let t = from;
    while (t < until) {
      for (let at = base, n = 0; at < end; at += stageStride, n++)
        if (s[at + STARTING]! > 0 && s[at + FIELDS]! <= t) draining += this.rollouts.advance(s, at, n, t);
      const next = this.#look(base, t, arrived / DECISION_SECONDS);
      const { accuracy, throughput, held } = serving;
      const seconds = next - t;
      const finishing = Math.min(draining, seconds * (maxCores - held));
      draining -= finishing;
      coreSeconds += seconds * held + finishing;
      const steady = t >= serving.from;
      if (steady) sumUnmet += unmetOver(rates, t, next, most, throughput);
      if (steady && !waits && most <= throughput && !recording) {
        // Nothing waits and all can be served.
        const came = seconds === DECISION_SECONDS ? arrived : sumOf(rates, t, next);
        sumAccuracy += seconds * accuracy;
        sumThroughput += seconds * throughput;
        sumLatency += seconds * stays.sum;
        sumServed += came;
        sumInTime += came * stays.within(slaSeconds);
        t = next;
        continue;
      }
      for (; t < next; t++) {
        const arrivals = t < rates.length ? rates[t]! : 0;
        const restarting = t < serving.from;
        if (!waits && arrivals <= throughput && !restarting && !recording) {
          // The same of one second.
          sumAccuracy += accuracy;
          sumThroughput += throughput;
          sumLatency += stays.sum;
          sumServed += arrivals;
          sumInTime += arrivals * stays.within(slaSeconds);
          if (!steady) sumUnmet += unmetByChance(arrivals, throughput);
          continue;
        }
        waits = this.#second(base, t, arrivals, restarting);
        sumAccuracy += second.accuracy;
        sumThroughput += second.throughput;
        sumLatency += second.latency;
        sumServed += second.served;
        sumDropped += second.dropped;
        sumInTime += second.inTime;
        if (!steady) sumUnmet += unmetByChance(arrivals, second.throughput);
        if (recording) this.recordSecond(recording, base, arrivals, held);
      }
    }
    if (!waits) for (let at = base, n = 0; at < end; at += stageStride, n++) s[at + LATENCY] = stays.each[n]!;
    const sumExcess = arrived - sumThroughput;
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

  /**
   * Second `t` of the lane at `base`, in which `arrivals` requests come, `restarting` where a stage may serve nothing:
   * fills `#served`. Returns whether anything waits behind a backlog at its end.
   */
  #second(base: number, t: number, arrivals: number, restarting: boolean): boolean {
    const { stages, stageStride, ring } = this.layout;
    const { each, limit, wait, moving } = this.#stays;
    const { dropSeconds, flow } = this;
    const s = this.state;
    let accuracy = 0;
    let least = Infinity;
    let latency = 0;
    let served = arrivals;
    let dropped = 0;
    // True while everything that flows has arrived within this very second.
    let fresh = true;
    let waits = false;
    for (let n = 0, at = base; n < stages; n++, at += stageStride) {
      const capacity = restarting && s[at + RESTART]! > t ? 0 : s[at + CAPACITY]!;
      const waiting = s[at + BACKLOG]!;
      let inStage = each[n]!;
      if (waiting === 0 && served <= capacity && (fresh || this.#isYoung(t, capacity, limit[n]!))) {
        this.servedNow[n] = served;
        this.droppedNow[n] = 0;
      } else {
        if (fresh) {
          flow[t % ring] = served;
          this.#first = t;
          fresh = false;
        }
        served = this.#serve(at, n, t, capacity, limit[n]!, served);
        dropped += this.droppedNow[n]!;
        const queued = waiting + s[at + BACKLOG]!;
        if (queued > 0) {
          if (s[at + BACKLOG]! > 0) waits = true;
          inStage = Math.min(dropSeconds, queued / (2 * capacity) + wait[n]!) + moving[n]!;
        }
      }
      s[at + LATENCY] = inStage;
      latency += inStage;
      if (capacity > 0) accuracy += s[at + ACCURACY]!;
      if (capacity < least) least = capacity;
    }
    const second = this.#served;
    second.accuracy = accuracy;
    second.throughput = least;
    second.latency = latency;
    second.served = served;
    second.dropped = dropped;
    const { slaSeconds } = this.options;
    second.inTime = fresh
      ? served * this.#stays.within(slaSeconds)
      : this.#stays.inTime(flow, this.#first, t, slaSeconds);
    return waits;
  }

  /**
   * Whether none of `flow`, which passes a stage of `capacity` in second `t`, is older than `limit` seconds when it has its
   * turn: those who come later have aged less by theirs, so the oldest tell.
   */
  #isYoung(t: number, capacity: number, limit: number): boolean {
    const { ring } = this.layout;
    const oldest = this.#first;
    return oldest + limit >= t + this.flow[(oldest + ring) % ring]! / (2 * capacity);
  }

  /** Looks at the lane at `base` from second `t` on, under `rate` req/s; returns the second at which its replicas change next. */
  #look(base: number, t: number, rate: number): number {
    const { stages, stageStride } = this.layout;
    const s = this.state;
    const serving = this.#serving;
    let next = t - (t % DECISION_SECONDS) + DECISION_SECONDS;
    let accuracy = 0;
    let throughput = Infinity;
    let units = 0;
    let from = t;
    for (let n = 0, at = base; n < stages; n++, at += stageStride) {
      if (s[at + STARTING]! > 0 && s[at + FIELDS]! < next) next = Math.ceil(s[at + FIELDS]!);
      if (this.mayRestart && s[at + RESTART]! > from) from = s[at + RESTART]!;
      accuracy += s[at + ACCURACY]!;
      if (s[at + CAPACITY]! < throughput) throughput = s[at + CAPACITY]!;
      units += s[at + HELD]!;
    }
    serving.accuracy = accuracy;
    serving.throughput = throughput;
    serving.held = inCores(this.options.tables, units);
    serving.from = from;
    this.#stays.look(s, base, rate, next - t);
    return next;
  }

  /** Whether anything waits behind a backlog in the lane at `base` at second `t`; finds the oldest of it. */
  #waits(base: number, t: number): boolean {
    const { stages, stageStride, ring, maxReplicas } = this.layout;
    const s = this.state;
    let waits = false;
    for (let n = 0, at = base; n < stages; n++, at += stageStride) {
      if (s[at + BACKLOG]! === 0) continue;
      waits = true;
      const queue = at + FIELDS + maxReplicas;
      let second = t - ring + 1;
      while (second < t && s[queue + ((second + ring) % ring)]! === 0) second++;
      this.#oldest[n] = second;
    }
    return waits;
  }

  /**
   * Serves the queue of the stage at `at` and what `flow` brings, oldest first, with `capacity` requests; leaves what goes
   * on in `flow` and returns its sum. When its turn comes no request may be older than `limit` seconds, so that who passes
   * the drop limit in service is dropped where it would queue again, as single requests are.
   */
  #serve(at: number, n: number, t: number, capacity: number, limit: number, inflow: number): number {
    const { ring, maxReplicas } = this.layout;
    const s = this.state;
    const queue = at + FIELDS + maxReplicas;
    const flow = this.flow;
    const pace = Math.max(capacity, inflow);
    const flowing = this.#first;
    const first = s[at + BACKLOG]! > 0 ? Math.min(flowing, this.#oldest[n]!) : flowing;
    // Until a second is young enough: those after it are younger still when they have their turn.
    let old = first + limit < t + 1;
    let room = capacity;
    let served = 0;
    let waiting = 0;
    let dropped = 0;
    let goes = t;
    let stays = t;
    for (let second = first, slot = (first + ring) % ring; second <= t; second++, slot++) {
      if (slot === ring) slot = 0;
      let here = s[queue + slot]!;
      if (second >= flowing) here += flow[slot]!;
      if (old && here > 0) {
        // The part of the second that is young enough when the middle of what is served of it has its turn.
        const turn = pace > 0 ? (served + (here < room ? here : room) / 2) / pace : 0.5;
        const young = second + 1 + limit - t - turn;
        if (young < 1) {
          // First in, first out: what is left of a second are its youngest.
          const most = young > 0 && second >= 0 ? young * this.#rates[second]! : 0;
          if (here > most) {
            dropped += here - most;
            here = most;
          }
        } else old = false;
      }
      const passes = here < room ? here : room;
      const left = here - passes;
      if (passes > 0 && second < goes) goes = second;
      if (left > 0 && second < stays) stays = second;
      room -= passes;
      served += passes;
      flow[slot] = passes;
      s[queue + slot] = left;
      waiting += left;
    }
    s[at + BACKLOG] = waiting;
    this.servedNow[n] = served;
    this.droppedNow[n] = dropped;
    this.#first = goes;
    this.#oldest[n] = stays;
    return served;
  }

  override writeState(lane: number, out: Float64Array, at: number): void {
    super.writeState(lane, out, at);
    const { stages, stageStride, laneStride, own } = this.layout;
    for (let n = 0, from = lane * laneStride; n < stages; n++, from += stageStride, at += STATE_FIELDS)
      out[at + 2] = out[at + 2]! + this.state[from + own + WAITING]!;
  }
}

/** `lanes` episodes of the fluid environment that knows chance; every lane must be `reset` before the first step. */
export function createChance(options: EnvironmentOptions, lanes: number): Lanes {
  return new ChanceEnvironment(options, lanes);
}

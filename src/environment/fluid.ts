import { damaged } from './damaged.ts';
import type { Environment, EnvironmentOptions, LanesSnapshot, LoadTrack } from './environment.ts';
import {
  ACCURACY,
  BACKLOG,
  CAPACITY,
  FIELDS,
  FILL,
  fluidLayout,
  HELD,
  isSound,
  LATENCY,
  OLD_READY,
  OLD_VARIANT,
  READY,
  RESTART,
  SERVICE,
  STARTING,
  type FluidLayout,
} from './fluidState.ts';
import { Lanes } from './lanes.ts';
import type { RollingRecord } from './record.ts';
import { STATE_FIELDS } from './results.ts';
import { Rollouts } from './rollout.ts';
import { qosOf } from '../model/objective.ts';
import { DECISION_SECONDS } from '../workload/workload.ts';

/**
 * Fluid environment: one-second ticks inside the decision interval. A queue per stage holds requests by the
 * second in which they arrived at the pipeline (first in, first out), so ages are exact to the second and what
 * is older than the drop limit leaves. Q is computed each second from what serves in that second.
 */
class FluidEnvironment extends Lanes {
  readonly kind = 'fluid';
  readonly #layout: FluidLayout;
  readonly #state: Float64Array;
  readonly #rollouts: Rollouts;
  readonly #dropSeconds: number;
  readonly #mayRestart: boolean;
  /** Requests that reach the next stage within the current second, by slot of arrival second. */
  readonly #flow: Float64Array;
  /** Requests dropped and served by each stage within the current second; for recording. */
  readonly #droppedNow: Float64Array;
  readonly #servedNow: Float64Array;

  constructor(options: EnvironmentOptions, lanes: number) {
    super(options, lanes);
    const { tables } = options;
    this.#dropSeconds = options.dropAfterSla * options.slaSeconds;
    this.#mayRestart = options.batchRestartSeconds > 0;
    this.#layout = fluidLayout(tables.stages, tables.limits.maxReplicas, this.#dropSeconds);
    this.#state = new Float64Array(lanes * this.#layout.laneStride);
    this.#rollouts = new Rollouts(options, this.#layout);
    this.#flow = new Float64Array(this.#layout.ring);
    this.#droppedNow = new Float64Array(tables.stages);
    this.#servedNow = new Float64Array(tables.stages);
  }

  protected override internals(): Float64Array {
    return this.#state;
  }

  protected begin(lane: number): void {
    const { stages, stageStride, laneStride } = this.#layout;
    for (let n = 0; n < stages; n++) {
      const a = 3 * (lane * stages + n);
      const at = lane * laneStride + n * stageStride;
      this.#rollouts.settle(
        this.#state,
        at,
        n,
        this.actions[a]!,
        this.actions[a + 1]! + 1,
        this.actions[a + 2]!,
      );
    }
  }

  step(actions: Int32Array): void {
    this.actions.set(actions);
    for (let lane = 0; lane < this.lanes; lane++) {
      const drained = this.#order(lane);
      this.#interval(lane, drained);
      this.interval[lane] = this.interval[lane]! + 1;
      this.time[lane] = this.time[lane]! + DECISION_SECONDS;
    }
  }

  /** Carries out the lane's orders; returns core-seconds of draining. */
  #order(lane: number): number {
    const { stages, stageStride, laneStride, maxReplicas } = this.#layout;
    const s = this.#state;
    const base = lane * laneStride;
    const t = this.time[lane]!;
    let drained = 0;
    let held = 0;
    for (let n = 0, a = lane * 3 * stages, at = base; n < stages; n++, a += 3, at += stageStride) {
      const replicas = this.actions[a + 1]! + 1;
      if (replicas > maxReplicas) throw new Error(`stage ${String(n)} is ordered more than F_max replicas`);
      drained += this.#rollouts.order(s, at, n, t, this.actions[a]!, replicas, this.actions[a + 2]!);
      held += s[at + HELD]!;
    }
    return held > this.limits.maxCores ? drained + this.#rollouts.makeRoom(s, base) : drained;
  }

  /** Ten seconds of one lane. */
  #interval(lane: number, drainedBefore: number): void {
    const { weights, batchTimeoutSeconds, slaSeconds } = this.options;
    const { maxCores } = this.limits;
    const { stages, stageStride, laneStride } = this.#layout;
    const s = this.#state;
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
      let held = 0;
      for (let at = base, n = 0; at < end; at += stageStride, n++) {
        if (s[at + STARTING]! > 0 && s[at + FIELDS]! <= t) draining += this.#rollouts.advance(s, at, n, t);
        let capacity = s[at + CAPACITY]!;
        if (this.#mayRestart && s[at + RESTART]! > t) capacity = 0;
        const waiting = s[at + BACKLOG]!;
        const inflow = flow;
        if (fresh && waiting === 0 && inflow <= capacity) {
          this.#servedNow[n] = inflow;
          this.#droppedNow[n] = 0;
        } else {
          if (fresh) {
            this.#flow.fill(0);
            this.#flow[t % this.#layout.ring] = inflow;
            fresh = false;
          }
          flow = this.#serve(at, n, t, capacity);
          sumDropped += this.#droppedNow[n]!;
        }
        const queued = (waiting + s[at + BACKLOG]!) / 2;
        const fillWait = s[at + FILL]! === 0 ? 0 : Math.min(batchTimeoutSeconds, s[at + FILL]! / inflow);
        const wait = queued === 0 ? 0 : Math.min(this.#dropSeconds, queued / capacity);
        const inStage = wait + fillWait + s[at + SERVICE]!;
        s[at + LATENCY] = inStage;
        latency += inStage;
        moving += inStage - wait;
        if (capacity > 0) accuracy += s[at + ACCURACY]!;
        if (capacity < throughput) throughput = capacity;
        held += s[at + HELD]!;
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
      const finishing = Math.min(draining, maxCores - held);
      draining -= finishing;
      coreSeconds += held + finishing;
      if (recording) this.#recordSecond(recording, base, arrivals, held);
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
    const { ring, maxReplicas } = this.#layout;
    const s = this.#state;
    const queue = at + FIELDS + maxReplicas;
    const flow = this.#flow;
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
      if (stays > 0 && t + 0.5 - second > this.#dropSeconds) {
        dropped += stays;
        s[queue + slot] = 0;
      } else {
        s[queue + slot] = stays;
        waiting += stays;
      }
    }
    s[at + BACKLOG] = waiting;
    this.#servedNow[n] = served;
    this.#droppedNow[n] = dropped;
    return served;
  }

  /** Requests of `#flow`, which left the last stage in second `t`, that had waited `most` seconds or less. */
  #younger(t: number, most: number): number {
    const { ring } = this.#layout;
    const oldest = Math.max(t - ring + 1, Math.ceil(t - most));
    let sum = 0;
    for (let second = oldest; second <= t; second++) sum += this.#flow[((second % ring) + ring) % ring]!;
    return sum;
  }

  #recordSecond(recording: RollingRecord, base: number, arrivals: number, cores: number): void {
    const { stages, stageStride } = this.#layout;
    const s = this.#state;
    recording.tick(arrivals, cores);
    for (let n = 0; n < stages; n++) {
      const at = base + n * stageStride;
      recording.stage(n, {
        backlog: s[at + BACKLOG]!,
        served: this.#servedNow[n]!,
        dropped: this.#droppedNow[n]!,
        ready: s[at + READY]!,
        old: s[at + OLD_READY]!,
        oldVariant: s[at + OLD_VARIANT]!,
        starting: s[at + STARTING]!,
        latency: s[at + LATENCY]!,
        capacity: s[at + CAPACITY]!,
      });
    }
    recording.next();
  }

  writeState(lane: number, out: Float64Array, at: number): void {
    const { stages, stageStride, laneStride } = this.#layout;
    const s = this.#state;
    for (let n = 0, from = lane * laneStride; n < stages; n++, from += stageStride, at += STATE_FIELDS) {
      out[at] = s[from + READY]! + s[from + OLD_READY]!;
      out[at + 1] = s[from + STARTING]!;
      out[at + 2] = s[from + BACKLOG]!;
      out[at + 3] = s[from + LATENCY]!;
      out[at + 4] = s[from + CAPACITY]!;
      out[at + 5] = s[from + HELD]!;
    }
  }

  freeCoresOf(lane: number): number {
    const { stages, stageStride, laneStride } = this.#layout;
    let free = this.limits.maxCores;
    for (let n = 0, at = lane * laneStride + HELD; n < stages; n++, at += stageStride)
      free -= this.#state[at]!;
    return free;
  }

  override restore(snapshot: LanesSnapshot, tracks: readonly LoadTrack[]): void {
    super.restore(snapshot, tracks);
    const { laneStride } = this.#layout;
    for (let lane = 0; lane < this.lanes; lane++)
      if (!isSound(this.#state, lane * laneStride, this.#layout, this.options.tables))
        throw damaged('hold what no run leaves');
  }

  override copyLane(lane: number, source: Environment, from: number): void {
    super.copyLane(lane, source, from);
    if (!(source instanceof FluidEnvironment) || source.#layout.laneStride !== this.#layout.laneStride) {
      throw new Error(
        'a fluid lane can only be copied from a fluid environment of the same pipeline and limits',
      );
    }
    const { laneStride } = this.#layout;
    this.#state.set(source.#state.subarray(from * laneStride, (from + 1) * laneStride), lane * laneStride);
  }
}

/** `lanes` episodes of the fluid environment; every lane must be `reset` before the first step. */
export function createFluid(options: EnvironmentOptions, lanes: number): Environment {
  return new FluidEnvironment(options, lanes);
}

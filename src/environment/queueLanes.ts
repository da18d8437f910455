/** What every environment keeps that counts requests as a fluid, second by second: queues, replicas and their rollouts. */
import { damaged } from './damaged.ts';
import type { Environment, EnvironmentOptions, LanesSnapshot, LoadTrack } from './environment.ts';
import {
  BACKLOG,
  CAPACITY,
  FIELDS,
  fluidLayout,
  HELD,
  isSound,
  LATENCY,
  OLD_READY,
  OLD_VARIANT,
  READY,
  RESTART,
  STARTING,
  type FluidLayout,
} from './fluidState.ts';
import { Lanes } from './lanes.ts';
import type { RollingRecord } from './record.ts';
import { STATE_FIELDS } from './results.ts';
import { Rollouts } from './rollout.ts';
import { coresLeft, inCores } from '../model/tables.ts';
import { DECISION_SECONDS } from '../workload/workload.ts';

/**
 * A queue per stage holds requests by the second in which they arrived at the pipeline (first in, first out). What of it is
 * served, lost and paid in ten seconds is `run`'s.
 */
export abstract class QueueLanes extends Lanes {
  protected readonly layout: FluidLayout;
  protected readonly state: Float64Array;
  protected readonly rollouts: Rollouts;
  protected readonly dropSeconds: number;
  protected readonly mayRestart: boolean;
  /** Requests that reach the next stage within the current second, by slot of arrival second. */
  protected readonly flow: Float64Array;
  /** Requests dropped and served by each stage within the current second; for recording. */
  protected readonly droppedNow: Float64Array;
  protected readonly servedNow: Float64Array;

  /** `more`: numbers that a stage's state holds beside those of `fluidState.ts`. */
  constructor(options: EnvironmentOptions, lanes: number, more: number) {
    super(options, lanes);
    const { tables } = options;
    this.dropSeconds = options.dropAfterSla * options.slaSeconds;
    this.mayRestart = options.batchRestartSeconds > 0;
    this.layout = fluidLayout(tables.stages, tables.limits.maxReplicas, this.dropSeconds, more);
    this.state = new Float64Array(lanes * this.layout.laneStride);
    this.rollouts = new Rollouts(options, this.layout);
    this.flow = new Float64Array(this.layout.ring);
    this.droppedNow = new Float64Array(tables.stages);
    this.servedNow = new Float64Array(tables.stages);
  }

  protected override internals(): Float64Array {
    return this.state;
  }

  protected begin(lane: number): void {
    const { stages, stageStride, laneStride } = this.layout;
    for (let n = 0; n < stages; n++) {
      const a = 3 * (lane * stages + n);
      const at = lane * laneStride + n * stageStride;
      this.rollouts.settle(
        this.state,
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
      const drained = this.order(lane);
      this.run(lane, drained);
      this.interval[lane] = this.interval[lane]! + 1;
      this.time[lane] = this.time[lane]! + DECISION_SECONDS;
    }
  }

  /** Carries out the lane's orders; returns core-seconds of draining. */
  private order(lane: number): number {
    const { stages, stageStride, laneStride, maxReplicas } = this.layout;
    const s = this.state;
    const base = lane * laneStride;
    const t = this.time[lane]!;
    let drained = 0;
    let held = 0;
    for (let n = 0, a = lane * 3 * stages, at = base; n < stages; n++, a += 3, at += stageStride) {
      const replicas = this.actions[a + 1]! + 1;
      if (replicas > maxReplicas) throw new Error(`stage ${String(n)} is ordered more than F_max replicas`);
      drained += this.rollouts.order(s, at, n, t, this.actions[a]!, replicas, this.actions[a + 2]!);
      held += s[at + HELD]!;
    }
    return held > this.options.tables.capacity ? drained + this.rollouts.makeRoom(s, base) : drained;
  }

  /** Ten seconds of one lane; `drained`: core-seconds that replicas taken away by the orders still hold. */
  protected abstract run(lane: number, drained: number): void;

  /** A second goes into the record as `state` has it. */
  protected recordSecond(recording: RollingRecord, base: number, arrivals: number, cores: number): void {
    const { stages, stageStride } = this.layout;
    const s = this.state;
    recording.tick(arrivals, cores);
    for (let n = 0; n < stages; n++) {
      const at = base + n * stageStride;
      recording.stage(n, {
        backlog: s[at + BACKLOG]!,
        served: this.servedNow[n]!,
        dropped: this.droppedNow[n]!,
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
    const { stages, stageStride, laneStride } = this.layout;
    const s = this.state;
    for (let n = 0, from = lane * laneStride; n < stages; n++, from += stageStride, at += STATE_FIELDS) {
      out[at] = s[from + READY]! + s[from + OLD_READY]!;
      out[at + 1] = s[from + STARTING]!;
      out[at + 2] = s[from + BACKLOG]!;
      out[at + 3] = s[from + LATENCY]!;
      out[at + 4] = s[from + CAPACITY]!;
      out[at + 5] = inCores(this.options.tables, s[from + HELD]!);
    }
  }

  freeCoresOf(lane: number): number {
    const { stages, stageStride, laneStride } = this.layout;
    let units = 0;
    for (let n = 0, at = lane * laneStride + HELD; n < stages; n++, at += stageStride)
      units += this.state[at]!;
    return coresLeft(this.options.tables, units);
  }

  override restore(snapshot: LanesSnapshot, tracks: readonly LoadTrack[]): void {
    super.restore(snapshot, tracks);
    const { laneStride } = this.layout;
    for (let lane = 0; lane < this.lanes; lane++)
      if (!isSound(this.state, lane * laneStride, this.layout, this.options.tables))
        throw damaged('hold what no run leaves');
  }

  override moveLane(lane: number, track: LoadTrack, time: number): void {
    const { stages, stageStride, laneStride, maxReplicas, ring } = this.layout;
    const s = this.state;
    const later = time - this.time[lane]!;
    super.moveLane(lane, track, time);
    const turn = ((later % ring) + ring) % ring;
    for (let n = 0, at = lane * laneStride; n < stages; n++, at += stageStride) {
      s[at + RESTART] = s[at + RESTART]! + later;
      for (let i = at + FIELDS; i < at + FIELDS + s[at + STARTING]!; i++) s[i] = s[i]! + later;
      if (turn === 0) continue;
      const queue = at + FIELDS + maxReplicas;
      this.flow.set(s.subarray(queue, queue + ring));
      for (let slot = 0; slot < ring; slot++) s[queue + ((slot + turn) % ring)] = this.flow[slot]!;
    }
  }

  /** What comes to it has come within the last second, where nothing waits yet; otherwise when the others did. */
  override addBacklog(lane: number, n: number, by: number): void {
    const { stageStride, laneStride, maxReplicas, ring } = this.layout;
    const s = this.state;
    const at = lane * laneStride + n * stageStride;
    const queue = at + FIELDS + maxReplicas;
    const before = s[at + BACKLOG]!;
    const after = Math.max(0, before + by);
    if (before > 0) for (let i = queue; i < queue + ring; i++) s[i] = (s[i]! * after) / before;
    else s[queue + ((this.time[lane]! - 1 + ring) % ring)] = after;
    s[at + BACKLOG] = after;
  }

  override copyLane(lane: number, source: Environment, from: number): void {
    super.copyLane(lane, source, from);
    if (
      !(source instanceof QueueLanes) ||
      source.kind !== this.kind ||
      source.layout.laneStride !== this.layout.laneStride
    ) {
      throw new Error(
        'a fluid lane can only be copied from a fluid environment of the same pipeline and limits',
      );
    }
    const { laneStride } = this.layout;
    this.state.set(source.state.subarray(from * laneStride, (from + 1) * laneStride), lane * laneStride);
  }
}

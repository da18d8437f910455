import type { RequestJournal } from './discrete/journal.ts';
import type {
  Environment,
  EnvironmentOptions,
  LanesSnapshot,
  LoadTrack,
  Observation,
  RequestResults,
  StepResults,
  TickRecord,
} from './environment.ts';
import { damaged, isIndex } from './damaged.ts';
import { RollingRecord } from './record.ts';
import { createResults, intervalsOf, observe, STATE_FIELDS } from './results.ts';
import { latePercent } from '../model/inTime.ts';
import type { Limits } from '../model/pipeline.ts';
import { isFeasible, smallestConfiguration, toAction, toConfiguration } from '../model/tables.ts';
import { DECISION_SECONDS } from '../workload/workload.ts';

const NOTHING = new Float64Array(0);

/** What every environment keeps per lane: its track, its second and its ordered configuration. */
export abstract class Lanes implements Environment {
  abstract readonly kind: Environment['kind'];
  readonly lanes: number;
  readonly options: EnvironmentOptions;
  readonly limits: Limits;
  readonly time: Int32Array;
  readonly results: StepResults;
  readonly actions: Int32Array;
  readonly stateSize: number;
  protected readonly tracks: (LoadTrack | undefined)[];
  /** Index of each lane's current ten seconds in its track. */
  protected readonly interval: Int32Array;
  /** Per lane: the maxima of its track's ten seconds. */
  protected readonly maxima: Float64Array[];
  /** Per lane: the sums of its track's ten seconds, requests. */
  protected readonly sums: Float64Array[];
  protected recording: RollingRecord | undefined;
  readonly #smallest: Int32Array;

  constructor(options: EnvironmentOptions, lanes: number) {
    this.options = options;
    this.limits = options.tables.limits;
    this.lanes = lanes;
    this.time = new Int32Array(lanes);
    this.interval = new Int32Array(lanes);
    this.results = createResults(lanes);
    this.actions = new Int32Array(lanes * 3 * options.tables.stages);
    this.stateSize = STATE_FIELDS * options.tables.stages;
    this.tracks = Array.from({ length: lanes }, () => undefined);
    this.maxima = Array.from({ length: lanes }, () => new Float64Array(0));
    this.sums = Array.from({ length: lanes }, () => new Float64Array(0));
    this.#smallest = new Int32Array(3 * options.tables.stages);
    toAction(smallestConfiguration(options.tables), this.#smallest);
  }

  reset(lane: number, track: LoadTrack, time: number, action: Int32Array = this.#smallest): void {
    this.#meet(lane, track, time);
    this.actions.set(action, lane * action.length);
    this.begin(lane);
  }

  /** Makes the ordered configuration of `lane` serve in full, with nothing waiting. */
  protected abstract begin(lane: number): void;
  abstract step(actions: Int32Array): void;
  abstract writeState(lane: number, out: Float64Array, at: number): void;
  abstract freeCoresOf(lane: number): number;

  startRecording(lane: number, seconds: number): void {
    this.recording = new RollingRecord(lane, seconds, this.options.tables.stages);
  }

  record(): TickRecord {
    if (!this.recording) throw new Error('nothing was recorded: call startRecording first');
    return this.recording.done();
  }

  /**
   * Fills the results of `lane` from sums over the seconds of the interval that ends: of the terms of Q (3), of Q
   * itself and of the cores held; and from the requests of the interval.
   */
  protected settle(
    lane: number,
    accuracy: number,
    throughput: number,
    latency: number,
    excess: number,
    unmet: number,
    qosSum: number,
    coreSeconds: number,
    arrived: number,
    served: number,
    dropped: number,
    inTime: number,
  ): void {
    const { weights, tables } = this.options;
    const r = this.results;
    const each = 1 / DECISION_SECONDS;
    let largest = 0;
    for (let n = 0, a = lane * 3 * tables.stages + 2; n < tables.stages; n++, a += 3)
      largest = Math.max(largest, this.actions[a]!);
    const batch = 1 << largest;
    const cost = coreSeconds * each;
    const qos = qosSum * each;
    const late = weights.lateWeight === 0 ? 0 : latePercent(arrived, served, dropped, inTime);
    const objective = qos - weights.costWeight * cost - weights.lateWeight * late;
    r.load[lane] = this.maxima[lane]![this.interval[lane]!] ?? 0;
    r.accuracy[lane] = accuracy * each;
    r.throughput[lane] = throughput * each;
    r.latency[lane] = latency * each;
    r.excess[lane] = excess * each;
    r.unmet[lane] = unmet * each;
    r.cost[lane] = cost;
    r.batch[lane] = batch;
    r.qos[lane] = qos;
    r.objective[lane] = objective;
    r.reward[lane] = objective - weights.batchWeight * batch;
    r.arrived[lane] = arrived;
    r.served[lane] = served;
    r.dropped[lane] = dropped;
    r.inTime[lane] = inTime;
  }

  snapshot(): LanesSnapshot {
    return { time: this.time.slice(), actions: this.actions.slice(), state: this.internals().slice() };
  }

  restore({ time, actions, state }: LanesSnapshot, tracks: readonly LoadTrack[]): void {
    const internals = this.internals();
    if (
      time.length !== this.lanes ||
      actions.length !== this.actions.length ||
      state.length !== internals.length
    ) {
      throw damaged('are of another pipeline or other limits');
    }
    const width = actions.length / this.lanes;
    for (let lane = 0; lane < this.lanes; lane++) {
      const seconds = tracks[lane]!.rates.length;
      if (time[lane]! % DECISION_SECONDS !== 0 || !isIndex(time[lane]!, 0, seconds))
        throw damaged('stand at a second that their load does not have');
      if (!isFeasible(this.options.tables, toConfiguration(this.options.tables, actions, lane * width)))
        throw damaged('have ordered what the pipeline cannot have');
      this.reset(lane, tracks[lane]!, time[lane]!, actions.subarray(lane * width, (lane + 1) * width));
    }
    internals.set(state);
  }

  /** The numbers, by reference, that `begin` does not derive from the ordered configuration. */
  protected internals(): Float64Array {
    return NOTHING;
  }

  collectRequests(_lane: number): void {
    // Nothing to keep.
  }

  requestsOf(_lane: number): RequestResults | undefined {
    return undefined;
  }

  startJournal(_lane: number): void {
    // Nothing to write.
  }

  journalOf(_lane: number): RequestJournal | undefined {
    return undefined;
  }

  observe(lane: number): Observation {
    return observe(this, lane);
  }

  loadOf(lane: number, back = 0): number {
    return this.maxima[lane]![this.interval[lane]! - 1 - back] ?? 0;
  }

  forecastOf(lane: number): number {
    return this.tracks[lane]!.forecasts[this.interval[lane]!] ?? 0;
  }

  /** The lane as it is, at second `time` (a multiple of 10) of another load: how a fork is played under a load that is only thought of. */
  moveLane(lane: number, track: LoadTrack, time: number): void {
    this.#meet(lane, track, time);
  }

  #meet(lane: number, track: LoadTrack, time: number): void {
    const intervals = intervalsOf(track);
    this.tracks[lane] = track;
    this.maxima[lane] = intervals.maxima;
    this.sums[lane] = intervals.sums;
    this.time[lane] = time;
    this.interval[lane] = time / DECISION_SECONDS;
  }

  /** Adds `by` requests, fewer where negative, to those that wait at stage `n`; what is not kept waiting stays as it is. */
  addBacklog(_lane: number, _n: number, _by: number): void {
    // Nothing waits.
  }

  copyLane(lane: number, source: Environment, from: number): void {
    if (!(source instanceof Lanes))
      throw new Error('a lane can only be copied from an environment of its own kind');
    const width = 3 * this.options.tables.stages;
    this.tracks[lane] = source.tracks[from];
    this.maxima[lane] = source.maxima[from]!;
    this.sums[lane] = source.sums[from]!;
    this.time[lane] = source.time[from]!;
    this.interval[lane] = source.interval[from]!;
    this.actions.set(source.actions.subarray(from * width, (from + 1) * width), lane * width);
  }
}

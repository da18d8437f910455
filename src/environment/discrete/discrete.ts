import { Arrivals } from './arrivals.ts';
import type { RequestJournal } from './journal.ts';
import { DiscreteLane } from './lane.ts';
import { defaultDiscreteOptions, type DiscreteOptions } from './discreteOptions.ts';
import { OLD } from './replicas.ts';
import { Tape } from './tape.ts';
import type {
  Environment,
  EnvironmentOptions,
  LanesSnapshot,
  LoadTrack,
  RequestResults,
} from '../environment.ts';
import { damaged } from '../damaged.ts';
import { Lanes } from '../lanes.ts';
import type { RollingRecord } from '../record.ts';
import { STATE_FIELDS } from '../results.ts';
import { qosOf } from '../../model/objective.ts';
import { coresLeft, inCores } from '../../model/tables.ts';
import type { Watch } from '../../model/watch.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/**
 * Discrete-event environment: every request is followed from its arrival to its last batch. What the reward counts
 * is defined as in the fluid environment, second by second from what serves then; latencies are those measured.
 */
class DiscreteEnvironment extends Lanes {
  readonly kind = 'discrete';
  readonly #arrivals: Arrivals;
  readonly #all: readonly DiscreteLane[];
  readonly #tape = new Tape();
  readonly #watch: Watch;
  /** Per stage, at the start of the current second: serving capacity, req/s. */
  readonly #capacity: Float64Array;
  /** What serves at the start of the second; `#recordSecond` adds what happened within it. */
  readonly #startOfSecond: { ready: number; old: number; oldVariant: number; starting: number }[] = [];
  /** Units of cores held then. */
  #heldAtStart = 0;

  constructor(options: EnvironmentOptions, lanes: number, discrete: DiscreteOptions) {
    super(options, lanes);
    this.#watch = discrete.watch;
    this.#arrivals = new Arrivals(discrete.seed, discrete.arrivals);
    this.#all = Array.from({ length: lanes }, () => new DiscreteLane(options, discrete));
    this.#capacity = new Float64Array(options.tables.stages);
  }

  /** Events handled on `lane` since its reset. */
  eventsOf(lane: number): number {
    return this.#all[lane]!.events;
  }

  protected begin(lane: number): void {
    this.#all[lane]!.begin(this.actions, lane * 3 * this.options.tables.stages, this.time[lane]!);
  }

  step(actions: Int32Array): void {
    this.actions.set(actions);
    const width = 3 * this.options.tables.stages;
    for (let lane = 0; lane < this.lanes; lane++) {
      const t = this.time[lane]!;
      this.#all[lane]!.order(this.actions, lane * width, t);
      this.#interval(lane, t);
      this.interval[lane] = this.interval[lane]! + 1;
      this.time[lane] = t + DECISION_SECONDS;
    }
  }

  /** Ten seconds of one lane. */
  #interval(lane: number, from: number): void {
    const { weights, tables } = this.options;
    const { stages } = tables;
    const world = this.#all[lane]!;
    const arrivals = this.#arrivals;
    const recording = this.recording?.lane === lane ? this.recording : undefined;
    const [arrivedBefore, servedBefore, droppedBefore] = [world.arrived, world.served, world.dropped];
    arrivals.draw(this.tracks[lane]!.rates, from);
    let next = 0;
    let sumAccuracy = 0;
    let sumThroughput = 0;
    let sumLatency = 0;
    let sumExcess = 0;
    let sumUnmet = 0;
    let sumQos = 0;
    for (let t = from; t < from + DECISION_SECONDS; t++) {
      this.#watch.look();
      const accuracy = this.#serving(world, t);
      let throughput = Infinity;
      for (let n = 0; n < stages; n++) throughput = Math.min(throughput, this.#capacity[n]!);
      if (recording) this.#noteServing(world);
      const before = next;
      next = world.run(arrivals, next, t + 1);
      let latency = 0;
      for (let n = 0; n < stages; n++) latency += world.latency[n]!;
      const excess = next - before - throughput;
      const unmet = excess > 0 ? excess : 0;
      sumQos += qosOf(weights, accuracy, throughput, latency, excess);
      sumAccuracy += accuracy;
      sumThroughput += throughput;
      sumLatency += latency;
      sumExcess += excess;
      sumUnmet += unmet;
      if (recording) this.#recordSecond(recording, world, next - before);
    }
    this.settle(
      lane,
      sumAccuracy,
      sumThroughput,
      sumLatency,
      sumExcess,
      sumUnmet,
      sumQos,
      world.replicas.takeCoreSeconds(from + DECISION_SECONDS),
      world.arrived - arrivedBefore,
      world.served - servedBefore,
      world.dropped - droppedBefore,
      world.takeInTime(),
    );
  }

  /** Fills `#capacity` with what serves at second `t`; returns the accuracy, weighted by it and summed over stages. */
  #serving(world: DiscreteLane, t: number): number {
    const { tables } = this.options;
    const { replicas, restart } = world;
    const K = tables.batches.length;
    let sum = 0;
    for (let n = 0; n < tables.stages; n++) {
      let capacity = 0;
      let accuracy = 0;
      for (let role = 0; role <= OLD; role++) {
        const count = replicas.serving[2 * n + role]!;
        if (count === 0) continue;
        const variant = role === OLD ? replicas.oldVariant[n]! : replicas.variant[n]!;
        const rate = count * tables.rate[tables.offset[n]! + variant * K + replicas.batch[2 * n + role]!]!;
        capacity += rate;
        accuracy += (rate / capacity) * (tables.accuracy[tables.variantOffset[n]! + variant]! - accuracy);
      }
      if (restart[n]! > t) capacity = 0;
      this.#capacity[n] = capacity;
      if (capacity > 0) sum += accuracy;
    }
    return sum;
  }

  /** Notes for the record what serves as the second begins. */
  #noteServing(world: DiscreteLane): void {
    const { replicas } = world;
    this.#heldAtStart = replicas.held;
    for (let n = 0; n < this.options.tables.stages; n++) {
      this.#startOfSecond[n] = {
        ready: replicas.serving[2 * n]!,
        old: replicas.serving[2 * n + OLD]!,
        oldVariant: replicas.oldVariant[n]!,
        starting: replicas.awaited(n),
      };
    }
  }

  #recordSecond(recording: RollingRecord, world: DiscreteLane, arrivals: number): void {
    recording.tick(arrivals, inCores(this.options.tables, this.#heldAtStart));
    for (let n = 0; n < this.options.tables.stages; n++) {
      recording.stage(n, {
        ...this.#startOfSecond[n]!,
        backlog: world.requests.waiting[n]!,
        served: world.left[n]!,
        dropped: world.droppedAt[n]!,
        latency: world.latency[n]!,
        capacity: this.#capacity[n]!,
      });
    }
    recording.next();
  }

  writeState(lane: number, out: Float64Array, at: number): void {
    const world = this.#all[lane]!;
    const { replicas, requests } = world;
    this.#serving(world, this.time[lane]!);
    const { tables } = this.options;
    for (let n = 0; n < tables.stages; n++, at += STATE_FIELDS) {
      out[at] = replicas.serving[2 * n]! + replicas.serving[2 * n + OLD]!;
      out[at + 1] = replicas.awaited(n);
      out[at + 2] = requests.waiting[n]!;
      out[at + 3] = world.latency[n]!;
      out[at + 4] = this.#capacity[n]!;
      out[at + 5] = inCores(tables, replicas.heldBy[n]!);
    }
  }

  freeCoresOf(lane: number): number {
    return coresLeft(this.options.tables, this.#all[lane]!.replicas.held);
  }

  override collectRequests(lane: number): void {
    this.#all[lane]!.startLog(this.time[lane]!);
  }

  override requestsOf(lane: number): RequestResults | undefined {
    const world = this.#all[lane]!;
    return world.log.started ? world.requestResults(this.time[lane]!) : undefined;
  }

  override startJournal(lane: number): void {
    this.#all[lane]!.startJournal(this.time[lane]!);
  }

  override journalOf(lane: number): RequestJournal | undefined {
    return this.#all[lane]!.journal?.written();
  }

  override copyLane(lane: number, source: Environment, from: number): void {
    super.copyLane(lane, source, from);
    if (!(source instanceof DiscreteEnvironment))
      throw new Error('a discrete-event lane can only be copied from a discrete-event environment');
    source.#all[from]!.save(this.#tape.rewind());
    this.#all[lane]!.load(this.#tape.rewind());
  }

  override moveLane(): void {
    throw new Error('single requests have come when they came: their lane cannot be moved to another load');
  }

  override snapshot(): LanesSnapshot {
    this.#tape.rewind();
    for (const world of this.#all) world.save(this.#tape);
    return { ...super.snapshot(), state: this.#tape.written() };
  }

  override restore(snapshot: LanesSnapshot, tracks: readonly LoadTrack[]): void {
    super.restore({ ...snapshot, state: new Float64Array(0) }, tracks);
    const tape = new Tape(snapshot.state);
    for (const world of this.#all) world.restore(tape);
    if (tape.left > 0) throw damaged('are of another pipeline or other limits');
  }
}

export type { DiscreteEnvironment };

/** `lanes` episodes, each with the arrivals of the same seed; every lane must be `reset` before the first step. */
export function createDiscrete(
  options: EnvironmentOptions,
  lanes: number,
  discrete: Partial<DiscreteOptions> = {},
): DiscreteEnvironment {
  return new DiscreteEnvironment(options, lanes, { ...defaultDiscreteOptions, ...discrete });
}

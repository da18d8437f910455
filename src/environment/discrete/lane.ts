import { Calendar } from './calendar.ts';
import { Journal } from './journal.ts';
import { Orders } from './orders.ts';
import { OLD, Replicas, slotsOf } from './replicas.ts';
import { RequestLog } from './requestLog.ts';
import { Requests } from './requests.ts';
import type { Arrivals } from './arrivals.ts';
import type { DiscreteOptions } from './discreteOptions.ts';
import type { Tape } from './tape.ts';
import { damaged } from '../damaged.ts';
import type { EnvironmentOptions, RequestResults } from '../environment.ts';
import { latency } from '../../model/pipeline.ts';
import { Random } from '../../model/random.ts';

/**
 * One pipeline, event by event. Events: a request arrives; a replica is ready or done with its batch; a batch
 * timeout or a restart ends; a waiting request reaches the drop limit. At equal times replicas and timers come
 * first, then the arrival, then the drop.
 *
 * A batch closes when a replica is free and either as many requests wait as the replica's batch holds, or the oldest
 * has waited in this stage for the timeout. A replica that becomes free after the timeout takes what waits at once.
 */
export class DiscreteLane {
  readonly requests: Requests;
  readonly replicas: Replicas;
  readonly log: RequestLog;
  readonly #options: EnvironmentOptions;
  readonly #exponential: boolean;
  readonly #seed: number;
  readonly #calendar: Calendar;
  readonly #orders: Orders;
  readonly #stages: number;
  readonly #timers: number;
  /** Service seconds of `count` requests: [variant of all stages x (largest batch + 1)]. */
  readonly #seconds: Float64Array;
  readonly #width: number;
  #random: Random;
  /** Second from which each stage serves. */
  readonly restart: Float64Array;
  /** Per stage since `startSecond`: requests that left it for the next, their seconds in it, and those dropped. */
  readonly left: Float64Array;
  readonly inStage: Float64Array;
  readonly droppedAt: Float64Array;
  /** Per stage since `begin`: seconds of service, counted once per request of the batch. */
  readonly inService: Float64Array;
  /** Per stage: mean seconds in it over the last second that has one. */
  readonly latency: Float64Array;
  /** Requests served within the objective since `takeInTime`. */
  #inTime = 0;
  /** Kept only where asked for. */
  #journal: Journal | undefined;
  /** Since `begin`: [requests arrived, served, dropped, events]. */
  readonly #totals = new Float64Array(4);
  /** `#totals` when the log was started. */
  readonly #atStart = new Float64Array(4);

  constructor(options: EnvironmentOptions, { nodes, service, seed }: DiscreteOptions) {
    const { tables } = options;
    const { stages } = tables;
    this.#options = options;
    this.#exponential = service === 'exponential';
    this.#seed = seed;
    this.#stages = stages;
    this.#calendar = new Calendar(slotsOf(tables) + stages);
    this.replicas = new Replicas(options, this.#calendar, nodes);
    this.#timers = this.replicas.slots;
    this.#orders = new Orders(options, this.replicas);
    this.requests = new Requests(stages, options.dropAfterSla * options.slaSeconds);
    this.log = new RequestLog(options.slaSeconds);
    this.#width = tables.limits.maxBatch + 1;
    this.#seconds = Float64Array.from(
      tables.pipeline.stages
        .flatMap((stage) => stage.variants)
        .flatMap((variant) =>
          Array.from({ length: this.#width }, (_, count) =>
            count > 0 ? latency(variant.latency, count) : 0,
          ),
        ),
    );
    this.#random = Random.stream(seed, 'service');
    const perStage = (): Float64Array => new Float64Array(stages);
    this.restart = perStage();
    this.left = perStage();
    this.inStage = perStage();
    this.droppedAt = perStage();
    this.inService = perStage();
    this.latency = perStage();
  }

  get arrived(): number {
    return this.#totals[0]!;
  }

  get served(): number {
    return this.#totals[1]!;
  }

  get dropped(): number {
    return this.#totals[2]!;
  }

  /** Requests served within the latency objective since it was last asked; asked at the end of each ten seconds. */
  takeInTime(): number {
    const count = this.#inTime;
    this.#inTime = 0;
    return count;
  }

  /** Events handled since `begin`. */
  get events(): number {
    return this.#totals[3]!;
  }

  /** An empty pipeline in which `actions[at..]` serves in full, at second `t`. */
  begin(actions: Int32Array, at: number, t: number): void {
    this.#closeJournal();
    this.#calendar.clear();
    this.requests.clear();
    this.replicas.clear(t);
    this.log.clear();
    this.#totals.fill(0);
    this.#inTime = 0;
    this.restart.fill(0);
    this.inService.fill(0);
    this.#random = Random.stream(this.#seed, 'service');
    this.#orders.settle(actions, at, t);
    for (let n = 0; n < this.#stages; n++) {
      this.latency[n] = this.#serviceSeconds(n, 1 << this.replicas.batch[2 * n]!);
    }
  }

  order(actions: Int32Array, at: number, t: number): void {
    this.#orders.order(actions, at, t, this.restart);
    for (let n = 0; n < this.#stages; n++) this.#dispatch(n, t);
  }

  startLog(t: number): void {
    this.log.start(t);
    this.#atStart.set(this.#totals);
  }

  /** Writes down from second `t` on what every request that arrives and every replica does. */
  startJournal(t: number): void {
    this.#journal = new Journal(this.#stages, this.requests.upcoming);
    this.replicas.writeTo(this.#journal, t);
  }

  get journal(): Journal | undefined {
    return this.#journal;
  }

  #closeJournal(): void {
    this.#journal = undefined;
    this.replicas.writeTo(undefined, 0);
  }

  requestResults(now: number): RequestResults {
    return this.log.results(this.arrived - this.#atStart[0]!, this.dropped - this.#atStart[2]!, now);
  }

  /**
   * Runs to `until`, what happens at that very moment included, with arrivals from index `next` on; returns the next
   * one. Stops short after `most` events, so that a test can look at what each of them leaves.
   */
  run(arrivals: Arrivals, next: number, until: number, most = Infinity): number {
    const calendar = this.#calendar;
    const { requests } = this;
    const totals = this.#totals;
    const { times, count } = arrivals;
    const last = totals[3]! + most;
    this.left.fill(0);
    this.inStage.fill(0);
    this.droppedAt.fill(0);
    while (totals[3]! < last) {
      const entry = calendar.first;
      const event = calendar.times[entry]!;
      const arrival = next < count ? times[next]! : Infinity;
      const deadline = requests.deadline();
      if (event <= arrival && event <= deadline) {
        if (event > until) break;
        if (entry >= this.#timers) this.#dispatch(entry - this.#timers, event);
        else this.#replicaEvent(entry, event);
      } else if (arrival <= deadline) {
        if (arrival > until) break;
        next++;
        totals[0] = totals[0]! + 1;
        requests.arrive(arrival);
        this.#journal?.arrive(arrival);
        if (this.replicas.anyIdle(0)) this.#dispatch(0, arrival);
      } else {
        if (deadline > until) break;
        const n = requests.expire();
        if (n < 0) continue;
        this.#drop(n, requests.expired, deadline);
        this.#dispatch(n, deadline);
      }
      totals[3] = totals[3]! + 1;
    }
    this.#measure(until);
    return next;
  }

  #replicaEvent(slot: number, now: number): void {
    const { replicas } = this;
    const n = replicas.stageOf[slot]!;
    const held = replicas.held;
    if (replicas.isStarting(slot)) {
      replicas.rest(slot, now);
      this.#orders.finishRollout(n, now);
    } else {
      this.#complete(n, slot, now);
      replicas.rest(slot, now);
    }
    this.#dispatch(n, now);
    if (n + 1 < this.#stages) this.#dispatch(n + 1, now);
    if (replicas.held < held && this.#orders.anyPending()) {
      this.#orders.admit(now);
      for (let m = 0; m < this.#stages; m++) this.#dispatch(m, now);
    }
  }

  /** The batch on `slot` is done: its requests join the next queue or leave. */
  #complete(n: number, slot: number, now: number): void {
    const { requests, replicas } = this;
    const { next, entered, arrival, mask } = requests;
    const count = replicas.batchCount[slot]!;
    let id = replicas.batchHead[slot]!;
    let inStage = 0;
    for (let i = 0; i < count; i++) {
      const at = id & mask;
      const behind = next[at]!;
      inStage += now - entered[at]!;
      if (n + 1 === this.#stages) {
        requests.finish(id);
        const latency = now - arrival[at]!;
        if (latency <= this.#options.slaSeconds) this.#inTime++;
        this.log.add(latency);
      } else if (requests.overdue(id, now)) {
        requests.finish(id);
        this.#drop(n + 1, id, now);
      } else {
        requests.join(n + 1, id, now);
      }
      id = behind;
    }
    if (n + 1 === this.#stages) this.#totals[1] = this.#totals[1]! + count;
    this.left[n] = this.left[n]! + count;
    this.inStage[n] = this.inStage[n]! + inStage;
  }

  #drop(n: number, id: number, now: number): void {
    this.#journal?.drop(n, id, now);
    this.droppedAt[n] = this.droppedAt[n]! + 1;
    this.#totals[2] = this.#totals[2]! + 1;
  }

  /** Hands out batches of stage `n` while they close, and sets its timer for the next that time alone will close. */
  #dispatch(n: number, now: number): void {
    const { requests, replicas } = this;
    const { batchTimeoutSeconds } = this.#options;
    let timer = Infinity;
    for (;;) {
      const waiting = requests.waiting[n]!;
      if (waiting === 0 || !replicas.anyIdle(n)) break;
      if (this.restart[n]! > now) {
        timer = this.restart[n]!;
        break;
      }
      const closes = requests.entered[requests.head[n]! & requests.mask]! + batchTimeoutSeconds;
      const slot = replicas.pick(n, waiting, closes <= now);
      if (slot < 0) {
        timer = closes;
        break;
      }
      const count = Math.min(waiting, replicas.batchLimit(slot));
      const variant = this.#options.tables.variantOffset[n]! + replicas.variantOf[slot]!;
      const seconds = this.#seconds[variant * this.#width + count]!;
      const taken = this.#exponential ? -Math.log(1 - this.#random.uniform()) * seconds : seconds;
      this.inService[n] = this.inService[n]! + taken * count;
      replicas.serve(slot, requests.take(n, count), count, now + taken);
      if (this.#journal) this.#writeBatch(this.#journal, n, slot, now, now + taken);
    }
    const entry = this.#timers + n;
    if (this.#calendar.times[entry] !== timer) this.#calendar.set(entry, timer);
  }

  #writeBatch(journal: Journal, n: number, slot: number, now: number, done: number): void {
    const { next, mask } = this.requests;
    const count = this.replicas.batchCount[slot]!;
    let id = this.replicas.batchHead[slot]!;
    for (let seat = 0; seat < count; seat++) {
      journal.serve(n, id, slot, seat, count, now, done);
      id = next[id & mask]!;
    }
  }

  /** Requests in service or waiting, counted one by one. */
  underWay(): number {
    return this.requests.underWay();
  }

  /**
   * Seconds in each stage over the second that ends at `now`: the mean of the requests that left it. Where none did,
   * what a lone request would take, or the age of the oldest that waits where that is more.
   */
  #measure(now: number): void {
    const { requests, replicas } = this;
    for (let n = 0; n < this.#stages; n++) {
      if (this.left[n]! > 0) {
        this.latency[n] = this.inStage[n]! / this.left[n]!;
        continue;
      }
      const batched = replicas.batch[2 * n]! > 0 && replicas.serving[2 * n]! > 0;
      const alone = this.#serviceSeconds(n, 1) + (batched ? this.#options.batchTimeoutSeconds : 0);
      const head = requests.head[n]!;
      const oldest = head >= 0 ? now - requests.entered[head & requests.mask]! : 0;
      this.latency[n] = Math.max(alone, oldest);
    }
  }

  /** Seconds that `count` requests take on what serves stage `n`; 0 where nothing does. */
  #serviceSeconds(n: number, count: number): number {
    const { replicas } = this;
    const first = this.#options.tables.variantOffset[n]!;
    if (replicas.serving[2 * n]! > 0)
      return this.#seconds[(first + replicas.variant[n]!) * this.#width + count]!;
    if (replicas.serving[2 * n + OLD]! === 0) return 0;
    return this.#seconds[(first + replicas.oldVariant[n]!) * this.#width + count]!;
  }

  save(tape: Tape): void {
    tape.put(this.#calendar.times);
    this.requests.save(tape);
    this.replicas.save(tape);
    this.log.save(tape);
    for (const values of [this.restart, this.latency, this.inService, this.#totals, this.#atStart])
      tape.put(values);
    tape.put(Float64Array.from(this.#random.state()));
  }

  /** As `load`, of a tape that somebody kept: throws where no run can have left it so. */
  restore(tape: Tape): void {
    this.load(tape);
    const times = [
      this.#calendar.times,
      this.restart,
      this.latency,
      this.inService,
      this.#totals,
      this.#atStart,
    ];
    const sound =
      times.every((values) => values.every((value) => value >= 0)) &&
      this.replicas.sound() &&
      this.requests.sound();
    if (!sound) throw damaged('hold what no run leaves');
  }

  /** What was before is forgotten, the journal too. */
  load(tape: Tape): void {
    this.#closeJournal();
    this.#inTime = 0;
    tape.take(this.#calendar.times);
    this.#calendar.rebuild();
    this.requests.load(tape);
    this.replicas.load(tape);
    this.log.load(tape);
    for (const values of [this.restart, this.latency, this.inService, this.#totals, this.#atStart])
      tape.take(values);
    const words = new Float64Array(this.#random.state().length);
    tape.take(words);
    this.#random = Random.fromState([...words]);
  }
}

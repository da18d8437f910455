/**
 * What share of the requests a configuration answers in time under a load that stays, once its replicas are up and its queues
 * are what they will be: by world, as its requests wait. Nothing of an episode is played.
 */
import { classOf, flowOf, SINGLE } from './chance/rows.ts';
import type { Environment, EnvironmentOptions } from './environment.ts';
import { answeredInTime } from '../model/objective.ts';
import { latency, type Configuration } from '../model/pipeline.ts';
import { shareWithin, type Moments } from '../model/queueing/lateness.ts';
import { stayOf } from '../model/queueing/stay.ts';
import { batchIndex } from '../model/tables.ts';

/** Seconds in one stage, and what follows from it for the next. */
export interface StageStay extends Moments {
  /** What no request can beat, s. */
  readonly least: number;
  /** Class of the flow that leaves. */
  readonly leaves: number;
}

/** Stays under one load: of `option` (an index into the tables' options) on so many replicas, under a flow of class `flow`. */
export type StaysAt = (stage: number, option: number, replicas: number, flow: number) => StageStay;

/** Stages that a request has behind it: moments of their stays together, and the least share in time that was met so far. */
export interface Passed extends Moments {
  readonly share: number;
  /** Class of the flow that goes on. */
  readonly flow: number;
}

export interface LongRun {
  readonly kind: Environment['kind'];
  readonly slaSeconds: number;
  /** Two with the same key say the same of the same tables. */
  readonly key: string;
  /** Stays at `load` req/s; each is computed once, while no other load is asked about. */
  readonly at: (load: number) => StaysAt;
  /** Share, 0..1, of the requests that pass at all where the load is above the throughput; req/s. */
  readonly pass: (throughput: number, load: number) => number;
  /** Share in time, 0..1, of `configuration` under `load` req/s. */
  readonly share: (configuration: Configuration, load: number) => number;
}

/** Before the first stage. */
export const NOTHING_PASSED: Passed = { mean: 0, variance: 0, third: 0, share: 1, flow: SINGLE };

/**
 * `before` and a further stage: `rest` is the least that all later stages take, s. A request that is late after some
 * stages is late after more, so the share is the least of those after each stage with what the others take at the least:
 * the moments alone (`shareWithin`) would not always say so.
 */
export function pass(before: Passed, stay: StageStay, rest: number, slaSeconds: number): Passed {
  const mean = before.mean + stay.mean;
  const variance = before.variance + stay.variance;
  const third = before.third + stay.third;
  const share = Math.min(before.share, shareWithin(mean, variance, third, slaSeconds - rest));
  return { mean, variance, third, share, flow: stay.leaves };
}

/** What of a world's options its long run depends on. */
export type LongRunOptions = Pick<EnvironmentOptions, 'tables' | 'slaSeconds' | 'batchTimeoutSeconds'>;

export function longRunOf(kind: Environment['kind'], options: LongRunOptions): LongRun {
  const { tables, slaSeconds, batchTimeoutSeconds } = options;
  const K = tables.batches.length;
  const fresh = (load: number): StaysAt => {
    const make =
      kind === 'instant' || kind === 'fluid' ? constant(kind, options, load) : byChance(options, load);
    const known = new Map<number, StageStay>();
    return (n, option, replicas, flow) => {
      const key = (flow * 1024 + replicas) * tables.seconds.length + option;
      let stay = known.get(key);
      if (!stay) known.set(key, (stay = make(n, option, replicas, flow)));
      return stay;
    };
  };
  // A search and what it finds ask about one load again and again.
  let last: { readonly load: number; readonly stays: StaysAt } | undefined;
  const at = (load: number): StaysAt => {
    if (last?.load !== load) last = { load, stays: fresh(load) };
    return last.stays;
  };
  // What queues and cannot be served waits until it is dropped, and so does what comes after it.
  const passing = (throughput: number, load: number): number =>
    throughput >= load ? 1 : kind === 'instant' ? answeredInTime(0, throughput, load, 0) : 0;
  return {
    kind,
    slaSeconds,
    key: `${kind} ${String(slaSeconds)} ${String(batchTimeoutSeconds)}`,
    at,
    pass: passing,
    share: (configuration, load) => {
      if (load <= 0) return 1;
      const stays = at(load);
      let throughput = Infinity;
      let flow = SINGLE;
      const each = configuration.map((s, n) => {
        const option = tables.offset[n]! + s.variant * K + batchIndex(s.batch);
        throughput = Math.min(throughput, s.replicas * tables.rate[option]!);
        const stay = stays(n, option, s.replicas, flow);
        flow = stay.leaves;
        return stay;
      });
      const passes = passing(throughput, load);
      if (passes === 0) return 0;
      let rest = each.reduce((sum, { least }) => sum + least, 0);
      let passed = NOTHING_PASSED;
      for (const stay of each) {
        rest -= stay.least;
        passed = pass(passed, stay, rest, slaSeconds);
      }
      return passes * passed.share;
    },
  };
}

/** Where nothing scatters: service, and where requests queue the mean wait for a batch to fill. */
function constant(
  kind: Environment['kind'],
  { tables, batchTimeoutSeconds }: LongRunOptions,
  load: number,
): StaysAt {
  return (_n, option) => {
    const others = (tables.batches[option % tables.batches.length]! - 1) / 2;
    const fill = kind === 'instant' || others === 0 ? 0 : Math.min(batchTimeoutSeconds, others / load);
    const mean = tables.seconds[option]! + fill;
    return { mean, variance: 0, third: 0, least: tables.seconds[option]!, leaves: SINGLE };
  };
}

/** Where requests come one by one: by queueing theory (`stayOf`). */
function byChance({ tables, batchTimeoutSeconds: timeout }: LongRunOptions, load: number): StaysAt {
  const K = tables.batches.length;
  return (n, option, replicas, kind) => {
    const within = option - tables.offset[n]!;
    const profile = tables.pipeline.stages[n]!.variants[Math.floor(within / K)]!.latency;
    const capacity = replicas * tables.rate[option]!;
    const stage = {
      ...{ replicas, batch: tables.batches[within % K]!, timeout },
      seconds: (size: number) => latency(profile, size),
    };
    // What cannot be served does not come this far; without load there is no flow.
    const rate = Math.max(1e-4 * capacity, Math.min(load, 0.9999 * capacity));
    const { base, least, pressure, delayed, flow } = stayOf(stage, flowOf(rate, kind));
    const wait = pressure / (1 - rate / capacity);
    // A wait is 0, or exponential where a request is delayed.
    return {
      mean: base.mean + wait,
      variance: base.variance + wait ** 2 * (2 / delayed - 1),
      third: base.third + wait ** 3 * ((6 / delayed - 6) / delayed + 2),
      least,
      leaves: classOf(flow),
    };
  };
}

/** Stays in the long run, per stage, configuration and flow, over the utilisation: computed when first asked for. */
import { latency } from '../../model/pipeline.ts';
import { stayOf, type Flow } from '../../model/queueing/stay.ts';
import type { EnvironmentOptions } from '../environment.ts';
import type { Tables } from '../../model/tables.ts';

/** Points of a row, over the utilisation from 0 to 1. */
export const POINTS = 25;

// Numbers at a point.
/** Fill of the batch, turns and service: mean, variance, third central moment; s, s², s³. */
export const MEAN = 0;
export const VARIANCE = 1;
export const THIRD = 2;
/** What no request can beat, s. */
export const LEAST = 3;
/** Mean wait for a replica, s, times (1 - utilisation). */
export const PRESSURE = 4;
/** Share of the requests that wait for one. */
export const DELAYED = 5;
/** Of the mean, seconds in the queue: for company, and for a turn. */
export const FILL = 6;
/** The class of what leaves. */
export const LEAVES = 7;
export const NUMBERS = 8;

/** For which flows rows stand: requests that come together, variability of the times between, share of partial groups. */
const GROUPS = [1, 1.4, 2, 2.8, 4, 5.7, 8, 11.3, 16] as const;
const SCVS = [0.03, 0.06, 0.12, 0.25, 0.5, 1] as const;
const PARTIALS = [0, 0.3, 0.9] as const;
/** The class of requests that come one by one, as a Poisson process. */
export const SINGLE = (SCVS.length - 1) * PARTIALS.length;
const CLASSES = GROUPS.length * SCVS.length * PARTIALS.length;

export function classOf({ group, scv, partial }: Flow): number {
  const g = Math.max(0, Math.min(GROUPS.length - 1, Math.round(2 * Math.log2(group))));
  const v = Math.max(0, Math.min(SCVS.length - 1, SCVS.length - 1 + Math.round(Math.log2(scv))));
  const p = partial < 0.1 ? 0 : partial < 0.6 ? 1 : 2;
  return (g * SCVS.length + v) * PARTIALS.length + p;
}

export function flowOf(rate: number, kind: number): Flow {
  const rest = Math.floor(kind / PARTIALS.length);
  const group = GROUPS[Math.floor(rest / SCVS.length)]!;
  return {
    rate,
    group,
    groupOfRequest: group,
    scv: SCVS[rest % SCVS.length]!,
    partial: PARTIALS[kind % PARTIALS.length]!,
  };
}

/** Rows that are kept room for at first. */
const ROOM = 64;

/** By tables, time-out and replicas, which fix every row. */
const shared = new WeakMap<Tables, Map<string, StayRows>>();

/** The rows of up to `mostReplicas` replicas, one for all environments of the same tables and time-out. */
export function rowsOf(options: EnvironmentOptions, mostReplicas: number): StayRows {
  const { tables, batchTimeoutSeconds } = options;
  let all = shared.get(tables);
  if (!all) shared.set(tables, (all = new Map<string, StayRows>()));
  const key = `${String(batchTimeoutSeconds)} ${String(mostReplicas)}`;
  let rows = all.get(key);
  if (!rows) all.set(key, (rows = new StayRows(options, mostReplicas)));
  return rows;
}

export class StayRows {
  readonly #options: EnvironmentOptions;
  readonly #replicas: number;
  /** Where the row of (option, replicas, class) begins, plus 1; 0 where it is not there yet. */
  readonly #begins: Int32Array;
  #size = 0;
  /** All rows, one after another: looks go to many, so they lie close together. By reference: do not write, do not keep. */
  numbers = new Float32Array(ROOM * POINTS * NUMBERS);

  /** Rows of up to `mostReplicas` replicas. */
  constructor(options: EnvironmentOptions, mostReplicas: number) {
    this.#options = options;
    this.#replicas = mostReplicas + 1;
    this.#begins = new Int32Array(options.tables.rate.length * this.#replicas * CLASSES);
  }

  /**
   * Where in `numbers` the row, [POINTS x NUMBERS], begins of stage `n` with `replicas` of (variant, batch index), under a flow
   * of class `kind`.
   */
  of(n: number, variant: number, batch: number, replicas: number, kind: number): number {
    const { tables } = this.#options;
    const option = tables.offset[n]! + variant * tables.batches.length + batch;
    const key = (option * this.#replicas + replicas) * CLASSES + kind;
    const begin = this.#begins[key]!;
    return begin > 0 ? begin - 1 : this.#make(key, n, variant, option, replicas, kind);
  }

  #make(key: number, n: number, variant: number, option: number, replicas: number, kind: number): number {
    const { tables, batchTimeoutSeconds: timeout } = this.#options;
    const profile = tables.pipeline.stages[n]!.variants[variant]!.latency;
    const batch = tables.batches[(option - tables.offset[n]!) % tables.batches.length]!;
    const stage = { replicas, batch, timeout, seconds: (size: number) => latency(profile, size) };
    const begin = this.#size;
    this.#size += POINTS * NUMBERS;
    if (this.#size > this.numbers.length) {
      const more = new Float32Array(2 * this.numbers.length);
      more.set(this.numbers);
      this.numbers = more;
    }
    for (let i = 0; i < POINTS; i++) {
      // Without load there is no flow; a hundredth of the step to the first point is as good as none.
      const rate = (replicas * tables.rate[option]! * Math.max(i, 0.01)) / (POINTS - 1);
      const { base, least, fill, pressure, delayed, flow } = stayOf(stage, flowOf(rate, kind));
      const { mean, variance, third } = base;
      this.numbers.set(
        [mean, variance, third, least, pressure, delayed, fill, classOf(flow)],
        begin + i * NUMBERS,
      );
    }
    this.#begins[key] = begin + 1;
    return begin;
  }
}

/**
 * Requests as dots, placed exactly: everything follows from the cumulative curves of a run at the (fractional)
 * playhead, so any moment can be drawn at once and scrubbing back gives the same picture. Requests are fluid in the
 * record; the j-th dot is the j-th unit of it. Later stages are drawn as they were a moment ago, because what leaves
 * one stage needs time to be seen reaching the next.
 */
import { Curve } from './curve.ts';
import { grainOf } from './grain.ts';
import type { TickRecord } from '../../environment/environment.ts';
import type { EpisodeSeries } from '../../scenario/scenario.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** Where in a stage a dot is; `at` runs from 0 to 1 within all but the queue. */
export type Place = 'approach' | 'queue' | 'enter' | 'exit' | 'drop';

/** Receives one dot. `rank` counts the dots ahead in the queue; `late` is set once it waits longer than the objective. */
export type Visit = (
  stage: number,
  place: Place,
  at: number,
  rank: number,
  replica: number,
  late: boolean,
) => void;

/** Simulated seconds that a dot takes for each part of its way. */
export interface Pace {
  readonly travel: number;
  readonly enter: number;
  readonly inside: number;
}

/** More dots a second than this would be a smear: beyond it one dot stands for several requests. */
const DOTS_PER_SECOND = 70;
/** A partial batch leaves after this. */
const BATCH_WAIT = 1;

/** Motion that looks the same at every speed, but never strays far from the record. */
export function paceOf(speed: number): Pace {
  const second = Math.min(2.4, Math.max(0.32, 0.34 * speed));
  return { travel: second, enter: 0.3 * second, inside: 0.2 * second };
}

export class Flow {
  /** Requests that one dot stands for. */
  readonly grain: number;
  readonly #stages: number;
  readonly #seconds: number;
  /** Dots that entered each stage's queue, left it, and were served, by the end of second k - 1. */
  readonly #entered: readonly Curve[];
  readonly #left: readonly Curve[];
  readonly #served: readonly Curve[];
  readonly #series: EpisodeSeries;
  readonly #late: number;

  constructor(ticks: TickRecord, series: EpisodeSeries, slaSeconds: number) {
    const { seconds, stages, arrivals } = ticks;
    this.#stages = stages;
    this.#seconds = seconds;
    this.#series = series;
    this.#late = slaSeconds;
    this.grain = grainOf(arrivals, DOTS_PER_SECOND);
    const scale = 1 / this.grain;
    const entered = [new Curve({ seconds, column: arrivals, scale })];
    const left: Curve[] = [];
    const served: Curve[] = [];
    for (let n = 0; n < stages; n++) {
      const at = { stride: stages, offset: n, scale };
      const s = new Curve({ seconds, column: ticks.served, ...at });
      served.push(s);
      entered.push(s);
      left.push(new Curve({ seconds, column: ticks.served, other: ticks.dropped, ...at }));
    }
    this.#entered = entered;
    this.#left = left;
    this.#served = served;
  }

  /** Calls `visit` for every dot that can be seen `t` seconds into the record. */
  visit(t: number, { travel, enter, inside }: Pace, visit: Visit): void {
    const hidden = enter + inside;
    /** When the served dots of the stage before reach this queue, from ordinal `knownFrom` on. */
    let known: Float64Array = new Float64Array(0);
    let knownFrom = 0;
    for (let n = 0; n < this.#stages; n++) {
      const offset = n * (hidden + travel);
      const entered = this.#entered[n]!;
      const left = this.#left[n]!;
      const served = this.#served[n]!;
      const slack = hidden + 2 * travel + (n + 1) * BATCH_WAIT;
      const from = Math.max(0, Math.floor(left.valueAt(t - offset - slack)));
      const to = Math.ceil(
        n === 0
          ? entered.valueAt(t + travel)
          : Math.min(entered.valueAt(t - offset + travel + 0.5), knownFrom + known.length),
      );
      const outOrdinalFrom = Math.max(0, Math.floor(served.valueAt(t - offset - slack)) - 1);
      const exits = new Float64Array(Math.max(0, to - from) + 4).fill(Number.NaN);
      const goneBy = left.valueAt(t - offset);
      let k = Math.max(0, Math.floor(t - offset - slack));
      let batchStart = 0;
      let batchKey = -1;
      for (let j = from; j < to; j++) {
        const middle = j + 0.5 + jitter(j);
        const recorded = known[j - knownFrom];
        const enterAt =
          n === 0 || recorded === undefined || Number.isNaN(recorded)
            ? entered.inverse(middle) + offset
            : recorded;
        if (enterAt - travel > t) break;
        while (k < this.#seconds && left.at(k + 1) < middle) k++;
        const out = this.#leaving(n, k, middle, offset);
        const leaveAt = Math.max(out.at, enterAt);
        const decision = Math.min(
          this.#series.load.length - 1,
          Math.max(0, Math.floor((leaveAt - offset) / DECISION_SECONDS)),
        );
        const action = 3 * (decision * this.#stages + n);
        const replicas = this.#series.actions[action + 1]! + 1;
        const batch = 1 << this.#series.actions[action + 2]!;
        const group = Math.floor(j / batch);
        if (group !== batchKey) {
          batchKey = group;
          batchStart = j;
        }
        if (enterAt > t) {
          const rank = Math.max(0, middle - left.valueAt(enterAt - offset) - 0.5);
          visit(n, 'approach', 1 - (enterAt - t) / travel, rank, 0, false);
        } else if (leaveAt > t) {
          visit(n, 'queue', 0, Math.max(0, middle - goneBy - 0.5), 0, t - enterAt > this.#late);
        } else if (out.dropped) {
          const fall = (t - leaveAt) / travel;
          if (fall < 1)
            visit(n, 'drop', fall, Math.max(0, middle - left.valueAt(leaveAt - offset) - 0.5), 0, true);
        } else if (t - leaveAt < enter) {
          visit(n, 'enter', (t - leaveAt) / enter, 0, group % replicas, t - enterAt > this.#late);
        }
        if (!out.dropped) {
          const ordinal = Math.floor(out.ordinal) - outOrdinalFrom;
          // A batch leaves together with its last request, or when it has waited long enough.
          const exitAt = leaveAt + hidden;
          if (ordinal >= 0 && ordinal < exits.length) exits[ordinal] = exitAt;
          for (let i = batchStart; i < j; i++) {
            const before = ordinal - (j - i);
            if (before >= 0 && exitAt - exits[before]! < BATCH_WAIT) exits[before] = exitAt;
          }
        }
      }
      if (n === this.#stages - 1) {
        for (const exit of exits) {
          if (exit <= t && exit + travel > t) visit(n, 'exit', (t - exit) / travel, 0, 0, false);
        }
      }
      known = exits.map((exit) => exit + travel);
      knownFrom = outOrdinalFrom;
    }
  }

  /** How the unit at `middle` leaves queue n within second k: what is served goes first, then what is dropped. */
  #leaving(
    n: number,
    k: number,
    middle: number,
    offset: number,
  ): { readonly at: number; readonly dropped: boolean; readonly ordinal: number } {
    if (k >= this.#seconds) return { at: Infinity, dropped: false, ordinal: Infinity };
    const served = this.#served[n]!.at(k);
    const left = this.#left[n]!;
    const within = middle - left.at(k);
    const here = this.#served[n]!.at(k + 1) - served;
    if (within <= here)
      return {
        at: k + (here > 0 ? within / here : 0) + offset,
        dropped: false,
        ordinal: served + within,
      };
    const dropped = left.at(k + 1) - left.at(k) - here;
    return {
      at: k + 0.5 + (dropped > 0 ? (0.5 * (within - here)) / dropped : 0) + offset,
      dropped: true,
      ordinal: 0,
    };
  }
}

/** A fixed displacement in (-0.4, 0.4), so that steady streams do not march in step. */
function jitter(j: number): number {
  let h = Math.imul(j + 0x9e37, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (((h ^ (h >>> 16)) >>> 0) / 2 ** 32 - 0.5) * 0.8;
}

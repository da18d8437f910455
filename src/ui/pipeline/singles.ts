/**
 * Single requests of the discrete-event environment, ready to be drawn: which replica stands where, and of every moment
 * exactly what the simulation had then. What moves on screen is only the way from one place to the next.
 */
import { grainOf } from './grain.ts';
import { givesWay, placesOf } from './places.ts';
import type { StageFrame } from './frame.ts';
import type { RequestJournal, Spell } from '../../environment/discrete/journal.ts';
import { Moments, type JournalMoment } from '../../environment/discrete/moment.ts';
import type { TickRecord } from '../../environment/environment.ts';
import { exactCores } from '../../model/cores.ts';
import type { EpisodeSeries } from '../../scenario/scenario.ts';
import { DECISION_SECONDS } from '../../workload/workload.ts';

/** Above this many arrivals in one second a sample is drawn. */
const MOST_PER_SECOND = 200;

/** Simulated seconds for which one that was dropped stays marked; one that was served leaves the screen sooner. */
export const LINGERING = 0.8;

/** A replica as it stands on screen. */
export interface Standing {
  readonly spell: Spell;
  /** A cell of the chamber, or a mark in the row below where it gives way. */
  readonly place: number;
  readonly givesWay: boolean;
}

export class Singles {
  readonly journal: RequestJournal;
  readonly moments: Moments;
  readonly slaSeconds: number;
  /** Every n-th request is drawn. */
  readonly every: number;
  readonly #ticks: TickRecord;
  readonly #series: EpisodeSeries;
  readonly #start: number;
  readonly #standings: readonly Standing[];
  /** Of each slot, in the order of time. */
  readonly #bySlot: readonly (readonly Standing[])[];

  constructor(journal: RequestJournal, ticks: TickRecord, series: EpisodeSeries, slaSeconds: number) {
    this.journal = journal;
    this.moments = new Moments(journal);
    this.slaSeconds = slaSeconds;
    this.every = grainOf(ticks.arrivals, MOST_PER_SECOND);
    this.#ticks = ticks;
    this.#series = series;
    this.#start = series.t[0] ?? 0;
    const places = placesOf(journal.spells);
    const bySlot: Standing[][] = [];
    this.#standings = journal.spells.map((spell, i) => {
      const standing = { spell, place: places[i]!, givesWay: givesWay(spell) };
      (bySlot[spell.slot] ??= []).push(standing);
      return standing;
    });
    this.#bySlot = bySlot;
  }

  /** The replica that works on request `id` in stage `n`, as it stands at second `t`. */
  standing(id: number, n: number, t: number): Standing | undefined {
    const slot = this.journal.slot[id * this.journal.stages + n]!;
    return this.#bySlot[slot]?.findLast(({ spell }) => spell.from <= t && t < spell.until);
  }

  /** Cores that replicas hold at second `t`; `cores` of one replica of a variant. */
  coresHeld(t: number, cores: (stage: number, variant: number) => number): number {
    let held = 0;
    for (const { spell } of this.#standings) {
      if (spell.from > t) break;
      if (t < spell.until) held += cores(spell.stage, spell.variant);
    }
    return exactCores(held);
  }

  /** The largest batch that a replica of stage `n` takes at second `t`. */
  batchAt(n: number, t: number): number {
    return 1 << this.#series.actions[this.#action(n, t) + 2]!;
  }

  /** Stage `n` at second `t` of the trace; `moment` is that of `t`. */
  frame(n: number, t: number, moment: JournalMoment): StageFrame {
    const { actions } = this.#series;
    const { stages, seconds, dropped, served } = this.#ticks;
    const action = this.#action(n, t);
    const replicas = actions[action + 1]! + 1;
    const i = Math.max(0, Math.min(seconds - 1, Math.floor(t - this.#start))) * stages + n;
    const cells: StageFrame['cells'][number][] = [];
    const leaving: StageFrame['leaving'][number][] = [];
    const starting: number[] = [];
    let ready = 0;
    let oldVariant = -1;
    for (const { spell, place } of this.#standings) {
      const { from, until, due, state, stage, variant } = spell;
      if (from > t) break;
      if (until <= t || stage !== n) continue;
      if (state === 'serving') {
        ready++;
        cells[place] = { share: undefined };
      } else if (state === 'starting') {
        const share = (t - from) / (due - from);
        starting.push(share);
        cells[place] = { share };
      } else {
        leaving[place] = state;
        if (state === 'replaced') oldVariant = variant;
      }
    }
    // The others that were ordered wait for cores.
    for (let place = 0; starting.length + ready < replicas; place++) {
      if (cells[place]) continue;
      cells[place] = { share: 0 };
      starting.push(0);
    }
    return {
      variant: actions[action]!,
      replicas,
      batch: 1 << actions[action + 2]!,
      ready,
      starting,
      old: leaving.filter((state) => state === 'replaced').length,
      oldVariant,
      cells,
      leaving,
      backlog: moment.waiting[n]!,
      served: served[i]!,
      dropped: dropped[i]!,
      busy: 0,
    };
  }

  #action(n: number, t: number): number {
    const decision = Math.floor((t - this.#start) / DECISION_SECONDS);
    const k = Math.max(0, Math.min(this.#series.load.length - 1, decision));
    return 3 * (k * this.#ticks.stages + n);
  }
}

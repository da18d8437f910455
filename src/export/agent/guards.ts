/** What stands between a policy's wish and the cluster. Pure: the lab's simulator can run under the same guards. */
import { SURGE } from '../cluster/plan.ts';
import type { Guards } from './settings.ts';
import type { Observation } from '../../environment/environment.ts';
import { KNOBS, type Configuration, type Knob, type StageConfig } from '../../model/pipeline.ts';
import { inCores, isFeasible, toConfiguration, type Tables } from '../../model/tables.ts';

export interface Guarded {
  readonly configuration: Configuration;
  /** What was not done and why, in sentences. */
  readonly held: readonly string[];
}

/**
 * The guards of one pipeline. It remembers when each knob was changed last, and nothing else; a fresh one knows of no
 * change.
 */
export class Guard {
  readonly #tables: Tables;
  readonly #guards: Guards;
  readonly #ownBatches: boolean;
  readonly #changed: Float64Array;

  /** `ownBatches` tells that each replica makes its own batches: a new batch size then replaces the replicas too. */
  constructor(tables: Tables, guards: Guards, ownBatches = false) {
    this.#tables = tables;
    this.#guards = guards;
    this.#ownBatches = ownBatches;
    this.#changed = new Float64Array(3 * tables.stages).fill(-Infinity);
  }

  /**
   * What of `wanted` may be ordered at second `now`. `preference` is the log of how much more probable the policy finds it
   * than staying.
   */
  check(observation: Observation, wanted: Configuration, preference: number, now: number): Guarded {
    const tables = this.#tables;
    const { hysteresis, waitUntilReady, surgeHeadroom } = this.#guards;
    const present = toConfiguration(tables, observation.action);
    if (!isFeasible(tables, wanted))
      return { configuration: present, held: ['The wish is outside the limits; nothing is changed.'] };
    if (same(present, wanted)) return { configuration: present, held: [] };
    if (hysteresis > 0 && !(preference >= hysteresis))
      return {
        configuration: present,
        held: [
          `The policy prefers its wish to staying by ${preference.toFixed(3)} only; nothing is changed.`,
        ],
      };
    const held: string[] = [];
    let target = wanted.map((to, n): StageConfig => {
      const from = present[n]!;
      const name = tables.pipeline.stages[n]!.name;
      const changes = KNOBS.filter((knob) => to[knob] !== from[knob]);
      if (changes.length === 0) return from;
      const { starting } = observation.stages[n]!;
      if (waitUntilReady && starting > 0) {
        held.push(`${name}: ${String(starting)} of its replicas do not serve yet.`);
        return from;
      }
      const cooling = changes.filter(
        // A change in the future was before the clock was set back: how long ago is not known.
        (knob) => {
          const since = now - this.#changed[3 * n + KNOBS.indexOf(knob)]!;
          return since >= 0 && since < this.#cooldown(knob);
        },
      );
      if (cooling.length === 0) return to;
      held.push(`${name}: ${cooling.join(' and ')} changed too short ago.`);
      // Replicas and batch are chosen for a variant: they mean nothing for another.
      return changes.includes('variant')
        ? from
        : { ...to, ...Object.fromEntries(cooling.map((knob) => [knob, from[knob]])) };
    });
    if (surgeHeadroom) target = this.#withHeadroom(present, target, held);
    if (!isFeasible(tables, target)) {
      held.push('What is left of the wish would need more cores than there are; nothing is changed.');
      return { configuration: present, held };
    }
    return { configuration: target, held };
  }

  /** Remembers that `to` was ordered in place of `from` at second `now`. */
  changed(from: Configuration, to: Configuration, now: number): void {
    from.forEach((one, n) => {
      KNOBS.forEach((knob, k) => {
        if (one[knob] !== to[n]![knob]) this.#changed[3 * n + k] = now;
      });
    });
  }

  #cooldown(knob: Knob): number {
    return this.#guards.cooldownSeconds[knob];
  }

  /** Stages whose new replicas find no room beside the old ones stay as they are. */
  #withHeadroom(present: Configuration, target: readonly StageConfig[], held: string[]): StageConfig[] {
    const tables = this.#tables;
    const units = (n: number, one: StageConfig): number =>
      one.replicas * tables.units[tables.variantOffset[n]! + one.variant]!;
    const replaces = (n: number, to: StageConfig): boolean =>
      to.variant !== present[n]!.variant || (this.#ownBatches && to.batch !== present[n]!.batch);
    // A Deployment whose template and number change at once gives the new number to its old replicas first.
    const most = (n: number, to: StageConfig): number => {
      const from = present[n]!;
      return replaces(n, to)
        ? units(n, { ...from, replicas: Math.max(from.replicas, to.replicas) }) +
            units(n, { ...to, replicas: Math.ceil(SURGE * to.replicas) })
        : Math.max(units(n, from), units(n, to));
    };
    const kept = [...target];
    for (const [n, to] of target.entries()) {
      const from = present[n]!;
      if (!replaces(n, to)) continue;
      // The others at their most, before or after: patches arrive one after the other. Those before are replaced meanwhile.
      let needed = most(n, to);
      kept.forEach((one, m) => {
        if (m < n) needed += most(m, one);
        else if (m > n) needed += Math.max(units(m, one), units(m, present[m]!));
      });
      if (needed <= tables.capacity) continue;
      held.push(
        `${tables.pipeline.stages[n]!.name}: the first new replicas beside the old ones would need ${String(inCores(tables, needed))} cores of ${String(tables.limits.maxCores)}.`,
      );
      kept[n] = from;
    }
    return kept;
  }
}

export function same(a: Configuration, b: Configuration): boolean {
  return a.every((one, n) => KNOBS.every((knob) => one[knob] === b[n]![knob]));
}

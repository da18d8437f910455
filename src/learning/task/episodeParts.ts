/** Where episodes lie in the loads: which load, and which seconds of it. */
import type { LoadTrack } from '../../environment/environment.ts';
import type { Random } from '../../model/random.ts';
import { DECISION_SECONDS, decisionsIn, HISTORY_SECONDS } from '../../workload/workload.ts';

/** An episode's load by its place among all, its first second, and the one after its last. */
export interface EpisodePart {
  readonly which: number;
  readonly start: number;
  readonly end: number;
}

export class EpisodeParts {
  /** Decisions of all loads. */
  readonly total: number;
  /** Decisions of each load. */
  readonly #decisions: readonly number[];
  /** Cumulative decisions of the loads: longer ones are drawn more often. */
  readonly #weights: readonly number[];
  readonly #episode: number;

  /** `episode` is in decisions; a shorter load cuts it. */
  constructor(loads: readonly Pick<LoadTrack, 'rates'>[], episode: number) {
    let total = 0;
    this.#decisions = loads.map(({ rates }) => decisionsIn(rates.length));
    this.#weights = this.#decisions.map((decisions) => (total += decisions));
    this.total = total;
    this.#episode = episode;
  }

  /** Anywhere in the loads. They must hold a decision. */
  drawn(random: Random): EpisodePart {
    const which = this.#at(random.integer(this.total));
    return this.#part(which, random.integer(this.#decisions[which]! - this.#length(which) + 1));
  }

  /** At the first decision of the first load that has one. */
  first(): EpisodePart {
    return this.#part(this.#at(0), 0);
  }

  #at(decision: number): number {
    return this.#weights.findIndex((sum) => decision < sum);
  }

  #length(which: number): number {
    return Math.min(this.#episode, this.#decisions[which]!);
  }

  #part(which: number, skipped: number): EpisodePart {
    const start = HISTORY_SECONDS + DECISION_SECONDS * skipped;
    return { which, start, end: start + DECISION_SECONDS * this.#length(which) };
  }
}

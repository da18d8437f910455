/** Goes back to the baseline where decisions do not keep the latency objective. */
import type { AgentSettings } from './settings.ts';

/** As it is exported. */
export const USUAL_REVERT: AgentSettings['revert'] = { breaches: 6, holdSeconds: 600 };

/** Counts decisions in a row that began above the objective; remembers until when the baseline stays. */
export class Breaches {
  readonly #settings: AgentSettings['revert'];
  readonly #slaSeconds: number;
  #inRow = 0;
  #until = -Infinity;

  constructor(settings: AgentSettings['revert'], slaSeconds: number) {
    this.#settings = settings;
    this.#slaSeconds = slaSeconds;
  }

  /** Takes note of the pipeline's latency, s, at second `now`; true while the baseline is due. */
  note(latency: number, now: number): boolean {
    const { breaches, holdSeconds } = this.#settings;
    // Further off than it was ever set: the clock was set back.
    if (now < this.#until && this.#until - now <= holdSeconds) return true;
    this.#inRow = latency > this.#slaSeconds ? this.#inRow + 1 : 0;
    if (breaches === 0 || this.#inRow < breaches) return false;
    this.#inRow = 0;
    this.#until = now + holdSeconds;
    return true;
  }
}

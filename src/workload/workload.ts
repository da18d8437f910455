/** Where an imported trace tells nothing, or its counter began anew. */
export interface Break {
  /** Seconds from the beginning. */
  readonly at: number;
  readonly seconds: number;
  readonly kind: 'gap' | 'reset';
}

/** A workload: requests per second at one-second steps. */
export interface Workload {
  readonly id: string;
  readonly name: string;
  /** req/s of each second; finite, >= 0. */
  readonly rates: Float64Array;
  /** Where it comes from, one sentence. */
  readonly source: string;
  /** Seconds since 1970 at which it begins, by the clock of its file; absent where that has no dates. */
  readonly begins?: number;
  /** In the order of time; absent where nothing is known. */
  readonly breaks?: readonly Break[];
  /** Seconds that each value of its file stands for, where that is more than one: within them it is taken to be even. */
  readonly stepSeconds?: number;
}

/** Seconds between decisions. */
export const DECISION_SECONDS = 10;
/** Seconds of a trace that only fill the history: the first decision is at 120 s. */
export const HISTORY_SECONDS = 120;
/** Seconds that a forecast covers: its target is the maximum of the next 20 s. */
export const HORIZON_SECONDS = 20;

/** Seconds of the shortest load that is replayed: the history, and one decision. */
export const SHORTEST_REPLAY = HISTORY_SECONDS + DECISION_SECONDS;
/** Seconds of the longest load that is replayed: a week. */
export const LONGEST_REPLAY = 604_800;

/** Maximum of `rates[from, to)`, clipped to the trace; 0 where empty. */
export function maxRate(rates: Float64Array, from: number, to: number): number {
  let max = 0;
  for (let i = Math.max(0, from); i < Math.min(rates.length, to); i++) if (rates[i]! > max) max = rates[i]!;
  return max;
}

/** The seconds of the whole decisions within `seconds`. */
export function wholeDecisions(seconds: number): number {
  return DECISION_SECONDS * Math.floor(seconds / DECISION_SECONDS);
}

/** Number of whole decisions in a trace of `seconds`: those at 120, 130, .. whose 10 s lie inside it. */
export function decisionsIn(seconds: number): number {
  return Math.max(0, Math.floor((seconds - HISTORY_SECONDS) / DECISION_SECONDS));
}

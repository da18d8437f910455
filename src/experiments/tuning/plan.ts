/** How much is tried: rungs for a number of settings, and that number for a time. */
import type { Lengths } from './evaluate.ts';
import type { Rung } from './halving.ts';
import { decidedSeconds } from './stretch.ts';
import type { Range } from '../../model/range.ts';
import { wholeDecisions, type Workload } from '../../workload/workload.ts';

/** What a search does; the same plan, seed and inputs give the same result byte for byte. */
export interface TunePlan {
  /** Settings of the first rung, of each policy. */
  readonly candidates: number;
  /** Seconds of the load that the later rungs run on; the whole load where it is no longer. */
  readonly stretchSeconds: number;
}

/** Seeds that the last rungs are judged over. */
export const FINAL_SEEDS = 5;
/** The first rung sees this share of the load. */
const SHORT = 1 / 3;
/** Share of the candidates that sees the whole load, and that is judged over all seeds. */
const SECOND = 1 / 3;
const FINAL = 1 / 12;
/** Rungs that each add children, a twelfth of the candidates. */
const GENERATIONS = 4;
const BORN = 1 / 12;
/** Rungs with all seeds that add children of the finalists. */
const LAST_GENERATIONS = 2;
const LAST_BORN = 1 / 60;

const LEAST_CANDIDATES = 24;
const MOST_CANDIDATES = 5000;
/** A load with fewer decided seconds says nothing. */
export const LEAST_SECONDS = 120;
/** What the plan's numbers may be. */
export const PLAN_RANGES = {
  seconds: { min: 1, max: 3600, unit: 'seconds' },
  candidates: { min: LEAST_CANDIDATES, max: MOST_CANDIDATES, whole: true, unit: 'settings' },
  stretch: { min: LEAST_SECONDS, max: 366 * 86_400, unit: 'seconds' },
} as const satisfies Readonly<Record<string, Range>>;
/** A part shorter than this shows an autoscaler little. */
const LEAST_STRETCH = 600;
/** Candidates below which a shorter part of the load, and so more candidates, is the better use of the time. */
const ENOUGH_CANDIDATES = 60;

export function rungsOf(candidates: number): readonly Rung[] {
  const of = (share: number): number => Math.max(1, Math.round(share * candidates));
  const whole = { load: 'whole', seeds: 1 } as const;
  const all = { load: 'whole', seeds: FINAL_SEEDS } as const;
  return [
    { fidelity: { load: 'short', seeds: 1 }, keep: candidates, born: 0 },
    { fidelity: whole, keep: of(SECOND), born: 0 },
    ...Array.from({ length: GENERATIONS }, () => ({ fidelity: whole, keep: of(SECOND), born: of(BORN) })),
    { fidelity: all, keep: of(FINAL), born: 0 },
    ...Array.from({ length: LAST_GENERATIONS }, () => ({
      fidelity: all,
      keep: of(FINAL),
      born: of(LAST_BORN),
    })),
  ];
}

/** Episodes of each rung at most (`short` ones counted as such a share of one), for how far a search is. */
export function workOf(candidates: number): readonly number[] {
  return rungsOf(candidates).map(({ fidelity, keep, born }, rung, all) => {
    if (rung === 0) return SHORT * candidates;
    const before = all[rung - 1]!.fidelity;
    const added = fidelity.load === before.load ? fidelity.seeds - before.seeds : fidelity.seeds;
    return keep * added + born * fidelity.seeds;
  });
}

export function lengthsOf(workload: Workload, { stretchSeconds }: TunePlan): Lengths {
  const whole = Math.min(stretchSeconds, decidedSeconds(workload));
  return { short: SHORT * whole, whole };
}

/**
 * The plan for a time: as many candidates as it allows; where those on the whole load would be too few, a part of it.
 * `milliseconds` is what one episode of one decided second takes.
 */
export function planFor(
  workload: Workload,
  seconds: number,
  milliseconds: number,
  policies: number,
): TunePlan {
  const whole = decidedSeconds(workload);
  const each = (1000 * seconds) / policies / workOf(600).reduce((sum, work) => sum + work / 600, 0);
  const longest = each / ENOUGH_CANDIDATES / Math.max(milliseconds, 1e-6);
  const stretchSeconds = Math.min(whole, Math.max(LEAST_STRETCH, wholeDecisions(longest)));
  const candidates = Math.floor(each / (milliseconds * stretchSeconds));
  return {
    candidates: Math.max(LEAST_CANDIDATES, Math.min(MOST_CANDIDATES, candidates)),
    stretchSeconds,
  };
}

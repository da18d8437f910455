import { generators, generateWorkload } from '../../workload/generators.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { HISTORY_SECONDS, wholeDecisions, type Workload } from '../../workload/workload.ts';

/** A trace at least this long is split: the agent trains on its beginning and is chosen on its end. */
const SPLIT_SECONDS = 7200;
const HELD_OUT = 0.1;
/**
 * A long trace is met at other levels too: times `scale`, plus `offset` of its peak. Most days are quiet most of the
 * time; an agent must know hours busier, and quieter, than those it happened to see.
 */
const LEVELS = [
  { scale: 1, offset: 0.5 },
  { scale: 1.5, offset: 0 },
  { scale: 0.8, offset: 0.25 },
  { scale: 0.6, offset: 0 },
] as const;
/** Sibling draws of a short generated workload that join the training. */
const SIBLINGS = 8;

export interface TrainingLoads {
  /** req/s per second: what episodes are drawn from. */
  readonly loads: readonly Float64Array[];
  /** The load held out for choosing the best agent, a long trace's at every level; undefined where the workload itself must serve. */
  readonly heldOut: Float64Array | undefined;
}

/**
 * What an agent for `workload` trains on, and what chooses the best of them. A long trace is split, and both parts are
 * used as they are and at other levels. A generated one brings siblings with other seeds, so that the one on screen
 * stays unseen, and a synthetic day scaled to its peak. A short imported trace trains on itself and on that day, and
 * the page says so.
 */
export function trainingLoads(workload: Workload, seed: number): TrainingLoads {
  const { rates } = workload;
  if (rates.length >= SPLIT_SECONDS) {
    const cut = wholeDecisions(rates.length * (1 - HELD_OUT));
    const top = peak(rates.subarray(0, cut));
    return {
      loads: atLevels(rates.subarray(0, cut), top),
      heldOut: concatenated(atLevels(rates.subarray(cut - HISTORY_SECONDS), top)),
    };
  }
  const day = scaledTo(generateWorkload('day', seed).rates, peak(rates));
  const heldOut = scaledTo(generateWorkload('day', seed + 1, 3600).rates, peak(rates));
  if (!generators.some((g) => g.id === workload.id)) return { loads: [rates, day], heldOut: undefined };
  const siblings = Array.from(
    { length: SIBLINGS },
    (_, i) => generateWorkload(workload.id, 10_000 + 100 * seed + i, rates.length).rates,
  );
  return { loads: [...siblings, day], heldOut: concatenated([siblings[0]!, heldOut]) };
}

/** The load that chooses the best agent stands in for the one on screen. */
export const heldOutScenario = (scenario: Scenario, heldOut: Float64Array | undefined): Scenario =>
  heldOut ? { ...scenario, workload: { ...scenario.workload, rates: heldOut } } : scenario;

function peak(rates: Float64Array): number {
  return rates.reduce((max, rate) => Math.max(max, rate), 1);
}

/** Scales a load so that its peak is `target`, only ever down or up by as much as keeps its shape. */
function scaledTo(rates: Float64Array, target: number): Float64Array {
  const factor = target / peak(rates);
  return rates.map((rate) => rate * factor);
}

/** The load as it is, then at every level. */
function atLevels(rates: Float64Array, top: number): readonly Float64Array[] {
  return [rates, ...LEVELS.map(({ scale, offset }) => rates.map((rate) => scale * rate + offset * top))];
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

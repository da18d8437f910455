import { generators, generateWorkload } from '../workload/generators.ts';
import { HISTORY_SECONDS, type Workload } from '../workload/workload.ts';

/** A trace at least this long is split: the agent trains on its beginning and is chosen on its end. */
const SPLIT_SECONDS = 7200;
const HELD_OUT = 0.1;
/** Sibling draws of a short generated workload that join the training. */
const SIBLINGS = 8;

export interface TrainingLoads {
  /** req/s per second: what episodes are drawn from. */
  readonly loads: readonly Float64Array[];
  /** The load held out for choosing the best agent; undefined where the workload itself must serve. */
  readonly heldOut: Float64Array | undefined;
}

/**
 * What an agent for `workload` trains on, and what chooses the best of them. A long trace is split. A generated one
 * brings siblings with other seeds, so that the one on screen stays unseen, and a synthetic day scaled to its peak.
 * A short imported trace trains on itself and on that day, and the page says so.
 */
export function trainingLoads(workload: Workload, seed: number): TrainingLoads {
  const { rates } = workload;
  if (rates.length >= SPLIT_SECONDS) {
    const cut = Math.floor((rates.length * (1 - HELD_OUT)) / 10) * 10;
    return { loads: [rates.subarray(0, cut)], heldOut: rates.subarray(cut - HISTORY_SECONDS) };
  }
  const day = scaledTo(generateWorkload('day', seed).rates, peak(rates));
  const heldOut = scaledTo(generateWorkload('day', seed + 1, 3600).rates, peak(rates));
  if (!generators.some((g) => g.id === workload.id)) return { loads: [rates, day], heldOut: undefined };
  const siblings = Array.from(
    { length: SIBLINGS },
    (_, i) => generateWorkload(workload.id, 10_000 + 100 * seed + i, rates.length).rates,
  );
  return { loads: [...siblings, day], heldOut: concatenated(siblings[0]!.slice(), heldOut) };
}

function peak(rates: Float64Array): number {
  return rates.reduce((max, rate) => Math.max(max, rate), 1);
}

/** Scales a load so that its peak is `target`, only ever down or up by as much as keeps its shape. */
function scaledTo(rates: Float64Array, target: number): Float64Array {
  const factor = target / peak(rates);
  return rates.map((rate) => rate * factor);
}

function concatenated(a: Float64Array, b: Float64Array): Float64Array {
  const joined = new Float64Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

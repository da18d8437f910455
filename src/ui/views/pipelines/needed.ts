/**
 * What each variant of a stage needs to carry a load, and which never pay: by the equations alone, without chance, each in
 * the batch in which a replica answers most within the seconds that the other stages leave. The reward is not asked: a variant
 * that may pay can still be one that the greatest reward takes at no load (`neverBest.ts`).
 */
import {
  batchSizes,
  latency,
  type Limits,
  type Pipeline,
  type Stage,
  type Variant,
} from '../../../model/pipeline.ts';

/** A variant in its best batch. */
export interface Serving {
  readonly batch: number;
  /** Seconds of a full batch. */
  readonly seconds: number;
  /** Requests per second of one replica. */
  readonly rate: number;
}

/** What a load takes of a variant. */
export interface Need {
  readonly replicas: number;
  readonly cores: number;
  /** No more replicas and cores than the stage can have. */
  readonly fits: boolean;
}

/** What one stage may use. */
export interface Room {
  /** Seconds that the other stages leave of the latency objective, each in its fastest variant. */
  readonly seconds: number;
  /** Cores that they leave, each on one replica of its smallest variant. */
  readonly cores: number;
  readonly maxReplicas: number;
  readonly maxBatch: number;
}

/** Why a variant can never be the better choice. */
export type NeverPays =
  | { readonly why: 'slow'; readonly seconds: number }
  | { readonly why: 'large' }
  | {
      readonly why: 'beaten';
      /** Index of a variant that is as good or better in both, at every load that this one carries. */
      readonly by: number;
      readonly moreAccurate: boolean;
      /** It needs fewer cores at every load, at some, or never. */
      readonly fewer: 'always' | 'sometimes' | 'never';
    };

/** Sums of seconds and shares of rates in another order differ by less. */
const ALIKE = 1e-9;

export function roomOf({ stages }: Pipeline, n: number, limits: Limits, slaSeconds: number): Room {
  const others = stages.filter((_, m) => m !== n);
  const sum = (of: (variant: Variant) => number): number =>
    others.reduce((all, { variants }) => all + Math.min(...variants.map(of)), 0);
  return {
    seconds: slaSeconds - sum((variant) => latency(variant.latency, 1)),
    cores: limits.maxCores - sum(({ cores }) => cores),
    maxReplicas: limits.maxReplicas,
    maxBatch: limits.maxBatch,
  };
}

/** Undefined where even a single request takes longer than there is time. */
export function servingOf(variant: Variant, { seconds, maxBatch }: Room): Serving | undefined {
  let best: Serving | undefined;
  for (const batch of batchSizes(maxBatch)) {
    const took = latency(variant.latency, batch);
    if (!(took <= seconds + ALIKE)) continue;
    const rate = batch / took;
    if (best === undefined || rate > best.rate) best = { batch, seconds: took, rate };
  }
  return best;
}

export function needOf({ cores }: Variant, { rate }: Serving, load: number, room: Room): Need {
  const replicas = Math.max(1, Math.ceil(load / rate - ALIKE));
  const all = replicas * cores;
  return { replicas, cores: all, fits: replicas <= room.maxReplicas && all <= room.cores + ALIKE };
}

/** Of each variant of the stage, why it never pays; undefined of those that may. */
export function neverPaying({ variants }: Stage, room: Room): readonly (NeverPays | undefined)[] {
  const servings = variants.map((variant) => servingOf(variant, room));
  return variants.map((variant, z): NeverPays | undefined => {
    const serving = servings[z];
    if (!serving) return { why: 'slow', seconds: latency(variant.latency, 1) };
    if (variant.cores > room.cores + ALIKE) return { why: 'large' };
    let best: (NeverPays & { readonly why: 'beaten' }) | undefined;
    for (const [by, other] of variants.entries()) {
      const its = servings[by];
      if (by === z || !its || other.accuracy < variant.accuracy) continue;
      const fewer = fewerOf(variant, serving, other, its, room);
      const moreAccurate = other.accuracy > variant.accuracy;
      if (fewer === undefined || (!moreAccurate && fewer === 'never')) continue;
      const found = { why: 'beaten', by, moreAccurate, fewer } as const;
      if (best === undefined || weight(found, variants) > weight(best, variants)) best = found;
    }
    return best;
  });
}

/** Of several that beat a variant the one that needs the fewest cores, and of these the most accurate, is told. */
function weight({ by, fewer }: NeverPays & { readonly why: 'beaten' }, variants: readonly Variant[]): number {
  return { always: 4, sometimes: 2, never: 0 }[fewer] + variants[by]!.accuracy;
}

/**
 * At which loads `other` needs fewer cores, of all that `variant` carries; undefined where it needs more at some, or does not
 * carry it. With so many replicas `variant` carries every load up to a step, and `other` needs most at the step itself.
 */
function fewerOf(
  variant: Variant,
  serving: Serving,
  other: Variant,
  its: Serving,
  room: Room,
): 'always' | 'sometimes' | 'never' | undefined {
  const most = Math.min(room.maxReplicas, Math.floor(room.cores / variant.cores + ALIKE));
  let fewer = 0;
  for (let replicas = 1; replicas <= most; replicas++) {
    const own = replicas * variant.cores;
    const need = needOf(other, its, replicas * serving.rate, room);
    if (!need.fits || need.cores > own + ALIKE) return undefined;
    if (need.cores < own - ALIKE) fewer++;
  }
  return fewer === most ? 'always' : fewer > 0 ? 'sometimes' : 'never';
}

/**
 * Memory layout of one lane of the fluid environment: one flat block of numbers, so that forking a lane
 * is one copy. Per stage a record of fields, then the ready times of its starting replicas, then its queue
 * by the second in which the waiting requests arrived at the pipeline.
 */
import { isIndex } from './damaged.ts';
import type { Tables } from '../model/tables.ts';

export const VARIANT = 0;
/** Index into `tables.batches`. */
export const BATCH = 1;
/** Serving replicas of the ordered variant. */
export const READY = 2;
/** Ordered replicas that do not serve yet. */
export const STARTING = 3;
/** Variant being replaced, or -1. */
export const OLD_VARIANT = 4;
export const OLD_BATCH = 5;
/** Its replicas that still serve. */
export const OLD_READY = 6;
/** Second from which the stage serves again after a batch change. */
export const RESTART = 7;
/** Requests waiting. */
export const BACKLOG = 8;
/** Serving capacity, req/s. */
export const CAPACITY = 9;
/** Accuracy, service seconds and (b - 1) / 2, each weighted by serving capacity. */
export const ACCURACY = 10;
export const SERVICE = 11;
export const FILL = 12;
/** Seconds in the stage over the last second: wait + fill + service. */
export const LATENCY = 13;
/** Units of cores held by serving, starting and replaced replicas. */
export const HELD = 14;
export const FIELDS = 15;

export interface FluidLayout {
  readonly stages: number;
  readonly maxReplicas: number;
  /** Queue slots: one per second of arrival that can still wait. */
  readonly ring: number;
  /** Where an environment's own numbers of a stage begin, if it has any. */
  readonly own: number;
  /** Numbers of one stage. */
  readonly stageStride: number;
  /** Numbers of one lane. */
  readonly laneStride: number;
}

/** Whether a lane's block from `base` on can be what a run left: indices and counts in their ranges, and no number that is none. */
export function isSound(s: Float64Array, base: number, layout: FluidLayout, tables: Tables): boolean {
  const { stages, stageStride, laneStride, maxReplicas } = layout;
  for (let i = base; i < base + laneStride; i++) if (!Number.isFinite(s[i]!)) return false;
  for (let n = 0, at = base; n < stages; n++, at += stageStride) {
    const variants = tables.variants[n]! - 1;
    const batches = tables.batches.length - 1;
    const indices =
      isIndex(s[at + VARIANT]!, 0, variants) &&
      isIndex(s[at + OLD_VARIANT]!, -1, variants) &&
      isIndex(s[at + BATCH]!, 0, batches) &&
      isIndex(s[at + OLD_BATCH]!, 0, batches) &&
      [READY, STARTING, OLD_READY].every((count) => isIndex(s[at + count]!, 0, maxReplicas)) &&
      (s[at + OLD_READY]! === 0 || s[at + OLD_VARIANT]! >= 0);
    if (!indices || [BACKLOG, CAPACITY, SERVICE, HELD].some((field) => s[at + field]! < 0)) return false;
  }
  return true;
}

/** `more`: numbers of a stage that an environment adds. */
export function fluidLayout(
  stages: number,
  maxReplicas: number,
  dropSeconds: number,
  more: number,
): FluidLayout {
  const ring = Math.ceil(dropSeconds) + 2;
  const own = FIELDS + maxReplicas + ring;
  const stageStride = own + more;
  return { stages, maxReplicas, ring, own, stageStride, laneStride: stages * stageStride };
}

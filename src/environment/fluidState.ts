/**
 * Memory layout of one lane of the fluid environment: one flat block of numbers, so that forking a lane
 * is one copy. Per stage a record of fields, then the ready times of its starting replicas, then its queue
 * by the second in which the waiting requests arrived at the pipeline.
 */
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
export const OLD = 6;
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
/** Cores held by serving, starting and replaced replicas. */
export const HELD = 14;
export const FIELDS = 15;

export interface FluidLayout {
  readonly stages: number;
  readonly maxReplicas: number;
  /** Queue slots: one per second of arrival that can still wait. */
  readonly ring: number;
  /** Numbers of one stage. */
  readonly stageStride: number;
  /** Numbers of one lane. */
  readonly laneStride: number;
}

export function fluidLayout(stages: number, maxReplicas: number, dropSeconds: number): FluidLayout {
  const ring = Math.ceil(dropSeconds) + 2;
  const stageStride = FIELDS + maxReplicas + ring;
  return { stages, maxReplicas, ring, stageStride, laneStride: stages * stageStride };
}

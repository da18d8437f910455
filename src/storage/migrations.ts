/**
 * Records of older versions, brought up to the present one: pure functions, by the store they lie in. They run once, when
 * the database is opened by a newer version of the lab, and on the records of an older archive.
 */
import * as v from 'valibot';
import { toChunk } from './series.ts';
import type { HeldOutEvaluation, TrainPoint } from '../learning/training/progress.ts';
import { checked } from '../model/checked.ts';

/**
 * Versions of the database. 1: curves as lists of points. 2: curves as columns, a fifth of the size. 3: beside them what the
 * page found and shows again after a reload. 4: beside them policies of the visitor's own.
 */
export const VERSION = 4;

/** What version 1 kept of a run's curves; the points themselves are judged when the new chunk is read. */
const ChunkV1 = v.object({
  format: v.literal(1),
  points: v.array(v.looseObject({ headEntropies: v.array(v.number()) })),
  evaluations: v.array(v.looseObject({})),
});

/** A record in its present format; one that no version wrote is left as it is, and found damaged when it is read. */
export function upgraded(store: string, record: unknown): unknown {
  if (store !== 'series') return record;
  const old = checked(ChunkV1, record);
  if (!old.ok) return record;
  return toChunk({
    points: old.value.points as unknown as readonly TrainPoint[],
    evaluations: old.value.evaluations as unknown as readonly HeldOutEvaluation[],
  });
}

/** The stores whose records a database of `version` needs upgraded. */
export function outdatedStores(version: number): readonly 'series'[] {
  return version >= 1 && version < 2 ? ['series'] : [];
}

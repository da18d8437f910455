/** The changes of a run on a line of time: where each stands, and which is nearest. */
import { knobs, strongest, type Change } from '../../../export/cluster/changes.ts';
import type { Knob } from '../../../model/pipeline.ts';

/** One row of marks: the changes whose dearest knob it is. */
export interface MarkRow {
  readonly knob: Knob;
  /** Indices into the changes, ascending. */
  readonly members: readonly number[];
}

export function markRows(changes: readonly Change[]): readonly MarkRow[] {
  const rows = new Map<Knob, number[]>(knobs.map((knob) => [knob, []]));
  for (const [i, change] of changes.entries()) rows.get(strongest(change))!.push(i);
  return knobs.map((knob) => ({ knob, members: rows.get(knob)! }));
}

/** Where a row's marks are drawn, px: marks that would cover each other within `gap` are drawn once. */
export function placesOf(
  { members }: MarkRow,
  changes: readonly Change[],
  x: (second: number) => number,
  gap: number,
): readonly number[] {
  const places: number[] = [];
  for (const i of members) {
    const place = x(changes[i]!.t);
    if (places.length === 0 || place - places.at(-1)! >= gap) places.push(place);
  }
  return places;
}

/** The member nearest to second `t`; undefined where there is none. */
export function nearest(
  members: readonly number[],
  changes: readonly Change[],
  t: number,
): number | undefined {
  let found: number | undefined;
  for (const i of members)
    if (found === undefined || Math.abs(changes[i]!.t - t) < Math.abs(changes[found]!.t - t)) found = i;
  return found;
}

/** The change that is shown first: the first of those that turn the dearest knob. */
export function mostTelling(rows: readonly MarkRow[]): number {
  return rows.find(({ members }) => members.length > 0)?.members[0] ?? 0;
}

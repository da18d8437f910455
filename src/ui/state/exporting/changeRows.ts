/** The changes of a run in rows by their dearest knob, and which is shown first. */
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

/** The change that is shown first: the first of those that turn the dearest knob. */
export function mostTelling(rows: readonly MarkRow[]): number {
  return rows.find(({ members }) => members.length > 0)?.members[0] ?? 0;
}

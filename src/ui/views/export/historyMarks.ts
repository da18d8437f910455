/** Where the changes of a run stand on a line of time. */
import type { MarkRow } from '../../state/exporting/changeRows.ts';
import type { Change } from '../../../export/cluster/changes.ts';

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

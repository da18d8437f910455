/** Where two policies would run something else, and what that costs. */
import type { MapRow } from './policyMap.ts';

export interface MapDifference {
  /** 1 where the configurations differ, or one settles and the other does not. */
  readonly differs: Uint8Array;
  /** J of the first less J of the second in the long run at that load, points a decision; 0 where they do not differ. */
  readonly price: Float64Array;
}

/** Points a decision below which a difference is worth nothing, as it is written. */
export const WORTH = 0.005;

/** Of two rows of one grid. */
export function differenceOf(a: MapRow, b: MapRow): MapDifference {
  const count = a.objective.length;
  const width = a.orders.length / Math.max(1, count);
  const differs = new Uint8Array(count);
  for (let i = 0; i < a.orders.length; i++)
    if (a.orders[i] !== b.orders[i]) differs[Math.floor(i / width)] = 1;
  for (let i = 0; i < count; i++) if (a.settled[i] !== b.settled[i]) differs[i] = 1;
  return {
    differs,
    price: a.objective.map((own, i) => (differs[i] ? own - b.objective[i]! : 0)),
  };
}

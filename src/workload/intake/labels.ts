/** Columns that tell the series of a long table apart, by how its times repeat under them. */
import { dateInAnyOrder } from './dates.ts';
import { numberIn } from './numbers.ts';
import type { Cell, Table } from './source.ts';

/** Of numbers, and of texts whose series share no times; more are hardly series that somebody put into one table. */
const MOST = 100;
/** Lines that each series has at least. */
const FEWEST = 4;
/** Lines of a series whose distances are looked at. */
const LOOKED_AT = 200;
/** Most distances lie within a quarter of the usual one; a series lasts for most of the file. */
const EVEN = { share: 0.8, within: 0.25, lasting: 0.75 };

/** Seconds of a time; numbers are finer than seconds where they would lie far in the future. */
export function epochSeconds(cell: Cell | undefined): number {
  const number = numberIn(cell, 'point');
  if (number === undefined) return typeof cell === 'string' ? (dateInAnyOrder(cell)?.seconds ?? NaN) : NaN;
  return number / (number < 1e11 ? 1 : number < 1e14 ? 1e3 : number < 1e17 ? 1e6 : 1e9);
}

/**
 * Of `candidates`, the column of few whole numbers (shard, partition) under which each repeated time stands only once,
 * beside the labels that are texts; undefined where times stand once without it, or more often with it.
 */
export function numericLabel(
  { rows }: Table,
  times: readonly number[],
  texts: readonly number[],
  candidates: readonly number[],
): number | undefined {
  const key = (row: readonly Cell[], columns: readonly number[]): string =>
    columns.length === 1 ? String(row[columns[0]!]) : columns.map((c) => String(row[c])).join('\n');
  const unique = (columns: readonly number[]): boolean => {
    const seen = new Set<string>();
    return rows.every((row) => seen.size < seen.add(key(row, columns)).size);
  };
  if (candidates.length === 0 || unique([...times, ...texts])) return undefined;
  return candidates.find((c) => {
    const distinct = new Set<string>();
    for (const row of rows) {
      const number = numberIn(row[c], 'point');
      if (number === undefined || !Number.isInteger(number)) return false;
      distinct.add(String(number));
      if (distinct.size > Math.min(MOST, rows.length / FEWEST)) return false;
    }
    return distinct.size > 1 && unique([...times, ...texts, c]);
  });
}

/**
 * Whether groups of lines that share no times are series sampled in turn: each at even distances, most of them for most
 * of the file. Words about single lines (ok, slow) come at uneven ones, phases of a run come one after the other.
 */
export function sampledInTurn(groups: readonly (readonly Cell[])[]): boolean {
  if (groups.length < 2 || groups.length > MOST) return false;
  let [first, last, lasting] = [Infinity, -Infinity, 0];
  for (const group of groups) {
    if (group.length < FEWEST) return false;
    const times = group.slice(0, LOOKED_AT).map(epochSeconds);
    const steps = times.slice(1).map((t, i) => Math.abs(t - times[i]!));
    const usual = [...steps].sort((a, b) => a - b)[steps.length >> 1]!;
    const even = steps.filter((step) => Math.abs(step - usual) <= EVEN.within * usual).length;
    if (!(usual > 0) || even < EVEN.share * steps.length) return false;
    const [begin, end] = [epochSeconds(group[0]), epochSeconds(group.at(-1))];
    first = Math.min(first, begin, end);
    last = Math.max(last, begin, end);
    lasting += Math.abs(end - begin);
  }
  // Side by side their lifetimes add up to far more than the file's own.
  return lasting >= 2 * EVEN.lasting * (last - first);
}

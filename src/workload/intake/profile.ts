/** What a column holds, read off a few hundred of its cells. */
import { dateInAnyOrder } from './dates.ts';
import { numberIn } from './numbers.ts';
import type { Table } from './source.ts';

const LOOKED_AT = 400;
/** Seconds since 1970 of the year 2001; milliseconds and finer are larger still. */
const EPOCH = 1e9;
const DAY = 86_400;

export interface Profile {
  readonly kind: 'number' | 'date' | 'text' | 'empty';
  /** Of dates: whether they have no time of day, or are nothing else. */
  readonly part: 'day' | 'time of day' | undefined;
  /** Its numbers or dates go one way only. */
  readonly rising: boolean;
  /** Its numbers are seconds (or finer) since 1970, by their size. */
  readonly epoch: boolean;
}

/** A column is what more than half of its cells are; one bad cell among good ones is refused later, with its place. */
export function profileOf(table: Table, column: number): Profile {
  const { rows } = table;
  const stride = Math.max(1, Math.floor(rows.length / LOOKED_AT));
  let numbers = 0;
  let dates = 0;
  let days = 0;
  let times = 0;
  let texts = 0;
  let rises = 0;
  let falls = 0;
  let large = 0;
  let last = Number.NaN;
  for (let i = 0; i < rows.length; i += stride) {
    const cell = rows[i]![column];
    const number = numberIn(cell, 'point') ?? numberIn(cell, 'comma');
    if (number !== undefined && Number.isNaN(number)) continue;
    const date = number === undefined && typeof cell === 'string' ? dateInAnyOrder(cell) : undefined;
    const value = number ?? date?.seconds;
    if (date) {
      if (date.timeOfDay) times++;
      else if (date.seconds % DAY === 0) days++;
    }
    if (value === undefined) {
      texts++;
      continue;
    }
    if (number === undefined) dates++;
    else {
      numbers++;
      if (number >= EPOCH && number < 1e20) large++;
    }
    if (value > last) rises++;
    if (value < last) falls++;
    last = value;
  }
  const all = numbers + dates + texts;
  const kind = all === 0 ? 'empty' : 2 * numbers >= all ? 'number' : 2 * dates >= all ? 'date' : 'text';
  const rising = kind !== 'text' && kind !== 'empty' && Math.min(rises, falls) === 0 && rises + falls > 0;
  const part =
    kind !== 'date' ? undefined : times === dates ? 'time of day' : days === dates ? 'day' : undefined;
  return { kind, part, rising, epoch: kind === 'number' && rising && large === numbers };
}

import { cellIn, listIn, objectIn, own } from './json.ts';
import type { Cell, Format, Table } from '../source.ts';
import { quoted } from '../text.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';

/** Objects with more keys than this are no lines of a load. */
const MOST_COLUMNS = 200;
/** Entries that the columns are read off. */
const LOOKED_AT = 1000;

/** A list of numbers, of [time, value], of objects; or one object of lists: {"times": [...], "values": [...]}. */
export const jsonTable: Format = {
  name: 'JSON',
  recognises: ({ json }) => listIn(json) !== undefined || columnsIn(json) !== undefined,
  read({ json, name }) {
    const list = listIn(json);
    if (list) return tableOfJson(list, name, (row) => `item ${String(row + 1)}`);
    const columns = columnsIn(json)!;
    const length = columns[0]![1].length;
    const odd = columns.find(([, cells]) => cells.length !== length);
    if (odd)
      return refused(
        `${name}: at ${quoted(odd[0])}: ${odd[1].length.toLocaleString('en')} items where ${quoted(columns[0]![0])} has ${length.toLocaleString('en')}; both must be equally long.`,
      );
    if (length === 0)
      return refused(
        `${name}: at ${quoted(columns[0]![0])}: the list is empty; times and values were expected.`,
      );
    return accepted({
      shape: 'table',
      names: columns.map(([key]) => key),
      rows: Array.from({ length }, (_, i) => columns.map(([, cells]) => cellIn(cells[i]))),
      place: (row, column) =>
        `${name}, item ${String(row + 1)}${column === undefined ? '' : ` of ${quoted(columns[column]![0])}`}`,
    });
  },
};

/** The lists of an object that holds little else. */
function columnsIn(json: unknown): readonly (readonly [string, readonly unknown[]])[] | undefined {
  const object = objectIn(json);
  if (!object) return undefined;
  const columns = Object.entries(object).flatMap(([key, value]) => {
    const list = listIn(value);
    return list?.every((cell) => typeof cell !== 'object' || cell === null) ? [[key, list] as const] : [];
  });
  const named = columns.some(([key]) =>
    /^(t|ts|times?|timestamps?|values?|rps|rates?|requests?|load|counts?)$/i.test(key),
  );
  return named && columns.length <= MOST_COLUMNS ? columns : undefined;
}

/** The table of a list of numbers, lists or objects; `where` says where entry `row` stands. */
export function tableOfJson(
  list: readonly unknown[],
  name: string,
  where: (row: number) => string,
): Result<Table> {
  if (list.length === 0) return refused(`${name}: the list is empty; requests per second were expected.`);
  const names = objectIn(list[0]) ? keysOf(list) : undefined;
  if (names?.length === 0)
    return refused(`${name}, ${where(0)}: an object without keys; a time and a value were expected.`);
  const columns = names?.length ?? listIn(list[0])?.length ?? 1;
  if (columns === 0 || columns > MOST_COLUMNS)
    return refused(
      `${name}, ${where(0)}: ${String(columns)} columns; 1 to ${String(MOST_COLUMNS)} were expected.`,
    );
  const rows: (readonly Cell[])[] = [];
  for (const [i, entry] of list.entries()) {
    const row = rowOf(entry, names, columns);
    if (!row)
      return refused(
        `${name}, ${where(i)}: ${quoted(entry)} is not like the first, ${quoted(list[0])}; all must be alike.`,
      );
    rows.push(row);
  }
  return accepted({
    shape: 'table',
    names,
    rows,
    place: (row, column) =>
      `${name}, ${where(row)}${column === undefined || columns === 1 ? '' : names ? `, ${quoted(names[column])}` : `, column ${String(column + 1)}`}`,
  });
}

function rowOf(
  entry: unknown,
  names: readonly string[] | undefined,
  columns: number,
): readonly Cell[] | undefined {
  if (names) return objectIn(entry) ? names.map((key) => cellIn(own(entry, key))) : undefined;
  const cells = listIn(entry);
  if (cells) return cells.length === columns ? cells.map(cellIn) : undefined;
  return columns === 1 && !objectIn(entry) ? [cellIn(entry)] : undefined;
}

/** Keys of the first entries, in the order in which they appear; those of nested objects are not looked into. */
function keysOf(list: readonly unknown[]): readonly string[] {
  const keys = new Set<string>();
  for (const entry of list.slice(0, LOOKED_AT))
    for (const key of Object.keys(objectIn(entry) ?? {})) {
      keys.add(key);
      if (keys.size > MOST_COLUMNS) return [...keys];
    }
  return [...keys];
}

/** A load test's table: its columns found by name, its cells as numbers, each refusal with its line. */
import { MOST_POINTS, tooManyPoints } from '../checks.ts';
import { quantileNamed } from '../quantiles.ts';
import { inSeconds } from '../../workload/intake/units.ts';
import { decimalOf, numberIn, type Decimal } from '../../workload/intake/numbers.ts';
import { tableInText } from '../../workload/intake/dialect.ts';
import type { IntakeFile } from '../../workload/intake/file.ts';
import type { Cell, TimeUnit } from '../../workload/intake/source.ts';
import { quoted } from '../../workload/intake/text.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

export interface LoadTable {
  /** As they stand in the header. */
  readonly names: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** "perf.csv, line 3"; the row is one of `rows`. */
  readonly place: (row: number) => string;
  /** One-based line of row `row`. */
  readonly line: (row: number) => number;
  /** The first column whose name, in lower case, fits. */
  readonly find: (pattern: RegExp) => number | undefined;
  /** The number of a cell; undefined where it is empty, N/A or the column is. A text is refused. */
  readonly number: (row: number, column: number | undefined) => Result<number | undefined>;
  /** The numbers of a line in several columns by what they are called, those that are there; the first text is refused. */
  readonly figures: <K extends string>(
    row: number,
    columns: Readonly<Partial<Record<K, number | undefined>>>,
  ) => Result<Partial<Record<K, number>>>;
  /** Seconds by quantile of a line whose columns are in `unit`; empty cells are left out. */
  readonly quantiles: (
    row: number,
    columns: readonly QuantileColumn[],
    unit: TimeUnit,
  ) => Result<Map<number, number>>;
  /** A cell's text without blanks around it; undefined where it is empty. */
  readonly text: (row: number, column: number | undefined) => string | undefined;
  readonly notes: readonly string[];
}

/** Where the latencies at a quantile stand. */
export interface QuantileColumn {
  readonly quantile: number;
  readonly at: number;
}

/** The columns whose names are those of quantiles, in their order. */
export function quantileColumns(
  names: readonly string[],
  named: (name: string) => number | undefined = quantileNamed,
): QuantileColumn[] {
  return names.flatMap((name, at) => {
    const quantile = named(name);
    return quantile === undefined ? [] : [{ quantile, at }];
  });
}

const SEPARATORS = [',', ';', '\t', '|'] as const;

/** What stands between the names of a header line: the separator that it has most of outside of quotes; undefined where it has none. */
export function headerSeparator(line: string): string | undefined {
  const bare = line.slice(0, 16_384).replace(/"[^"]*"/g, 'q');
  const counts = SEPARATORS.map((separator) => bare.split(separator).length - 1);
  const most = Math.max(...counts);
  return most === 0 ? undefined : SEPARATORS[counts.indexOf(most)];
}

/** The names of a file's first line in lower case, wherever its columns are parted; what formats recognise tables by. */
export function headerNames({ head }: IntakeFile): readonly string[] {
  const line = (head.find((one) => one.trim() !== '' && !/^(?:\uFEFF)?(?:#|sep=)/.test(one)) ?? '').replace(
    /^\uFEFF/,
    '',
  );
  const separator = headerSeparator(line);
  if (separator === undefined) return [line.trim().toLowerCase()];
  return line.split(separator).map((name) => name.replace(/^\s*"?|"?\s*$/g, '').toLowerCase());
}

/**
 * The table of a file with a header; `expected` ends the sentence that refuses one without.
 *
 * @param most lines: points, unless they are single requests.
 */
export function loadTable(file: IntakeFile, expected: string, most = MOST_POINTS): Result<LoadTable> {
  const { name, text, head } = file;
  const first = head.find((line) => line.trim() !== '' && !line.startsWith('#')) ?? '';
  const table = tableInText(text, name, headerSeparator(first));
  if (!table.ok) return table;
  const { names, rows: all, place: placeOf, separator } = table.value;
  if (!names) return refused(`${name}, line 1: it has no header; ${expected}.`);
  const kept = all.flatMap((row, i) => (isHeader(row, names) ? [] : [i]));
  const rows = kept.map((i) => all[i]!);
  if (rows.length > most) return refused(tooManyPoints(name, rows.length));
  if (rows.length === 0) return refused(`${name}: it holds a header and nothing else; ${expected}.`);
  const { decimal, note } = decimalIn(rows, separator);
  const lowered = names.map((one) => one.trim().toLowerCase());
  const place = (row: number): string => placeOf(kept[row]!);
  const number: LoadTable['number'] = (row, column) => {
    if (column === undefined) return accepted(undefined);
    const cell = rows[row]![column];
    const value = numberIn(cell, decimal);
    if (value === undefined)
      return refused(
        `${place(row)}: ${quoted(cell)} stands in the column ${quoted(names[column])}, and a number was expected.`,
      );
    return accepted(Number.isNaN(value) ? undefined : value);
  };
  return accepted({
    names,
    rows,
    place,
    line: (row) => Number(/\bline (\d+)$/.exec(place(row))?.[1] ?? 0),
    find: (pattern) => {
      const column = lowered.findIndex((one) => pattern.test(one));
      return column < 0 ? undefined : column;
    },
    text: (row, column) => {
      const cell = column === undefined ? undefined : String(rows[row]![column] ?? '').trim();
      return cell === undefined || cell === '' ? undefined : cell;
    },
    number,
    figures: <K extends string>(row: number, columns: Readonly<Partial<Record<K, number | undefined>>>) => {
      const found: Partial<Record<K, number>> = {};
      for (const key of Object.keys(columns) as K[]) {
        const cell = number(row, columns[key]);
        if (!cell.ok) return cell;
        if (cell.value !== undefined) found[key] = cell.value;
      }
      return accepted(found);
    },
    quantiles: (row, columns, unit) => {
      const found = new Map<number, number>();
      for (const { quantile, at } of columns) {
        const cell = number(row, at);
        if (!cell.ok) return cell;
        if (cell.value !== undefined) found.set(quantile, inSeconds(cell.value, unit));
      }
      return accepted(found);
    },
    notes: [
      ...(rows.length < all.length
        ? [
            `${plural(all.length - rows.length, 'line repeats', 'lines repeat')} the header and ${all.length - rows.length === 1 ? 'is' : 'are'} left out.`,
          ]
        : []),
      ...(note === undefined ? [] : [note]),
    ],
  });
}

const plural = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

const isHeader = (row: readonly Cell[], names: readonly string[]): boolean =>
  row.every((cell, i) => String(cell).trim() === names[i]);

/** Which mark is the decimal one. Where commas part columns, one cell with a decimal point settles it. */
function decimalIn(
  rows: readonly (readonly Cell[])[],
  separator: string | undefined,
): { readonly decimal: Decimal; readonly note?: string } {
  if (separator === ',' && rows.some((row) => row.some((cell) => /^\s*[+-]?\d+\.\d+\s*$/.test(String(cell)))))
    return { decimal: 'point' };
  const found = separator === undefined ? undefined : decimalOf(rows.flat());
  if (!found) return { decimal: 'point' };
  return found.sure
    ? { decimal: found.decimal }
    : { decimal: found.decimal, note: 'Commas in its numbers are taken for decimal marks.' };
}

/** Rows from delimited text of any dialect: separator, quotes, comments, header. */
import Papa from 'papaparse';
import { dateInAnyOrder } from './dates.ts';
import { numberIn } from './numbers.ts';
import type { Cell, Table } from './source.ts';
import { quoted } from './text.ts';
import { offsetOf } from './zones.ts';
import { accepted, refused, type Result } from '../../model/result.ts';

/** Lines that the separator is read off. */
const LOOKED_AT = 60;
const MOST_COLUMNS = 1000;
const SEPARATORS = [';', '\t', '|', ','] as const;
export const BLANKS = ' ';

/**
 * The table of a delimited text; a refusal names file and line. `text` may have comments (#), a byte order mark, "sep=;".
 *
 * @param known what stands between its columns, where the format says it.
 */
export function tableInText(text: string, fileName: string, known?: string): Result<Table> {
  const declared = /^\uFEFF?sep=(.)\r?\n/.exec(text.slice(0, 20));
  const separator = declared?.[1] ?? known ?? separatorOf(text);
  const rows = rowsOf(text, separator, fileName);
  if (!rows.ok) return rows;
  const { data, lineOf } = rows.value;
  const kept: number[] = [];
  for (let i = declared ? 1 : 0; i < data.length; i++) if (!isSkipped(data[i]!)) kept.push(i);
  if (kept.length === 0)
    return refused(`${fileName}: it holds comments and no numbers; expected one line per value.`);
  const names = headerOf(data[kept[0]!]!, data[kept[1] ?? -1]);
  const body = names ? kept.slice(1) : kept;
  if (body.length === 0)
    return refused(
      `${fileName}: it holds a header and no numbers, ${quoted(names?.join(', '))}; expected one line per value.`,
    );
  const columns = names?.length ?? trimmed(data[body[0]!]!).length;
  if (columns > MOST_COLUMNS) {
    return refused(
      `${fileName}, line ${String(lineOf(body[0]!))}: ${columns.toLocaleString('en')} columns; the lab takes at most ${MOST_COLUMNS.toLocaleString('en')}.`,
    );
  }
  const table = rectangle(
    data,
    body,
    columns,
    names !== undefined,
    separator,
    (row) => `${fileName}, line ${String(lineOf(row))}`,
  );
  if (!table.ok) return table;
  return accepted({
    shape: 'table',
    names,
    rows: table.value,
    ...(separator === ',' && !text.includes('"') ? {} : { separator }),
    place: (row, column) =>
      `${fileName}, line ${String(lineOf(body[row]!))}${column === undefined || columns === 1 ? '' : `, column ${String(column + 1)}`}`,
  });
}

/** The first separator that divides nearly every line into equally many; blanks only where they part numbers or words without quotes. */
function separatorOf(text: string): string {
  const lines = text
    .slice(0, 65_536)
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .slice(0, LOOKED_AT)
    // Separators inside quotes do not count.
    .map((line) => (line.includes('"') ? line.replace(/"[^"]*"/g, 'q') : line));
  if (lines.length > 1 && text.length > 65_536) lines.pop();
  for (const separator of SEPARATORS) {
    const counts = lines.map((line) => line.split(separator).length);
    const usual = counts[Math.floor(counts.length / 2)]!;
    const alike = counts.filter((count) => count === usual).length;
    if (usual > 1 && alike >= 0.5 * counts.length) return separator;
  }
  const blank = lines.filter((line) => /\S\s+\S/.test(line) && dateInAnyOrder(line) === undefined);
  return blank.length > 0.5 * lines.length ? BLANKS : ',';
}

interface Rows {
  readonly data: readonly (readonly string[])[];
  /** One-based line of row `row`. */
  readonly lineOf: (row: number) => number;
}

function rowsOf(text: string, separator: string, fileName: string): Result<Rows> {
  if (separator === BLANKS) {
    const data = text
      .replace(/^\uFEFF/, '')
      .split(/\r\n|\n|\r/)
      .map(byBlanks);
    return accepted({ data, lineOf: (row) => row + 1 });
  }
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), { delimiter: separator });
  // Counted once, and only if somebody asks: where each row begins.
  let lines: Uint32Array | undefined;
  const lineOf = (row: number): number => (lines ??= linesOf(data))[row]!;
  const open = errors.find((error) => error.code === 'MissingQuotes');
  if (open?.row !== undefined) {
    return refused(
      `${fileName}, line ${String(lineOf(open.row))}: a quotation mark opens a cell here and none closes it; add the missing one.`,
    );
  }
  return accepted({ data, lineOf });
}

/** One-based line of every row; a cell in quotes may have several lines. */
function linesOf(data: readonly (readonly string[])[]): Uint32Array {
  const lines = new Uint32Array(data.length);
  let line = 1;
  for (const [i, row] of data.entries()) {
    lines[i] = line;
    line++;
    for (const cell of row) line += breaksIn(cell);
  }
  return lines;
}

function breaksIn(cell: string): number {
  return cell.includes('\n') || cell.includes('\r') ? cell.split(/\r\n|\n|\r/).length - 1 : 0;
}

/** Cells parted by blanks; a date and a time of day beside each other are one. */
function byBlanks(line: string): readonly string[] {
  const cells = line.trim().split(/\s+/);
  const merged: string[] = [];
  for (const cell of cells) {
    const before = merged.at(-1);
    const joins =
      before !== undefined && /^\d{1,2}:\d{2}/.test(cell) && /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/.test(before);
    // The half of the day or the zone belongs to the time before it.
    const ends =
      before !== undefined &&
      /\d:\d{2}(?:[.,]\d{1,12})?$/.test(before.slice(-20)) &&
      (/^[AP]M$/i.test(cell) || (/^[A-Z]{2,5}$/.test(cell) && offsetOf(cell) !== undefined));
    if (joins || ends) merged[merged.length - 1] = `${before} ${cell}`;
    else merged.push(cell.replace(/^"(.*)"$/, '$1'));
  }
  return merged;
}

const isSkipped = (row: readonly string[]): boolean =>
  // #N/A is an empty cell of a spreadsheet.
  (row[0]!.startsWith('#') && !isValue(row[0]!)) ||
  (row[0]!.trim() === '' && row.every((cell) => cell.trim() === ''));

const isValue = (cell: string): boolean =>
  cell.trim() !== '' &&
  (numberIn(cell, 'point') !== undefined ||
    numberIn(cell, 'comma') !== undefined ||
    dateInAnyOrder(cell) !== undefined);

/** The names of a first row that is no numbers; numbers may be names (status codes) where the first cell is a word and the next line's is none. */
function headerOf(
  first: readonly string[],
  second: readonly string[] | undefined,
): readonly string[] | undefined {
  const names = trimmed(first);
  const words = names.some((cell) => cell.trim() !== '') && !names.some(isValue);
  const labelled =
    names[0] !== undefined &&
    names[0].trim() !== '' &&
    !isValue(names[0]) &&
    second !== undefined &&
    isValue(second[0]!);
  return words || labelled ? names.map((cell) => cell.trim()) : undefined;
}

/** Without the empty cells at its end, which a separator at the end of a line makes. */
function trimmed(row: readonly string[]): readonly string[] {
  let length = row.length;
  while (length > 1 && row[length - 1]!.trim() === '') length--;
  return length === row.length ? row : row.slice(0, length);
}

/** Every row `columns` long, or the sentence that names the first that is not. */
function rectangle(
  data: readonly (readonly string[])[],
  body: readonly number[],
  columns: number,
  header: boolean,
  separator: string,
  place: (row: number) => string,
): Result<readonly (readonly Cell[])[]> {
  const rows: (readonly Cell[])[] = [];
  for (const i of body) {
    const row = data[i]!;
    if (row.length === columns) {
      rows.push(row);
      continue;
    }
    const cut = trimmed(row);
    if (row.length < columns || cut.length > columns) {
      const hint =
        separator === ',' && cut.length > columns && cut.every((cell) => /^[\d.:T -]*$/.test(cell.trim()))
          ? '; if a comma is the decimal mark, separate the columns by semicolons'
          : '; give every line as many';
      return refused(
        `${place(i)}: ${String(cut.length)} column${cut.length === 1 ? '' : 's'} where ${header ? 'the header has' : 'the lines before have'} ${String(columns)}, beginning with ${quoted(cut[0])}${hint}.`,
      );
    }
    rows.push(row.slice(0, columns));
  }
  return accepted(rows);
}

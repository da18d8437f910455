import Papa from 'papaparse';
import { resample, MOST_SECONDS, type Resampled } from './series.ts';
import { accepted, refused, type Result } from '../model/result.ts';

const NEWLINE = 10;

/**
 * Rates from CSV text: one column (req/s each second) or two (second, req/s), with or without a header, separated by
 * comma, semicolon or tab. A refusal names file, line, column and what was expected.
 */
export function readCsv(bytes: Uint8Array, fileName: string): Result<Resampled> {
  let lines = 1;
  for (const byte of bytes) if (byte === NEWLINE) lines++;
  if (lines > MOST_SECONDS) {
    return refused(
      `${fileName}: it has ${lines.toLocaleString('en')} lines; the lab takes at most ${MOST_SECONDS.toLocaleString('en')}.`,
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refused(`${fileName}: it is not text (invalid UTF-8); expected a CSV of requests per second.`);
  }
  if (text.includes('\u0000'))
    return refused(`${fileName}: it is a binary file; expected a CSV of requests per second.`);
  if (text.trim() === '') return refused(`${fileName}: it is empty; expected one line per second.`);
  const delimiter = delimiterOf(text);
  const { data } = Papa.parse<string[]>(text, { delimiter });
  return readRows(data, fileName);
}

/** The separator of the first line that has any; a decimal comma beside semicolons stays a comma. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 4096);
  for (const candidate of [';', '\t', ',']) if (head.includes(candidate)) return candidate;
  return ',';
}

const isBlank = (row: readonly string[]): boolean =>
  row.length === 0 || (row.length === 1 && row[0]!.trim() === '');

function readRows(rows: readonly (readonly string[])[], fileName: string): Result<Resampled> {
  const first = rows.findIndex((row) => !isBlank(row));
  const header = rows[first]!.every(
    (cell) =>
      /^\p{L}/u.test(cell.trim()) && numberIn(cell) === undefined && !/^(nan|infinity)$/i.test(cell.trim()),
  );
  const start = header ? first + 1 : first;
  const columns = rows[start]?.length ?? rows[first]!.length;
  if (columns > 2) {
    return refused(
      `${fileName}, line ${String(start + 1)}: ${String(columns)} columns, and one (req/s) or two (second, req/s) were expected.`,
    );
  }
  const times: number[] = [];
  const values: number[] = [];
  for (let i = start; i < rows.length; i++) {
    const row = rows[i]!;
    if (isBlank(row)) continue;
    const where = `${fileName}, line ${String(i + 1)}`;
    if (row.length !== columns) {
      return refused(
        `${where}: ${String(row.length)} columns where the lines before have ${String(columns)}.`,
      );
    }
    const value = numberIn(row[columns - 1]!);
    const column = columns === 2 ? ', column 2' : '';
    if (value === undefined) {
      const cell = row[columns - 1]!;
      const hint = /\d\s*[|:/ ]\s*\d/.test(cell) ? '; columns are separated by comma, semicolon or tab' : '';
      return refused(
        `${where}${column}: "${shown(cell)}" is not a number; requests per second were expected${hint}.`,
      );
    }
    if (value < 0)
      return refused(`${where}${column}: ${String(value)} is negative; requests per second cannot be.`);
    const time = columns === 2 ? numberIn(row[0]!) : values.length;
    if (time === undefined)
      return refused(`${where}, column 1: "${shown(row[0]!)}" is not a number; the second was expected.`);
    if (times.length > 0 && time <= times.at(-1)!) {
      return refused(
        `${where}, column 1: time ${String(time)} does not come after ${String(times.at(-1))}; times must increase.`,
      );
    }
    times.push(time);
    values.push(value);
  }
  if (values.length === 0)
    return refused(`${fileName}: it holds a header and no numbers; expected one line per second.`);
  const series = resample(Float64Array.from(times), Float64Array.from(values), fileName);
  return series.ok ? accepted(series.value) : series;
}

/** A finite number, or undefined for anything else, the empty cell and NaN included. */
function numberIn(cell: string): number | undefined {
  const value = cell.trim() === '' ? Number.NaN : Number(cell);
  return Number.isFinite(value) ? value : undefined;
}

function shown(cell: string): string {
  return cell.trim().slice(0, 40);
}

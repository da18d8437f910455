import { listIn, objectIn } from './json.ts';
import { tableOfJson } from './jsonTable.ts';
import type { IntakeFile } from '../file.ts';
import type { Format } from '../source.ts';
import { quoted } from '../text.ts';
import { jsonFrom } from '../../../model/jsonText.ts';
import { accepted, refused, type Result } from '../../../model/result.ts';

/** One JSON value a line: requests of a log, or times and values. */
export const jsonLines: Format = {
  name: 'JSON lines',
  recognises: ({ firstJsonLine }) =>
    objectIn(firstJsonLine) !== undefined || listIn(firstJsonLine) !== undefined,
  read(file) {
    const entries = jsonOfLines(file);
    if (!entries.ok) return entries;
    const lines = lineNumbers(file.text);
    return tableOfJson(entries.value, file.name, (row) => `line ${String(lines[row] ?? row + 1)}`);
  },
};

/** The JSON of every line that is not blank. */
export function jsonOfLines(file: IntakeFile): Result<readonly unknown[]> {
  const found: unknown[] = [];
  for (const { read } of eachJsonLine(file)) {
    if (!read.ok) return read;
    found.push(read.value);
  }
  return accepted(found);
}

/** The JSON of one line after the other, of those that are `wanted`; each with its one-based number, or refused by it. */
export function* eachJsonLine(
  { name, text }: Pick<IntakeFile, 'name' | 'text'>,
  wanted: (line: string) => boolean = (line) => line.trim() !== '',
): Generator<{ readonly line: number; readonly read: Result<unknown> }, void> {
  for (const [i, line] of text.split('\n').entries()) {
    if (!wanted(line)) continue;
    const read = jsonFrom(line);
    yield {
      line: i + 1,
      read: read.ok
        ? read
        : refused(
            `${name}, line ${String(i + 1)}: ${quoted(line)} is not JSON; each line must be a JSON value of its own.`,
          ),
    };
  }
}

function lineNumbers(text: string): readonly number[] {
  return text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [i + 1]));
}

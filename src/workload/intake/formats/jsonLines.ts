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
export function jsonOfLines({ name, text }: IntakeFile): Result<readonly unknown[]> {
  const found: unknown[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = jsonFrom(line);
    if (!read.ok)
      return refused(
        `${name}, line ${String(i + 1)}: ${quoted(line)} is not JSON; each line must be a JSON value of its own.`,
      );
    found.push(read.value);
  }
  return accepted(found);
}

function lineNumbers(text: string): readonly number[] {
  return text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [i + 1]));
}

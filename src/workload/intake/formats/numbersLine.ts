import type { Format } from '../source.ts';
import { accepted, refused } from '../../../model/result.ts';
import { MOST_SECONDS } from '../file.ts';

const WITH_COMMA = /^[+-]?(\d+,\d+|\d+\.?\d*)(e[+-]?\d+)?$/i;
const NUMBER = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i;

/** All numbers on one line, parted by blanks, commas or semicolons, as IPA keeps its traces. */
export const numbersLine: Format = {
  name: 'numbers on one line',
  recognises({ head, text }) {
    const [first, ...rest] = head.filter((line) => line.trim() !== '');
    if (first === undefined || rest.length > 0) return false;
    const start = cellsOf(first.trim().slice(0, 400)).cells;
    // The last may be cut in two.
    return (
      start.length > 3 &&
      start.slice(0, -1).every((cell) => NUMBER.test(cell) || cell === 'NaN') &&
      !/[\r\n]/.test(text.trim())
    );
  },
  read({ text, name }) {
    const { cells, separator } = cellsOf(text.trim());
    if (cells.length > MOST_SECONDS)
      return refused(
        `${name}: it has ${cells.length.toLocaleString('en')} values; the lab takes at most ${MOST_SECONDS.toLocaleString('en')}.`,
      );
    return accepted({
      shape: 'table',
      names: undefined,
      rows: cells.map((cell) => [cell]),
      ...(separator === undefined ? {} : { separator }),
      place: (row) => `${name}, line 1, value ${String(row + 1)}`,
    });
  },
};

/** The cells of a line; the separator where they hold commas themselves, which are decimal marks or mark thousands then. */
function cellsOf(line: string): { readonly cells: readonly string[]; readonly separator?: string } {
  const separator = line.includes(';') ? ';' : ' ';
  const pieces = (separator === ';' ? line.split(';') : line.split(/\s+/)).map((piece) => piece.trim());
  if (pieces.at(-1) === '') pieces.pop();
  const inner = line.includes(',') && pieces.length > 3;
  // "1, 2, 3" has blanks beside its commas; the last piece may be cut in two.
  if (inner && pieces.slice(0, -1).every((piece) => piece === 'NaN' || WITH_COMMA.test(piece)))
    return { cells: pieces, separator };
  const cells = line.split(/[\s,;]+/);
  if (cells.at(-1) === '') cells.pop();
  return { cells };
}

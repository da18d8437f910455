import type { Format } from '../source.ts';
import { accepted, refused } from '../../../model/result.ts';
import { MOST_SECONDS } from '../file.ts';

/** All numbers on one line, parted by blanks, commas or semicolons, as IPA keeps its traces. */
export const numbersLine: Format = {
  name: 'numbers on one line',
  recognises({ head, text }) {
    const [first, ...rest] = head.filter((line) => line.trim() !== '');
    if (first === undefined || rest.length > 0) return false;
    const start = first
      .trim()
      .slice(0, 400)
      .split(/[\s,;]+/);
    // The last may be cut in two.
    return (
      start.length > 3 &&
      start
        .slice(0, -1)
        .every((cell) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(cell) || cell === 'NaN') &&
      !/\n\s*\S/.test(text.trimStart())
    );
  },
  read({ text, name }) {
    const cells = text.trim().split(/[\s,;]+/);
    if (cells.at(-1) === '') cells.pop();
    if (cells.length > MOST_SECONDS)
      return refused(
        `${name}: it has ${cells.length.toLocaleString('en')} values; the lab takes at most ${MOST_SECONDS.toLocaleString('en')}.`,
      );
    return accepted({
      shape: 'table',
      names: undefined,
      rows: cells.map((cell) => [cell]),
      place: (row) => `${name}, line 1, value ${String(row + 1)}`,
    });
  },
};

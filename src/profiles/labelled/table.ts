/** A labelled set as a table: a header, a column of labels, and in all others the numbers of one row of inputs. */
import Papa from 'papaparse';
import type { RawSet } from './raw.ts';
import { headerSeparator } from '../formats/table.ts';
import { kindOfBytes } from '../../model/fileKind.ts';
import { figure } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { quoted } from '../../workload/intake/text.ts';

/** What the column of labels is called. */
const LABEL = /^(label|labels|target|targets|class|y)$/i;
/** Numbers of a table; more of them belong into an .npz, which takes a tenth of the time. */
const MOST_CELLS = 2 ** 26;

const EXPECTED =
  'expected a header with a column named label, and in the others the numbers of the model’s input, row by row';

/** What is wrong, a sentence without the file's name. */
class Unreadable extends Error {}

/** Its values come as float64 [rows, columns]. */
export function readTable(bytes: Uint8Array, name: string): Result<RawSet> {
  const kind = kindOfBytes(bytes);
  if (kind !== undefined) return refused(`${name}: it is ${kind}; ${EXPECTED}.`);
  const text = new TextDecoder().decode(bytes).replace(/^\uFEFF/, '');
  if (text.trim() === '') return refused(`${name}: it is empty.`);
  if (text.slice(0, 2 ** 16).includes('\0')) return refused(`${name}: it is a binary file; ${EXPECTED}.`);
  try {
    return accepted(tableIn(text, name));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return refused(`${name}${error.message}`);
  }
}

function tableIn(text: string, name: string): RawSet {
  const delimiter = headerSeparator(/[^\r\n]*/.exec(text.trimStart())![0]) ?? ',';
  let header: readonly string[] | undefined;
  let labelAt = -1;
  const labels: number[] = [];
  const lines: number[] = [];
  const numbers = new Numbers();
  let line = 0;
  let wrong: Unreadable | undefined;
  const take = (cells: readonly string[]): void => {
    line++;
    if (cells.every((cell) => cell.trim() === '')) return;
    if (header === undefined) {
      header = cells.map((cell) => cell.trim());
      labelAt = labelColumn(header);
      return;
    }
    if (cells.length !== header.length)
      throw new Unreadable(
        `, line ${figure(line)}: it has ${figure(cells.length)} columns, and the header ${figure(header.length)}.`,
      );
    for (const [at, cell] of cells.entries()) {
      const value = cell.trim() === '' ? NaN : Number(cell);
      if (!Number.isFinite(value))
        throw new Unreadable(
          `, line ${figure(line)}: ${quoted(cell)} stands in the column ${quoted(header[at])}, and a number was expected.`,
        );
      if (at !== labelAt) numbers.add(value);
      else if (Number.isInteger(value)) labels.push(value);
      else
        throw new Unreadable(
          `, line ${figure(line)}: the label ${quoted(cell)} is no whole number; classes are counted from 0.`,
        );
    }
    lines.push(line);
  };
  Papa.parse<string[]>(text, {
    delimiter,
    step: ({ data }, parser) => {
      try {
        take(data);
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        wrong = error;
        parser.abort();
      }
    },
  });
  if (wrong) throw wrong;
  if (labels.length === 0) throw new Unreadable(': it holds a header and no rows.');
  const columns = header!.length - 1;
  return {
    name,
    flat: true,
    labels: {
      name: header![labelAt]!,
      dims: [labels.length],
      type: 'int32',
      values: Int32Array.from(labels),
    },
    arrays: [{ name: 'its columns', type: 'float64', dims: [labels.length, columns], values: numbers.all() }],
    place: (row) => `line ${figure(lines[row]!)}`,
    notes: [],
  };
}

function labelColumn(header: readonly string[]): number {
  if (header.every((cell) => cell !== '' && Number.isFinite(Number(cell))))
    throw new Unreadable(
      `, line 1: it has no header, so nothing says which column has the labels; ${EXPECTED}.`,
    );
  const found = header.flatMap((cell, at) => (LABEL.test(cell) ? [at] : []));
  if (found.length === 0)
    throw new Unreadable(
      `, line 1: none of its ${figure(header.length)} columns is named label, target, class or y; ${EXPECTED}.`,
    );
  if (found.length > 1)
    throw new Unreadable(
      `, line 1: the columns ${found.map((at) => quoted(header[at])).join(' and ')} could both be the labels; rename one.`,
    );
  if (header.length < 2) throw new Unreadable(', line 1: beside the labels it has no column.');
  return found[0]!;
}

/** Numbers in room that grows with them. */
class Numbers {
  #room = new Float64Array(2 ** 12);
  #count = 0;

  add(value: number): void {
    if (this.#count === this.#room.length) {
      if (this.#count >= MOST_CELLS)
        throw new Unreadable(
          `: it has more than ${figure(MOST_CELLS)} numbers; bring it as .npz, or fewer of its rows.`,
        );
      const more = new Float64Array(2 * this.#count);
      more.set(this.#room);
      this.#room = more;
    }
    this.#room[this.#count++] = value;
  }

  all(): Float64Array {
    return this.#room.slice(0, this.#count);
  }
}

/** Which class a model answers with: the greatest of a row's numbers, or the class itself. */
import type { Answer, Values } from '../measure/session.ts';
import { figure } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { firstOf } from '../../model/text.ts';

export interface Classes {
  /** Of each row; -1 where one of its numbers is none (NaN). */
  readonly of: Int32Array;
  /** How many there are; undefined where the model answers with the class itself. */
  readonly count: number | undefined;
  /** The output that was read. */
  readonly output: string;
}

const isFloat = ({ type }: Answer): boolean => /^float/.test(type);
const isWhole = ({ type }: Answer): boolean => /int/.test(type);

/** A row of scores, [n, classes] with any axes of one behind it. */
const isScores = (answer: Answer, rows: number): boolean =>
  isFloat(answer) &&
  answer.dims[0] === rows &&
  (answer.dims[1] ?? 1) > 1 &&
  answer.dims.slice(2).every((size) => size === 1);

/** A class a row, [n] or [n, 1]. */
const isClass = (answer: Answer, rows: number): boolean =>
  isWhole(answer) && answer.dims[0] === rows && answer.dims.slice(1).every((size) => size === 1);

/** Of the first `rows` rows' answers; refused in a clause where no output says a class. */
export function classesIn(answers: readonly Answer[], rows: number): Result<Classes> {
  const scores = answers.find((answer) => isScores(answer, rows));
  if (scores) {
    const count = scores.dims[1]!;
    const numbers = scores.type === 'float16' ? halves(scores.values) : scores.values;
    const of = new Int32Array(rows);
    for (let row = 0; row < rows; row++) of[row] = greatest(numbers, row * count, count);
    return accepted({ of, count, output: scores.name });
  }
  const classes = answers.find((answer) => isClass(answer, rows));
  if (classes)
    return accepted({
      of: Int32Array.from({ length: rows }, (_, row) => Number(classes.values[row])),
      count: undefined,
      output: classes.name,
    });
  const said = firstOf(
    answers.map(({ name, type, dims }) => `${name} ${type} [${dims.join(', ')}]`),
    4,
  );
  return refused(
    `none of its outputs says a class for each of ${figure(rows)} rows (${said}); fractions [n, classes], of which the greatest counts, or whole numbers [n] are expected`,
  );
}

/** Place of the greatest of `count` numbers, the first of equal ones; -1 where one is none. */
function greatest(numbers: ArrayLike<number | bigint>, from: number, count: number): number {
  let best = 0;
  for (let k = 0; k < count; k++) {
    const value = numbers[from + k]!;
    if (Number.isNaN(value)) return -1;
    if (value > numbers[from + best]!) best = k;
  }
  return best;
}

/** Numbers of bits in half precision (IEEE 754); a browser that knows the type has numbers already. */
function halves(values: Values | ArrayLike<number>): ArrayLike<number | bigint> {
  if (!(values instanceof Uint16Array)) return values;
  return Float64Array.from(values, (bits) => {
    const sign = bits >> 15 === 1 ? -1 : 1;
    const exponent = (bits >> 10) & 31;
    const fraction = bits & 1023;
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}

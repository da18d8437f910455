/** A labelled set held against a model's inputs, and its rows as what the model takes. */
import type { NamedArray, RawSet } from './raw.ts';
import type { Element, Feed, ModelInput, Values } from '../measure/session.ts';
import { dimsOf, shapeWords, type Sizes } from '../measure/shapes.ts';
import { figure } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { firstOf } from '../../model/text.ts';
import { quoted } from '../../workload/intake/text.ts';

/** A set whose rows the model takes. */
export interface FittedSet {
  readonly name: string;
  readonly rows: number;
  /** Class of each row, from 0. */
  readonly labels: Int32Array;
  readonly place: RawSet['place'];
  readonly notes: readonly string[];
  /** Bytes of a row's inputs. */
  readonly rowBytes: number;
  /** The inputs of one run with these rows; refused in a clause where a value is none that the model takes. */
  feeds(rows: readonly number[]): Result<readonly Feed[]>;
}

interface Pair {
  readonly input: ModelInput & { readonly type: Element };
  readonly array: NamedArray;
  /** Of the input for one row. */
  readonly dims: readonly number[];
  readonly perRow: number;
}

const INPUTS = /^(x|inputs?|images?|data|features?|samples?)$/i;

/** Refused in a sentence that begins with the set's name. */
export function fitSet(
  raw: RawSet,
  inputs: readonly ModelInput[],
  sizes: Sizes,
  batchKey: string | undefined,
): Result<FittedSet> {
  const say = <T>(clause: string): Result<T> => refused(`${raw.name}: ${clause}.`);
  const labels = labelsOf(raw);
  if (typeof labels === 'string') return say(labels);
  const [one, two] = [1, 2].map((batch) => dimsOf(inputs, sizes, batchKey, batch));
  const pairs: Pair[] = [];
  for (const [i, input] of inputs.entries()) {
    const array = arrayFor(input, raw, inputs);
    if (typeof array === 'string') return say(array);
    const whole = one![i]!;
    const grows = whole.map((size, axis) => two![i]![axis] !== size);
    if (whole.length === 0 || (batchKey !== undefined && grows.lastIndexOf(true) !== 0))
      return say(
        `the model’s input ${input.name} ${shapeWords(input.dims)} does not count requests at its first axis alone, as the rows of a set are`,
      );
    const dims = whole.slice(1);
    const wrong = misfit(array, input, dims, raw);
    if (wrong !== undefined) return say(wrong);
    const perRow = dims.reduce((product, size) => product * size, 1);
    pairs.push({ input: { ...input, type: input.type as Element }, array, dims, perRow });
  }
  return accepted({
    ...{ name: raw.name, rows: labels.length, labels, place: raw.place, notes: raw.notes },
    rowBytes: pairs.reduce((sum, { perRow }) => sum + 8 * perRow, 0),
    feeds: (rows) => gathered(pairs, rows, raw),
  });
}

function labelsOf({ labels, arrays, place }: RawSet): Int32Array | string {
  const rows = labels.dims[0]!;
  if (rows === 0) return 'it has no rows';
  for (const { name, dims } of arrays) if (dims[0] === 0) return `its ${quoted(name)} has no rows`;
  const classes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const label = Number(labels.values[row]!);
    if (label < 0 || label > 2 ** 31 - 1)
      return `the label at ${place(row)} is ${figure(label)}; classes are counted from 0`;
    classes[row] = label;
  }
  return classes;
}

/** Of that name; or where there is one input, the only array, or the one that is called so. */
function arrayFor(input: ModelInput, { arrays }: RawSet, inputs: readonly ModelInput[]): NamedArray | string {
  const byName = arrays.find(({ name }) => name.toLowerCase() === input.name.toLowerCase());
  if (byName) return byName;
  if (inputs.length === 1) {
    const called = arrays.filter(({ name }) => INPUTS.test(name));
    if (arrays.length === 1) return arrays[0]!;
    if (called.length === 1) return called[0]!;
  }
  const names = firstOf(
    arrays.map(({ name }) => quoted(name)),
    6,
  );
  return `it has no array for the model’s input ${input.name}; beside the labels it holds ${names === '' ? 'nothing' : names}`;
}

/** Why the rows of an array are none of that input, a clause. */
function misfit(
  { name, type, dims }: NamedArray,
  input: ModelInput,
  row: readonly number[],
  { labels, flat }: RawSet,
): string | undefined {
  const rows = labels.dims[0]!;
  const called = flat ? name : `its ${quoted(name)}`;
  if (dims[0] !== rows)
    return `${called} has ${figure(dims[0] ?? 1)} rows, and there are ${figure(rows)} labels`;
  const takes = row.reduce((product, size) => product * size, 1);
  const wanted = `[n${row.map((size) => `, ${String(size)}`).join('')}]`;
  if (flat && dims[1] !== takes)
    return `it has ${figure(dims[1]!)} columns beside the labels, and the model’s input ${input.name} ${wanted} takes ${figure(takes)} numbers a row`;
  if (!flat && (dims.length !== row.length + 1 || row.some((size, i) => size !== dims[i + 1])))
    return `${called} has the shape (${dims.join(', ')}), and the model’s input ${input.name} takes ${wanted}`;
  if (!flat && !CONVERTIBLE[type].includes(input.type as Element))
    return `${called} is ${type}, and the model’s input ${input.name} takes ${input.type}; save it as ${input.type}${/float/.test(input.type) && /int|bool/.test(type) ? ', scaled as the model was trained' : ''}`;
  if (flat && (input.type === 'float16' || input.type === 'bool'))
    return `the model’s input ${input.name} takes ${input.type}, which a table does not hold; bring an .npz`;
  return undefined;
}

const WHOLE = ['int64', 'int32', 'int16', 'int8', 'uint64', 'uint32', 'uint16', 'uint8'] as const;

/** Types that hold the numbers of another, each checked where it might not. Nothing here knows how whole numbers were scaled into fractions. */
const CONVERTIBLE: Readonly<Record<Element, readonly Element[]>> = {
  ...{ float64: ['float64', 'float32'], float32: ['float32', 'float64'], float16: ['float16'] },
  ...{ int64: WHOLE, int32: WHOLE, int16: WHOLE, int8: WHOLE },
  ...{ uint64: WHOLE, uint32: WHOLE, uint16: WHOLE, uint8: WHOLE, bool: ['bool'] },
};

const MAKE: Readonly<Record<Element, (count: number) => Values>> = {
  float16: (n) => new Uint16Array(n),
  float32: (n) => new Float32Array(n),
  float64: (n) => new Float64Array(n),
  int8: (n) => new Int8Array(n),
  int16: (n) => new Int16Array(n),
  int32: (n) => new Int32Array(n),
  int64: (n) => new BigInt64Array(n),
  uint8: (n) => new Uint8Array(n),
  uint16: (n) => new Uint16Array(n),
  uint32: (n) => new Uint32Array(n),
  uint64: (n) => new BigUint64Array(n),
  bool: (n) => new Uint8Array(n),
};

function gathered(pairs: readonly Pair[], rows: readonly number[], raw: RawSet): Result<readonly Feed[]> {
  const feeds: Feed[] = [];
  for (const { input, array, dims, perRow } of pairs) {
    const values = MAKE[input.type](perRow * rows.length);
    const big = typeof values[0] === 'bigint';
    const exact = /int/.test(input.type);
    const same = array.type === input.type;
    for (const [i, row] of rows.entries())
      for (let k = 0; k < perRow; k++) {
        const from = array.values[row * perRow + k]!;
        const to = i * perRow + k;
        if (same) values[to] = from;
        else if (exact) {
          if (typeof from === 'number' && !Number.isInteger(from))
            return refused(
              `${raw.name}, ${raw.place(row)}: ${String(from)} is no whole number, and the model’s input ${input.name} takes ${input.type}.`,
            );
          values[to] = big ? BigInt(from) : Number(from);
          // What does not fit comes back as another number.
          if (BigInt(values[to]) !== BigInt(from))
            return refused(
              `${raw.name}, ${raw.place(row)}: ${String(from)} does not fit into ${input.type}, which the model’s input ${input.name} takes.`,
            );
        } else values[to] = Number(from);
      }
    feeds.push({ name: input.name, type: input.type, dims: [rows.length, ...dims], values });
  }
  return accepted(feeds);
}

/** A labelled set as its files have it: which array holds the labels is settled, what the model takes is not asked yet. */
import { isNumpy, readNumpy } from './npy.ts';
import type { NamedArray, RawSet } from './raw.ts';
import { readTable } from './table.ts';
import { figure } from '../../model/range.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { firstOf } from '../../model/text.ts';
import { named, quoted } from '../../workload/intake/text.ts';

export interface SetFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Largest file, and most bytes of all files of a set. */
export const MOST_SET_BYTES = 2 ** 29;

/** The sentence on files that are not read for their size; undefined where they are. */
export function setTooLarge(name: string, bytes: number): string | undefined {
  return bytes > MOST_SET_BYTES
    ? `${name}: it is larger than ${String(MOST_SET_BYTES / 2 ** 20)} MB, the most that is read of a labelled set; bring fewer of its rows, some ten thousand say as much to half a per cent.`
    : undefined;
}

/** Unpacks a .zip within bounds; storage/unpack.ts does. */
export type Unpack = (zip: Uint8Array, fileName: string) => Result<Map<string, Uint8Array>>;

export const EXPECTED_SET =
  'expected a labelled set: an .npz with an array of inputs and one of labels, both as .npy, or a .csv with a column named label';

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** One .npz or .csv, or the arrays of one set as .npy. */
export function readSet(files: readonly SetFile[], unpack: Unpack): Result<RawSet> {
  const [first] = files;
  if (!first) return refused(`No file was chosen; ${EXPECTED_SET}.`);
  const arraysAlone = files.every(({ bytes }) => isNumpy(bytes));
  if (files.length > 1 && !arraysAlone)
    return refused(
      `${firstOf(
        files.map(({ name }) => named(name)),
        3,
      )}: several files make one set only where each is an .npy; ${EXPECTED_SET}.`,
    );
  if (arraysAlone) return ofArrays(files);
  return isZip(first.bytes) ? ofZip(first, unpack) : readTable(first.bytes, first.name);
}

function ofArrays(files: readonly SetFile[]): Result<RawSet> {
  const [first] = files;
  if (files.length === 1)
    return refused(
      `${first!.name}: it is one array; labels and inputs are two, so choose both .npy files at once, or one .npz.`,
    );
  const name = files.map((file) => file.name).join(' and ');
  return settled(
    name,
    files.map((file) => ({ ...file, of: file.name })),
  );
}

function ofZip({ name, bytes }: SetFile, unpack: Unpack): Result<RawSet> {
  const unpacked = unpack(bytes, name);
  // Those sentences are about archives of the lab's own.
  if (!unpacked.ok)
    return refused(
      unpacked.message.replace(/; that is no archive of the lab’s|, or export (?:it )?anew/g, ''),
    );
  const entries = [...unpacked.value].filter(([entry]) => entry.endsWith('.npy'));
  if (entries.length === 0) return refused(`${name}: it holds no array (.npy); ${EXPECTED_SET}.`);
  return settled(
    name,
    entries.map(([entry, content]) => ({
      name: entry,
      bytes: content,
      of: `${name}, ${quoted(entry.slice(0, -4))}`,
    })),
  );
}

/** Names of labels, as scikit-learn, Keras and exporters have them. */
const LABELS = /^(y|labels?|targets?|class(es)?)$/i;
/** What parts a set into what was trained on and what was not. */
const TRAINING = /(^|_)(train(ing)?|valid(ation)?|val)(_|$)/i;
const TEST = /(^|_)test(ing)?(_|$)/i;

const plain = (name: string): string => name.replace(/\.npy$/i, '').replace(/^.*\//, '');
/** Without the word that says which part it is. */
const part = (name: string): string => name.replace(TEST, '$1').replace(/^_|_$/g, '');

function settled(name: string, files: readonly (SetFile & { readonly of: string })[]): Result<RawSet> {
  const all = files.map((file) => ({ ...file, name: plain(file.name) }));
  const parted = all.some((file) => TEST.test(file.name)) && all.some((file) => TRAINING.test(file.name));
  const kept = parted ? all.filter((file) => TEST.test(file.name)) : all;
  const left = all.filter((file) => !kept.includes(file)).map((file) => file.name);
  const arrays: NamedArray[] = [];
  for (const file of kept) {
    const read = readNumpy(file.bytes, file.of);
    if (!read.ok) return read;
    arrays.push({ ...read.value, name: part(file.name) || file.name });
  }
  const labels = labelsAmong(arrays);
  if (typeof labels === 'string') return refused(`${name}: ${labels}.`);
  return accepted({
    ...{ name, labels, arrays: arrays.filter((array) => array !== labels), flat: false },
    place: (row) => `row ${figure(row)}`,
    notes:
      left.length === 0
        ? []
        : [`Only the arrays of the test part of ${name} count; ${firstOf(left, 4)} were left out.`],
  });
}

const isWhole = ({ type }: NamedArray): boolean => /int/.test(type);
/** One a row: [n] or [n, 1]. */
const isColumn = ({ dims }: NamedArray): boolean =>
  dims.length > 0 && dims.slice(1).every((size) => size === 1);

/** The array of labels, or a clause that says why there is none. */
function labelsAmong(arrays: readonly NamedArray[]): NamedArray | string {
  const called = arrays.filter(({ name }) => LABELS.test(name));
  const likely = called.length > 0 ? called : arrays.filter((array) => isWhole(array) && isColumn(array));
  const names = (of: readonly NamedArray[]): string =>
    firstOf(
      of.map((array) => quoted(array.name)),
      6,
    );
  const [labels] = likely;
  if (!labels)
    return `none of its arrays (${names(arrays)}) holds labels, a whole number for each row; name it y or labels`;
  if (likely.length > 1) return `${names(likely)} could all be its labels; name one of them y or labels`;
  if (arrays.length < 2) return `it holds labels (${names(likely)}) and no inputs`;
  if (!isWhole(labels))
    return `its labels ${quoted(labels.name)} are ${labels.type}; classes are whole numbers from 0, so save them as int64`;
  if (!isColumn(labels))
    return `its labels ${quoted(labels.name)} have the shape (${labels.dims.join(', ')}); one whole number for each row is expected${labels.dims.length === 2 ? ' (of one-hot rows, argmax(axis=1))' : ''}`;
  return labels;
}

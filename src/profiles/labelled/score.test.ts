import * as ort from 'onnxruntime-web';
import { describe, expect, it } from 'vitest';
import { readSet, type SetFile } from './rawSet.ts';
import { scoreModel, type ScoreBench, type ScoreProgress, type ScoreRequest } from './score.ts';
import type { Scored } from './scored.ts';
import { heapBytes, watchHeap } from '../measure/heap.ts';
import { ortRuntime } from '../measure/ort.ts';
import type { Result } from '../../model/result.ts';
import { classModel, denseModel, scoresModel, tokenModel } from '../../testing/models.ts';
import { npzOf, numpyOf, unpack, type NumpyFile } from '../../testing/numpy.ts';

watchHeap();
const runtime = ortRuntime(ort, heapBytes);

/** Five rows of three scores; their greatest stand at 0, 2, 1, 2 and, of equal ones, 0. */
const SCORES = Float32Array.of(
  ...[9, 1, 2],
  ...[0, -1, 3],
  ...[-3, -1, -2],
  ...[0.1, 0.2, 0.3],
  ...[5, 5, 5],
);
/** Of which rows 0, 1, 3 and 4 agree: 4 of 5 are right. */
const LABELS = BigInt64Array.of(0n, 2n, 0n, 2n, 0n);

const x: NumpyFile = { descr: '<f4', shape: [5, 3], data: SCORES };
const y: NumpyFile = { descr: '<i8', shape: [5], data: LABELS };

const npz = (arrays: Readonly<Record<string, NumpyFile>>, packed = false): SetFile[] => [
  { name: 'set.npz', bytes: npzOf(arrays, packed) },
];
const csv = (text: string): SetFile[] => [{ name: 'set.csv', bytes: new TextEncoder().encode(text) }];

interface Over extends Partial<Omit<ScoreRequest, 'set'>> {
  readonly bench?: Partial<ScoreBench>;
}

async function score(files: readonly SetFile[], { bench, ...over }: Over = {}): Promise<Result<Scored>> {
  const set = readSet(files, unpack);
  if (!set.ok) return set;
  return scoreModel(
    { name: 'm.onnx', bytes: scoresModel('N', 3), sizes: {}, batch: 'N', set: set.value, ...over },
    {
      ...{ runtime, clock: () => performance.now(), stopped: () => false, tell: () => undefined },
      yieldToMessages: () => Promise.resolve(),
      ...bench,
    },
  );
}

const said = (made: Result<unknown>): string => (made.ok ? 'taken' : made.message);

/** 4 of 5: 0.8, by Wilson 0.376 to 0.964. */
const FOUR_OF_FIVE = {
  ...{ rows: 5, of: 5, right: 4, accuracy: 0.8 },
  low: expect.closeTo(0.375535, 5) as number,
  high: expect.closeTo(0.963776, 5) as number,
};

describe('accuracy on a labelled set', () => {
  it.each<readonly [string, readonly SetFile[]]>([
    ['an .npz', npz({ x, y })],
    ['one that is packed', npz({ x, y }, true)],
    [
      'other names, labels as a column of bytes',
      npz({ images: x, targets: { descr: '|u1', shape: [5, 1], data: Uint8Array.of(0, 2, 0, 2, 0) } }),
    ],
    ['labels by their type alone', npz({ scores: x, truth: y })],
    [
      'a training part beside it',
      npz({
        x_train: x,
        y_train: { ...y, data: BigInt64Array.of(1n, 1n, 1n, 1n, 1n) },
        x_test: x,
        y_test: y,
      }),
    ],
    [
      'a pair of .npy',
      [
        { name: 'x.npy', bytes: numpyOf(x) },
        { name: 'y.npy', bytes: numpyOf(y) },
      ],
    ],
    ['double precision', npz({ x: { descr: '<f8', shape: [5, 3], data: Float64Array.from(SCORES) }, y })],
    ['a .csv', csv('label,a,b,c\n0,9,1,2\n2,0,-1,3\n0,-3,-1,-2\n2,0.1,0.2,0.3\n0,5,5,5\n')],
    [
      'a .csv, semicolons, its labels last, a blank line',
      csv('a;b;c;"class"\r\n9;1;2;0\r\n0;-1;3;2\r\n\r\n-3;-1;-2;0\r\n.1;.2;.3;2\r\n5;5;5;0\r\n'),
    ],
  ])('%s', async (_, files) => {
    expect(await score(files)).toMatchObject({ ok: true, value: FOUR_OF_FIVE });
  });

  it('is the same with a fixed batch that is filled up, and where the model says the class itself', async () => {
    expect(await score(npz({ x, y }), { bytes: scoresModel(2, 3), batch: undefined })).toMatchObject({
      value: FOUR_OF_FIVE,
    });
    expect(await score(npz({ x, y }), { bytes: classModel(3) })).toMatchObject({
      value: { ...FOUR_OF_FIVE, notes: ['Of its 2 outputs label says the class.'] },
    });
  });

  it('of numbers that are none is wrong, and says so', async () => {
    const holes = SCORES.slice();
    holes[1] = NaN;
    expect(await score(npz({ x: { ...x, data: holes }, y }))).toMatchObject({
      value: {
        ...{ right: 3, accuracy: 0.6 },
        notes: ['At 1 of the rows the model gave numbers that are none (NaN), which counts as wrong.'],
      },
    });
  });

  it('stopped, it keeps rows drawn by chance: a set sorted by what the model gets right is not all right', async () => {
    // 4,000 rows, the first half right and the second wrong.
    const rows = 4000;
    const data = Float32Array.from({ length: 3 * rows }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const labels = Uint8Array.from({ length: rows }, (_, row) => (row < rows / 2 ? 0 : 1));
    let asked = 0;
    const told: ScoreProgress[] = [];
    const made = await score(
      npz({ x: { descr: '<f4', shape: [rows, 3], data }, y: { descr: '|u1', shape: [rows], data: labels } }),
      {
        bench: {
          stopped: () => asked++ >= 30,
          clock: () => 1000 * asked,
          tell: (progress) => told.push(progress),
        },
      },
    );
    // Thirty runs of 32 rows.
    expect(made).toMatchObject({
      value: {
        rows: 960,
        of: rows,
        notes: ['It was stopped after 960 of 4,000 rows, which were drawn by chance.'],
      },
    });
    if (!made.ok) throw new Error(made.message);
    expect(made.value.low).toBeLessThan(0.5);
    expect(made.value.high).toBeGreaterThan(0.5);
    expect(told.slice(0, 3)).toEqual([0, 32, 64].map((done) => ({ done, of: rows })));
    expect(said(await score(npz({ x, y }), { bench: { stopped: () => true } }))).toBe(
      'm.onnx: it was stopped before a row of set.npz was asked.',
    );
  });

  it('finds each input of several by its name', async () => {
    // tokenModel gives vectors and no classes: all inputs are found and taken, and then its output is refused.
    const ids: NumpyFile = { descr: '<i4', shape: [2, 4], data: Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
    const mask: NumpyFile = { descr: '|i1', shape: [2, 4], data: new Int8Array(8).fill(1) };
    const labels: NumpyFile = { descr: '<i4', shape: [2], data: Int32Array.of(0, 1) };
    const of = { bytes: tokenModel(), batch: 'batch_size', sizes: { sequence_length: 4 } };
    expect(said(await score(npz({ input_ids: ids, attention_mask: mask, labels }), of))).toBe(
      'm.onnx: none of its outputs says a class for each of 2 rows (y float32 [2, 4, 8]); fractions [n, classes], of which the greatest counts, or whole numbers [n] are expected.',
    );
    expect(said(await score(npz({ input_ids: ids, labels }), of))).toBe(
      'set.npz: it has no array for the model’s input attention_mask; beside the labels it holds "input_ids".',
    );
  });

  it.each<readonly [string, readonly SetFile[], string]>([
    ['no file', [], 'No file was chosen; expected a labelled set'],
    [
      'another shape',
      npz({ x: { descr: '<f4', shape: [3, 5], data: SCORES }, y }),
      'set.npz: its "x" has 3 rows, and there are 5 labels.',
    ],
    [
      'a wider row',
      npz({ x: { descr: '<f4', shape: [5, 1, 3], data: SCORES }, y }),
      'set.npz: its "x" has the shape (5, 1, 3), and the model’s input x takes [n, 3].',
    ],
    [
      'bytes for fractions',
      npz({ x: { descr: '|u1', shape: [5, 3], data: new Uint8Array(15) }, y }),
      'set.npz: its "x" is uint8, and the model’s input x takes float32; save it as float32, scaled as the model was trained.',
    ],
    [
      'half precision for single',
      npz({ x: { descr: '<f2', shape: [5, 3], data: new Uint16Array(15) }, y }),
      'set.npz: its "x" is float16, and the model’s input x takes float32; save it as float32.',
    ],
    [
      'a class too many',
      npz({ x, y: { ...y, data: BigInt64Array.of(0n, 1n, 2n, 3n, 0n) } }),
      'set.npz: the label at row 3 is 3, and the model has 3 classes, 0 to 2.',
    ],
    [
      'a class below 0',
      npz({ x, y: { ...y, data: BigInt64Array.of(0n, -1n, 2n, 2n, 0n) } }),
      'set.npz: the label at row 1 is -1; classes are counted from 0.',
    ],
    [
      'no labels',
      npz({ x, more: x }),
      'set.npz: none of its arrays ("x", "more") holds labels, a whole number for each row; name it y or labels.',
    ],
    ['no inputs', npz({ y }), 'set.npz: it holds labels ("y") and no inputs.'],
    [
      'labels twice',
      npz({ x, a: y, b: y }),
      'set.npz: "a", "b" could all be its labels; name one of them y or labels.',
    ],
    [
      'labels that are fractions',
      npz({ x, y: { descr: '<f4', shape: [5], data: new Float32Array(5) } }),
      'set.npz: its labels "y" are float32; classes are whole numbers from 0, so save them as int64.',
    ],
    [
      'one-hot labels',
      npz({ x, y: { descr: '<i4', shape: [5, 3], data: new Int32Array(15) } }),
      '(of one-hot rows, argmax(axis=1)).',
    ],
    [
      'no rows',
      npz({
        x: { descr: '<f4', shape: [0, 3], data: new Float32Array(0) },
        y: { descr: '<i8', shape: [0], data: new BigInt64Array(0) },
      }),
      'set.npz: it has no rows.',
    ],
    ['one .npy', [{ name: 'x.npy', bytes: numpyOf(x) }], 'x.npy: it is one array; labels and inputs are two'],
    [
      'an .npy and a .csv',
      [{ name: 'x.npy', bytes: numpyOf(x) }, ...csv('label,a\n0,1\n')],
      'several files make one set only where each is an .npy',
    ],
    [
      'a .zip of something else',
      [{ name: 'set.npz', bytes: npzOf({}).slice() }],
      'set.npz: it holds no array (.npy)',
    ],
    [
      'half a .zip',
      [{ name: 'set.npz', bytes: npzOf({ x, y }).slice(0, 300) }],
      'set.npz: it is a .zip that is cut off or damaged; copy or download it again.',
    ],
    [
      'a picture',
      [{ name: 'cat.png', bytes: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13) }],
      'cat.png: it is a picture (PNG); expected a header with a column named label',
    ],
    [
      'a model',
      [{ name: 'm.onnx', bytes: scoresModel('N', 3) }],
      'm.onnx: it is a binary file; expected a header',
    ],
    ['an empty file', csv(''), 'set.csv: it is empty.'],
    ['a header alone', csv('label,a,b,c\n'), 'set.csv: it holds a header and no rows.'],
    [
      'no header',
      csv('0,9,1,2\n2,0,-1,3\n'),
      'set.csv, line 1: it has no header, so nothing says which column has the labels',
    ],
    [
      'no column of labels',
      csv('a,b,c\n1,2,3\n'),
      'set.csv, line 1: none of its 3 columns is named label, target, class or y',
    ],
    [
      'two of them',
      csv('label,y,a\n1,2,3\n'),
      'the columns "label" and "y" could both be the labels; rename one.',
    ],
    ['labels alone', csv('label\n1\n'), 'set.csv, line 1: beside the labels it has no column.'],
    [
      'too few columns',
      csv('label,a,b\n0,1,2\n'),
      'set.csv: it has 2 columns beside the labels, and the model’s input x [n, 3] takes 3 numbers a row.',
    ],
    [
      'a ragged line',
      csv('label,a,b,c\n0,1,2,3\n0,1,2\n'),
      'set.csv, line 3: it has 3 columns, and the header 4.',
    ],
    [
      'a word',
      csv('label,a,b,c\n0,1,two,3\n'),
      'set.csv, line 2: "two" stands in the column "b", and a number was expected.',
    ],
    [
      'a hole',
      csv('label,a,b,c\n0,1,,3\n'),
      'set.csv, line 2: "" stands in the column "b", and a number was expected.',
    ],
    [
      'half a class',
      csv('label,a,b,c\n0.5,1,2,3\n'),
      'set.csv, line 2: the label "0.5" is no whole number; classes are counted from 0.',
    ],
    [
      'a class too many in a table',
      csv('label,a,b,c\n0,1,2,3\n7,1,2,3\n'),
      'set.csv: the label at line 3 is 7, and the model has 3 classes, 0 to 2.',
    ],
  ])('%s is refused in one sentence', async (_, files, sentence) => {
    expect(said(await score(files))).toContain(sentence);
  });

  it('says it of a model that has no classes, is damaged, or takes other numbers than the set has', async () => {
    const narrow: NumpyFile = { descr: '<f4', shape: [5, 3], data: SCORES };
    expect(said(await score(npz({ x: narrow, y }), { bytes: denseModel('N', 3, 1).slice(0, 90) }))).toContain(
      'm.onnx: it is damaged',
    );
    expect(said(await score(csv('label,a\n0,1\n'), { bytes: scoresModel('N', 1) }))).toContain(
      'm.onnx: none of its outputs says a class for each of 1 rows (y float32 [1, 1])',
    );
    const whole = { bytes: scoresModel('N', 3, 'int32') };
    expect(said(await score(csv('label,a,b,c\n0,1,2.5,3\n'), whole))).toBe(
      'set.csv, line 2: 2.5 is no whole number, and the model’s input x takes int32.',
    );
    const large: NumpyFile = { descr: '<i8', shape: [1, 3], data: BigInt64Array.of(1n, 2n ** 40n, 3n) };
    expect(
      said(
        await score(npz({ x: large, y: { descr: '<i8', shape: [1], data: BigInt64Array.of(0n) } }), whole),
      ),
    ).toBe('set.npz, row 0: 1099511627776 does not fit into int32, which the model’s input x takes.');
  });
});

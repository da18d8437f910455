import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { filesOf } from './measure.ts';
import { Notes } from './notes.ts';
import { profile } from './profile.ts';
import { denseModel, operatorModel, scoresModel, tokenModel } from '../testing/models.ts';
import { numpyOf } from '../testing/numpy.ts';

interface Profiled {
  readonly models: readonly {
    readonly batches: readonly { readonly batch: number }[];
    readonly variant: object;
  }[];
}

describe('profile with ONNX models', () => {
  let at: (name: string) => string;
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'measure-'));
    at = (name) => join(folder, name);
    await writeFile(at('dense.onnx'), denseModel('N', 16, 1));
    await writeFile(at('tokens.onnx'), tokenModel());
    await writeFile(at('fancy.onnx'), operatorModel('FancyOp'));
  });

  it('measures each, and goes on past one that cannot run', async () => {
    const notes = new Notes();
    const said = (await profile(
      [
        at('dense.onnx'),
        at('fancy.onnx'),
        at('tokens.onnx'),
        '--batches',
        '1',
        '--shape',
        'n,8',
        '--seconds',
        '0.5',
      ],
      notes,
    )) as Profiled;
    expect(said.models.map(({ batches }) => batches.map(({ batch }) => batch))).toEqual([[1], [1]]);
    expect(said.models[0]!.variant).toMatchObject({
      ...{ name: 'dense', cores: 1, accuracy: 0.5 },
      provenance: { source: 'onnxruntime-web in Node.js, WASM, one thread', assumed: ['accuracy'] },
    });
    expect(notes.sentences.join('\n')).toContain(
      'fancy.onnx: it needs the operator FancyOp, which onnxruntime-web lacks.',
    );
  });

  it('measures the accuracy on a labelled set, which the variant then has with where it comes from', async () => {
    // Of four rows the greatest score stands at 0, 1, 2, 0; three of the labels agree.
    await writeFile(at('scores.onnx'), scoresModel('N', 3));
    await writeFile(at('set.csv'), 'a,b,c,label\n3,2,1,0\n0,5,1,1\n0,0,1,2\n2,1,0,2\n');
    await writeFile(at('y.npy'), numpyOf({ descr: '|u1', shape: [1], data: Uint8Array.of(1) }));
    await writeFile(at('x.npy'), numpyOf({ descr: '<f4', shape: [1, 3], data: Float32Array.of(0, 1, 0) }));
    const quick = ['--batches', '1', '--seconds', '0.5'];
    const said = await profile([at('scores.onnx'), '--labelled', at('set.csv'), ...quick]);
    expect(said).toMatchObject({
      models: [
        {
          labelled: {
            ...{ set: 'set.csv', rows: 4, of: 4, right: 3, accuracy: 0.75 },
            interval: [expect.closeTo(0.300642, 5), expect.closeTo(0.954413, 5)],
          },
          variant: {
            accuracy: 0.75,
            provenance: {
              source: 'onnxruntime-web in Node.js, WASM, one thread; accuracy measured on 4 rows of set.csv',
            },
          },
        },
      ],
    });
    expect(JSON.stringify(said)).not.toContain('assumed');
    const pair = await profile([at('scores.onnx'), '--labelled', `${at('x.npy')}+${at('y.npy')}`, ...quick]);
    expect(pair).toMatchObject({ models: [{ labelled: { right: 1, of: 1 }, variant: { accuracy: 1 } }] });
    const notes = new Notes();
    const wide = await profile([at('dense.onnx'), '--labelled', at('set.csv'), ...quick], notes);
    expect(wide).toMatchObject({
      models: [{ variant: { accuracy: 0.5, provenance: { assumed: ['accuracy'] } } }],
    });
    expect(notes.sentences.join('\n')).toContain(
      'set.csv: it has 3 columns beside the labels, and the model’s input x [n, 16] takes 16 numbers a row.',
    );
  });

  it.each<readonly [readonly string[], string]>([
    [
      ['dense.onnx', '--labelled', 'none.npz'],
      'There is no file "none.npz"; --labelled names a labelled set.',
    ],
    [
      ['dense.onnx', '--labelled', 'a.csv,b.csv'],
      '--labelled takes one set for all models, or one for each of the 1',
    ],
    [
      ['dense.onnx', '--labelled', 'a.csv', '--accuracy', '0.5'],
      '--labelled measures the accuracy that --accuracy gives; name one of the two.',
    ],
    [['dense.onnx', '--labelled', 'package.json'], 'package.json, line 1: '],
    [['tokens.onnx'], 'tokens.onnx: say how large sequence_length is, with --shape'],
    [['fancy.onnx'], 'fancy.onnx: it needs the operator FancyOp'],
    [['nothing.onnx'], 'There is no file'],
    [['dense.onnx', '--batches', '2,4'], '--batches must begin with 1'],
    [['dense.onnx', '--shape', 'n,m'], '--shape "n,m" has more than one place that is no number'],
    [['dense.onnx', '--unit', 'ms'], '--unit is for load tests'],
    [
      ['dense.onnx', '--accuracy', '0.1,0.2'],
      '--accuracy takes one value for all models, or one for each of the 1',
    ],
    [['dense.onnx', '--quantile', '2'], '--quantile takes a number from 0.5 to 0.999'],
  ])('%j is refused in a sentence', async ([name, ...options], sentence) => {
    await expect(profile([at(name!), ...options])).rejects.toThrow(sentence);
  });

  it('of load tests has no shape', async () => {
    await expect(profile(['--from', 'a.csv', '--shape', 'n,3'])).rejects.toThrow(
      '--shape is for models that are measured; name their ONNX files before the options.',
    );
  });

  it('tells files from options wherever they stand', () => {
    expect(
      filesOf(['a.onnx', '--seconds', '3', 'b.onnx', '--json', '--shape=n,3'], ['seconds', 'shape']),
    ).toEqual({
      files: ['a.onnx', 'b.onnx'],
      rest: ['--seconds', '3', '--json', '--shape=n,3'],
    });
  });
});

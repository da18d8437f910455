import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { filesOf } from './measure.ts';
import { Notes } from './notes.ts';
import { profile } from './profile.ts';
import { denseModel, operatorModel, tokenModel } from '../testing/models.ts';

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

  it.each<readonly [readonly string[], string]>([
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

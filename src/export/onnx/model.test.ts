import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GraphBuilder } from './graph.ts';
import { encodeModel, type ElementType } from './model.ts';
import { openOnnx, tensor } from '../../testing/onnx.ts';

/** The classes that protobuf.js generated from onnx.proto, as the runtime brings them: a reader that is not ours. */
function reader(): {
  decode(bytes: Uint8Array): object;
  toObject(message: object, options: object): unknown;
} {
  const require = createRequire(import.meta.url);
  const folder = join(
    dirname(require.resolve('onnxruntime-web')),
    '..',
    'lib',
    'onnxjs',
    'ort-schema',
    'protobuf',
  );
  return (require(join(folder, 'onnx.js')) as { onnx: { ModelProto: ReturnType<typeof reader> } }).onnx
    .ModelProto;
}

function small(): GraphBuilder {
  const g = new GraphBuilder();
  const x = g.input('x', 'double', ['N', 2], 'Two numbers.');
  const weight = g.weights('weight', 'float', [2, 1], [1.5, -0.25]);
  g.output('y', g.apply('MatMul', [x, g.cast(weight, 'double')]), 'double', ['N', 1], 'One.');
  g.output('moved', g.apply('Transpose', [x], { perm: [1, 0] }), 'double', [2, 'N'], 'Turned.');
  return g;
}

describe('an ONNX file', () => {
  it('reads as it was written, by classes generated from onnx.proto', () => {
    const file = encodeModel(small().model('small', 'A test.', { 'sluice.schema': 'test/1' }));
    const ModelProto = reader();
    const read = ModelProto.toObject(ModelProto.decode(file), { longs: Number, enums: String, bytes: Array });
    expect(read).toMatchObject({
      irVersion: 8,
      producerName: 'Sluice',
      docString: 'A test.',
      opsetImport: [{ domain: '', version: 17 }],
      metadataProps: [{ key: 'sluice.schema', value: 'test/1' }],
      graph: {
        name: 'small',
        input: [
          {
            name: 'x',
            docString: 'Two numbers.',
            type: { tensorType: { elemType: 11, shape: { dim: [{ dimParam: 'N' }, { dimValue: 2 }] } } },
          },
        ],
        output: [
          { name: 'y' },
          { name: 'moved', type: { tensorType: { shape: { dim: [{ dimValue: 2 }, { dimParam: 'N' }] } } } },
        ],
        initializer: [
          { name: 'weight', dims: [2, 1], dataType: 1, rawData: [0, 0, 192, 63, 0, 0, 128, 190] },
        ],
        node: [
          { opType: 'Cast', input: ['weight'], attribute: [{ name: 'to', type: 'INT', i: 11 }] },
          { opType: 'MatMul', input: ['x', 'Cast_0'], output: ['MatMul_1'] },
          { opType: 'Identity', input: ['MatMul_1'], output: ['y'] },
          { opType: 'Transpose', attribute: [{ name: 'perm', type: 'INTS', ints: [1, 0] }] },
          { opType: 'Identity', output: ['moved'] },
        ],
      },
    });
  });

  it('runs, on one row and on several', async () => {
    const session = await openOnnx(encodeModel(small().model('small', '', {})));
    const run = async (x: readonly number[]): Promise<ArrayLike<unknown>> => {
      const { y } = await session.run({ x: tensor(Float64Array.from(x), [x.length / 2, 2]) });
      return y!.data;
    };
    expect(await run([2, 4])).toEqual(Float64Array.of(2));
    expect(await run([2, 4, 1, 0, 0, 1])).toEqual(Float64Array.of(2, 1.5, -0.25));
    await session.release();
  });

  it.each([
    ['float', [-1.5, Infinity, 2 ** 127], Float32Array],
    ['double', [0.1, -Infinity, 1e300], Float64Array],
    ['int32', [-1, 2 ** 31 - 1, -(2 ** 31)], Int32Array],
    ['int64', [-1, 2 ** 52, 0], BigInt64Array],
    ['bool', [1, 0, 1], Uint8Array],
  ] as const)('carries constants of type %s', async (type: ElementType, values, array) => {
    const g = new GraphBuilder();
    g.output('same', g.constant(type, values), type, [3], '');
    const session = await openOnnx(encodeModel(g.model('constant', '', {})));
    const { same } = await session.run({});
    expect(same!.data).toBeInstanceOf(array);
    expect(Array.from(same!.data as ArrayLike<number | bigint>, Number)).toEqual(values);
    await session.release();
  });

  it('keeps equal constants once', () => {
    const g = new GraphBuilder();
    expect(g.constant('int64', [1, 2])).toBe(g.constant('int64', [1, 2]));
    const others = [g.constant('int64', [1, 2], [2, 1]), g.constant('double', [1, 2]), g.scalar('int64', 1)];
    expect(new Set([...others, g.constant('int64', [1]), g.constant('int64', [1, 2])]).size).toBe(5);
  });

  it('is not written from what is wrong', () => {
    const g = new GraphBuilder();
    g.input('x', 'float', ['N'], '');
    expect(() => g.input('x', 'float', ['N'], '')).toThrow('another "x"');
    expect(() => g.apply('Relu', ['y'])).toThrow('Relu reads y, which is not there');
    g.weights('w', 'float', [2, 2], [1, 2, 3]);
    expect(() => encodeModel(g.model('short', '', {}))).toThrow('w has 3 values for the shape [2, 2]');
  });
});

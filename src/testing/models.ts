/** ONNX models of tests, made by the project's own writer. */
import { GraphBuilder } from '../export/onnx/graph.ts';
import { encodeModel, type ElementType } from '../export/onnx/model.ts';
import { Random } from '../model/random.ts';

/** A matrix by chance, [rows, columns]. */
function matrix(rows: number, columns: number): Float32Array {
  const random = Random.stream(1, 'model', rows, columns);
  return new Float32Array(rows * columns).map(() => random.uniform() - 0.5);
}

/** x [batch, width] through `layers` square matrices and Relu: y [batch, width]. */
export function denseModel(batch: number | string, width: number, layers: number): Uint8Array<ArrayBuffer> {
  const g = new GraphBuilder();
  let value = g.input('x', 'float', [batch, width], 'Numbers.');
  for (let layer = 0; layer < layers; layer++) {
    const weight = g.weights(`w${String(layer)}`, 'float', [width, width], matrix(width, width));
    value = g.apply('Relu', [g.apply('MatMul', [value, weight])]);
  }
  g.output('y', value, 'float', [batch, width], 'Numbers.');
  return encodeModel(g.model('dense', 'A test.', {}));
}

/** x [batch, classes] as the scores y themselves: the class is where the greatest number of a row stands. */
export function scoresModel(
  batch: number | string,
  classes: number,
  type: ElementType = 'float',
): Uint8Array<ArrayBuffer> {
  const g = new GraphBuilder();
  const x = g.input('x', type, [batch, classes], 'Scores.');
  g.output('y', g.apply('Identity', [x]), type, [batch, classes], 'The same.');
  return encodeModel(g.model('scores', 'A test.', {}));
}

/** The class itself of x [N, classes], a whole number [N], and beside it the scores of something else [N, 1]. */
export function classModel(classes: number): Uint8Array<ArrayBuffer> {
  const g = new GraphBuilder();
  const x = g.input('x', 'float', ['N', classes], 'Scores.');
  g.output('most', g.apply('ReduceMax', [x], { axes: [1], keepdims: 1 }), 'float', ['N', 1], 'The greatest.');
  g.output('label', g.apply('ArgMax', [x], { axis: 1, keepdims: 0 }), 'int64', ['N'], 'The class.');
  return encodeModel(g.model('class', 'A test.', {}));
}

/** Tokens and their mask, int64 [batch, sequence], looked up in a table of 100 rows: y [batch, sequence, 8]. */
export function tokenModel(): Uint8Array<ArrayBuffer> {
  const g = new GraphBuilder();
  const dims = ['batch_size', 'sequence_length'];
  const ids = g.input('input_ids', 'int64', dims, 'Tokens.');
  const mask = g.input('attention_mask', 'int64', dims, '1 where a token counts.');
  const table = g.weights('table', 'float', [100, 8], matrix(100, 8));
  const rows = g.apply('Gather', [table, ids], { axis: 0 });
  const kept = g.apply('Unsqueeze', [g.cast(mask, 'float'), g.constant('int64', [2])]);
  g.output('y', g.apply('Mul', [rows, kept]), 'float', [...dims, 8], 'Vectors.');
  return encodeModel(g.model('tokens', 'A test.', {}));
}

/** One operator from x to y, both [1, 4]. */
export function operatorModel(operator: string, type: ElementType = 'float'): Uint8Array<ArrayBuffer> {
  const g = new GraphBuilder();
  const x = g.input('x', type, [1, 4], 'Numbers.');
  g.output('y', g.apply(operator, [x]), type, [1, 4], 'Numbers.');
  return encodeModel(g.model('one operator', 'A test.', {}));
}

/** A model of `megabytes` MB: x [batch, 1000] times a matrix of doubles. */
export function largeModel(megabytes: number): Uint8Array<ArrayBuffer> {
  const columns = 125 * megabytes;
  const g = new GraphBuilder();
  const x = g.input('x', 'double', ['N', 1000], 'Numbers.');
  const weight = g.weights('w', 'double', [1000, columns], new Float64Array(1000 * columns));
  g.output('y', g.apply('MatMul', [x, weight]), 'double', ['N', columns], 'Numbers.');
  return encodeModel(g.model('large', 'A test.', {}));
}

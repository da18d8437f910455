/** Networks in the simple form of policies from elsewhere: an observation in, logits of all heads out. */
import { GraphBuilder } from '../export/onnx/graph.ts';
import { encodeModel, type ElementType } from '../export/onnx/model.ts';
import { pipelineActions } from '../learning/network/actions.ts';
import { FeatureEncoder, type FeatureRanges } from '../learning/network/features.ts';
import { Random } from '../model/random.ts';
import type { Tables } from '../model/tables.ts';

export interface SimpleNetwork {
  readonly inputs: number;
  readonly logits: number;
  /** [inputs x logits], row-major. */
  readonly weights: Float32Array;
}

/** One layer by chance that fits `tables`. */
export function simpleNetwork(tables: Tables, seed: number): SimpleNetwork {
  const inputs = new FeatureEncoder(tables, { load: 1, latency: 1, backlog: 1 }).size;
  const logits = pipelineActions(tables).heads.reduce((sum, choices) => sum + choices, 0);
  const random = Random.stream(seed, 'network');
  return { inputs, logits, weights: new Float32Array(inputs * logits).map(() => random.normal()) };
}

/** What a file may have otherwise. */
export interface Otherwise {
  readonly input: string;
  readonly output: string;
  readonly type: ElementType;
  readonly ranges: FeatureRanges;
  readonly metadata: Readonly<Record<string, string>>;
  /** Applied to the logits. */
  readonly operator: string;
}

export function simpleOnnx(
  { inputs, logits, weights }: SimpleNetwork,
  { input = 'observation', output = 'logits', type = 'float', operator, ...rest }: Partial<Otherwise> = {},
): Uint8Array<ArrayBuffer> {
  const g = new GraphBuilder();
  const x = g.input(input, type, ['N', inputs], 'What the lab’s networks read.');
  const single = type === 'float' ? x : g.cast(x, 'float');
  const all = g.apply('MatMul', [single, g.weights('weights', 'float', [inputs, logits], weights)]);
  g.output(
    output,
    operator === undefined ? all : g.apply(operator, [all]),
    'float',
    ['N', logits],
    'Of all heads.',
  );
  return encodeModel(
    g.model('policy', 'A test.', {
      ...(rest.ranges ? { 'sluice.ranges': JSON.stringify(rest.ranges) } : {}),
      ...rest.metadata,
    }),
  );
}

/** In the same form: multiplies two large matrices for what it answers, which takes longer than any policy may. */
export function slowOnnx(): Uint8Array<ArrayBuffer> {
  const g = new GraphBuilder();
  const x = g.input('observation', 'float', ['N', 'F'], '');
  const shape = g.constant('int64', [4000, 4000]);
  const large = g.apply('Add', [
    g.apply('ConstantOfShape', [shape]),
    g.apply('ReduceMax', [x], { keepdims: 0 }),
  ]);
  const most = g.apply('ReduceMax', [g.apply('MatMul', [large, large])], { keepdims: 0 });
  g.output('logits', g.apply('Add', [x, most]), 'float', ['N', 'F'], '');
  return encodeModel(g.model('slow', '', {}));
}

/**
 * The OPD network: one dense layer over the joined features, residual blocks h + W2 relu(W1 h), and one output
 * matrix for all heads' logits and the value (paper, section IV-C). All parameters lie in one flat array.
 */
import type { Random } from '../../model/random.ts';

export interface NetworkShape {
  readonly inputs: number;
  /** G. */
  readonly width: number;
  /** Residual blocks. */
  readonly blocks: number;
  /** Logits of each head, in order. */
  readonly heads: readonly number[];
}

/** One matrix [rows x cols], row-major: row = input, column = output; its bias of length cols follows it. */
export interface Dense {
  readonly weights: number;
  readonly bias: number;
  readonly rows: number;
  readonly cols: number;
}

export interface ParameterLayout {
  readonly input: Dense;
  readonly blocks: readonly (readonly [Dense, Dense])[];
  readonly output: Dense;
  /** Logits of all heads. */
  readonly logits: number;
  /** Logits and one value. */
  readonly outputs: number;
  /** Number of parameters. */
  readonly size: number;
}

export function layoutOf({ inputs, width, blocks, heads }: NetworkShape): ParameterLayout {
  let at = 0;
  const dense = (rows: number, cols: number): Dense => {
    const made = { weights: at, bias: at + rows * cols, rows, cols };
    at = made.bias + cols;
    return made;
  };
  const input = dense(inputs, width);
  const residual = Array.from({ length: blocks }, () => [dense(width, width), dense(width, width)] as const);
  const logits = heads.reduce((sum, n) => sum + n, 0);
  const output = dense(width, logits + 1);
  return { input, blocks: residual, output, logits, outputs: logits + 1, size: at };
}

/** The largest absolute sum of weights into one output, each output's bias with it. */
function gain(parameters: ArrayLike<number>, { weights, bias, rows, cols }: Dense, input: number): number {
  let most = 0;
  for (let c = 0; c < cols; c++) {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += Math.abs(parameters[weights + r * cols + c]!);
    most = Math.max(most, sum * input + Math.abs(parameters[bias + c]!));
  }
  return most;
}

/** No input that lies within -most..most makes the network answer more than this, either way: a bound, mostly far above what it does. */
export function largestAnswer(shape: NetworkShape, parameters: ArrayLike<number>, most: number): number {
  const { input, blocks, output } = layoutOf(shape);
  let hidden = gain(parameters, input, most);
  for (const [first, second] of blocks) hidden += gain(parameters, second, gain(parameters, first, hidden));
  return gain(parameters, output, hidden);
}

/** Orthogonal initialisation: gain sqrt 2 inside, near zero for each block's second matrix and the policy, 1 for the value. */
export function initialParameters(shape: NetworkShape, random: Random): Float32Array {
  const layout = layoutOf(shape);
  const parameters = new Float32Array(layout.size);
  const place = (dense: Dense, gain: number, firstColumn = 0, cols = dense.cols): void => {
    const q = orthogonal(dense.rows, cols, random);
    for (let r = 0; r < dense.rows; r++) {
      for (let c = 0; c < cols; c++)
        parameters[dense.weights + r * dense.cols + firstColumn + c] = gain * q[r * cols + c]!;
    }
  };
  place(layout.input, Math.SQRT2);
  for (const [first, second] of layout.blocks) {
    place(first, Math.SQRT2);
    place(second, 0.01);
  }
  place(layout.output, 0.01, 0, layout.logits);
  place(layout.output, 1, layout.logits, 1);
  return parameters;
}

/** A [rows x cols] matrix with orthonormal rows or columns, whichever are fewer: Gram-Schmidt on normal draws. */
function orthogonal(rows: number, cols: number, random: Random): Float64Array {
  const count = Math.min(rows, cols);
  const length = Math.max(rows, cols);
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const v = Float64Array.from({ length }, () => random.normal());
    // Twice is enough: the second pass removes what rounding left.
    for (let pass = 0; pass < 2; pass++) {
      for (const u of vectors) {
        // Written out: wide networks spend seconds here.
        let dot = 0;
        for (let i = 0; i < length; i++) dot += v[i]! * u[i]!;
        for (let i = 0; i < length; i++) v[i] = v[i]! - dot * u[i]!;
      }
    }
    const norm = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
    if (norm > 1e-8) vectors.push(v.map((x) => x / norm));
  }
  const matrix = new Float64Array(rows * cols);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) matrix[r * cols + c] = rows >= cols ? vectors[c]![r]! : vectors[r]![c]!;
  }
  return matrix;
}

import { layoutOf, type Dense, type Layout, type NetworkShape } from './network.ts';

/**
 * Inference in plain TypeScript, for rollouts, decisions and the exported agent. Weights are kept transposed in
 * double precision, so that four outputs are summed at once from registers; `load` after every update.
 */
export class Forward {
  readonly layout: Layout;
  readonly #weights: Float64Array;
  readonly #hidden: Float64Array;
  readonly #inner: Float64Array;
  readonly #input: Float64Array;

  constructor(shape: NetworkShape, parameters: Float32Array) {
    this.layout = layoutOf(shape);
    this.#weights = new Float64Array(this.layout.size);
    this.#hidden = new Float64Array(shape.width);
    this.#inner = new Float64Array(shape.width);
    this.#input = new Float64Array(shape.inputs);
    this.load(parameters);
  }

  /** Takes over new parameters. */
  load(parameters: Float32Array): void {
    if (parameters.length !== this.layout.size) {
      throw new Error(
        `the network has ${String(this.layout.size)} parameters, not ${String(parameters.length)}`,
      );
    }
    const transpose = ({ weights, bias, rows, cols }: Dense): void => {
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < cols; c++)
          this.#weights[weights + c * rows + r] = parameters[weights + r * cols + c]!;
      }
      for (let c = 0; c < cols; c++) this.#weights[bias + c] = parameters[bias + c]!;
    };
    transpose(this.layout.input);
    for (const [first, second] of this.layout.blocks) {
      transpose(first);
      transpose(second);
    }
    transpose(this.layout.output);
  }

  /** x [rows x inputs] -> out [rows x outputs]: logits of all heads, then the value. */
  run(x: Float32Array, rows: number, out: Float32Array): void {
    const { input, blocks, output } = this.layout;
    const hidden = this.#hidden;
    const inner = this.#inner;
    for (let r = 0; r < rows; r++) {
      const from = r * input.rows;
      for (let i = 0; i < input.rows; i++) this.#input[i] = x[from + i]!;
      this.#dense(input, this.#input, hidden, 0, RELU);
      for (const [first, second] of blocks) {
        this.#dense(first, hidden, inner, 0, RELU);
        this.#dense(second, inner, hidden, 0, ADD);
      }
      this.#dense(output, hidden, out, r * output.cols, LINEAR);
    }
  }

  #dense(dense: Dense, x: Float64Array, out: Float64Array | Float32Array, at: number, mode: number): void {
    const { weights, bias, rows, cols } = dense;
    const w = this.#weights;
    let c = 0;
    for (; c + 3 < cols; c += 4) {
      let a0 = w[bias + c]!;
      let a1 = w[bias + c + 1]!;
      let a2 = w[bias + c + 2]!;
      let a3 = w[bias + c + 3]!;
      let w0 = weights + c * rows;
      let w1 = w0 + rows;
      let w2 = w1 + rows;
      let w3 = w2 + rows;
      for (let i = 0; i < rows; i++) {
        const xi = x[i]!;
        a0 += xi * w[w0++]!;
        a1 += xi * w[w1++]!;
        a2 += xi * w[w2++]!;
        a3 += xi * w[w3++]!;
      }
      store(out, at + c, a0, mode);
      store(out, at + c + 1, a1, mode);
      store(out, at + c + 2, a2, mode);
      store(out, at + c + 3, a3, mode);
    }
    for (; c < cols; c++) {
      let a = w[bias + c]!;
      for (let i = 0, wi = weights + c * rows; i < rows; i++) a += x[i]! * w[wi++]!;
      store(out, at + c, a, mode);
    }
  }
}

const LINEAR = 0;
const RELU = 1;
const ADD = 2;

function store(out: Float64Array | Float32Array, at: number, value: number, mode: number): void {
  if (mode === ADD) out[at] = out[at]! + value;
  else out[at] = mode === RELU && value < 0 ? 0 : value;
}

import { layoutOf, type Dense, type ParameterLayout, type NetworkShape } from './network.ts';
import { affine } from '../../model/affine.ts';

/** Inference in plain TypeScript and double precision, for decisions and the exported agent; `load` after every update. */
export class Forward {
  readonly layout: ParameterLayout;
  readonly #weights: Float64Array;
  readonly #input: Float64Array;
  readonly #hidden: Float64Array;
  readonly #inner: Float64Array;
  readonly #added: Float64Array;
  readonly #output: Float64Array;

  constructor(shape: NetworkShape, parameters: Float32Array) {
    this.layout = layoutOf(shape);
    this.#weights = new Float64Array(this.layout.size);
    this.#input = new Float64Array(shape.inputs);
    this.#hidden = new Float64Array(shape.width);
    this.#inner = new Float64Array(shape.width);
    this.#added = new Float64Array(shape.width);
    this.#output = new Float64Array(this.layout.outputs);
    this.load(parameters);
  }

  /** Takes over new parameters. */
  load(parameters: Float32Array): void {
    if (parameters.length !== this.layout.size) {
      throw new Error(
        `the network has ${String(this.layout.size)} parameters, not ${String(parameters.length)}`,
      );
    }
    this.#weights.set(parameters);
  }

  /** x [rows x inputs] -> out [rows x outputs]: logits of all heads, then the value. */
  run(x: Float32Array, rows: number, out: Float32Array): void {
    const { input, blocks, output } = this.layout;
    for (let r = 0; r < rows; r++) {
      const from = r * input.rows;
      for (let i = 0; i < input.rows; i++) this.#input[i] = x[from + i]!;
      this.#dense(input, this.#input, this.#hidden);
      rectify(this.#hidden);
      for (const [first, second] of blocks) {
        this.#dense(first, this.#hidden, this.#inner);
        rectify(this.#inner);
        this.#dense(second, this.#inner, this.#added);
        for (let i = 0; i < second.cols; i++) this.#hidden[i] = this.#hidden[i]! + this.#added[i]!;
      }
      this.#dense(output, this.#hidden, this.#output);
      out.set(this.#output, r * output.cols);
    }
  }

  #dense({ weights, bias, rows, cols }: Dense, x: Float64Array, out: Float64Array): void {
    affine(this.#weights, weights, bias, rows, cols, x, out);
  }
}

function rectify(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) if (x[i]! < 0) x[i] = 0;
}

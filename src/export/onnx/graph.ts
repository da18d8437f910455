/** Builds the graph of an ONNX model operator by operator, each answering with the name of its result. */
import {
  typeCode,
  type Constant,
  type ElementType,
  type OnnxModel,
  type ModelOperation,
  type Value,
} from './model.ts';

type Attributes = ModelOperation['attributes'];

export class GraphBuilder {
  readonly #names = new Set<string>();
  readonly #inputs: Value[] = [];
  readonly #outputs: Value[] = [];
  readonly #constants: Constant[] = [];
  readonly #shared = new Map<string, string>();
  readonly #operations: ModelOperation[] = [];

  /** An input; a dimension with a name is free. */
  input(name: string, type: ElementType, dims: Value['dims'], doc: string): string {
    this.#inputs.push({ name: this.#define(name), type, dims, doc });
    return name;
  }

  /** Declares `value` an output under `name`. */
  output(name: string, value: string, type: ElementType, dims: Value['dims'], doc: string): void {
    this.#apply('Identity', [value], [name], {});
    this.#outputs.push({ name, type, dims, doc });
  }

  /** A named constant: weights. */
  weights(name: string, type: ElementType, dims: readonly number[], values: ArrayLike<number>): string {
    this.#constants.push({ name: this.#define(name), type, dims, values });
    return name;
  }

  /** A small constant, a vector unless `dims` says otherwise; equal ones are kept once. */
  constant(type: ElementType, values: readonly number[], dims: readonly number[] = [values.length]): string {
    const key = `${type} [${dims.join()}] ${values.join()}`;
    const known = this.#shared.get(key);
    if (known !== undefined) return known;
    const name = this.weights(`constant_${String(this.#shared.size)}`, type, dims, values);
    this.#shared.set(key, name);
    return name;
  }

  /** A number, to broadcast. */
  scalar(type: ElementType, value: number): string {
    return this.constant(type, [value], []);
  }

  /** Applies an operator with one result. An input that is left out is ''. */
  apply(operator: string, inputs: readonly string[], attributes: Attributes = {}): string {
    const [output] = this.applyTo(1, operator, inputs, attributes);
    return output!;
  }

  /** Applies an operator with `count` results. */
  applyTo(
    count: number,
    operator: string,
    inputs: readonly string[],
    attributes: Attributes = {},
  ): readonly string[] {
    const name = `${operator}_${String(this.#operations.length)}`;
    const outputs = Array.from({ length: count }, (_, k) => (count === 1 ? name : `${name}_${String(k)}`));
    this.#apply(operator, inputs, outputs, attributes);
    return outputs;
  }

  cast(value: string, type: ElementType): string {
    return this.apply('Cast', [value], { to: typeCode(type) });
  }

  /** Entries `indices` of `value` along `axis`, which stays. */
  select(value: string, indices: readonly number[], axis: number): string {
    return this.apply('Gather', [value, this.constant('int64', indices)], { axis });
  }

  /** Entry `index` of `value` along `axis`, which goes. */
  pick(value: string, index: number, axis: number): string {
    return this.apply('Gather', [value, this.scalar('int64', index)], { axis });
  }

  /** `value` [.., sum of sizes, ..] cut along `axis` into pieces of `sizes`. */
  split(value: string, sizes: readonly number[], axis: number): readonly string[] {
    return this.applyTo(sizes.length, 'Split', [value, this.constant('int64', sizes)], { axis });
  }

  concat(values: readonly string[], axis: number): string {
    return this.apply('Concat', values, { axis });
  }

  model(name: string, doc: string, metadata: OnnxModel['metadata']): OnnxModel {
    return {
      name,
      doc,
      inputs: this.#inputs,
      outputs: this.#outputs,
      constants: this.#constants,
      operations: this.#operations,
      metadata,
    };
  }

  #apply(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes: Attributes,
  ): void {
    for (const input of inputs) {
      if (input !== '' && !this.#names.has(input))
        throw new Error(`${operator} reads ${input}, which is not there`);
    }
    for (const output of outputs) this.#define(output);
    this.#operations.push({ name: outputs[0]!, operator, inputs, outputs, attributes });
  }

  #define(name: string): string {
    if (name === '' || this.#names.has(name)) throw new Error(`the graph cannot have another "${name}"`);
    this.#names.add(name);
    return name;
  }
}

/** A batch forward pass on the CPU, for rollouts. */
export interface Inference {
  /** Takes over new parameters. */
  load(parameters: Float32Array): void;
  /** x [rows x inputs] -> out [rows x outputs]: logits of all heads, then the value. */
  run(x: Float32Array, rows: number, out: Float32Array): void;
}

/** The small interface behind which matrix arithmetic happens. */
export interface Engine {
  readonly name: string;
  /**
   * Gradient of a loss of the network's outputs with respect to the parameters.
   * x [rows x inputs]; `loss` reads outputs [rows x outputs] and fills dOutputs of the same shape;
   * `gradient` (length of the parameters) is overwritten.
   */
  gradient(
    parameters: Float32Array,
    x: Float32Array,
    rows: number,
    loss: (outputs: Float32Array, dOutputs: Float32Array) => void,
    gradient: Float32Array,
  ): Promise<void>;
  /** The engine's own forward pass, where it beats plain TypeScript (forward.ts). */
  readonly inference?: Inference;
  dispose(): void;
}

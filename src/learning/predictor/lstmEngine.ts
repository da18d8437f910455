/** The network in training: forwards and back for a tile of windows at once, in the kernel's memory. */
import { LSTM_WASM } from './kernel/lstmWasm.ts';
import { webAssemblyComplaint } from '../../model/webAssembly.ts';
import { predictorLayout, STEPS, type PredictorShape } from '../../workload/forecasters/predictorRecord.ts';

/** Windows a tile: what the kernel touches for one tile then stays in the second-level cache. */
export const LANES = 32;

interface Kernel {
  readonly memory: WebAssembly.Memory;
  forward(...at: number[]): void;
  backward(...at: number[]): void;
}

let compiled: WebAssembly.Module | undefined;

function instantiate(): Kernel {
  const complaint = webAssemblyComplaint();
  if (complaint !== undefined)
    throw new Error(`The LSTM cannot be trained because ${complaint}. Every other forecaster works.`);
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(LSTM_WASM), (c) => c.charCodeAt(0)));
  return new WebAssembly.Instance(compiled).exports as unknown as Kernel;
}

const PAGE = 65_536;

export class LstmEngine {
  /** Flat, in the order of `predictorLayout`: write to change the network. */
  readonly parameters: Float32Array;
  /** As the parameters; `backward` adds to it. */
  readonly gradient: Float32Array;
  /** [LANES] answers of the last `forward`. */
  readonly answers: Float32Array;
  /** [LANES] gradient of the loss by each answer, for `backward`. */
  readonly answerGradients: Float32Array;
  readonly inputs: number;
  readonly #x: Float32Array;
  readonly #kernel: Kernel;
  readonly #forward: readonly number[];
  readonly #backward: readonly number[];

  constructor(shape: PredictorShape) {
    const { inputs, rows, cols, size } = predictorLayout(shape);
    const { units } = shape;
    this.inputs = inputs;
    this.#kernel = instantiate();
    const sizes = [
      rows * (STEPS + 1) * LANES,
      size,
      cols * STEPS * LANES,
      units * (STEPS + 1) * LANES,
      units * STEPS * LANES,
      LANES,
      LANES,
      units * LANES,
      units * LANES,
      size,
    ];
    // From 1 kB on, each on a 16-byte boundary.
    let top = 1024;
    const starts = sizes.map((length) => {
      const start = top;
      top += Math.ceil(length / 4) * 16;
      return start;
    });
    const { memory } = this.#kernel;
    const missing = Math.ceil((top - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    const view = (k: number): Float32Array => new Float32Array(memory.buffer, starts[k], sizes[k]);
    const [x, w, gates, cells, squashed, out, dout, dh, dc, gradient] = starts as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    this.#x = view(0);
    this.parameters = view(1);
    this.answers = view(5);
    this.answerGradients = view(6);
    this.gradient = view(9);
    const sizesOf = [inputs, units, STEPS, LANES];
    this.#forward = [x, w, gates, cells, squashed, out, ...sizesOf];
    this.#backward = [x, w, gates, cells, squashed, dout, dh, dc, gradient, ...sizesOf];
    const row = (STEPS + 1) * LANES;
    this.#x.fill(1, inputs * row, (inputs + 1) * row);
  }

  /** Sets what lane `lane` reads: [steps][inputs] numbers. */
  setWindow(lane: number, window: Float64Array): void {
    const { inputs } = this;
    const x = this.#x;
    for (let i = 0; i < inputs; i++) {
      let at = i * (STEPS + 1) * LANES + lane;
      for (let t = 0; t < STEPS; t++, at += LANES) x[at] = window[t * inputs + i]!;
    }
  }

  forward(): void {
    this.#kernel.forward(...this.#forward);
  }

  /** For the windows of the last `forward`. */
  backward(): void {
    this.#kernel.backward(...this.#backward);
  }
}

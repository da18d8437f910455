/** The network in training: forwards and back for a tile of windows at once, in the kernel's memory. */
import { LSTM_WASM, lstmKernel, type LstmKernel } from './kernel/lstmKernel.ts';
import { webAssemblyComplaint } from '../../model/webAssembly.ts';
import { predictorLayout, STEPS, type PredictorShape } from '../../workload/forecasters/predictorRecord.ts';

/** Windows a tile: what the kernel touches for one tile then stays in the second-level cache. */
export const LANES = 32;

let compiled: WebAssembly.Module | undefined;

function instantiate(): LstmKernel {
  const complaint = webAssemblyComplaint();
  if (complaint !== undefined)
    throw new Error(`The LSTM cannot be trained because ${complaint}. Every other forecaster works.`);
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(LSTM_WASM), (c) => c.charCodeAt(0)));
  return lstmKernel(new WebAssembly.Instance(compiled));
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
  readonly #kernel: LstmKernel;
  /** Where everything lies, and its sizes. */
  readonly #at: Parameters<LstmKernel['forward']>[0] & Parameters<LstmKernel['backward']>[0];

  constructor(shape: PredictorShape) {
    const { inputs, rows, cols, size } = predictorLayout(shape);
    const { units } = shape;
    this.inputs = inputs;
    this.#kernel = instantiate();
    const sizes = {
      x: rows * (STEPS + 1) * LANES,
      w: size,
      gates: cols * STEPS * LANES,
      cells: units * (STEPS + 1) * LANES,
      squashed: units * STEPS * LANES,
      out: LANES,
      dout: LANES,
      dh: units * LANES,
      dc: units * LANES,
      gradient: size,
    };
    // From 1 kB on, each on a 16-byte boundary.
    let top = 1024;
    const at = { ...sizes };
    for (const name of Object.keys(sizes) as (keyof typeof sizes)[]) {
      at[name] = top;
      top += Math.ceil(sizes[name] / 4) * 16;
    }
    const { memory } = this.#kernel;
    const missing = Math.ceil((top - memory.buffer.byteLength) / PAGE);
    if (missing > 0) memory.grow(missing);
    const view = (name: keyof typeof sizes): Float32Array =>
      new Float32Array(memory.buffer, at[name], sizes[name]);
    this.#x = view('x');
    this.parameters = view('w');
    this.answers = view('out');
    this.answerGradients = view('dout');
    this.gradient = view('gradient');
    this.#at = { ...at, inputs, units, steps: STEPS, lanes: LANES };
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
    this.#kernel.forward(this.#at);
  }

  /** For the windows of the last `forward`. */
  backward(): void {
    this.#kernel.backward(this.#at);
  }
}

/** The paper's predictor (IV-A) at work: an LSTM and a dense layer, in plain TypeScript. */
import { predictorLayout, STEPS, type PredictorRecord, type PredictorShape } from './predictorRecord.ts';
import { decodeTarget, encodeWindow } from './window.ts';
import type { Forecaster } from '../forecaster.ts';

/** The network, ready to answer windows; it allocates nothing then. */
export class LstmNetwork {
  readonly #inputs: number;
  readonly #units: number;
  readonly #rows: number;
  readonly #cols: number;
  readonly #dense: number;
  readonly #w: Float64Array;
  /** One step's inputs, the constant, the units' last outputs. */
  readonly #x: Float64Array;
  readonly #cells: Float64Array;
  readonly #gates: Float64Array;

  /** `parameters` in the order of `predictorLayout`; throws where they are too few or too many. */
  constructor(shape: PredictorShape, parameters: ArrayLike<number>) {
    const { inputs, rows, cols, dense, size } = predictorLayout(shape);
    if (parameters.length !== size) {
      throw new Error(`this predictor has ${String(size)} parameters, not ${String(parameters.length)}`);
    }
    this.#inputs = inputs;
    this.#units = shape.units;
    this.#rows = rows;
    this.#cols = cols;
    this.#dense = dense;
    this.#w = Float64Array.from(parameters);
    this.#x = new Float64Array(rows);
    this.#cells = new Float64Array(shape.units);
    this.#gates = new Float64Array(cols);
  }

  /** `window` [12 steps][inputs] as `encodeWindow` writes it. */
  answer(window: Float64Array): number {
    const inputs = this.#inputs;
    const units = this.#units;
    const x = this.#x;
    const cells = this.#cells;
    const gates = this.#gates;
    x.fill(0);
    x[inputs] = 1;
    cells.fill(0);
    for (let step = 0; step < STEPS; step++) {
      for (let i = 0; i < inputs; i++) x[i] = window[step * inputs + i]!;
      multiply(this.#w, x, this.#rows, this.#cols, gates);
      for (let j = 0; j < units; j++) {
        const g = 4 * j;
        const cell = sigmoid(gates[g + 1]!) * cells[j]! + sigmoid(gates[g]!) * tanh(gates[g + 2]!);
        cells[j] = cell;
        x[inputs + 1 + j] = sigmoid(gates[g + 3]!) * tanh(cell);
      }
    }
    let answer = this.#w[this.#dense + units]!;
    for (let j = 0; j < units; j++) answer += this.#w[this.#dense + j]! * x[inputs + 1 + j]!;
    return answer;
  }
}

/** The forecaster of a trained predictor. */
export function lstmForecaster(record: PredictorRecord): Forecaster {
  const { input, target, scale, units } = record;
  const network = new LstmNetwork(record, record.parameters);
  const window = new Float64Array(STEPS * predictorLayout(record).inputs);
  return {
    id: 'lstm',
    name: `LSTM-${String(units)}`,
    forecast: (rates, t) => {
      const unit = encodeWindow(input, target, scale, rates, t, window);
      return unit === 0 ? 0 : decodeTarget(target, network.answer(window), unit);
    },
  };
}

/** out = x W, four columns at a time so that sums stay in registers. */
function multiply(w: Float64Array, x: Float64Array, rows: number, cols: number, out: Float64Array): void {
  for (let c = 0; c < cols; c += 4) {
    let a = 0;
    let b = 0;
    let d = 0;
    let e = 0;
    for (let r = 0, at = c; r < rows; r++, at += cols) {
      const value = x[r]!;
      a += value * w[at]!;
      b += value * w[at + 1]!;
      d += value * w[at + 2]!;
      e += value * w[at + 3]!;
    }
    out[c] = a;
    out[c + 1] = b;
    out[c + 2] = d;
    out[c + 3] = e;
  }
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

/** By the exponential alone: half the time of Math.tanh. */
function tanh(z: number): number {
  return 2 / (1 + Math.exp(-2 * z)) - 1;
}

/** The paper's predictor (IV-A) at work: an LSTM and a dense layer, in plain TypeScript. */
import { predictorLayout, STEPS, type PredictorRecord, type PredictorShape } from './predictorRecord.ts';
import { decodeTarget, encodeWindow } from './window.ts';
import type { Forecaster } from '../forecaster.ts';
import { affine } from '../../model/affine.ts';

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
      // The first step has no past: its last rows would meet zeros.
      affine(this.#w, 0, -1, step === 0 ? inputs + 1 : this.#rows, this.#cols, x, gates);
      for (let j = 0; j < units; j++) {
        const g = 4 * j;
        // sigmoid(a) tanh(b) is one quotient: (1 - e^-2b) / ((1 + e^-a) (1 + e^-2b)).
        const forget = 1 + exponential(-gates[g + 1]!);
        const input = 1 + exponential(-gates[g]!);
        const candidate = exponential(-2 * gates[g + 2]!);
        const cell = cells[j]! / forget + (1 - candidate) / (input * (1 + candidate));
        cells[j] = cell;
        const output = 1 + exponential(-gates[g + 3]!);
        const squashed = exponential(-2 * cell);
        x[inputs + 1 + j] = (1 - squashed) / (output * (1 + squashed));
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

/** Steps of the exponential's table to a factor of two. */
const PARTS = 256;
const FRACTIONS = Float64Array.from({ length: PARTS }, (_, j) => 2 ** (j / PARTS));
/** Powers of two from 2^-512 on. */
const POWERS = Float64Array.from({ length: 1024 }, (_, k) => 2 ** (k - 512));
/** Beyond it a gate is open or shut to the last digit, and products of two such exponentials stay finite. */
const FARTHEST = 300;

/**
 * e^z by a table of 2^(j/256) and four terms for the rest, within 4e-14 of Math.exp (3e-15 up to |z| = 30) in half its
 * time: an answer takes 1,500 of them. Beyond `FARTHEST` on either side the value there.
 */
function exponential(z: number): number {
  const y = z > FARTHEST ? FARTHEST : z < -FARTHEST ? -FARTHEST : z;
  const k = (y * (PARTS / Math.LN2)) | 0;
  const r = y - k * (Math.LN2 / PARTS);
  const r2 = r * r;
  const rest = 1 + r + r2 * (1 / 2 + r * (1 / 6) + r2 * (1 / 24));
  return rest * (FRACTIONS[k & (PARTS - 1)]! * POWERS[(k >> 8) + 512]!);
}

/** A trained load predictor as plain data; `predictorFile.ts` reads and writes it, with what a figure in another page need not fetch. */
import { BINS } from './features.ts';
import { DECISION_SECONDS } from '../workload.ts';

/** What the network reads: twelve ten-second maxima, or all 120 seconds, ten a step. */
export type PredictorInput = 'maxima' | 'seconds';
/** What it answers: the load over a fixed scale, or the logarithm of the load over the window's own level. */
export type PredictorTarget = 'absolute' | 'relative';
export type PredictorLoss = 'mse' | 'mae' | 'quantile';

/** What a training may choose and a record remembers. */
export interface PredictorShape {
  readonly input: PredictorInput;
  readonly target: PredictorTarget;
  /** Units of the recurrent layer. */
  readonly units: number;
}

/** A trained predictor; crosses worker boundaries as it is. */
export interface PredictorRecord extends PredictorShape {
  readonly format: 1;
  readonly loss: PredictorLoss;
  /** Of the quantile loss; 0.5 for the others. */
  readonly quantile: number;
  /** req/s that an absolute target counts as 1; 1 for relative ones. */
  readonly scale: number;
  /** What it learned from, one sentence. */
  readonly source: string;
  /** Flat, in the order of `predictorLayout`. */
  readonly parameters: Float32Array;
}

/** Steps of the recurrent layer: one per ten seconds of history. */
export const STEPS = BINS;

/**
 * Where the weights lie. The gate matrix [inputs + 1 + units rows][units x 4 columns] is row-major; its rows are the
 * inputs, the constant, the units' outputs one step ago; its columns, unit by unit, the input, forget, candidate
 * and output gates. The dense layer follows: one weight per unit, then its bias.
 */
export interface PredictorLayout {
  /** Numbers read per step. */
  readonly inputs: number;
  readonly rows: number;
  readonly cols: number;
  readonly dense: number;
  readonly size: number;
}

export function predictorLayout({ input, units }: PredictorShape): PredictorLayout {
  const inputs = input === 'maxima' ? 1 : DECISION_SECONDS;
  const rows = inputs + 1 + units;
  const cols = 4 * units;
  return { inputs, rows, cols, dense: rows * cols, size: rows * cols + units + 1 };
}

/** Fewest and most units: the training kernel works on four at a time, and a page should not hang. */
export const UNITS = { min: 4, max: 128 } as const;

/** Parameters from base64 of little-endian single precision, whatever the machine: how the lab ships its own. */
export function parametersFrom(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

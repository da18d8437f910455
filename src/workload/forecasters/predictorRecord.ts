/** A trained load predictor as plain data, and as JSON text. */
import * as v from 'valibot';
import { BINS } from './features.ts';
import { BOUNDS, numberSchema, ParametersSchema } from '../../model/bounds.ts';
import { checked } from '../../model/checked.ts';
import { issuePhrase } from '../../model/issue.ts';
import { excessOf, type JsonBounds } from '../../model/jsonBounds.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { noteIn } from '../../model/textSchema.ts';
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

const entries = {
  format: v.literal(1),
  input: v.picklist(['maxima', 'seconds']),
  target: v.picklist(['absolute', 'relative']),
  loss: v.picklist(['mse', 'mae', 'quantile']),
  quantile: numberSchema(BOUNDS.quantile),
  units: numberSchema({ ...UNITS, whole: true, unit: 'units' }),
  scale: numberSchema(BOUNDS.featureRange),
  source: noteIn(),
};
/** The parameters themselves are looked at once there are as many as the network has. */
const FileSchema = v.object({ ...entries, parameters: v.array(v.unknown()) });
const FileNumbersSchema = v.object({ parameters: v.array(numberSchema(BOUNDS.parameter)) });
/** Many parameters, in one list. */
const PREDICTOR_JSON: JsonBounds = { values: 2 ** 20, depth: 20, groups: 1000 };
/** A predictor as it is stored: its parameters in single precision. */
export const PredictorSchema = v.pipe(
  v.object({
    ...entries,
    parameters: ParametersSchema,
  }),
  v.check(
    (record) => predictorLayout(record).size === record.parameters.length,
    'not as many parameters as its network has',
  ),
);

/** The predictor as JSON text. */
export function predictorText(predictor: PredictorRecord): string {
  return JSON.stringify({ ...predictor, parameters: Array.from(predictor.parameters) });
}

/** Reads `predictorText`; a refusal names the file and the place. */
export function parsePredictor(text: string, fileName: string): Result<PredictorRecord> {
  const much = excessOf(text, PREDICTOR_JSON);
  if (much !== undefined) return refused(`${fileName}: not a predictor's file; it holds ${much}.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused(`${fileName}: expected a predictor's JSON, and it is not JSON.`);
  }
  const parsed = checked(FileSchema, json);
  if (!parsed.ok) return refused(`${fileName}: not a predictor's file; at ${issuePhrase(parsed.issue)}.`);
  const { parameters, ...rest } = parsed.value;
  const { size } = predictorLayout(rest);
  if (parameters.length !== size) {
    return refused(
      `${fileName}: its network has ${String(size)} parameters, the file holds ${String(parameters.length)}.`,
    );
  }
  const numbers = checked(FileNumbersSchema, { parameters });
  if (!numbers.ok) return refused(`${fileName}: not a predictor's file; at ${issuePhrase(numbers.issue)}.`);
  return accepted({ ...rest, parameters: Float32Array.from(numbers.value.parameters) });
}

/** Parameters from base64 of little-endian single precision, whatever the machine: how the lab ships its own. */
export function parametersFrom(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

/** A trained load predictor as JSON text, and as the storage checks it. */
import * as v from 'valibot';
import { predictorLayout, UNITS, type PredictorRecord } from './predictorRecord.ts';
import { numberSchema, ParametersSchema } from '../../model/boundedSchema.ts';
import { BOUNDS } from '../../model/bounds.ts';
import { checked } from '../../model/checked.ts';
import { issuePhrase } from '../../model/issue.ts';
import { excessOf, type JsonBounds } from '../../model/jsonBounds.ts';
import { accepted, refused, type Result } from '../../model/result.ts';
import { noteIn } from '../../model/textSchema.ts';

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

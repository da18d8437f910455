/** The file of a trained predictor. */
import { basename } from 'node:path';
import { readInput } from './inputs.ts';
import { UsageError } from './options.ts';
import { parsePredictor } from '../workload/forecasters/predictorFile.ts';
import type { PredictorRecord } from '../workload/forecasters/predictorRecord.ts';

/** What `--lstm` names; undefined where it names nothing. Refuses, in a sentence, what is no predictor. */
export async function predictorAt(path: string | undefined): Promise<PredictorRecord | undefined> {
  if (path === undefined) return undefined;
  const bytes = await readInput(path, 'The predictor', 'predictor');
  if (!bytes) throw new UsageError(`The predictor "${path}" is no file that can be read.`);
  const parsed = parsePredictor(new TextDecoder().decode(bytes), basename(path));
  if (!parsed.ok) throw new UsageError(parsed.message);
  return parsed.value;
}
